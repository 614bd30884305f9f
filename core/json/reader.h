// Strict JSON reader: the one door to the JSON library for everything that comes from outside.
#pragma once

#include "core/base/result.h"
#include "core/json/value.h"

#include <cstddef>
#include <string_view>

namespace outpost::json {

/// What one text may cost. The defaults are for credentials (docs/architecture.md, limits).
struct ReadLimits {
    std::size_t bytes_max = 64 * 1024;
    std::size_t depth_max = 32;
    std::size_t values_max = 16 * 1024;  // values of every kind, members included
};

/// Parses one JSON text (RFC 8259), nothing before or after it but white space.
/// Refused although some readers take it: a byte order mark, duplicate member names, comments,
/// trailing commas, NaN, lone surrogates, numbers beyond the range of a double.
/// @error TooLong, TooDeep, BadUtf8, BadSyntax, Duplicate, Overflow, Truncated, TrailingData
Result<Document> read(std::string_view text, const ReadLimits& limits = {});

}  // namespace outpost::json
