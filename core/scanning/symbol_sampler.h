// Reads one symbol from its three finder patterns: our own sampling, an outside error correction.
#pragma once

#include "core/ports/frame_quality.h"
#include "core/scanning/equalizer.h"
#include "core/scanning/finder_search.h"
#include "core/scanning/grid_fit.h"
#include "core/scanning/module_values.h"

#include <functional>
#include <optional>

namespace outpost::scanning {

/// How far an attempt came.
struct SamplingResult {
    std::optional<SymbolRead> symbol;
    bool is_likely = false;  // the timing patterns say that a symbol is there
    /// Grid found: fixed modules agree, whether or not the data could be read.
    bool is_grid_found = false;
    std::array<Place, 4> corners{};  // clockwise from the symbol's top left, in the frame
    std::int32_t side_modules = 0;
    double module_px = 0.0;
    double bend_modules = 0.0;
    double agreement = 0.0;
    double contrast = 0.0;
    ModuleValues values;  // of the grid, when the symbol was not read
};

class SymbolSampler {
  public:
    /// @param is_over  asked before each costly step
    SymbolSampler(GridReader& reader, std::function<bool()> is_over)
        : reader_(reader), is_over_(std::move(is_over)) {}

    SamplingResult read(FrameView frame, const FinderTriple& triple);
    /// From values that were put together elsewhere; the symbol's corners stay 0.
    std::optional<SymbolRead> read_values(const ModuleValues& values, const SymbolLayout& layout);

  private:
    struct View;
    struct Grid;
    [[nodiscard]] Grid sample(const View& view, const SymbolLayout& layout, GridMesh mesh) const;
    struct Attempt;
    void read_version(const View& view, const SymbolLayout& layout, const Projection& flat,
                      const FinderShapes& shapes, SamplingResult& result);
    void try_mesh(Attempt& attempt, GridMesh mesh, bool is_blur_likely);
    void equalize_closely(Attempt& attempt, Grid& grid);
    [[nodiscard]] static double agreement_wanted(const SamplingResult& result);
    static void note_grid(const View& view, const SymbolLayout& layout, const Grid& grid,
                          SamplingResult& result);
    [[nodiscard]] std::optional<SymbolRead> decode(const ModuleGrid& grid);
    [[nodiscard]] std::optional<SymbolRead> improve(Equalizer& equalizer, int rounds);
    [[nodiscard]] std::optional<SymbolRead> equalize(const ModuleValues& values,
                                                     const SymbolLayout& layout, int rounds);

    GridReader& reader_;
    std::function<bool()> is_over_;
};

}  // namespace outpost::scanning
