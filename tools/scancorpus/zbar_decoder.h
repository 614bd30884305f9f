// zbar by itself, for comparison.
#pragma once

#include "tools/scancorpus/decoder.h"

#include <memory>

namespace outpost::corpus {

/// QR codes only, payloads as they are and not as text (ZBAR_CFG_BINARY).
std::unique_ptr<Decoder> make_zbar_decoder();

}  // namespace outpost::corpus
