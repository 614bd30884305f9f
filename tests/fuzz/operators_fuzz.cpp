// The files of the staff door: what reads keeps its limits, and is written and read again the same.
#include "core/operators/lock_out.h"
#include "core/operators/roster.h"
#include "tests/fuzz/fuzz.h"

using namespace outpost;
using namespace outpost::operators;

namespace {

void check_roster(std::string_view text) {
    const auto roster = OperatorRoster::parse(text);
    if (!roster) return;
    OUTPOST_CHECK(roster->operators().size() <= operators_max);
    OUTPOST_CHECK(crypto::is_allowed(roster->cost()));
    for (const auto& each : roster->operators()) {
        OUTPOST_CHECK(check_name(each.name).has_value());
        OUTPOST_CHECK(roster->find(each.name)->number == each.number);
    }
    const auto again = OperatorRoster::parse(roster->to_text());
    OUTPOST_CHECK(again.has_value() && again->to_text() == roster->to_text());
}

void check_lock(std::string_view text) {
    const auto state = parse_lock_state(text);
    if (!state) return;
    OUTPOST_CHECK(parse_lock_state(write_lock_state(*state)).value() == *state);
    const ClockReading now{{1'800'000'000'000}, 60'000, "b00"};
    for (const auto& each : {*state, settled(*state, now)}) {
        const auto standing = standing_of(each, now);
        OUTPOST_CHECK(standing.locked_ms >= 0 && standing.locked_ms <= pauses_ms.back());
        OUTPOST_CHECK((standing.tries_left == 0) == (standing.locked_ms > 0));
        OUTPOST_CHECK(standing.tries_left <= free_tries);
    }
    OUTPOST_CHECK(failed_once_more(*state, now).failed >= state->failed);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > fuzz::input_bytes_max) return 0;
    const auto text = as_text({data, size});
    check_roster(text);
    check_lock(text);
    return 0;
}
