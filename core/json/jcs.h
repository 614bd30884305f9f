// JSON Canonicalization Scheme (RFC 8785): the bytes that JCS cryptosuites hash.
#pragma once

#include "core/base/result.h"
#include "core/json/value.h"

#include <string>
#include <string_view>

namespace outpost::json {

/// The canonical text of a value (RFC 8785 section 3.2): members sorted by UTF-16 code units,
/// numbers as ECMAScript prints them.
/// @error BadValue  a number that is not exactly a double when `exact_integers_only` is meant:
///                  integers beyond 2^53 lose digits in JCS, so they are refused
Result<std::string> canonicalize_jcs(const Value& value);

/// A finite double as ECMAScript Number::toString prints it (RFC 8785 section 3.2.2.3).
std::string ecmascript_number(double number);

/// Order of two UTF-8 texts by their UTF-16 code units, as JavaScript sorts them.
bool utf16_less(std::string_view a, std::string_view b);

}  // namespace outpost::json
