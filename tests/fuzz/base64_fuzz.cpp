// Base64, base64url and hexadecimal: one text for each byte string.
#include "core/bytes/base64.h"
#include "core/bytes/hex.h"
#include "tests/fuzz/fuzz.h"

using namespace outpost;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > fuzz::input_bytes_max) return 0;
    const ByteView input(data, size);
    const auto text = as_text(input);
    if (const auto url = bytes::decode_base64url(text))
        OUTPOST_CHECK(bytes::encode_base64url(*url) == text);
    if (const auto plain = bytes::decode_base64(text))
        OUTPOST_CHECK(bytes::encode_base64(*plain) == text);
    if (const auto hex = bytes::decode_hex(text))
        OUTPOST_CHECK(*bytes::decode_hex(bytes::encode_hex(*hex)) == *hex);

    constexpr std::size_t no_limit = 2 * fuzz::input_bytes_max;
    const auto whole = to_bytes(input);
    OUTPOST_CHECK(*bytes::decode_base64url(bytes::encode_base64url(input), no_limit) == whole);
    OUTPOST_CHECK(*bytes::decode_base64(bytes::encode_base64(input), no_limit) == whole);
    OUTPOST_CHECK(*bytes::decode_hex(bytes::encode_hex(input)) == whole);
    return 0;
}
