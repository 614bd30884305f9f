// Recorded speech: the one kind of WAV file that is taken.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <cstdint>
#include <vector>

namespace outpost {

inline constexpr std::int32_t wav_rate_hz_min = 8'000;
inline constexpr std::int32_t wav_rate_hz_max = 48'000;
inline constexpr std::size_t wav_seconds_max = 60;
inline constexpr std::size_t wav_chunks_max = 32;
/// Samples of a minute at the highest rate, and room for notes about the recording.
inline constexpr std::size_t wav_file_bytes_max = wav_seconds_max * 2 * 48'000 + 64 * 1024;

struct SpokenSound {
    std::int32_t rate_hz = 0;
    std::vector<std::int16_t> samples;
};

/// RIFF/WAVE with PCM samples of 16 bits, one channel; other chunks are passed over, sizes must fit
/// exactly, a chunk of odd size has its padding byte.
/// @error TooLong, Truncated, BadSyntax (no RIFF/WAVE, no format before the samples), BadLength,
///        Unsupported (another encoding, channels, bits), BadValue (rate, or numbers that
///        disagree), Duplicate, TrailingData
Result<SpokenSound> parse_wav(ByteView file);

}  // namespace outpost
