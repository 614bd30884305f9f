// The tables of the journal and the way from each earlier layout to the present one.
#pragma once

#include "core/journal/keyed_hash.h"
#include "core/ports/database.h"

#include <cstdint>

namespace outpost::journal {

/// "OPJL" in the header of the database file.
inline constexpr std::int64_t application_id = 0x4f504a4c;

/// What the database holds now: 0 for an empty one.
/// @error BadValue (not a journal), Io
Result<std::int64_t> layout_version(Database& database);

/// Takes the layout from `version` to schema_version; to be called inside a transaction.
/// @error Io
Result<void> upgrade_layout(Database& database, std::int64_t version);

/// Writes the mark by which the key is known again, into a new journal.
Result<void> keep_key_check(Database& database, const KeyedHash& keyed);
/// @error BadKey
Result<void> check_key(Database& database, const KeyedHash& keyed);

}  // namespace outpost::journal
