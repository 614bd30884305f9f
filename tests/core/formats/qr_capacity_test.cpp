// The table against the standard's own arithmetic: function patterns, then error correction.
#include "core/formats/qr_capacity.h"

#include <catch2/catch.hpp>

#include <array>
#include <cstdint>

using namespace outpost;
using namespace outpost::formats;

namespace {

constexpr std::array<EccLevel, 4> levels{EccLevel::L, EccLevel::M, EccLevel::Q, EccLevel::H};

/// Codewords of data and error correction together (ISO/IEC 18004, table 1): all modules without
/// finder, timing, alignment patterns, format and version information.
std::int32_t codewords(std::int32_t version) {
    const auto side = 17 + 4 * version;
    const auto alignments_a_side = version == 1 ? 0 : version / 7 + 2;
    auto modules = side * side - 3 * 64 - 31 - 2 * (side - 16);
    if (alignments_a_side > 0) {
        modules -= (alignments_a_side * alignments_a_side - 3) * 25;
        modules += 2 * (alignments_a_side - 2) * 5;  // they share these with the timing patterns
    }
    if (version >= 7) modules -= 36;
    return modules / 8;
}

}  // namespace

TEST_CASE("qr capacity: the published corners of the table", "[formats]") {
    CHECK(qr_byte_capacity(1, EccLevel::L) == 17);
    CHECK(qr_byte_capacity(1, EccLevel::H) == 7);
    CHECK(qr_byte_capacity(10, EccLevel::M) == 213);
    CHECK(qr_byte_capacity(25, EccLevel::M) == 997);
    CHECK(qr_byte_capacity(40, EccLevel::L) == 2953);
    CHECK(qr_byte_capacity(40, EccLevel::M) == 2331);
    CHECK(qr_byte_capacity(40, EccLevel::Q) == 1663);
    CHECK(qr_byte_capacity(40, EccLevel::H) == 1273);
    CHECK(qr_byte_capacity(0, EccLevel::L) == 0);
    CHECK(qr_byte_capacity(41, EccLevel::L) == 0);
    CHECK(qr_byte_capacity(-1, EccLevel::L) == 0);
}

TEST_CASE("qr capacity: what error correction leaves is plausible in every row", "[formats]") {
    // The share of codewords that a level spends, all versions: what it restores, twice.
    constexpr std::array<double, 4> share_min{0.13, 0.33, 0.48, 0.60};
    constexpr std::array<double, 4> share_max{0.28, 0.43, 0.56, 0.67};
    for (std::size_t k = 0; k < levels.size(); ++k) {
        std::size_t before = 0;
        for (std::int32_t version = 1; version <= qr_versions; ++version) {
            CAPTURE(k, version);
            const auto capacity = qr_byte_capacity(version, levels.at(k));
            CHECK(capacity > before);
            before = capacity;
            // Mode and count take 12 bits up to version 9, 20 beyond; both end in the middle of a
            // byte, so the terminator fills it.
            const auto data = static_cast<std::int32_t>(capacity) + (version < 10 ? 2 : 3);
            const auto correction = codewords(version) - data;
            CHECK(correction > 0);
            const auto share = static_cast<double>(correction) / codewords(version);
            CHECK(share > share_min.at(k));
            CHECK(share < share_max.at(k));
            if (version > 3) CHECK(correction % 2 == 0);
        }
    }
}

TEST_CASE("qr capacity: the smallest version for every length", "[formats]") {
    for (const auto level : levels) {
        const auto most = qr_byte_capacity(qr_versions, level);
        for (std::size_t bytes = 1; bytes <= most; ++bytes) {
            const auto version = smallest_version(bytes, level);
            REQUIRE(version);
            const bool is_smallest = qr_byte_capacity(*version, level) >= bytes &&
                                     qr_byte_capacity(*version - 1, level) < bytes;
            if (!is_smallest) FAIL("not the smallest version for " << bytes << " bytes");
        }
        const auto refused = smallest_version(most + 1, level);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == Errc::TooLong);
        CHECK(refused.error().offset == most);
    }
    CHECK(*smallest_version(0, EccLevel::H) == 1);
    CHECK(smallest_version(SIZE_MAX, EccLevel::L).error().code == Errc::TooLong);
}
