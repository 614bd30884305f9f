// The decoders that the bench knows.
#pragma once

#include "tools/scancorpus/decoder.h"

#include <vector>

namespace outpost::corpus {

std::vector<DecoderKind> decoder_kinds();

}  // namespace outpost::corpus
