// XOR of whole fragments.
#pragma once

#include "core/base/bytes.h"
#include "core/base/check.h"

#include <cstddef>
#include <cstdint>

namespace outpost::parts {

/// into[i] ^= other[i]; both have the same size.
inline void xor_bytes(Bytes& into, ByteView other) {
    OUTPOST_CHECK(into.size() == other.size());
    auto* out = into.data();
    const auto* in = other.data();
    for (std::size_t i = 0; i < other.size(); ++i)
        out[i] = static_cast<std::uint8_t>(out[i] ^ in[i]);
}

}  // namespace outpost::parts
