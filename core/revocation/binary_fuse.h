// Binary fuse filter with 8-bit fingerprints, three places a key (Graf and Lemire, "Binary Fuse
// Filters: Fast and Smaller Than Xor Filters", ACM JEA 2022): no false negatives, 1 in 256 false
// positives, about 1.13 bytes a key.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <cstdint>
#include <span>

namespace outpost::revocation {

/// The filter's dimensions, all that a look-up needs beside the fingerprints.
struct FuseShape {
    std::uint64_t seed = 0;
    std::uint32_t segment_length = 0;  // a power of two, at most fuse_segment_length_max
    std::uint32_t segment_count = 0;   // segments in which a key's first place may lie

    [[nodiscard]] std::uint64_t fingerprints() const {
        return (std::uint64_t{segment_count} + 2) * segment_length;
    }
};

inline constexpr std::uint32_t fuse_segment_length_max = 1U << 18U;
inline constexpr std::uint64_t fuse_keys_max = 100'000'000;

struct FuseFilter {
    FuseShape shape;
    Bytes fingerprints;
};

/// Builds a filter of keys that are all different. Deterministic: the seeds tried have one fixed
/// order. Takes about 25 bytes of memory a key.
/// @error TooLong, Duplicate (no seed works: keys occur twice)
Result<FuseFilter> make_fuse_filter(std::span<const std::uint64_t> keys);

/// False: certainly not among the keys.
/// @param fingerprints  exactly shape.fingerprints() bytes
bool may_contain(const FuseShape& shape, ByteView fingerprints, std::uint64_t key);

}  // namespace outpost::revocation
