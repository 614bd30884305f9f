#include "core/framing/payload_cutter.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <string_view>

using namespace outpost;
using framing::FramingRules;
using framing::PayloadCutter;

namespace {

Bytes bytes_of(std::string_view text) {
    return to_bytes(as_bytes(text));
}

FramingRules by_suffix(std::string_view prefix, std::string_view suffix) {
    FramingRules rules;
    rules.prefix = bytes_of(prefix);
    rules.suffix = bytes_of(suffix);
    rules.idle_ms = 0;
    return rules;
}

/// The next payload, as text; fails the test where there is none.
Bytes taken(PayloadCutter& cutter) {
    auto cut = cutter.take();
    REQUIRE(cut.has_value());
    REQUIRE(cut->has_value());
    return std::move(*cut).value();
}

Errc refused(PayloadCutter& cutter) {
    auto cut = cutter.take();
    REQUIRE(cut.has_value());
    REQUIRE_FALSE(cut->has_value());
    return cut->error().code;
}

Errc fault_of(const FramingRules& rules) {
    const auto checked = framing::check_rules(rules);
    REQUIRE_FALSE(checked.has_value());
    return checked.error().code;
}

}  // namespace

TEST_CASE("payload cutter: silence ends a payload, and only silence that was looked for",
          "[framing]") {
    PayloadCutter cutter({});
    CHECK(cutter.is_between());
    CHECK_FALSE(cutter.decides_in_ms(1000).has_value());
    cutter.step(bytes_of("one\r"), 1000);
    CHECK(cutter.decides_in_ms(1030) == 50);
    cutter.step({}, 1079);
    CHECK_FALSE(cutter.take().has_value());
    // The reader slept for a second; the bytes had been waiting.
    cutter.step(bytes_of("still one"), 2000);
    CHECK_FALSE(cutter.take().has_value());
    cutter.step({}, 2080);
    CHECK(taken(cutter) == bytes_of("one\rstill one"));
    CHECK(cutter.is_between());
    cutter.step({}, 5000);
    CHECK_FALSE(cutter.take().has_value());
    CHECK(cutter.counts().payloads == 1);
    CHECK(cutter.counts().bytes == 13);
}

TEST_CASE("payload cutter: a suffix within a binary payload cuts nothing when silence ends it",
          "[framing]") {
    FramingRules rules;
    rules.suffix = bytes_of("\r");
    PayloadCutter cutter(rules);
    cutter.step(bytes_of("PK\r\r\n\rmore\r"), 0);
    cutter.step({}, 79);
    CHECK_FALSE(cutter.take().has_value());
    cutter.step({}, 80);
    CHECK(taken(cutter) == bytes_of("PK\r\r\n\rmore"));

    // A pause of the line before the suffix is no end ...
    cutter.step(bytes_of("first half,"), 1000);
    CHECK(cutter.decides_in_ms(1000) == 400);
    cutter.step({}, 1399);
    cutter.step(bytes_of(" second\r"), 1400);
    cutter.step({}, 1480);
    CHECK(taken(cutter) == bytes_of("first half, second"));
    // ... unless it lasts.
    cutter.step(bytes_of("half a scan"), 3000);
    cutter.step({}, 3400);
    CHECK(refused(cutter) == Errc::Truncated);
    CHECK(cutter.counts().incomplete == 1);
    // A bare suffix is no scan.
    cutter.step(bytes_of("\r"), 9000);
    cutter.step({}, 9100);
    CHECK_FALSE(cutter.take().has_value());
}

TEST_CASE("payload cutter: prefix and suffix around silence", "[framing]") {
    FramingRules rules;
    rules.prefix = bytes_of("\x02");
    rules.suffix = bytes_of("\x03");
    PayloadCutter cutter(rules);
    cutter.step(bytes_of("\x02inner \x02 and \x03 stay\x03"), 0);
    cutter.step({}, 80);
    CHECK(taken(cutter) == bytes_of("inner \x02 and \x03 stay"));
    cutter.step(bytes_of("no prefix\x03"), 100);
    cutter.step({}, 200);
    CHECK(refused(cutter) == Errc::BadSyntax);
    CHECK(cutter.counts().unframed == 1);
    // One byte cannot be both marks.
    rules.prefix = rules.suffix;
    PayloadCutter same(rules);
    same.step(bytes_of("\x03"), 0);
    same.step({}, 80);
    CHECK(refused(same) == Errc::BadSyntax);
}

TEST_CASE("payload cutter: without silence the first suffix ends a payload", "[framing]") {
    PayloadCutter cutter(by_suffix("", "\r\n"));
    cutter.step(bytes_of("HC1:ONE\r\nHC1:T\rWO\r\n\r\nHC1:THR"), 0);
    CHECK(taken(cutter) == bytes_of("HC1:ONE"));
    CHECK(taken(cutter) == bytes_of("HC1:T\rWO"));
    CHECK_FALSE(cutter.take().has_value());
    CHECK(cutter.decides_in_ms(0) == 400);
    cutter.step({}, 300);  // a slow line
    cutter.step(bytes_of("EE\r"), 350);
    cutter.step(bytes_of("\n"), 360);
    CHECK(taken(cutter) == bytes_of("HC1:THREE"));
    cutter.step(bytes_of("half"), 1000);
    cutter.step({}, 1400);
    CHECK(refused(cutter) == Errc::Truncated);
    cutter.step(bytes_of("whole\r\n"), 1500);
    CHECK(taken(cutter) == bytes_of("whole"));
}

TEST_CASE("payload cutter: noise before a prefix is passed over and counted", "[framing]") {
    PayloadCutter cutter(by_suffix("ab", "\r"));
    cutter.step(bytes_of("aab1\rnoise\rab2\ra"), 0);
    CHECK(taken(cutter) == bytes_of("1"));
    CHECK(taken(cutter) == bytes_of("2"));
    CHECK(cutter.counts().unframed == 2);
    cutter.step({}, 400);
    CHECK(refused(cutter) == Errc::BadSyntax);
    CHECK(cutter.counts().unframed == 3);
    CHECK(cutter.counts().incomplete == 0);
    cutter.step(bytes_of("b not after the silence\rab3\r"), 500);
    CHECK(taken(cutter) == bytes_of("3"));
    CHECK(cutter.counts().payloads == 3);
}

TEST_CASE("payload cutter: what is too long is refused once and skipped", "[framing]") {
    FramingRules rules;
    rules.payload_bytes_max = 10;
    SECTION("to the next silence") {
        PayloadCutter cutter(rules);
        cutter.step(bytes_of("0123456789"), 0);
        cutter.step({}, 80);
        CHECK(taken(cutter) == bytes_of("0123456789"));
        for (std::int64_t k = 0; k < 1000; ++k) cutter.step(bytes_of("0123456789A"), 100 + k);
        CHECK(refused(cutter) == Errc::TooLong);
        CHECK_FALSE(cutter.take().has_value());
        CHECK(cutter.decides_in_ms(1099) == 80);
        cutter.step({}, 1179);
        cutter.step(bytes_of("next"), 1180);
        cutter.step({}, 1260);
        CHECK(taken(cutter) == bytes_of("next"));
        CHECK(cutter.counts().too_long == 1);
    }
    SECTION("to the next suffix, also one that crosses the limit") {
        rules.idle_ms = 0;
        rules.suffix = bytes_of("ab");
        PayloadCutter cutter(rules);
        cutter.step(bytes_of("0123456789ab"), 0);
        CHECK(taken(cutter) == bytes_of("0123456789"));
        cutter.step(bytes_of("0123456789Aabnextab"), 0);
        CHECK(refused(cutter) == Errc::TooLong);
        CHECK(taken(cutter) == bytes_of("next"));
        cutter.step(bytes_of("0123456789012aaaaabnextab"), 0);
        CHECK(refused(cutter) == Errc::TooLong);
        CHECK(taken(cutter) == bytes_of("next"));
        CHECK(cutter.counts().too_long == 2);
    }
    SECTION("the marks do not count, and do not help") {
        rules.prefix = bytes_of("<");
        rules.suffix = bytes_of(">");
        PayloadCutter cutter(rules);
        cutter.step(bytes_of("<0123456789>"), 0);
        cutter.step({}, 80);
        CHECK(taken(cutter) == bytes_of("0123456789"));
        cutter.step(bytes_of("<0123456789A>"), 100);
        cutter.step({}, 180);
        CHECK(refused(cutter) == Errc::TooLong);
        CHECK(cutter.is_between());
    }
}

TEST_CASE("payload cutter: payloads that nobody takes are bounded", "[framing]") {
    PayloadCutter cutter(by_suffix("", "\r"));
    for (int k = 0; k < 100; ++k) cutter.step(bytes_of("x\r"), k);
    std::size_t count = 0;
    while (cutter.take()) ++count;
    CHECK(count == framing::waiting_payloads_max);
    CHECK(cutter.counts().dropped == 100 - framing::waiting_payloads_max);
}

TEST_CASE("payload cutter: hang-ups and losses drop what was begun", "[framing]") {
    PayloadCutter cutter(by_suffix("", "\r"));
    cutter.step(bytes_of("whole\rhalf"), 0);
    cutter.hang_up();
    CHECK(taken(cutter) == bytes_of("whole"));
    CHECK(refused(cutter) == Errc::Truncated);
    cutter.hang_up();
    CHECK_FALSE(cutter.take().has_value());
    CHECK(cutter.counts().incomplete == 1);

    PayloadCutter silent({});
    silent.step(bytes_of("begun"), 0);
    silent.spoil(10);
    silent.step(bytes_of(" and its end"), 20);
    silent.spoil(30);
    silent.step({}, 109);
    silent.step({}, 110);
    CHECK(refused(silent) == Errc::Truncated);
    CHECK_FALSE(silent.take().has_value());
    silent.step(bytes_of("next"), 200);
    silent.step({}, 280);
    CHECK(taken(silent) == bytes_of("next"));
    CHECK(silent.counts().incomplete == 1);
}

TEST_CASE("payload cutter: how the bytes were cut up on the way changes nothing", "[framing]") {
    std::mt19937 random(20261123);
    for (int round = 0; round < 300; ++round) {
        FramingRules rules;
        if (round % 3 == 0) rules = by_suffix(round % 2 == 0 ? "ab" : "", "ba");
        rules.payload_bytes_max = 40;
        Bytes stream(1 + random() % 200);
        for (auto& byte : stream) byte = static_cast<std::uint8_t>('a' + random() % 3);
        PayloadCutter whole(rules);
        PayloadCutter dribs(rules);
        whole.step(stream, 0);
        for (std::size_t from = 0; from < stream.size();) {
            const auto count = std::min<std::size_t>(stream.size() - from, 1 + random() % 7);
            dribs.step(ByteView(stream).subspan(from, count), 0);
            from += count;
        }
        for (auto* cutter : {&whole, &dribs}) cutter->step({}, 1000);
        for (;;) {
            auto a = whole.take();
            auto b = dribs.take();
            REQUIRE(a.has_value() == b.has_value());
            if (!a) break;
            REQUIRE(a->has_value() == b->has_value());
            if (*a)
                CHECK(a->value() == b->value());
            else
                CHECK(a->error().code == b->error().code);
        }
        CHECK(whole.counts().payloads == dribs.counts().payloads);
        CHECK(whole.counts().unframed == dribs.counts().unframed);
    }
}

TEST_CASE("payload cutter: rules that could not end a scan are refused", "[framing]") {
    CHECK(framing::check_rules({}).has_value());
    FramingRules rules;
    rules.idle_ms = 0;
    CHECK(fault_of(rules) == Errc::BadValue);
    rules.suffix = bytes_of("\r");
    CHECK(framing::check_rules(rules).has_value());
    rules.suffix = Bytes(framing::mark_bytes_max + 1, 'x');
    CHECK(fault_of(rules) == Errc::TooLong);
    rules = {};
    rules.idle_ms = -1;
    CHECK(fault_of(rules) == Errc::BadValue);
    rules = {};
    rules.pause_ms = rules.idle_ms - 1;
    CHECK(fault_of(rules) == Errc::BadValue);
    rules = {};
    rules.pause_ms = 10'001;
    CHECK(fault_of(rules) == Errc::BadValue);
    rules = {};
    rules.payload_bytes_max = 0;
    CHECK(fault_of(rules) == Errc::BadValue);
    rules.payload_bytes_max = framing::payload_bytes_ceiling + 1;
    CHECK(fault_of(rules) == Errc::BadValue);
}
