// Small .mo files for tests, good and bad ones.
#pragma once

#include "core/base/bytes.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace outpost::tests {

inline void put_u32(Bytes& file, std::size_t at, std::uint32_t value) {
    for (std::size_t i = 0; i < 4; ++i)
        file.at(at + i) = static_cast<std::uint8_t>(value >> (8 * i) & 0xFFU);
}

inline std::string mo_header(const std::string& rule) {
    return "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=" + rule +
           ";\n";
}

/// The entries in the order given, without hash table.
inline Bytes make_mo(const std::vector<std::pair<std::string, std::string>>& entries) {
    const auto count = static_cast<std::uint32_t>(entries.size());
    const std::uint32_t keys_at = 28;
    const std::uint32_t texts_at = keys_at + 8 * count;
    Bytes file(texts_at + 8 * count);
    put_u32(file, 0, 0x950412DEU);
    put_u32(file, 8, count);
    put_u32(file, 12, keys_at);
    put_u32(file, 16, texts_at);
    const auto append = [&](std::size_t row_at, const std::string& text) {
        put_u32(file, row_at, static_cast<std::uint32_t>(text.size()));
        put_u32(file, row_at + 4, static_cast<std::uint32_t>(file.size()));
        file.insert(file.end(), text.begin(), text.end());
        file.push_back(0);
    };
    for (std::uint32_t i = 0; i < count; ++i) append(keys_at + 8 * i, entries[i].first);
    for (std::uint32_t i = 0; i < count; ++i) append(texts_at + 8 * i, entries[i].second);
    return file;
}

}  // namespace outpost::tests
