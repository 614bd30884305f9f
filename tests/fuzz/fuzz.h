// What all fuzz targets share: the largest input, and how to say that a property does not hold.
#pragma once

#include "core/base/bytes.h"
#include "core/base/check.h"

#include <cstddef>
#include <cstdint>

namespace outpost::fuzz {

inline constexpr std::size_t input_bytes_max = 64 * 1024;

}  // namespace outpost::fuzz

/// Called by libFuzzer or by replay_main.cpp. A target returns 0 at once when `size` is over
/// input_bytes_max, and states its properties with OUTPOST_CHECK, which ends the process.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
