// A key that is withdrawn from an instant on: what it signed before counts on, as far as somebody
// else knew it by then. Its own dates prove nothing: who has the key writes the date.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/time.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::trust {

/// A certificate by its signature: the first 16 bytes of the SHA-256 of the signature's bytes.
/// Under one public key nobody, with the private half neither, finds another content for a
/// signature.
using SignatureMark = std::array<std::uint8_t, 16>;
inline constexpr std::size_t kept_signatures_max = 100'000;

SignatureMark mark_of(ByteView signature);

struct Withdrawal {
    UtcInstant from;
    std::vector<SignatureMark> kept;  // ascending, each once
    bool operator==(const Withdrawal&) const = default;

    [[nodiscard]] bool keeps(ByteView signature) const;
};

/// Of two statements on one key: the earlier instant, and what both keep.
Withdrawal stricter_of(const Withdrawal& one, const Withdrawal& other);

/// Base64 of the marks one after the other.
std::string kept_text(std::span<const SignatureMark> kept);

/// @error BadValue (no base64, not whole marks, not ascending), TooLong (kept_signatures_max)
Result<std::vector<SignatureMark>> read_kept(std::string_view text);

}  // namespace outpost::trust
