// ZXing-cpp by itself, without anything of ours around it.
#pragma once

#include "tools/scancorpus/decoder.h"

#include <memory>

namespace outpost::corpus {

/// One pass over the frame as it is.
std::unique_ptr<Decoder> make_zxing_decoder();
/// The same, and when nothing is found one pass over the frame enlarged twice.
std::unique_ptr<Decoder> make_zxing_twice_decoder();

}  // namespace outpost::corpus
