// WAV files for tests, right and wrong.
#pragma once

#include "core/base/bytes.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace outpost::tests {

inline void append_le(Bytes& bytes, std::uint64_t value, unsigned count) {
    for (unsigned k = 0; k < count; ++k)
        bytes.push_back(static_cast<std::uint8_t>(value >> (8 * k) & 0xFFU));
}

inline void append_text(Bytes& bytes, std::string_view text) {
    const auto view = as_bytes(text);
    bytes.insert(bytes.end(), view.begin(), view.end());
}

struct WavFormat {
    std::uint16_t encoding = 1;
    std::uint16_t channels = 1;
    std::uint32_t rate_hz = 22'050;
    std::uint32_t bytes_per_s = 44'100;
    std::uint16_t frame_bytes = 2;
    std::uint16_t sample_bits = 16;
};

inline Bytes chunk(std::string_view name, const Bytes& content) {
    Bytes bytes;
    append_text(bytes, name);
    append_le(bytes, content.size(), 4);
    bytes.insert(bytes.end(), content.begin(), content.end());
    if (content.size() % 2 != 0) bytes.push_back(0);
    return bytes;
}

inline Bytes format_chunk(const WavFormat& format) {
    Bytes content;
    append_le(content, format.encoding, 2);
    append_le(content, format.channels, 2);
    append_le(content, format.rate_hz, 4);
    append_le(content, format.bytes_per_s, 4);
    append_le(content, format.frame_bytes, 2);
    append_le(content, format.sample_bits, 2);
    return chunk("fmt ", content);
}

inline Bytes data_chunk(const std::vector<std::int16_t>& samples) {
    Bytes content;
    for (const auto sample : samples) append_le(content, static_cast<std::uint16_t>(sample), 2);
    return chunk("data", content);
}

inline Bytes riff(const std::vector<Bytes>& chunks) {
    Bytes content;
    append_text(content, "WAVE");
    for (const auto& part : chunks) content.insert(content.end(), part.begin(), part.end());
    Bytes bytes;
    append_text(bytes, "RIFF");
    append_le(bytes, content.size(), 4);
    bytes.insert(bytes.end(), content.begin(), content.end());
    return bytes;
}

inline Bytes wav(const std::vector<std::int16_t>& samples) {
    return riff({format_chunk({}), data_chunk(samples)});
}

}  // namespace outpost::tests
