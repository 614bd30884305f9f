// What the scanning threads tell the main loop.
#pragma once

#include "core/base/bytes.h"
#include "core/ports/camera.h"
#include "core/ports/frame_reader.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace outpost::runtime {

/// A symbol came into view.
struct SymbolSeen {
    Bytes payload;
    std::array<PixelPoint, 4> corners{};
    std::uint64_t frame_sequence = 0;
    std::int64_t decode_us = 0;        // of the passes that found it
    std::string source;                // the file it came from; empty for a device
    std::optional<SequencePart> part;  // the payload is one part of a longer message
};

struct CameraStateChanged {
    CameraState state = CameraState::Closed;
    std::string_view words;  // static text for people
};

/// A file has shown its last picture, and all of them have been looked at.
struct SourceEnded {
    std::uint64_t frames = 0;
};

/// Where a symbol lies in a frame.
struct SymbolOutline {
    std::array<PixelPoint, 4> corners{};  // clockwise from the symbol's top left; may lie outside
    bool was_read = false;
};

/// A frame was looked at. Only the newest waits to be taken: an older one makes way.
struct FrameSeen {
    std::uint64_t sequence = 0;
    std::int64_t taken_at_ms = 0;  // monotonic clock
    std::int32_t width_px = 0;
    std::int32_t height_px = 0;
    FrameQuality quality;
    std::vector<SymbolOutline> outlines;  // every symbol that was read, and the likeliest unread
    ScanHint hint = ScanHint::None;       // of this frame alone
};

using ScanEvent = std::variant<SymbolSeen, CameraStateChanged, SourceEnded, FrameSeen>;

}  // namespace outpost::runtime
