// Base45: what decodes encodes to the same text, and every byte string survives the way
// there and back.
#include "core/bytes/base45.h"
#include "tests/fuzz/fuzz.h"

using namespace outpost;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > fuzz::input_bytes_max) return 0;
    const ByteView input(data, size);
    const auto decoded = bytes::decode_base45(as_text(input));
    if (decoded)
        OUTPOST_CHECK(bytes::encode_base45(*decoded) == as_text(input));
    else
        OUTPOST_CHECK(decoded.error().offset <= size);

    const auto text = bytes::encode_base45(input);
    const auto again = bytes::decode_base45(text);
    OUTPOST_CHECK(again.has_value() == (text.size() <= bytes::base45_chars_max));
    if (again) OUTPOST_CHECK(*again == to_bytes(input));
    return 0;
}
