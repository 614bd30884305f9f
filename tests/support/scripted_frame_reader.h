// Test double: a frame's first pixels say which symbol it shows.
#pragma once

#include "core/ports/frame_reader.h"

namespace outpost::tests {

/// Pixel 0 is the payload's one byte; 0 means no symbol. Pixel 1 is the least effort that reads it
/// (the number of the ReadEffort).
class ScriptedFrameReader final : public FrameReader {
  public:
    FrameReading read(FrameView frame, const ReadRequest& request) override {
        if (frame.pixels == nullptr || frame.width_px < 3 || frame.height_px < 1) return {};
        const bool is_enough = static_cast<int>(request.effort) >= frame.pixels[1];
        if (frame.pixels[0] == 0 || !is_enough) return {};
        SymbolRead symbol;
        symbol.payload = {frame.pixels[0]};
        symbol.corners = {{{0, 0}, {2, 0}, {2, 0}, {0, 0}}};
        FrameReading reading;
        reading.symbols.push_back(std::move(symbol));
        return reading;
    }

    static Frame frame(std::uint8_t payload, ReadEffort effort = ReadEffort::Glance) {
        Frame made;
        made.width_px = 3;
        made.height_px = 1;
        made.pixels = {payload, static_cast<std::uint8_t>(effort), 0};
        return made;
    }
};

}  // namespace outpost::tests
