// Recorded speech: WAV files.
#include "drivers/speech/wav_reader.h"

#include "core/bytes/byte_reader.h"

#include <optional>
#include <string_view>
#include <utility>

namespace outpost {

namespace {

constexpr std::size_t riff_header_bytes = 8;  // "RIFF" and the size of what follows

Result<bool> takes_word(bytes::ByteReader& reader, std::string_view word) {
    OUTPOST_TRY(const auto taken, reader.take(word.size()));
    return as_text(taken) == word;
}

/// The rate of a format chunk.
Result<std::int32_t> parse_format(ByteView chunk, std::size_t at) {
    constexpr std::size_t pcm_bytes = 16;
    constexpr std::uint16_t pcm = 1;
    constexpr std::uint16_t sample_bytes = 2;
    if (chunk.size() < pcm_bytes) return Error{Errc::BadLength, at, "WAV format"};
    bytes::ByteReader reader(chunk);
    OUTPOST_TRY(const auto encoding, reader.u16_le());
    OUTPOST_TRY(const auto channels, reader.u16_le());
    OUTPOST_TRY(const auto rate_hz, reader.u32_le());
    OUTPOST_TRY(const auto bytes_per_s, reader.u32_le());
    OUTPOST_TRY(const auto frame_bytes, reader.u16_le());
    OUTPOST_TRY(const auto sample_bits, reader.u16_le());
    if (encoding != pcm || channels != 1 || sample_bits != 8 * sample_bytes)
        return Error{Errc::Unsupported, at, "WAV encoding"};
    if (chunk.size() != pcm_bytes) return Error{Errc::BadLength, at, "WAV format"};
    if (rate_hz < std::uint32_t{wav_rate_hz_min} || rate_hz > std::uint32_t{wav_rate_hz_max})
        return Error{Errc::BadValue, at, "WAV rate"};
    if (frame_bytes != sample_bytes || bytes_per_s != rate_hz * sample_bytes)
        return Error{Errc::BadValue, at, "WAV format disagrees with itself"};
    return static_cast<std::int32_t>(rate_hz);
}

Result<std::vector<std::int16_t>> parse_samples(ByteView chunk, std::size_t at,
                                                std::int32_t rate_hz) {
    if (chunk.size() % 2 != 0) return Error{Errc::BadLength, at, "WAV samples"};
    const auto count = chunk.size() / 2;
    if (count > wav_seconds_max * static_cast<std::size_t>(rate_hz))
        return Error{Errc::TooLong, at, "WAV samples"};
    std::vector<std::int16_t> samples;
    samples.reserve(count);
    bytes::ByteReader reader(chunk);
    while (!reader.is_at_end()) {
        OUTPOST_TRY(const auto sample, reader.u16_le());
        samples.push_back(static_cast<std::int16_t>(sample));
    }
    return samples;
}

/// What the chunks have told so far.
struct Found {
    std::optional<std::int32_t> rate_hz;
    std::optional<std::vector<std::int16_t>> samples;
};

Result<void> take_chunk(bytes::ByteReader& reader, Found& found) {
    const auto at = reader.offset();
    OUTPOST_TRY(const auto name, reader.take(4));
    OUTPOST_TRY(const auto length, reader.u32_le());
    OUTPOST_TRY(const auto content, reader.take(length));
    if (length % 2 != 0) OUTPOST_TRY_VOID(reader.skip(1));
    if (as_text(name) == "fmt ") {
        if (found.rate_hz) return Error{Errc::Duplicate, at, "WAV format"};
        OUTPOST_TRY(found.rate_hz, parse_format(content, at));
    } else if (as_text(name) == "data") {
        if (found.samples) return Error{Errc::Duplicate, at, "WAV samples"};
        if (!found.rate_hz) return Error{Errc::BadSyntax, at, "WAV samples before their format"};
        OUTPOST_TRY(found.samples, parse_samples(content, at, *found.rate_hz));
    }
    return {};
}

}  // namespace

Result<SpokenSound> parse_wav(ByteView file) {
    if (file.size() > wav_file_bytes_max)
        return Error{Errc::TooLong, wav_file_bytes_max, "WAV file"};
    bytes::ByteReader reader(file);
    OUTPOST_TRY(const bool is_riff, takes_word(reader, "RIFF"));
    if (!is_riff) return Error{Errc::BadSyntax, 0, "no RIFF file"};
    OUTPOST_TRY(const auto length, reader.u32_le());
    if (length > file.size() - riff_header_bytes)
        return Error{Errc::Truncated, file.size(), "WAV file"};
    if (length < file.size() - riff_header_bytes)
        return Error{Errc::TrailingData, riff_header_bytes + length, "WAV file"};
    OUTPOST_TRY(const bool is_wave, takes_word(reader, "WAVE"));
    if (!is_wave) return Error{Errc::BadSyntax, riff_header_bytes, "no WAVE file"};
    Found found;
    for (std::size_t chunk = 0; !reader.is_at_end(); ++chunk) {
        if (chunk == wav_chunks_max) return Error{Errc::TooLong, reader.offset(), "WAV chunks"};
        OUTPOST_TRY_VOID(take_chunk(reader, found));
    }
    if (!found.samples) return Error{Errc::BadSyntax, file.size(), "WAV file without samples"};
    return SpokenSound{*found.rate_hz, std::move(*found.samples)};
}

}  // namespace outpost
