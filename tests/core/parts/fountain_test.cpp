// Which fragments a part mixes, as published, and what the solver makes of parts in any order.
#include "core/parts/crc32.h"
#include "core/parts/fountain_set.h"
#include "core/parts/fragment_chooser.h"
#include "core/parts/part_encoder.h"
#include "core/parts/ur_part.h"
#include "core/parts/ur_text.h"
#include "tests/core/parts/messages.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

using namespace outpost;
using namespace outpost::parts;
using tests::drawn_bytes;
using tests::offer_text;

namespace {

using Indexes = std::vector<std::size_t>;

/// Offers parts from `first` on until the message is there. `lost` says which never arrive.
/// @return how many arrived; the message is compared
template <typename Lost>
std::size_t parts_needed(const PartEncoder& encoder, const Bytes& message, std::uint32_t first,
                         Lost lost) {
    PartCollector collector;
    std::size_t arrived = 0;
    for (auto number = first; number < first + 40 * encoder.part_count() + 40; ++number) {
        if (lost()) continue;
        ++arrived;
        const auto offer = offer_text(collector, encoder.part(number));
        REQUIRE_FALSE(std::holds_alternative<Error>(offer));
        const auto* joined = std::get_if<JoinedMessage>(&offer);
        if (joined == nullptr) continue;
        REQUIRE(joined->message == message);
        REQUIRE(joined->kind == PartKind::UniformResource);
        return arrived;
    }
    FAIL("no message");
    return arrived;
}

bool nothing_lost() {
    return false;
}

}  // namespace

TEST_CASE("xoshiro256: published numbers", "[parts][vectors]") {
    Xoshiro256 of_text(as_bytes("Wolf"));
    for (const auto expected : {42U, 81U, 85U, 8U, 82U, 84U, 76U, 73U, 70U, 88U})
        CHECK(of_text.next() % 100 == expected);
    const Bytes checksum{0x59, 0x8C, 0x84, 0xDC};
    Xoshiro256 of_number(checksum);
    for (const auto expected : {88U, 44U, 94U, 74U, 0U, 99U, 7U, 77U, 68U, 35U})
        CHECK(of_number.next() % 100 == expected);
    Xoshiro256 below(as_bytes("Wolf"));
    for (const auto expected : {6U, 5U, 8U, 4U, 10U, 5U, 7U, 10U, 4U, 9U, 10U, 9U, 7U, 7U, 1U})
        CHECK(below.next_below(10) + 1 == expected);
    const Bytes first_drawn{0x91, 0x6E, 0xC6, 0x5C, 0xF7, 0x7C, 0xAD, 0xF5, 0x5C, 0xD7};
    CHECK(drawn_bytes(10) == first_drawn);
}

TEST_CASE("weighted choice: published draws", "[parts][vectors]") {
    const WeightedChoice choice({1, 2, 4, 8});
    Xoshiro256 random(as_bytes("Wolf"));
    for (const auto expected : {3U, 3U, 3U, 3U, 3U, 3U, 3U, 0U, 2U, 3U, 3U, 3U, 3U, 1U, 2U,
                                2U, 1U, 3U, 3U, 2U, 3U, 3U, 1U, 1U, 2U, 1U, 1U, 3U, 1U, 3U})
        CHECK(choice.draw(random) == expected);
}

TEST_CASE("fragment chooser: published degrees", "[parts][vectors]") {
    const FragmentChooser chooser(11);
    int number = 1;
    for (const auto expected : {11U, 3U, 6U, 5U, 2U, 1U, 2U, 11U, 1U,  3U, 9U, 10U, 10U, 4U, 2U,
                                1U,  1U, 2U, 1U, 1U, 5U, 2U, 4U,  10U, 3U, 2U, 1U,  1U,  3U, 11U}) {
        const auto seed = "Wolf-" + std::to_string(number++);
        Xoshiro256 random(as_bytes(seed));
        CHECK(chooser.draw_degree(random) == expected);
    }
}

TEST_CASE("fragment chooser: published choices", "[parts][vectors]") {
    const auto checksum = crc32(drawn_bytes(1024));
    const FragmentChooser chooser(11);
    const std::vector<Indexes> expected = {{0},
                                           {1},
                                           {2},
                                           {3},
                                           {4},
                                           {5},
                                           {6},
                                           {7},
                                           {8},
                                           {9},
                                           {10},
                                           {9},
                                           {2, 5, 6, 8, 9, 10},
                                           {8},
                                           {1, 5},
                                           {1},
                                           {0, 2, 4, 5, 8, 10},
                                           {5},
                                           {2},
                                           {2},
                                           {0, 1, 3, 4, 5, 7, 9, 10},
                                           {0, 1, 2, 3, 5, 6, 8, 9, 10},
                                           {0, 2, 4, 5, 7, 8, 9, 10},
                                           {3, 5},
                                           {4},
                                           {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10},
                                           {0, 1, 3, 4, 5, 6, 7, 9, 10},
                                           {6},
                                           {5, 6},
                                           {7}};
    for (std::uint32_t number = 1; number <= expected.size(); ++number) {
        auto chosen = chooser.choose(number, checksum);
        std::sort(chosen.begin(), chosen.end());
        CHECK(chosen == expected[number - 1]);
    }
}

TEST_CASE("fountain: every order of four parts, and of mixed ones", "[parts]") {
    const auto message = drawn_bytes(90);
    const auto encoder = PartEncoder::open(message, 24);
    REQUIRE(encoder);
    REQUIRE(encoder->part_count() == 4);
    std::vector<std::uint32_t> order{1, 2, 3, 4};
    std::size_t orders = 0;
    do {
        PartCollector collector;
        for (std::size_t i = 0; i < 3; ++i)
            CHECK(tests::told(offer_text(collector, encoder->part(order[i]))) ==
                  std::to_string(i + 1) + "/4 new");
        const auto last = offer_text(collector, encoder->part(order[3]));
        REQUIRE(std::holds_alternative<JoinedMessage>(last));
        CHECK(std::get<JoinedMessage>(last).message == message);
        ++orders;
    } while (std::next_permutation(order.begin(), order.end()));
    CHECK(orders == 24);

    std::mt19937 engine(4);
    for (int round = 0; round < 100; ++round) {
        std::vector<std::uint32_t> mixed(40);
        for (std::uint32_t i = 0; i < mixed.size(); ++i) mixed[i] = i + 1;
        std::shuffle(mixed.begin(), mixed.end(), engine);
        PartCollector collector;
        std::size_t joined = 0;
        for (const auto number : mixed) {
            const auto offer = offer_text(collector, encoder->part(number));
            REQUIRE_FALSE(std::holds_alternative<Error>(offer));
            if (!std::holds_alternative<JoinedMessage>(offer)) continue;
            CHECK(std::get<JoinedMessage>(offer).message == message);
            ++joined;
        }
        CHECK(joined == 1);
    }
}

TEST_CASE("fountain: there and back from 1 byte to 200 kB", "[parts]") {
    for (const auto size : {1U, 2U, 20U, 21U, 255U, 256U, 3000U, 32'767U, 65'536U, 200'000U}) {
        const auto message = drawn_bytes(size);
        const auto encoder = PartEncoder::open(message, 1000);
        REQUIRE(encoder);
        CHECK(parts_needed(*encoder, message, 1, nothing_lost) == encoder->part_count());
    }
}

TEST_CASE("fountain: mixed parts alone", "[parts]") {
    // bc-ur, test_multipart_ur: the first part that is seen is number 100
    const auto message = drawn_bytes(32'767);
    const auto encoder = PartEncoder::open(message, 1000);
    REQUIRE(encoder);
    CHECK(encoder->part_count() == 33);
    CHECK(parts_needed(*encoder, message, 101, nothing_lost) < 100);
    CHECK(parts_needed(*encoder, message, 4'000'000'000U, nothing_lost) < 100);
}

TEST_CASE("fountain: three of ten frames are lost", "[parts]") {
    const auto message = drawn_bytes(20'000);
    const auto encoder = PartEncoder::open(message, 200);
    REQUIRE(encoder);
    const auto count = encoder->part_count();
    REQUIRE(count == 101);
    for (unsigned seed = 1; seed <= 20; ++seed) {
        std::mt19937 engine(seed);
        const auto needed =
            parts_needed(*encoder, message, 1, [&engine] { return engine() % 10 < 3; });
        CHECK(needed >= count);
        CHECK(needed < 2 * count);
    }
}

TEST_CASE("fountain: a part that contradicts is refused and changes nothing", "[parts]") {
    const auto message = drawn_bytes(250);
    const auto encoder = PartEncoder::open(message, 30);
    REQUIRE(encoder);
    const auto forged = [&encoder](std::uint32_t number) {
        auto ur = *read_ur(encoder->part(number));
        auto part = *read_ur_part(ur.body);
        part.fragment[3] ^= 0x40U;
        return write_ur({ur.sequence, write_ur_part(part)});
    };
    PartCollector collector;
    for (std::uint32_t number = 1; number <= 5; ++number)
        offer_text(collector, encoder->part(number));
    CHECK(tests::told(offer_text(collector, forged(3))) == "bad_value");
    CHECK(collector.counts().conflicting == 1);
    CHECK(tests::told(offer_text(collector, encoder->part(3))) == "5/9");
    for (std::uint32_t number = 6; number <= 8; ++number)
        CHECK(tests::told(offer_text(collector, encoder->part(number))) ==
              std::to_string(number) + "/9 new");
    const auto last = offer_text(collector, encoder->part(9));
    REQUIRE(std::holds_alternative<JoinedMessage>(last));
    CHECK(std::get<JoinedMessage>(last).message == message);

    SECTION("one that comes first costs one round, not the message") {
        collector.clear();
        offer_text(collector, forged(3));
        CHECK(tests::told(offer_text(collector, encoder->part(3))) == "bad_value");
        std::size_t failed = 0;
        bool is_joined = false;
        for (std::uint32_t number = 1; number <= 60 && !is_joined; ++number) {
            const auto offer = offer_text(collector, encoder->part(number));
            if (tests::told(offer) == "bad_checksum") ++failed;
            is_joined = std::holds_alternative<JoinedMessage>(offer);
            if (is_joined) CHECK(std::get<JoinedMessage>(offer).message == message);
        }
        CHECK(is_joined);
        CHECK(failed == 1);
        CHECK(collector.counts().checksum_failures == 1);
    }
}

TEST_CASE("fountain: the largest set that the limits let in", "[parts]") {
    const auto message = drawn_bytes(511 * 1024);
    const auto encoder = PartEncoder::open(message, 512);
    REQUIRE(encoder);
    REQUIRE(encoder->part_count() == 1023);
    CHECK(parts_needed(*encoder, message, 1024 - 200, nothing_lost) < 1100);
}
