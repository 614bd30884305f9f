// Reads QR codes with ZXing-cpp 1.4.
#pragma once

#include "core/ports/symbol_reader.h"

#include <chrono>
#include <cstdint>

namespace outpost {

/// Most symbols that are reported from one frame.
inline constexpr std::size_t symbols_per_frame_max = 8;
/// Frames smaller than one version-1 symbol are not looked at.
inline constexpr std::int32_t frame_side_px_min = 21;
/// Frames larger than this are not looked at.
inline constexpr std::int32_t frame_side_px_max = 16384;
/// After this time a Still reading begins no further pass.
inline constexpr std::chrono::milliseconds still_budget{300};

/// SymbolReader over ZXing: QR codes only, exact segment bytes, several symbols a frame.
/// One object for each thread; the objects share nothing.
class ZxingSymbolReader final : public SymbolReader {
  public:
    /// Plain: one pass. Enlarged: then the frame enlarged twice. Still: then also the frame halved,
    /// inverted, mirrored and turned by 45 degrees, until something is found or time is up.
    std::vector<SymbolRead> read(FrameView frame, ReadEffort effort) override;
    bool has_finder_pattern(FrameView frame) override;

  private:
    Frame enlarged_;  // kept, so that a stream of frames allocates once
};

}  // namespace outpost
