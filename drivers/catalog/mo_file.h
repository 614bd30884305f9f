// A compiled gettext catalog (.mo), checked before a library reads it.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <cstddef>

namespace outpost {

inline constexpr std::size_t mo_file_bytes_max = 1'048'576;
inline constexpr std::size_t mo_entries_max = 10'000;
/// Of the rule in the header that chooses a plural form; the library's parser is recursive.
inline constexpr std::size_t plural_rule_chars_max = 400;

/// Boost.Locale follows the offsets of keys without looking where they lead. So: every table and
/// every string lies inside the file and ends in NUL, keys are sorted, the first is the header,
/// which says UTF-8 and has a rule for plural forms without arithmetic but '%'. Little-endian,
/// revision 0: what msgfmt writes here.
/// @error TooLong (mo_file_bytes_max, mo_entries_max, plural_rule_chars_max), Truncated, BadLength,
///        Unsupported (byte order, revision, charset), BadSyntax (order of keys, header),
///        BadUtf8, BadCharacter (control characters)
Result<void> check_mo_file(ByteView file);

}  // namespace outpost
