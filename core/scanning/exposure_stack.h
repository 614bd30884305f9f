// Several frames of one symbol that could not be read alone.
#pragma once

#include "core/scanning/module_values.h"
#include "core/scanning/plane.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace outpost::scanning {

/// The modules of a symbol as one frame shows them.
struct Exposure {
    ModuleValues values;
    std::array<Place, 4> corners{};  // clockwise from the symbol's top left, in the frame
    double agreement = 0.0;          // share of the fixed modules that are seen right, 0 to 1
    bool is_inverted = false;
    std::int64_t taken_at_ms = 0;
};

/// Adds up frames of one symbol, each module where it is seen clearly. Frames that differ in
/// version, time, place or content are not added: the stack then begins anew.
class ExposureStack {
  public:
    /// @return all exposures in one, when there are others of the same symbol; 128 is neither
    ///         dark nor light
    std::optional<ModuleValues> add(const Exposure& exposure, const SymbolLayout& layout);
    void clear() { count_ = 0; }
    [[nodiscard]] std::int32_t count() const { return count_; }

  private:
    struct Clear;
    [[nodiscard]] static Clear make_clear(const ModuleValues& values);
    [[nodiscard]] bool is_same(const Exposure& exposure, const Clear& clear,
                               const SymbolLayout& layout) const;
    [[nodiscard]] bool is_like(const Clear& clear, const SymbolLayout& layout) const;

    std::int32_t count_ = 0;
    std::int32_t side_modules_ = 0;
    bool is_inverted_ = false;
    std::int64_t first_at_ms_ = 0;
    std::int64_t last_at_ms_ = 0;
    std::array<Place, 4> corners_{};
    std::vector<float> sum_;     // of levels, -1 dark to 1 light, times weight
    std::vector<float> weight_;  // how clearly each module was seen, summed
};

}  // namespace outpost::scanning
