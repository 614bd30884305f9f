// Port: a frame to the symbols in it and what stands in their way, with everything we know.
#pragma once

#include "core/ports/frame_quality.h"
#include "core/ports/symbol_reader.h"

#include <chrono>
#include <cstdint>
#include <vector>

namespace outpost {

/// How much work one frame may cost.
enum class ReadEffort : std::uint8_t {
    Glance,    // while nothing is in view: a large frame at half its size, else as Quick
    Quick,     // the cheap passes, for every frame of a camera
    Thorough,  // every pass that fits into the budget, a few times a second
    Still,     // everything there is, for a picture that will not come again; no memory of others
};

struct ReadRequest {
    ReadEffort effort = ReadEffort::Quick;
    std::chrono::microseconds budget{60'000};  // no pass begins after it
    std::int64_t taken_at_ms = 0;              // monotonic clock, when the frame was taken
};

struct FrameReading {
    std::vector<SymbolRead> symbols;
    FrameQuality quality;
};

/// Contract: never throws, never aborts; an empty list is a normal answer. An object remembers the
/// frames before (where the symbol was, what was seen of it): one object for each camera and
/// thread.
class FrameReader {
  public:
    virtual ~FrameReader() = default;
    virtual FrameReading read(FrameView frame, const ReadRequest& request) = 0;
};

/// Work that is thrown away because a decoder failed is counted, never hidden.
struct DecoderFaults {
    std::uint64_t crashes = 0;
    std::uint64_t time_outs = 0;
};

}  // namespace outpost
