// Our own ladder of passes, as the programs use it.
#pragma once

#include "tools/scancorpus/decoder.h"

#include <memory>

namespace outpost::corpus {

/// The budgets count the CPU time of the thread, so that a busy machine does not change a rate.
/// Only a burst sees anything of the frame before.
std::unique_ptr<Decoder> make_outpost_quick_decoder();  // what every frame of a camera gets
std::unique_ptr<Decoder> make_outpost_decoder();        // Thorough, with the default budget
std::unique_ptr<Decoder> make_outpost_burst_decoder();  // the same, frames 150 ms apart, remembered
std::unique_ptr<Decoder> make_outpost_still_decoder();  // Still, 1 s

}  // namespace outpost::corpus
