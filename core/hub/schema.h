// The tables of the hub's ledger.
#pragma once

#include "core/journal/keyed_hash.h"
#include "core/ports/database.h"

#include <cstdint>

namespace outpost::hub {

/// "OPHB" in the header of the database file.
inline constexpr std::int64_t application_id = 0x4f504842;
inline constexpr std::int64_t schema_version = 1;

/// Makes the tables, or brings them up to schema_version, in one transaction; checks that the
/// ledger was made with this key.
/// @error BadValue (not a ledger), Unsupported (a newer one), BadKey, Io
Result<void> prepare_ledger(Database& database, const journal::KeyedHash& keyed);

}  // namespace outpost::hub
