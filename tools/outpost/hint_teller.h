// What stands in the way of reading, told to a person in words and not too often.
#pragma once

#include "core/ports/frame_quality.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace outpost::tools {

/// Empty for None. Sides are the camera's: what leaves its picture on the left is moved right.
std::string_view words_for(ScanHint hint);

/// Of one camera, for one thread.
class HintTeller {
  public:
    static constexpr std::int64_t first_after_ms = 3'000;  // of an unread symbol in view
    static constexpr std::int64_t holds_ms = 600;          // so long a cause is the same
    static constexpr std::int64_t stays_ms = 2'000;        // before another is told
    static constexpr std::int64_t again_after_ms = 10'000;
    static constexpr std::int64_t out_of_view_ms = 1'000;

    /// @param hint  of a frame with an unread symbol; nothing: none in view, or it was read
    /// @return what is to be told now
    std::optional<ScanHint> next(std::optional<ScanHint> hint, std::int64_t now_ms);

  private:
    struct Since {
        ScanHint hint = ScanHint::None;
        std::int64_t at_ms = 0;
    };

    bool is_due(ScanHint hint, std::int64_t now_ms) const;

    std::optional<std::int64_t> in_view_since_ms_;
    std::int64_t in_view_at_ms_ = 0;
    Since cause_;
    std::optional<Since> told_;
};

}  // namespace outpost::tools
