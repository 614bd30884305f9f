// The file of counters: bounded, written and read again the same, and merging keeps the bounds.
#include "core/tally/tally.h"
#include "tests/fuzz/fuzz.h"

using namespace outpost;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > fuzz::input_bytes_max) return 0;
    const auto parsed = tally::Tally::parse(as_text({data, size}));
    if (!parsed) return 0;
    OUTPOST_CHECK(parsed->days().size() <= tally::days_max);
    auto twice = *parsed;
    twice.merge(*parsed);
    OUTPOST_CHECK(twice.days().size() == parsed->days().size());
    for (const auto& [date, day] : twice.days()) {
        const auto once = parsed->day(date).of(tally::Work::Issued);
        const auto issued = day.of(tally::Work::Issued);
        OUTPOST_CHECK(issued <= tally::count_max && issued >= once);
    }
    const auto again = tally::Tally::parse(twice.to_text());
    OUTPOST_CHECK(again.has_value() && again->days() == twice.days());
    return 0;
}
