// What a PIN is, and which ones are too easy to guess. Digits live in SecretBytes alone.
#pragma once

#include "core/base/result.h"
#include "core/crypto/secret_bytes.h"

#include <cstddef>

namespace outpost::operators {

inline constexpr std::size_t pin_digits_min = 6;
inline constexpr std::size_t pin_digits_max = 12;

/// Whether a PIN may be given to somebody. Refused as too easy: one digit or a short group of
/// digits repeated (000000, 121212, 123123), equal steps from digit to digit, also past 9 and 0
/// (123456, 890123, 987654, 246802), and such runs with each digit doubled or turned back
/// (112233, 123321).
/// @param pin  ASCII digits
/// @error BadLength (under pin_digits_min), TooLong (over pin_digits_max), BadCharacter (no digit;
///        offset is its place), BadValue (too easy)
Result<void> check_new_pin(const crypto::SecretBytes& pin);

}  // namespace outpost::operators
