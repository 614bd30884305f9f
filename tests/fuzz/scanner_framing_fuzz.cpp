// Scanner options and the framing of a scanner's bytes: nothing is made up, limits hold, and how
// the bytes were cut up on the way changes nothing.
#include "core/framing/payload_cutter.h"
#include "core/framing/scanner_option.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>

using namespace outpost;
using framing::FramingRules;
using framing::PayloadCutter;

namespace {

/// One byte picks the rules.
FramingRules rules_of(std::uint8_t pick) {
    FramingRules rules;
    if ((pick & 1) != 0) rules.prefix = {2};
    if ((pick & 2) != 0) rules.suffix = {13};
    if ((pick & 4) != 0) rules.suffix = {13, 10};
    if ((pick & 8) != 0 && !rules.suffix.empty()) rules.idle_ms = 0;
    rules.payload_bytes_max = (pick & 16) != 0 ? 5 : 300;
    return rules;
}

std::size_t take_all(PayloadCutter& cutter, const FramingRules& rules) {
    std::size_t bytes = 0;
    while (auto cut = cutter.take()) {
        if (!*cut) continue;
        OUTPOST_CHECK(!(*cut)->empty() && (*cut)->size() <= rules.payload_bytes_max);
        bytes += (*cut)->size();
    }
    OUTPOST_CHECK(!cutter.has_ready());
    return bytes;
}

/// Byte 255 is silence of 50 ms, 254 of 500, 253 a loss, 252 a hang-up; all else is sent.
void check_stream(const FramingRules& rules, ByteView script) {
    PayloadCutter cutter(rules);
    std::int64_t now_ms = 0;
    std::size_t given = 0;
    for (const auto step : script) {
        now_ms += step == 255 ? 50 : step == 254 ? 500 : 1;
        if (step >= 254) {
            const auto decides_ms = cutter.decides_in_ms(now_ms);
            OUTPOST_CHECK(decides_ms.has_value() == !cutter.is_between());
            cutter.step({}, now_ms);
            // What silence was due to decide is decided.
            if (decides_ms == 0) OUTPOST_CHECK(cutter.is_between());
        } else if (step == 253) {
            cutter.spoil(now_ms);
        } else if (step == 252) {
            cutter.hang_up();
            OUTPOST_CHECK(cutter.is_between());
        } else {
            const std::uint8_t bytes[] = {step};
            cutter.step(bytes, now_ms);
        }
        given += take_all(cutter, rules);
    }
    OUTPOST_CHECK(given <= cutter.counts().bytes);
    OUTPOST_CHECK(cutter.counts().dropped == 0);
}

void check_pieces(const FramingRules& rules, ByteView bytes) {
    PayloadCutter whole(rules);
    PayloadCutter single(rules);
    whole.step(bytes, 0);
    for (const auto byte : bytes) single.step(ByteView(&byte, 1), 0);
    for (auto* cutter : {&whole, &single}) cutter->step({}, 10'000);
    OUTPOST_CHECK(whole.is_between() && single.is_between());
    OUTPOST_CHECK(whole.counts().payloads == single.counts().payloads);
    OUTPOST_CHECK(whole.counts().too_long == single.counts().too_long);
    OUTPOST_CHECK(take_all(whole, rules) == take_all(single, rules));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > fuzz::input_bytes_max) return 0;
    const ByteView input(data, size);
    const auto option = framing::parse_scanner_option(as_text(input));
    if (option) {
        OUTPOST_CHECK(framing::check_rules(option->rules).has_value());
        OUTPOST_CHECK(option->path.front() == '/' && !option->layout.empty());
    } else {
        OUTPOST_CHECK(option.error().offset <= std::max(size, framing::scanner_option_chars_max));
    }
    if (input.empty()) return 0;
    const auto rules = rules_of(input.front());
    check_stream(rules, input.subspan(1));
    check_pieces(rules, input.subspan(1));
    return 0;
}
