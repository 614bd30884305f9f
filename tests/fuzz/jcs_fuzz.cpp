// JCS: the canonical text is JSON, is its own canonical text, and numbers keep their value.
#include "core/json/jcs.h"
#include "core/json/reader.h"
#include "tests/fuzz/fuzz.h"

#include <charconv>
#include <cmath>
#include <cstring>

using namespace outpost;

namespace {

void check_number(ByteView input) {
    double number = 0;
    if (input.size() < sizeof number) return;
    std::memcpy(&number, input.data(), sizeof number);
    if (!std::isfinite(number)) return;
    const auto text = json::ecmascript_number(number);
    double again = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), again).ptr;
    OUTPOST_CHECK(end == text.data() + text.size());
    OUTPOST_CHECK(std::memcmp(&again, &number, sizeof number) == 0 || number == 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > fuzz::input_bytes_max) return 0;
    const ByteView input(data, size);
    check_number(input);
    const auto document = json::read(as_text(input));
    if (!document) return 0;
    const auto canonical = json::canonicalize_jcs(document->root());
    if (!canonical) {
        OUTPOST_CHECK(canonical.error().code == Errc::BadValue);
        return 0;
    }
    json::ReadLimits limits;
    limits.bytes_max = canonical->size();
    const auto again = json::read(*canonical, limits);
    OUTPOST_CHECK(again.has_value());
    const auto twice = json::canonicalize_jcs(again->root());
    // 1e20 is written as the integer 100000000000000000000, which is refused the second time.
    if (twice)
        OUTPOST_CHECK(*twice == *canonical);
    else
        OUTPOST_CHECK(twice.error().code == Errc::BadValue);
    return 0;
}
