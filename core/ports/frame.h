// A grey picture that someone else owns.
#pragma once

#include "core/base/time.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace outpost {

/// 8-bit grey pixels, row by row; `stride_bytes` from one row to the next. Borrows its pixels.
struct FrameView {
    const std::uint8_t* pixels = nullptr;
    std::int32_t width_px = 0;
    std::int32_t height_px = 0;
    std::size_t stride_bytes = 0;
};

/// An owned grey picture.
struct Frame {
    std::vector<std::uint8_t> pixels;
    std::int32_t width_px = 0;
    std::int32_t height_px = 0;
    std::uint64_t sequence = 0;    // counts up from the source's opening
    std::int64_t taken_at_ms = 0;  // monotonic clock
    std::string source;            // the file it came from; empty for a device

    [[nodiscard]] FrameView view() const {
        return {pixels.data(), width_px, height_px, static_cast<std::size_t>(width_px)};
    }
};

}  // namespace outpost
