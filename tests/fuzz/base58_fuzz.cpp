// Base58 and multibase: one text for each byte string, one byte string for each text.
#include "core/bytes/base58.h"
#include "core/bytes/multibase.h"
#include "tests/fuzz/fuzz.h"

using namespace outpost;

namespace {

void check_multibase(std::string_view text) {
    const auto decoded = bytes::decode_multibase(text);
    if (!decoded) {
        OUTPOST_CHECK(decoded.error().offset <= text.size());
    } else if (text.front() == 'u') {
        OUTPOST_CHECK(bytes::encode_multibase_base64url(*decoded) == text);
    } else if (const auto encoded = bytes::encode_multibase_base58(*decoded)) {
        OUTPOST_CHECK(*encoded == text);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > fuzz::input_bytes_max) return 0;
    const ByteView input(data, size);
    const auto decoded = bytes::decode_base58(as_text(input));
    if (decoded) {
        const auto encoded = bytes::encode_base58(*decoded);
        OUTPOST_CHECK(encoded.has_value() == (decoded->size() <= bytes::base58_bytes_max));
        if (encoded) OUTPOST_CHECK(*encoded == as_text(input));
    }
    const auto text = bytes::encode_base58(input);
    OUTPOST_CHECK(text.has_value() == (size <= bytes::base58_bytes_max));
    if (text) OUTPOST_CHECK(*bytes::decode_base58(*text) == to_bytes(input));
    check_multibase(as_text(input));
    return 0;
}
