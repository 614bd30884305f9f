// Draws a symbol on a sheet of paper on a desk, as a camera sees it. The same arguments give the
// same pixels everywhere: whole numbers decide where it can be seen.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/ports/frame.h"

#include <cstdint>

namespace outpost::samples {

struct Scene {
    std::int32_t width_px = 1280;
    std::int32_t height_px = 720;
    double module_px = 3.6;        // one module of the symbol
    double angle_deg = 0.0;        // clockwise
    std::int32_t blur_passes = 0;  // each a mean of 3 x 3
    std::int32_t noise = 0;        // greatest deviation of a pixel
    std::int32_t paper = 225;      // brightness of the paper
    std::int32_t ink = 40;
    std::uint64_t seed = 1;  // of desk, text and noise
};

/// A frame with the payload as a QR code of level M (byte mode). An empty payload: paper and text
/// only.
/// @error TooLong (more than version 40 holds), BadValue (the symbol does not fit into the frame)
Result<Frame> draw_scene(ByteView payload, const Scene& scene);

/// The version (1 to 40) that draw_scene() uses. @error TooLong
Result<std::int32_t> symbol_version(ByteView payload);

}  // namespace outpost::samples
