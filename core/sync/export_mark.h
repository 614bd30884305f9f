// Names and numbers that exports and receipts share.
#pragma once

#include "core/base/result.h"
#include "core/crypto/public_key.h"
#include "core/journal/records.h"
#include "core/json/value.h"
#include "core/json/writer.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace outpost::sync {

/// Hexadecimal digits of a kiosk's or hub's id.
inline constexpr std::size_t party_id_digits = 32;

/// A kiosk's id: the first 16 bytes of SHA-256 over its raw public key, in hexadecimal.
std::string kiosk_id_of(const crypto::PublicKey& key);
/// True for 32 hexadecimal digits in lower case.
bool is_party_id(std::string_view text);

/// The members `number`, `first`, `last`, `head` of an open object.
void write_mark(json::Writer& out, const journal::ExportMark& mark);
/// @error BadSyntax, BadValue (numbers below 1, an end before the beginning, more entries than an
/// export may cover)
Result<journal::ExportMark> read_mark(const json::Value& object);

/// The member as an integer. @error BadSyntax
Result<std::int64_t> read_integer(const json::Value& object, std::string_view name);
/// @error BadSyntax, BadValue
Result<std::string> read_party_id(const json::Value& object, std::string_view name);

}  // namespace outpost::sync
