#include "core/parts/crc32.h"

#include <array>

namespace outpost::parts {

namespace {

constexpr std::uint32_t polynomial = 0xEDB88320;

constexpr std::array<std::uint32_t, 256> remainders() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
        std::uint32_t rest = byte;
        for (int bit = 0; bit < 8; ++bit) rest = (rest >> 1U) ^ ((rest & 1U) != 0 ? polynomial : 0);
        table[byte] = rest;
    }
    return table;
}

constexpr auto remainder_of = remainders();

}  // namespace

std::uint32_t crc32(ByteView bytes) {
    std::uint32_t rest = 0xFFFFFFFF;
    for (const auto byte : bytes) rest = (rest >> 8U) ^ remainder_of[(rest ^ byte) & 0xFFU];
    return ~rest;
}

}  // namespace outpost::parts
