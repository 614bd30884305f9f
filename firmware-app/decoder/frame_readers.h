// The frame reader of this process: the ladder with its outside decoder.
#pragma once

#include "core/ports/clock.h"
#include "core/ports/frame_reader.h"

#include <memory>

namespace outpost::decoder {

/// A reader for one thread. The clock outlives it.
std::unique_ptr<FrameReader> make_frame_reader(const Clock& clock);

}  // namespace outpost::decoder
