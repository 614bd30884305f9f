// Reads QR codes with ZXing-cpp 1.4.
#pragma once

#include "core/ports/symbol_reader.h"

#include <cstdint>

namespace outpost {

/// Most symbols that are reported from one frame.
inline constexpr std::size_t symbols_per_frame_max = 8;
/// Frames smaller than one version-1 symbol are not looked at.
inline constexpr std::int32_t frame_side_px_min = 21;
/// Frames larger than this are not looked at.
inline constexpr std::int32_t frame_side_px_max = 16384;

/// One pass of ZXing: QR codes only, exact segment bytes, several symbols a frame.
/// One object for each thread; the objects share nothing.
class ZxingSymbolReader final : public SymbolReader, public GridReader {
  public:
    std::vector<SymbolRead> read(FrameView frame) override;
    /// The grid is drawn with a quiet zone at a few pixels a module and read as a clean picture.
    std::optional<SymbolRead> read_grid(const ModuleGrid& grid) override;

  private:
    std::vector<std::uint8_t> picture_;  // kept, so that a stream of grids allocates once
};

}  // namespace outpost
