// What passes between the kiosk and outpost-speaker, the process with the voice in it.
// Argument: a language tag, or speaker_list_argument. Standard input: the text, to its end.
// Standard output: the magic, the rate in Hz (4 bytes, little-endian), then samples (2 bytes each,
// little-endian); for the list the tags, a line each. Exit code 0: complete.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace outpost {

inline constexpr std::string_view speaker_list_argument = "--voices";
inline constexpr std::array<std::uint8_t, 4> speaker_magic{'O', 'S', 'P', '1'};
inline constexpr std::size_t speaker_text_bytes_max = 1'000;
inline constexpr std::int32_t speaker_rate_hz_min = 8'000;
inline constexpr std::int32_t speaker_rate_hz_max = 48'000;
inline constexpr std::size_t speaker_seconds_max = 120;

}  // namespace outpost
