// A grid that bends: where each module of a symbol lies in a picture of curled or folded paper.
#pragma once

#include "core/scanning/grid_anchor.h"
#include "core/scanning/grid_fit.h"
#include "core/scanning/projection.h"
#include "core/scanning/symbol_layout.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace outpost::scanning {

/// A flat grid and, on a lattice of about six modules, how far the picture lies beside it.
class GridMesh {
  public:
    GridMesh(const SymbolLayout& layout, const Projection& flat);

    /// Moves each node of the lattice to where its modules show the greatest contrast, outwards
    /// from the three finder patterns, each from where its neighbours say it should be.
    void grow(FrameView frame, const FinderShapes& shapes);
    /// As grow(), outwards from all places that were found by their own look.
    void grow_between(FrameView frame, const std::vector<Anchor>& anchors);
    /// After grow(): nodes that show much less contrast than most have lost their way, and are
    /// grown again from the others.
    void regrow(FrameView frame);
    /// For paper that is not bent: every node from where the flat grid has it, then the flat grid
    /// that most of them lie on, twice; no node stays beside it. False when too few agree on one.
    bool lay_flat(FrameView frame);
    /// After lay_flat(): the share of nodes within half a module of the flat grid.
    [[nodiscard]] double flat_share() const { return flat_share_; }
    /// After grow(): when most nodes lie on one flat grid, all are placed anew on it. False when
    /// too few do; nothing changed.
    bool flatten(FrameView frame);
    /// Moves each node to where the picture is most like what its modules are thought to look like,
    /// one value a module, row by row. A flat grid stays flat.
    void realign(FrameView frame, std::span<const float> expected);
    /// Once more from between the neighbours, then each node evened out with them.
    void settle(FrameView frame);

    [[nodiscard]] Place at(ModulePlace place) const;
    /// Greatest distance of a node from the best flat grid, in modules.
    [[nodiscard]] double bend_modules() const;
    /// Mean contrast of the nodes, grey levels.
    [[nodiscard]] double contrast() const;

  private:
    struct Node {
        Place beside;         // pixels from the flat grid
        double weight = 0.0;  // contrast found; 0 not known yet
        double purity = 0.0;  // 0 to 1: values are dark or light, not between
    };
    using Slope = MeshSlope;

    [[nodiscard]] ModulePlace place_of(std::int32_t column, std::int32_t row) const;
    [[nodiscard]] Node& node(std::int32_t column, std::int32_t row) {
        return nodes_[static_cast<std::size_t>(row * count_ + column)];
    }
    [[nodiscard]] const Node& node(std::int32_t column, std::int32_t row) const {
        return nodes_[static_cast<std::size_t>(row * count_ + column)];
    }
    [[nodiscard]] Slope predict(std::int32_t column, std::int32_t row, std::int32_t reach,
                                bool with_itself) const;
    void seed(std::int32_t column, std::int32_t row, const FinderShape& shape);
    [[nodiscard]] Place shift_to_match(FrameView frame, ModulePlace middle,
                                       std::span<const float> expected) const;
    [[nodiscard]] double far_contrast(FrameView frame, const Projection& flat) const;
    void find_far_corner(FrameView frame);
    void place_every(FrameView frame, std::int32_t stride);
    [[nodiscard]] std::optional<Projection> most_agree_on(std::int32_t stride);
    [[nodiscard]] std::int32_t known_around(std::int32_t column, std::int32_t row) const;
    [[nodiscard]] double module_px() const;
    void place_node(FrameView frame, std::int32_t column, std::int32_t row, const Slope& slope,
                    double reach_modules);

    const SymbolLayout* layout_;  // a mesh can be assigned
    Projection flat_;
    std::int32_t count_;   // nodes along a side
    double step_modules_;  // between two nodes
    std::vector<Node> nodes_;
    double flat_share_ = 0.0;
};

}  // namespace outpost::scanning
