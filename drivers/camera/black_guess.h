// Tells a covered lens from a dark room.
#pragma once

#include "core/ports/frame.h"

namespace outpost {

/// True when nearly no pixel is brighter than a covered lens shows. Looks at every eighth pixel of
/// every eighth row.
bool is_black(FrameView frame);

}  // namespace outpost
