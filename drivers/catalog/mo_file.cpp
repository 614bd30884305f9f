// The layout is that of "The Format of GNU MO Files" in the gettext manual.
#include "drivers/catalog/mo_file.h"

#include "core/bytes/byte_reader.h"
#include "core/bytes/utf8.h"

#include <cstdint>
#include <string_view>

namespace outpost {

namespace {

constexpr std::uint32_t magic = 0x950412DEU;
constexpr std::size_t row_bytes = 8;  // length and offset

struct Tables {
    std::uint32_t entries = 0;
    std::uint32_t keys_at = 0;
    std::uint32_t texts_at = 0;
    std::uint32_t hash_slots = 0;
    std::uint32_t hash_at = 0;
};

/// True when `count` rows of `size` bytes from `at` lie inside.
bool fits(ByteView file, std::size_t at, std::size_t count, std::size_t size) {
    return at <= file.size() && count <= (file.size() - at) / size;
}

Result<Tables> read_tables(ByteView file) {
    bytes::ByteReader reader(file);
    Tables tables;
    OUTPOST_TRY(const auto first, reader.u32_le());
    if (first != magic) return Error{Errc::Unsupported, 0, "catalog: not a little-endian .mo"};
    OUTPOST_TRY(const auto revision, reader.u32_le());
    if (revision != 0) return Error{Errc::Unsupported, 4, "catalog: revision"};
    OUTPOST_TRY(tables.entries, reader.u32_le());
    OUTPOST_TRY(tables.keys_at, reader.u32_le());
    OUTPOST_TRY(tables.texts_at, reader.u32_le());
    OUTPOST_TRY(tables.hash_slots, reader.u32_le());
    OUTPOST_TRY(tables.hash_at, reader.u32_le());
    if (tables.entries == 0) return Error{Errc::BadLength, 8, "catalog: no entries"};
    if (tables.entries > mo_entries_max) return Error{Errc::TooLong, 8, "catalog: entries"};
    if (!fits(file, tables.keys_at, tables.entries, row_bytes) ||
        !fits(file, tables.texts_at, tables.entries, row_bytes))
        return Error{Errc::Truncated, file.size(), "catalog: tables"};
    return tables;
}

/// The library walks the slots until it meets an empty one.
Result<void> check_hash_table(ByteView file, const Tables& tables) {
    if (tables.hash_slots == 0) return {};
    // Steps are 1 + hash % (slots - 2): two slots would divide by zero.
    if (tables.hash_slots <= 2 || tables.hash_slots <= tables.entries ||
        !fits(file, tables.hash_at, tables.hash_slots, 4))
        return Error{Errc::BadLength, 20, "catalog: hash table"};
    bytes::ByteReader reader(file.subspan(tables.hash_at));
    for (std::uint32_t slot = 0; slot < tables.hash_slots; ++slot) {
        OUTPOST_TRY(const auto entry, reader.u32_le());
        if (entry > tables.entries)
            return Error{Errc::BadLength, tables.hash_at, "catalog: hash table"};
    }
    return {};
}

/// The string of a row of one of the two tables, without its final NUL.
Result<std::string_view> string_at(ByteView file, std::size_t table_at, std::size_t row) {
    const auto place = table_at + row * row_bytes;
    bytes::ByteReader reader(file.subspan(place));
    OUTPOST_TRY(const auto length, reader.u32_le());
    OUTPOST_TRY(const auto at, reader.u32_le());
    if (at >= file.size() || length >= file.size() - at)
        return Error{Errc::Truncated, place, "catalog: string"};
    if (file[at + length] != 0) return Error{Errc::BadLength, at, "catalog: string"};
    const auto text = as_text(file.subspan(at, length));
    if (!bytes::validate_utf8(text)) return Error{Errc::BadUtf8, at, "catalog: string"};
    for (const auto character : text) {
        // NUL stands between the forms of a plural.
        const auto byte = static_cast<unsigned char>(character);
        if ((byte < 0x20 && byte != 0 && byte != '\n') || byte == 0x7F)
            return Error{Errc::BadCharacter, at, "catalog: string"};
    }
    return text;
}

Result<void> check_header(std::string_view header) {
    if (header.find("charset=UTF-8\n") == std::string_view::npos)
        return Error{Errc::Unsupported, 0, "catalog: charset"};
    constexpr std::string_view rule_name = "plural=";
    const auto begin = header.find(rule_name);
    if (begin == std::string_view::npos)
        return Error{Errc::BadSyntax, 0, "catalog: no rule for plurals"};
    auto rule = header.substr(begin + rule_name.size());
    rule = rule.substr(0, rule.find_first_of(";\n"));
    if (rule.size() > plural_rule_chars_max)
        return Error{Errc::TooLong, plural_rule_chars_max, "catalog: rule for plurals"};
    if (rule.empty() || rule.find_first_not_of("n0123456789 ()!=<>&|?:%") != std::string_view::npos)
        return Error{Errc::BadSyntax, 0, "catalog: rule for plurals"};
    return {};
}

}  // namespace

Result<void> check_mo_file(ByteView file) {
    if (file.size() > mo_file_bytes_max) return Error{Errc::TooLong, mo_file_bytes_max, "catalog"};
    OUTPOST_TRY(const auto tables, read_tables(file));
    OUTPOST_TRY_VOID(check_hash_table(file, tables));
    std::string_view last;
    for (std::size_t row = 0; row < tables.entries; ++row) {
        OUTPOST_TRY(const auto key, string_at(file, tables.keys_at, row));
        OUTPOST_TRY(const auto text, string_at(file, tables.texts_at, row));
        if (row == 0) {
            if (!key.empty()) return Error{Errc::BadSyntax, 0, "catalog: no header"};
            OUTPOST_TRY_VOID(check_header(text));
        } else if (key <= last) {
            return Error{Errc::BadSyntax, row, "catalog: order of keys"};
        }
        last = key;
    }
    return {};
}

}  // namespace outpost
