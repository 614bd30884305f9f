// A cheap guess whether a QR code is in the frame at all.
#pragma once

#include "core/ports/frame.h"

namespace outpost::scanning {

/// True when three places of about one size stand like the corners of a symbol, and at each of them
/// a row and the column through it show runs of dark and light like 1:1:3:1:1 (ISO/IEC 18004,
/// finder pattern). Looks at every third row; wrong in both directions now and then.
bool guess_finder_pattern(FrameView frame);

}  // namespace outpost::scanning
