// The record of a kiosk's clock: what is read is written as it was.
#include "core/timekeeping/clock_record.h"

#include "core/base/bytes.h"
#include "core/base/check.h"
#include "tests/fuzz/fuzz.h"

using namespace outpost;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > fuzz::input_bytes_max) return 0;
    const auto record = timekeeping::parse_clock_record(as_text(ByteView(data, size)));
    if (!record) return 0;
    const auto again = timekeeping::parse_clock_record(timekeeping::write_clock_record(*record));
    OUTPOST_CHECK(again.has_value() && *again == *record);
    return 0;
}
