// What the bench measures: anything that makes payloads of frames.
#pragma once

#include "core/base/bytes.h"
#include "core/ports/frame.h"

#include <memory>
#include <string_view>
#include <vector>

namespace outpost::corpus {

/// Contract: sees each frame for itself, remembers nothing; one object for each thread.
class Decoder {
  public:
    virtual ~Decoder() = default;
    virtual std::vector<Bytes> read(FrameView frame) = 0;
};

/// A decoder that can be named on the command line.
struct DecoderKind {
    std::string_view name;
    std::unique_ptr<Decoder> (*make)();
};

}  // namespace outpost::corpus
