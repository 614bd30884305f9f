// Several messages at once, limits, time, and lies.
#include "core/parts/part_collector.h"
#include "core/parts/part_encoder.h"
#include "core/parts/ur_part.h"
#include "core/parts/ur_text.h"
#include "tests/core/parts/messages.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <limits>
#include <random>

using namespace outpost;
using namespace outpost::parts;
using tests::drawn_bytes;
using tests::offer_text;
using tests::told;

namespace {

PartEncoder encoder_of(const Bytes& message, std::size_t fragment_bytes_max) {
    auto encoder = PartEncoder::open(message, fragment_bytes_max);
    REQUIRE(encoder);
    return std::move(*encoder);
}

std::string text_of(const UrPart& part) {
    return write_ur({UrSequence{part.number, part.count}, write_ur_part(part)});
}

}  // namespace

TEST_CASE("collector: what is no part", "[parts]") {
    PartCollector collector;
    for (const auto* text : {"", "u", "ur", "https://example.org/1/2/3", "HC1:6BF", "{}", "shc:/",
                             "shc:/123", " ur:bytes/1-2/aeadaolazmjendeoti", "shc"})
        CHECK(told(offer_text(collector, text)) == "not a part");
    CHECK(collector.counts().refused == 0);
    CHECK(told(offer_text(collector, "ur:")) == "bad_syntax");
    CHECK(collector.counts().refused == 1);
}

TEST_CASE("collector: progress in numbers", "[parts]") {
    const auto encoder = encoder_of(drawn_bytes(77), 20);
    REQUIRE(encoder.part_count() == 4);
    PartCollector collector;
    const auto first = std::get<PartProgress>(offer_text(collector, encoder.part(2)));
    CHECK(first.kind == PartKind::UniformResource);
    CHECK(first.have == 1);
    CHECK(first.of == 4);
    CHECK(first.share == 0.25);
    CHECK(first.is_new);
    const auto again = std::get<PartProgress>(offer_text(collector, encoder.part_in_capitals(2)));
    CHECK(again.have == 1);
    CHECK_FALSE(again.is_new);
    CHECK(collector.counts().helpful == 1);
    CHECK(collector.counts().repeated == 1);
}

TEST_CASE("collector: a message is given out once, and again after the time-out", "[parts]") {
    const auto encoder = encoder_of(drawn_bytes(40), 30);
    REQUIRE(encoder.part_count() == 2);
    PartCollector collector;
    CHECK(told(offer_text(collector, encoder.part(1), 0)) == "1/2 new");
    CHECK(std::holds_alternative<JoinedMessage>(offer_text(collector, encoder.part(2), 0)));
    for (std::uint32_t number = 1; number < 50; ++number)
        CHECK(told(offer_text(collector, encoder.part(number), number * 1000)) == "2/2");
    CHECK(told(offer_text(collector, encoder.part(1), 49'000 + 30'000)) == "2/2");
    CHECK(told(offer_text(collector, encoder.part(1), 79'000 + 30'001)) == "1/2 new");
    CHECK(collector.counts().sets_timed_out == 1);
}

TEST_CASE("collector: three kinds and two animated codes at once", "[parts]") {
    const auto first = drawn_bytes(500, "first");
    const auto second = drawn_bytes(500, "second");
    const auto a = encoder_of(first, 50);
    const auto b = encoder_of(second, 50);
    PartCollector collector;
    std::size_t joined = 0;
    const auto look_at = [&joined](const Offer& offer, std::string_view message) {
        REQUIRE_FALSE(std::holds_alternative<Error>(offer));
        const auto* done = std::get_if<JoinedMessage>(&offer);
        if (done == nullptr) return;
        CHECK(as_text(done->message) == message);
        ++joined;
    };
    const std::uint8_t parity = 'x' ^ 'y';
    look_at(collector.offer(as_bytes("x"), SequencePart{0, 2, parity}, 0), "");
    look_at(offer_text(collector, "shc:/1/2/12"), "");
    for (std::uint32_t number = 1; number <= a.part_count(); ++number) {
        look_at(offer_text(collector, a.part(number)), as_text(first));
        look_at(offer_text(collector, b.part(number + 11)), as_text(second));
    }
    for (std::uint32_t number = 40; number < 80; ++number)
        look_at(offer_text(collector, b.part(number)), as_text(second));
    look_at(offer_text(collector, "shc:/2/2/34"), "shc:/1234");
    look_at(collector.offer(as_bytes("y"), SequencePart{1, 2, parity}, 0), "xy");
    CHECK(joined == 4);
    CHECK(collector.set_count() == 4);
    CHECK(collector.counts().sets_dropped == 0);
}

TEST_CASE("collector: the set that is longest idle makes room", "[parts]") {
    PartLimits limits;
    limits.sets_max = 3;
    PartCollector collector(limits);
    offer_text(collector, "shc:/1/2/11", 10);
    offer_text(collector, "shc:/1/3/11", 20);
    offer_text(collector, "shc:/1/4/11", 30);
    offer_text(collector, "shc:/1/2/11", 40);  // seen again
    offer_text(collector, "shc:/1/5/11", 50);  // drops the one of three
    CHECK(collector.set_count() == 3);
    CHECK(collector.counts().sets_dropped == 1);
    CHECK(told(offer_text(collector, "shc:/2/2/22", 60)) == "= shc:/1122");
    CHECK(told(offer_text(collector, "shc:/2/3/22", 70)) == "1/3 new");
}

TEST_CASE("collector: time-outs, and clocks that jump", "[parts]") {
    constexpr auto least = std::numeric_limits<std::int64_t>::min();
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    PartCollector collector;
    offer_text(collector, "shc:/1/3/11", 1000);
    offer_text(collector, "shc:/2/3/22", 31'000);  // at the limit, not beyond it
    collector.drop_idle(61'000);
    CHECK(collector.set_count() == 1);
    collector.drop_idle(-5);
    CHECK(collector.set_count() == 1);
    collector.drop_idle(61'001);
    CHECK(collector.set_count() == 0);
    CHECK(collector.counts().sets_timed_out == 1);
    offer_text(collector, "shc:/1/3/11", least);
    CHECK(told(offer_text(collector, "shc:/2/3/22", least + 1)) == "2/3 new");
    CHECK(told(offer_text(collector, "shc:/3/3/33", most)) == "1/3 new");
    CHECK(told(offer_text(collector, "shc:/1/3/11", least)) == "2/3 new");
}

TEST_CASE("collector: parts that lie about themselves", "[parts]") {
    const UrPart good{1, 3, 8, 0x12345678, {1, 2, 3}};
    PartCollector collector;
    const auto outcome = [&collector](const UrPart& part) {
        return told(offer_text(collector, text_of(part)));
    };
    const auto with = [&good](auto change) {
        auto part = good;
        change(part);
        return part;
    };
    CHECK(outcome(with([](UrPart& p) { p.count = 0xFFFFFFFF; })) == "too_long");
    CHECK(outcome(with([](UrPart& p) { p.count = 1025; })) == "too_long");
    CHECK(outcome(with([](UrPart& p) { p.message_bytes = 0xFFFFFFFF; })) == "too_long");
    CHECK(outcome(with([](UrPart& p) { p.message_bytes = 512 * 1024 + 1; })) == "too_long");
    CHECK(outcome(with([](UrPart& p) { p.message_bytes = 10; })) == "bad_value");
    CHECK(outcome(with([](UrPart& p) { p.message_bytes = 6; })) == "bad_value");
    CHECK(outcome(with([](UrPart& p) { p.message_bytes = 0; })) == "bad_value");
    CHECK(outcome(with([](UrPart& p) { p.fragment.clear(); })) == "bad_value");
    CHECK(collector.set_count() == 0);
    CHECK(outcome(good) == "1/3 new");

    SECTION("the text says something else than the part") {
        for (const auto sequence : {UrSequence{2, 3}, UrSequence{1, 4}})
            CHECK(told(offer_text(collector, write_ur({sequence, write_ur_part(good)}))) ==
                  "bad_value");
        auto zero = good;
        zero.number = 0;
        CHECK(told(offer_text(collector, write_ur({UrSequence{1, 3}, write_ur_part(zero)}))) ==
              "bad_value");
    }
    SECTION("a message with the right checksum that is no byte string") {
        collector.clear();
        // CRC-32 of "123456789", which begins like a negative number
        const std::string text = "123456789";
        for (std::uint32_t number = 1; number <= 3; ++number)
            CHECK(outcome({number, 3, 9, 0xCBF43926,
                           to_bytes(as_bytes(text).subspan((number - 1) * 3, 3))}) ==
                  (number == 3 ? "bad_syntax" : std::to_string(number) + "/3 new"));
        CHECK(collector.counts().checksum_failures == 1);
    }
    SECTION("one part of one") {
        collector.clear();
        const Bytes cbor{0x42, 'o', 'k'};
        const UrPart only{7, 1, 3, 0x6F5C1F2C, cbor};
        CHECK(outcome(only) == "bad_checksum");
        const auto encoder = encoder_of({'o', 'k'}, 10);
        CHECK(told(offer_text(collector, encoder.part(1))) == "= ok");
    }
}

TEST_CASE("collector: a flood of sets stays within the limits", "[parts]") {
    PartCollector collector;
    std::mt19937 engine(11);
    for (std::uint32_t i = 0; i < 3000; ++i) {
        UrPart part{i + 1, 1024, 1024 * 8, static_cast<std::uint32_t>(engine()), Bytes(8, 1)};
        CHECK_FALSE(std::holds_alternative<Error>(offer_text(collector, text_of(part), i)));
        CHECK(collector.set_count() <= PartLimits{}.sets_max);
    }
    CHECK(collector.counts().sets_dropped == 3000 - PartLimits{}.sets_max);
}

TEST_CASE("collector: any text cut or changed is refused, or no part", "[parts]") {
    const auto encoder = encoder_of(drawn_bytes(60), 40);
    const auto text = encoder.part(1);
    for (std::size_t cut = 3; cut < text.size(); ++cut) {
        PartCollector collector;
        CHECK(std::holds_alternative<Error>(offer_text(collector, text.substr(0, cut))));
        CHECK(collector.set_count() == 0);
    }
    for (std::size_t at = text.rfind('/') + 1; at < text.size(); ++at) {
        for (char letter = 'a'; letter <= 'z'; ++letter) {
            if (letter == text[at]) continue;
            auto changed = text;
            changed[at] = letter;
            PartCollector collector;
            CHECK(std::holds_alternative<Error>(offer_text(collector, changed)));
        }
    }
}

TEST_CASE("collector: limits of its own", "[parts]") {
    PartLimits limits;
    limits.message_bytes_max = 8;
    limits.fragments_max = 4;
    limits.chunks_max = 2;
    limits.payload_bytes_max = 60;
    PartCollector collector(limits);
    CHECK(told(offer_text(collector, "shc:/1/3/11")) == "too_long");
    CHECK(told(offer_text(collector, "shc:/1/2/11")) == "1/2 new");
    CHECK(told(offer_text(collector, "shc:/2/2/22")) == "too_long");  // 9 bytes with the scheme
    const auto encoder = encoder_of(drawn_bytes(7), 2);
    CHECK(told(offer_text(collector, encoder.part(1))) == "1/4 new");
    CHECK(told(offer_text(collector, encoder_of(drawn_bytes(8), 3).part(1))) == "too_long");
    CHECK(told(offer_text(collector, "ur:bytes/" + std::string(52, 'a'))) == "too_long");
}
