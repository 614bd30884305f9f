// Test double: a frame's first pixels say which symbol it shows.
#pragma once

#include "core/ports/symbol_reader.h"

namespace outpost::tests {

/// Pixel 0 is the payload's one byte; 0 means no symbol. Pixel 1 is the least effort that reads it
/// (0 plain, 1 enlarged, 2 still); pixel 2 other than 0 shows a finder pattern.
class ScriptedSymbolReader final : public SymbolReader {
  public:
    std::vector<SymbolRead> read(FrameView frame, ReadEffort effort) override {
        if (frame.pixels == nullptr || frame.width_px < 3 || frame.height_px < 1) return {};
        const bool is_enough = static_cast<int>(effort) >= frame.pixels[1];
        if (frame.pixels[0] == 0 || !is_enough) return {};
        SymbolRead symbol;
        symbol.payload = {frame.pixels[0]};
        symbol.corners = {{{0, 0}, {2, 0}, {2, 0}, {0, 0}}};
        return {symbol};
    }
    bool has_finder_pattern(FrameView frame) override {
        return frame.pixels != nullptr && frame.width_px >= 3 && frame.pixels[2] != 0;
    }

    static Frame frame(std::uint8_t payload, ReadEffort effort = ReadEffort::Plain,
                       bool has_finder = false) {
        Frame made;
        made.width_px = 3;
        made.height_px = 1;
        made.pixels = {payload, static_cast<std::uint8_t>(effort),
                       static_cast<std::uint8_t>(has_finder ? 1 : 0)};
        return made;
    }
};

}  // namespace outpost::tests
