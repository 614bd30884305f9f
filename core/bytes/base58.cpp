// Base58: one long number, converted by repeated multiplication in 32-bit limbs.
#include "core/bytes/base58.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace outpost::bytes {

namespace {

constexpr std::string_view alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

// number = number * factor + summand; limbs are least significant first.
void multiply_add(std::vector<std::uint32_t>& limbs, std::uint32_t factor, std::uint32_t summand) {
    std::uint64_t carry = summand;
    for (auto& limb : limbs) {
        carry += std::uint64_t{limb} * factor;
        limb = static_cast<std::uint32_t>(carry);
        carry >>= 32U;
    }
    if (carry != 0) limbs.push_back(static_cast<std::uint32_t>(carry));
}

// number = number / divisor; returns the remainder.
std::uint32_t divide(std::vector<std::uint32_t>& limbs, std::uint32_t divisor) {
    std::uint64_t remainder = 0;
    for (auto limb = limbs.rbegin(); limb != limbs.rend(); ++limb) {
        remainder = remainder << 32U | *limb;
        *limb = static_cast<std::uint32_t>(remainder / divisor);
        remainder %= divisor;
    }
    while (!limbs.empty() && limbs.back() == 0) limbs.pop_back();
    return static_cast<std::uint32_t>(remainder);
}

}  // namespace

Result<std::string> encode_base58(ByteView bytes) {
    if (bytes.size() > base58_bytes_max) return Error{Errc::TooLong, base58_bytes_max, "base58"};
    std::size_t zeros = 0;
    while (zeros < bytes.size() && bytes[zeros] == 0) ++zeros;
    std::vector<std::uint32_t> limbs;
    for (const auto byte : bytes.subspan(zeros)) multiply_add(limbs, 256, byte);
    std::string out;
    while (!limbs.empty()) out += alphabet[divide(limbs, 58)];
    out.append(zeros, '1');
    std::reverse(out.begin(), out.end());
    return out;
}

Result<Bytes> decode_base58(std::string_view text) {
    if (text.size() > base58_chars_max) return Error{Errc::TooLong, base58_chars_max, "base58"};
    std::size_t zeros = 0;
    while (zeros < text.size() && text[zeros] == '1') ++zeros;
    std::vector<std::uint32_t> limbs;
    limbs.reserve(text.size() / 5 + 1);
    for (std::size_t i = zeros; i < text.size(); ++i) {
        const auto digit = alphabet.find(text[i]);
        if (digit == std::string_view::npos) return Error{Errc::BadCharacter, i, "base58"};
        multiply_add(limbs, 58, static_cast<std::uint32_t>(digit));
    }
    Bytes out;
    out.reserve(limbs.size() * 4 + zeros);
    for (const auto limb : limbs) {
        for (unsigned shift = 0; shift < 32; shift += 8)
            out.push_back(static_cast<std::uint8_t>(limb >> shift));
    }
    while (!out.empty() && out.back() == 0) out.pop_back();
    out.insert(out.end(), zeros, 0);
    std::reverse(out.begin(), out.end());
    return out;
}

}  // namespace outpost::bytes
