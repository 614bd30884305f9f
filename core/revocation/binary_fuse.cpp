// Building by peeling, as the paper's section 3 describes it, and look-up.
#include "core/revocation/binary_fuse.h"

#include "core/base/check.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace outpost::revocation {

namespace {

using Places = std::array<std::uint64_t, 3>;

constexpr std::uint32_t seeds_tried_max = 64;

/// The finalizer of MurmurHash3: every bit of the key moves every bit of the result.
std::uint64_t mix(std::uint64_t value) {
    value ^= value >> 33U;
    value *= 0xff51afd7ed558ccdULL;
    value ^= value >> 33U;
    value *= 0xc4ceb9fe1a85ec53ULL;
    return value ^ value >> 33U;
}

std::uint64_t hash_of(std::uint64_t key, std::uint64_t seed) {
    return mix(key + seed);
}

std::uint8_t fingerprint_of(std::uint64_t hash) {
    return static_cast<std::uint8_t>(hash ^ hash >> 32U);
}

/// floor(hash * bound / 2^64) in halves: ISO C++ has no 128-bit product.
std::uint64_t scaled(std::uint64_t hash, std::uint64_t bound) {
    const std::uint64_t low = (hash & 0xffffffffU) * bound;
    return ((hash >> 32U) * bound + (low >> 32U)) >> 32U;
}

/// Three places in three neighbouring segments. `bound` is below 2^32.
Places places_of(std::uint64_t hash, const FuseShape& shape) {
    const std::uint64_t bound = std::uint64_t{shape.segment_count} * shape.segment_length;
    const std::uint64_t mask = shape.segment_length - 1;
    const std::uint64_t first = scaled(hash, bound);
    return {first, (first + shape.segment_length) ^ (hash >> 18U & mask),
            (first + 2 * std::uint64_t{shape.segment_length}) ^ (hash & mask)};
}

/// The paper's empirical dimensions for three places a key.
FuseShape shape_for(std::size_t keys) {
    const double count = std::max<double>(static_cast<double>(keys), 2.0);
    const double power = std::floor(std::log(count) / std::log(3.33) + 2.25);
    FuseShape shape;
    shape.segment_length =
        std::min(1U << static_cast<std::uint32_t>(power), fuse_segment_length_max);
    const double factor =
        std::max(1.125, 0.875 + 0.25 * std::max(1.0, std::log(1e6) / std::log(count)));
    const double capacity = std::ceil(count * factor);
    const double segments = std::ceil(capacity / shape.segment_length);
    shape.segment_count = segments > 3.0 ? static_cast<std::uint32_t>(segments) - 2 : 1;
    return shape;
}

struct Peeled {
    std::uint64_t hash;
    std::uint8_t side;  // which of its three places it has for itself
};

/// What still stands at each place: how many keys, and the exclusive or of their hashes.
struct Standing {
    std::vector<std::uint32_t> count;
    std::vector<std::uint64_t> hashes;
};

Standing stand_up(std::span<const std::uint64_t> keys, const FuseShape& shape) {
    Standing standing{std::vector<std::uint32_t>(shape.fingerprints()),
                      std::vector<std::uint64_t>(shape.fingerprints())};
    for (const auto key : keys) {
        const auto hash = hash_of(key, shape.seed);
        for (const auto place : places_of(hash, shape)) {
            ++standing.count[place];
            standing.hashes[place] ^= hash;
        }
    }
    return standing;
}

/// Takes away keys that stand alone somewhere until none does. @return those taken, in order
std::vector<Peeled> peel(std::span<const std::uint64_t> keys, const FuseShape& shape) {
    auto standing = stand_up(keys, shape);
    std::vector<std::uint64_t> alone;
    for (std::uint64_t place = 0; place < standing.count.size(); ++place)
        if (standing.count[place] == 1) alone.push_back(place);
    std::vector<Peeled> peeled;
    peeled.reserve(keys.size());
    while (!alone.empty()) {
        const auto place = alone.back();
        alone.pop_back();
        if (standing.count[place] != 1) continue;
        const auto hash = standing.hashes[place];
        const auto places = places_of(hash, shape);
        const auto side = std::find(places.begin(), places.end(), place) - places.begin();
        OUTPOST_CHECK(side < 3);
        peeled.push_back({hash, static_cast<std::uint8_t>(side)});
        for (const auto each : places) {
            standing.hashes[each] ^= hash;
            if (--standing.count[each] == 1) alone.push_back(each);
        }
    }
    return peeled;
}

}  // namespace

Result<FuseFilter> make_fuse_filter(std::span<const std::uint64_t> keys) {
    if (keys.size() > fuse_keys_max) return Error{Errc::TooLong, fuse_keys_max, "filter keys"};
    FuseFilter filter;
    filter.shape = shape_for(keys.size());
    for (std::uint32_t attempt = 1; attempt <= seeds_tried_max; ++attempt) {
        filter.shape.seed = mix(attempt);
        const auto peeled = peel(keys, filter.shape);
        if (peeled.size() != keys.size()) continue;
        filter.fingerprints.assign(filter.shape.fingerprints(), 0);
        for (auto each = peeled.rbegin(); each != peeled.rend(); ++each) {
            const auto places = places_of(each->hash, filter.shape);
            auto value = fingerprint_of(each->hash);
            for (const auto place : places) value ^= filter.fingerprints[place];
            filter.fingerprints[places.at(each->side)] = value;  // it was zero before
        }
        return filter;
    }
    return Error{Errc::Duplicate, 0, "filter keys occur twice"};
}

bool may_contain(const FuseShape& shape, ByteView fingerprints, std::uint64_t key) {
    const auto hash = hash_of(key, shape.seed);
    auto value = fingerprint_of(hash);
    for (const auto place : places_of(hash, shape)) value ^= fingerprints[place];
    return value == 0;
}

}  // namespace outpost::revocation
