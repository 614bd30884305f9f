#include "core/ports/random.h"
#include "drivers/random/sodium_random.h"
#include "tests/support/counting_random.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <vector>

using namespace outpost;

TEST_CASE("random contract: fills exactly the span", "[contract]") {
    SodiumRandom sodium;
    tests::CountingRandom counting;
    for (Random* random : {static_cast<Random*>(&sodium), static_cast<Random*>(&counting)}) {
        random->fill({});
        std::vector<std::uint8_t> bytes(4096 + 2, 0xaa);
        random->fill(std::span(bytes).subspan(1, 4096));
        CHECK(bytes.front() == 0xaa);
        CHECK(bytes.back() == 0xaa);
        std::array<int, 256> seen{};
        for (std::size_t k = 1; k <= 4096; ++k) ++seen[bytes[k]];
        CHECK(std::count(seen.begin(), seen.end(), 0) == 0);  // 4096 bytes: each value comes up
    }
}

TEST_CASE("random contract: the real one does not repeat, the counting one does", "[contract]") {
    const auto take = [](Random& random) {
        std::array<std::uint8_t, 32> bytes{};
        random.fill(bytes);
        return bytes;
    };
    SodiumRandom first;
    SodiumRandom second;
    CHECK(take(first) != take(second));
    CHECK(take(first) != take(first));
    tests::CountingRandom one;
    tests::CountingRandom other;
    CHECK(take(one) == take(other));
}
