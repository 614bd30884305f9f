// What the bench measures: anything that makes payloads of frames.
#pragma once

#include "core/base/bytes.h"
#include "core/ports/frame.h"

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace outpost::corpus {

/// Contract: one object for each thread; remembers nothing but the frames of one burst.
class Decoder {
  public:
    virtual ~Decoder() = default;
    virtual std::vector<Bytes> read(FrameView frame) = 0;
    /// Another symbol comes: nothing of what was seen counts any more.
    virtual void forget() {}
};

/// A decoder that can be named on the command line.
struct DecoderKind {
    std::string_view name;
    std::unique_ptr<Decoder> (*make)();
    std::int32_t frames = 1;  // that it is shown one after the other: right when one was read
};

}  // namespace outpost::corpus
