// The hash chain: each entry's hash covers the entry before it.
#pragma once

#include "core/base/time.h"
#include "core/journal/keyed_hash.h"
#include "core/journal/records.h"
#include "core/ports/database.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace outpost::journal {

/// The newest entry. Sequence 0 and a hash of zero bytes: none yet.
struct ChainHead {
    std::int64_t sequence = 0;
    Hash hash{};
    UtcInstant newest;  // the latest instant of any entry
};

/// What one entry adds to the chain.
struct EntryText {
    std::int64_t sequence = 0;
    UtcInstant at;
    std::string_view kind;
    std::string_view body;  // JSON, taken as it is written
};

/// A hash as the database holds it. False when it has another length; `to` then stays.
bool copy_hash(ByteView from, Hash& to);

/// SHA-256 over the previous hash and the entry's canonical text (docs/formats/journal.md).
Hash entry_hash(const Hash& previous, const EntryText& entry);

Result<ChainHead> read_head(Database& database);
/// To be called inside a transaction; `head` is the one that was read in it, and moves on.
Result<void> append_entry(Database& database, ChainHead& head, UtcInstant at, std::string_view kind,
                          std::string_view body);
/// Compares the newest entry with the head. @error BadChecksum
Result<void> check_head(Database& database);

Result<void> read_entries(Database& database, std::int64_t from,
                          const std::function<bool(const Entry&)>& each);

/// Recomputes every hash, and compares orders, credentials and revocations with what their entries
/// say. @return the number of entries
/// @error BadChecksum (offset is the first entry that does not fit), Io
Result<std::int64_t> check_all_entries(Database& database, const KeyedHash& keyed);

}  // namespace outpost::journal
