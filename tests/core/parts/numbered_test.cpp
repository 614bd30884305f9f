// Structured Append and SMART Health Cards in chunks.
#include "core/parts/part_collector.h"
#include "core/parts/shc_chunk.h"
#include "tests/core/parts/messages.h"
#include "tests/support/files.h"
#include "tests/support/shared_data.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <numeric>
#include <string>

using namespace outpost;
using namespace outpost::parts;
using tests::offer_text;
using tests::told;

namespace {

std::uint8_t parity_of(std::string_view text) {
    unsigned parity = 0;
    for (const auto byte : as_bytes(text)) parity ^= byte;
    return static_cast<std::uint8_t>(parity);
}

SymbolRead symbol(std::string_view text, std::uint8_t index, std::uint8_t count,
                  std::uint8_t parity) {
    SymbolRead read;
    read.payload = to_bytes(as_bytes(text));
    read.part = SequencePart{index, count, parity};
    return read;
}

/// A message cut into `count` symbols of about one size.
std::vector<SymbolRead> sequence_of(std::string_view message, std::uint8_t count) {
    std::vector<SymbolRead> symbols;
    const auto size = message.size() / count;
    for (std::uint8_t i = 0; i < count; ++i) {
        const auto text = message.substr(i * size, i + 1 == count ? message.npos : size);
        symbols.push_back(symbol(text, i, count, parity_of(message)));
    }
    return symbols;
}

}  // namespace

TEST_CASE("structured append: every order of five", "[parts]") {
    const std::string message = "one message in five symbols";
    const auto symbols = sequence_of(message, 5);
    std::vector<std::size_t> order(symbols.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::size_t orders = 0;
    do {
        PartCollector collector;
        for (std::size_t i = 0; i + 1 < order.size(); ++i) {
            const auto now = std::to_string(i + 1);
            CHECK(told(collector.offer(symbols[order[i]], 0)) == now + "/5 new");
            CHECK(told(collector.offer(symbols[order[i]], 0)) == now + "/5");
        }
        CHECK(told(collector.offer(symbols[order.back()], 0)) == "= " + message);
        CHECK(told(collector.offer(symbols[order.front()], 0)) == "5/5");
        ++orders;
    } while (std::next_permutation(order.begin(), order.end()));
    CHECK(orders == 120);
}

TEST_CASE("structured append: all counts, and bytes of every value", "[parts]") {
    const auto bytes = tests::drawn_bytes(16 * 2953);
    for (std::uint8_t count = 2; count <= 16; ++count) {
        PartCollector collector;
        Offer last = NotAPart{};
        const auto message = ByteView(bytes).first(std::size_t{count} * 2953);
        for (const auto& part : sequence_of(as_text(message), count)) {
            CHECK_FALSE(std::holds_alternative<JoinedMessage>(last));
            last = collector.offer(part, 0);
        }
        REQUIRE(std::holds_alternative<JoinedMessage>(last));
        CHECK(std::get<JoinedMessage>(last).kind == PartKind::StructuredAppend);
        CHECK(std::get<JoinedMessage>(last).message == to_bytes(message));
    }
}

TEST_CASE("structured append: what can not be", "[parts]") {
    PartCollector collector;
    CHECK(told(collector.offer(symbol("a", 0, 0, 0), 0)) == "bad_value");
    CHECK(told(collector.offer(symbol("a", 0, 1, 'a'), 0)) == "bad_value");
    CHECK(told(collector.offer(symbol("a", 15, 1, 'a'), 0)) == "bad_value");
    CHECK(told(collector.offer(symbol("a", 2, 2, 0), 0)) == "bad_value");
    CHECK(told(collector.offer(symbol("a", 255, 2, 0), 0)) == "bad_value");
    CHECK(told(collector.offer(symbol("a", 0, 17, 0), 0)) == "bad_value");
    CHECK(told(collector.offer(symbol("", 0, 2, 0), 0)) == "bad_length");
    CHECK(told(collector.offer(symbol(std::string(7090, 'a'), 0, 2, 0), 0)) == "too_long");
    CHECK(collector.counts().refused == 8);
    CHECK(collector.set_count() == 0);
}

TEST_CASE("structured append: the parity decides", "[parts]") {
    PartCollector collector;
    CHECK(told(collector.offer(symbol("ab", 0, 2, 7), 0)) == "1/2 new");
    CHECK(told(collector.offer(symbol("cd", 1, 2, 7), 0)) == "bad_checksum");
    CHECK(told(collector.offer(symbol("cd", 1, 2, 7), 0)) == "bad_checksum");
    CHECK(collector.counts().checksum_failures == 2);
    CHECK(collector.set_count() == 1);
}

TEST_CASE("structured append: a foreign part costs the message nothing", "[parts]") {
    const std::string message = "one message in three symbols";
    const auto good = sequence_of(message, 3);
    const auto foreign = symbol("foreign", 1, 3, parity_of(message));
    PartCollector collector;
    SECTION("before the right one") {
        collector.offer(good[0], 0);
        collector.offer(foreign, 0);
        CHECK(told(collector.offer(good[2], 0)) == "bad_checksum");
        CHECK(told(collector.offer(good[1], 0)) == "= " + message);
    }
    SECTION("after it: the one before is still there") {
        collector.offer(good[0], 0);
        collector.offer(good[1], 0);
        collector.offer(foreign, 0);
        CHECK(told(collector.offer(good[2], 0)) == "= " + message);
    }
    SECTION("many of them: it is enough to see the right one again") {
        collector.offer(good[0], 0);
        collector.offer(good[1], 0);
        for (const auto* text : {"a", "b", "c", "d"})
            collector.offer(symbol(text, 1, 3, parity_of(message)), 0);
        CHECK(told(collector.offer(good[2], 0)) == "bad_checksum");
        CHECK(told(collector.offer(good[1], 0)) == "= " + message);
    }
    CHECK(collector.counts().conflicting >= 1);
    CHECK(collector.set_count() == 1);
}

TEST_CASE("structured append: sets of another count or parity are others", "[parts]") {
    const std::string first = "first message, two symbols";
    const std::string second = "second message, three symbols";
    const std::string third = "third message, two symbols!";
    REQUIRE(parity_of(first) != parity_of(third));
    const auto a = sequence_of(first, 2);
    const auto b = sequence_of(second, 3);
    const auto c = sequence_of(third, 2);
    PartCollector collector;
    collector.offer(a[0], 0);
    collector.offer(b[2], 0);
    collector.offer(c[1], 0);
    collector.offer(b[0], 0);
    CHECK(collector.set_count() == 3);
    CHECK(told(collector.offer(c[0], 0)) == "= " + third);
    CHECK(told(collector.offer(a[1], 0)) == "= " + first);
    CHECK(told(collector.offer(b[1], 0)) == "= " + second);
    CHECK(collector.counts().conflicting == 0);
}

TEST_CASE("shc: chunks in any order", "[parts]") {
    const std::vector<std::string> chunks{"shc:/1/3/1234", "shc:/2/3/56", "shc:/3/3/7890"};
    std::vector<std::size_t> order{0, 1, 2};
    do {
        PartCollector collector;
        CHECK(told(offer_text(collector, chunks[order[0]])) == "1/3 new");
        CHECK(told(offer_text(collector, chunks[order[0]])) == "1/3");
        CHECK(told(offer_text(collector, chunks[order[1]])) == "2/3 new");
        const auto last = offer_text(collector, chunks[order[2]]);
        CHECK(told(last) == "= shc:/1234567890");
        CHECK(std::get<JoinedMessage>(last).kind == PartKind::HealthCard);
        CHECK(told(offer_text(collector, chunks[order[1]])) == "3/3");
    } while (std::next_permutation(order.begin(), order.end()));
}

TEST_CASE("shc: refusals", "[parts]") {
    struct Case {
        const char* text;
        const char* outcome;
    };
    const auto outcome = [](std::string_view text) {
        return tests::outcome_of(read_shc_chunk(text));
    };
    for (const auto& [text, expected] : {Case{"shc:/2/3/0099", "OK"},
                                         Case{"shc:/3/3/0099", "OK"},
                                         Case{"shc:/4/3/0099", "bad_value@5"},
                                         Case{"shc:/3/2/0099", "bad_value@5"},
                                         Case{"shc:/0/3/0099", "bad_value@5"},
                                         Case{"shc:/1/0/0099", "bad_value@7"},
                                         Case{"shc:/1/1/0099", "bad_value@7"},
                                         Case{"shc:/01/3/0099", "bad_syntax@5"},
                                         Case{"shc:/1/03/0099", "bad_syntax@7"},
                                         Case{"shc:/-1/3/0099", "bad_syntax@5"},
                                         Case{"shc://3/0099", "bad_syntax@5"},
                                         Case{"shc:/1//0099", "bad_syntax@7"},
                                         Case{"shc:/1/", "bad_syntax@7"},
                                         Case{"shc:/1/2", "bad_syntax@8"},
                                         Case{"shc:/1/4294967296/00", "overflow@7"},
                                         Case{"shc:/1/3/", "bad_length@9"},
                                         Case{"shc:/1/3/123", "bad_length@12"},
                                         Case{"shc:/1/3/12 4", "bad_character@11"},
                                         Case{"shc:/1/3/4/12", "bad_character@10"},
                                         Case{"SHC:/1/3/1234", "bad_syntax@0"}})
        CHECK(outcome(text) == expected);

    PartCollector collector;
    CHECK(told(offer_text(collector, "shc:/567629")) == "not a part");
    CHECK(told(offer_text(collector, "SHC:/1/3/1234")) == "not a part");
    CHECK(told(offer_text(collector, "shc:/1/32/12")) == "1/32 new");
    CHECK(told(offer_text(collector, "shc:/1/33/12")) == "too_long");
    CHECK(told(offer_text(collector, "shc:/1/4000000000/12")) == "too_long");
    CHECK(collector.set_count() == 1);
}

TEST_CASE("shc: two cards of one number of chunks", "[parts]") {
    PartCollector collector;
    CHECK(told(offer_text(collector, "shc:/1/2/11")) == "1/2 new");
    // Nothing tells that the next one is of another card; the signature will.
    CHECK(told(offer_text(collector, "shc:/2/2/44")) == "= shc:/1144");
    CHECK(told(offer_text(collector, "shc:/2/2/22")) == "= shc:/1122");
    CHECK(told(offer_text(collector, "shc:/1/2/33")) == "= shc:/3322");
    CHECK(told(offer_text(collector, "shc:/2/2/44")) == "= shc:/3344");
    // Each joined text once, whatever the camera goes on seeing.
    CHECK(told(offer_text(collector, "shc:/1/2/11")) == "2/2");
    CHECK(told(offer_text(collector, "shc:/2/2/22")) == "2/2");
    CHECK(collector.counts().conflicting == 2);
    collector.clear();
    CHECK(told(offer_text(collector, "shc:/2/2/44")) == "1/2 new");
    CHECK(told(offer_text(collector, "shc:/1/2/33")) == "= shc:/3344");
}

TEST_CASE("shc: sets of chunks that others made", "[parts][vectors]") {
    if (!tests::shared_data_present("SMART Health Cards in chunks")) return;
    const auto folder = tests::shared_dir() / "vectors" / "shc";
    const auto joined_of = [&folder](const std::string& before, std::size_t first,
                                     std::size_t count, const std::string& after) {
        PartCollector collector;
        Offer last = NotAPart{};
        for (auto i = first + count; i-- > first;) {
            auto text = tests::read_text(folder / (before + std::to_string(i) + after));
            while (!text.empty() && text.back() == '\n') text.pop_back();
            last = offer_text(collector, text);
        }
        REQUIRE(std::holds_alternative<JoinedMessage>(last));
        return std::string(as_text(std::get<JoinedMessage>(last).message));
    };
    const auto two = joined_of("made-here/ten-doses-multi-chunk.", 1, 2, "of2.txt");
    const auto three = joined_of("made-here/forty-doses-multi-chunk.", 1, 3, "of3.txt");
    const auto many = joined_of("qr-numeric/test-example-00-f-qr-code-numeric-value-", 0, 17,
                                "-qr_chunk_too_small.txt");
    for (const auto& text : {two, three, many}) {
        CHECK(text.starts_with("shc:/5676290952432060346029243740446031222959532654603460292540"));
        CHECK(text.find_first_not_of("0123456789", 5) == text.npos);
        // "." of the compact JWS is 01; both of them, at even places
        std::size_t dots = 0;
        for (std::size_t at = 5; at + 1 < text.size(); at += 2)
            dots += text.substr(at, 2) == "01" ? 1U : 0U;
        CHECK(dots == 2);
    }
}
