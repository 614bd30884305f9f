#include "drivers/speech/wav_reader.h"

#include "tests/drivers/speech/wav_builder.h"

#include <catch2/catch.hpp>

using namespace outpost;
using namespace outpost::tests;

namespace {

using Values = std::vector<std::int16_t>;
const Values few{1, -1, 32'767, -32'768};

Error error_of(const Bytes& file) {
    const auto sound = parse_wav(file);
    REQUIRE_FALSE(sound);
    return sound.error();
}

Errc code_of(const WavFormat& format) {
    return error_of(riff({format_chunk(format), data_chunk(few)})).code;
}

}  // namespace

TEST_CASE("wav: samples and rate", "[speech]") {
    const auto sound = parse_wav(wav(few));
    REQUIRE(sound);
    CHECK(sound->rate_hz == 22'050);
    CHECK(sound->samples == few);
    const auto silent = parse_wav(wav({}));
    REQUIRE(silent);
    CHECK(silent->samples.empty());
    for (const std::uint32_t rate : {8'000U, 48'000U}) {
        const auto other =
            parse_wav(riff({format_chunk({1, 1, rate, 2 * rate, 2, 16}), data_chunk(few)}));
        REQUIRE(other);
        CHECK(other->rate_hz == static_cast<std::int32_t>(rate));
    }
}

TEST_CASE("wav: other chunks are passed over, with their padding", "[speech]") {
    const auto notes = chunk("LIST", {1, 2, 3});
    const auto sound =
        parse_wav(riff({notes, format_chunk({}), notes, data_chunk(few), chunk("id3 ", {})}));
    REQUIRE(sound);
    CHECK(sound->samples == few);
    const std::vector<Bytes> many(wav_chunks_max + 1, chunk("LIST", {}));
    CHECK(error_of(riff(many)).code == Errc::TooLong);
}

TEST_CASE("wav: encodings that are not taken", "[speech]") {
    CHECK(code_of({3, 1, 22'050, 44'100, 2, 16}) == Errc::Unsupported);       // float
    CHECK(code_of({0xFFFE, 1, 22'050, 44'100, 2, 16}) == Errc::Unsupported);  // extensible
    CHECK(code_of({1, 2, 22'050, 88'200, 4, 16}) == Errc::Unsupported);
    CHECK(code_of({1, 0, 22'050, 0, 0, 16}) == Errc::Unsupported);
    CHECK(code_of({1, 1, 22'050, 22'050, 1, 8}) == Errc::Unsupported);
    CHECK(code_of({1, 1, 22'050, 66'150, 3, 24}) == Errc::Unsupported);
    CHECK(code_of({1, 1, 7'999, 15'998, 2, 16}) == Errc::BadValue);
    CHECK(code_of({1, 1, 48'001, 96'002, 2, 16}) == Errc::BadValue);
    CHECK(code_of({1, 1, 0, 0, 2, 16}) == Errc::BadValue);
    CHECK(code_of({1, 1, 0x80000000U, 0, 2, 16}) == Errc::BadValue);
    CHECK(code_of({1, 1, 22'050, 44'101, 2, 16}) == Errc::BadValue);
    CHECK(code_of({1, 1, 22'050, 44'100, 4, 16}) == Errc::BadValue);
}

TEST_CASE("wav: broken structure", "[speech]") {
    const auto format = format_chunk({});
    const auto data = data_chunk(few);
    CHECK(error_of({}).code == Errc::Truncated);
    CHECK(error_of(riff({})).code == Errc::BadSyntax);
    CHECK(error_of(riff({format})).code == Errc::BadSyntax);
    CHECK(error_of(riff({data, format})).code == Errc::BadSyntax);
    CHECK(error_of(riff({format, format, data})).code == Errc::Duplicate);
    CHECK(error_of(riff({format, data, data})).code == Errc::Duplicate);
    CHECK(error_of(riff({chunk("fmt ", {1, 0}), data})).code == Errc::BadLength);
    CHECK(error_of(riff({format, chunk("data", {1, 2, 3})})).code == Errc::BadLength);
    auto longer = format;
    longer.resize(longer.size() + 2);
    longer[4] = 18;
    CHECK(error_of(riff({longer, data})).code == Errc::BadLength);
    auto trailing = wav(few);
    trailing.push_back(0);
    CHECK(error_of(trailing).code == Errc::TrailingData);
    auto big_endian = wav(few);
    big_endian[3] = 'X';  // RIFX
    CHECK(error_of(big_endian).code == Errc::BadSyntax);
    auto other = wav(few);
    other[8] = 'A';
    CHECK(error_of(other).code == Errc::BadSyntax);
    auto endless = wav(few);
    endless[40] = endless[41] = endless[42] = endless[43] = 0xFF;  // streamed: length not known
    CHECK(error_of(endless).code == Errc::Truncated);
}

TEST_CASE("wav: limits", "[speech]") {
    CHECK(error_of(Bytes(wav_file_bytes_max + 1)).code == Errc::TooLong);
    const WavFormat slow{1, 1, 8'000, 16'000, 2, 16};
    const Values minute(wav_seconds_max * 8'000, 1);
    CHECK(parse_wav(riff({format_chunk(slow), data_chunk(minute)})));
    const Values more(wav_seconds_max * 8'000 + 1, 1);
    CHECK(error_of(riff({format_chunk(slow), data_chunk(more)})).code == Errc::TooLong);
}

TEST_CASE("wav: cut at every length, each bit turned", "[speech]") {
    const auto good = riff({format_chunk({}), chunk("LIST", {1, 2, 3}), data_chunk(few)});
    REQUIRE(parse_wav(good));
    for (std::size_t length = 0; length < good.size(); ++length) {
        const auto error = error_of({good.begin(), good.begin() + static_cast<long>(length)});
        CHECK(error.code == Errc::Truncated);
        CHECK(error.offset <= length);
    }
    std::size_t refused = 0;
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
        auto turned = good;
        turned[bit / 8] = static_cast<std::uint8_t>(turned[bit / 8] ^ 1U << bit % 8);
        const auto sound = parse_wav(turned);
        if (!sound) {
            ++refused;
            CHECK(sound.error().offset <= turned.size());
        } else {
            CHECK(sound->samples.size() == few.size());
        }
    }
    CHECK(refused > good.size() * 4);
}
