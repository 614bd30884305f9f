// A sealed certificate's fields: what is taken is written again byte for byte.
#include "core/sync/certificate_content.h"
#include "tests/fuzz/fuzz.h"

using namespace outpost;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > fuzz::input_bytes_max) return 0;
    const ByteView packed(data, size);
    const auto content = sync::unpack(packed);
    if (!content) return 0;
    const auto again = sync::pack(*content);
    OUTPOST_CHECK(std::equal(again.begin(), again.end(), packed.begin(), packed.end()));
    return 0;
}
