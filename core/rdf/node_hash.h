// The hash of a blank node, of either length. Internal to core/rdf.
#pragma once

#include "core/base/bytes.h"
#include "core/crypto/digest.h"
#include "core/rdf/canonical.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace outpost::rdf {

/// SHA-256 fills the first 32 bytes. Bytes compare as their lower-case hexadecimal digits do.
using NodeHash = std::array<std::uint8_t, 48>;

inline NodeHash node_hash(HashAlgorithm algorithm, std::string_view text) {
    if (algorithm == HashAlgorithm::Sha384) return crypto::sha384(as_bytes(text));
    NodeHash hash{};
    const auto digest = crypto::sha256(as_bytes(text));
    std::copy(digest.begin(), digest.end(), hash.begin());
    return hash;
}

inline void append_hex(std::string& out, const NodeHash& hash, HashAlgorithm algorithm) {
    constexpr std::string_view digits = "0123456789abcdef";
    const std::size_t bytes = algorithm == HashAlgorithm::Sha384 ? 48 : 32;
    const auto start = out.size();
    out.resize(start + 2 * bytes);
    char* at = out.data() + start;
    for (std::size_t i = 0; i < bytes; ++i) {
        *at++ = digits[hash[i] >> 4U];
        *at++ = digits[hash[i] & 0x0FU];
    }
}

}  // namespace outpost::rdf
