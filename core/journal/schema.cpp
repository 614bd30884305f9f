#include "core/journal/schema.h"

#include "core/journal/journal.h"
#include "core/journal/sql.h"

#include <array>
#include <span>

namespace outpost::journal {

namespace {

constexpr std::array<const char*, 24> to_version_1 = {
    "PRAGMA application_id = 1330661964",
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), sequence INTEGER NOT NULL,"
    " hash BLOB NOT NULL, newest_ms INTEGER NOT NULL) STRICT",
    "INSERT INTO head VALUES (1, 0, zeroblob(32), 0)",
    "CREATE TABLE entries (sequence INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL,"
    " kind TEXT NOT NULL, body TEXT NOT NULL, hash BLOB NOT NULL) STRICT",
    "CREATE TRIGGER entries_stay BEFORE UPDATE ON entries"
    " BEGIN SELECT RAISE(ABORT, 'entries stay as they are'); END",
    "CREATE TRIGGER entries_remain BEFORE DELETE ON entries"
    " BEGIN SELECT RAISE(ABORT, 'entries stay where they are'); END",
    "CREATE TABLE epoch (one INTEGER PRIMARY KEY CHECK (one = 1), number INTEGER NOT NULL,"
    " token TEXT NOT NULL, inode INTEGER NOT NULL, changed_ns INTEGER NOT NULL,"
    " pending INTEGER NOT NULL, pending_token TEXT NOT NULL, machine BLOB NOT NULL,"
    " database_inode INTEGER NOT NULL, is_stopped INTEGER NOT NULL,"
    " is_adopting INTEGER NOT NULL) STRICT",
    "INSERT INTO epoch VALUES (1, 0, '', 0, 0, 0, '', zeroblob(0), 0, 0, 0)",
    "CREATE TABLE blocks (number INTEGER PRIMARY KEY, first INTEGER NOT NULL,"
    " last INTEGER NOT NULL, next INTEGER NOT NULL, is_current INTEGER NOT NULL,"
    " CHECK (first <= last AND next >= first AND next <= last + 1)) STRICT",
    "CREATE UNIQUE INDEX blocks_current ON blocks (is_current) WHERE is_current = 1",
    "CREATE TABLE orders (number INTEGER PRIMARY KEY, certificate_id TEXT NOT NULL UNIQUE,"
    " event BLOB NOT NULL, person BLOB NOT NULL, content BLOB NOT NULL, line INTEGER NOT NULL,"
    " standing INTEGER NOT NULL CHECK (standing IN (0, 1, 2)), step INTEGER NOT NULL,"
    " kind TEXT NOT NULL, dose INTEGER NOT NULL, reserved_ms INTEGER NOT NULL,"
    " supersedes TEXT NOT NULL, print_attempts INTEGER NOT NULL, key_id TEXT NOT NULL,"
    " entry INTEGER NOT NULL) STRICT",
    // One current certificate of an event, and at most one correction on its way.
    "CREATE UNIQUE INDEX orders_current_event ON orders (event) WHERE standing = 1",
    "CREATE UNIQUE INDEX orders_current_line ON orders (line) WHERE standing = 1",
    "CREATE UNIQUE INDEX orders_coming_line ON orders (line) WHERE standing = 2",
    "CREATE INDEX orders_event ON orders (event)",
    "CREATE INDEX orders_person ON orders (person, dose)",
    "CREATE INDEX orders_line ON orders (line)",
    "CREATE INDEX orders_unfinished ON orders (number) WHERE step < 4",
    "CREATE TABLE payloads (number INTEGER PRIMARY KEY REFERENCES orders (number),"
    " request_name TEXT, request_index INTEGER NOT NULL, request TEXT, credential TEXT) STRICT",
    "CREATE TABLE print_attempts (number INTEGER NOT NULL REFERENCES orders (number),"
    " attempt INTEGER NOT NULL, printer TEXT NOT NULL, job TEXT NOT NULL, state TEXT NOT NULL,"
    " begun_ms INTEGER NOT NULL, changed_ms INTEGER NOT NULL, PRIMARY KEY (number, attempt))"
    " STRICT, WITHOUT ROWID",
    "CREATE TABLE held (number INTEGER PRIMARY KEY, fingerprint BLOB NOT NULL,"
    " reason TEXT NOT NULL, request_name TEXT, request_index INTEGER NOT NULL,"
    " kind TEXT NOT NULL, certificate_id TEXT NOT NULL, request TEXT, held_ms INTEGER NOT NULL,"
    " decision TEXT, decision_reason TEXT, decided_ms INTEGER) STRICT",
    "CREATE UNIQUE INDEX held_undecided ON held (fingerprint) WHERE decision IS NULL",
    "CREATE TABLE revocations (number INTEGER PRIMARY KEY, certificate_id TEXT NOT NULL UNIQUE"
    " REFERENCES orders (certificate_id), dose INTEGER NOT NULL, replacement_id TEXT NOT NULL,"
    " reason TEXT NOT NULL) STRICT",
};

// A reprint says why; a revocation says when. Of older revocations it is only known that they came
// before the upgrade.
constexpr std::array<const char*, 3> to_version_2 = {
    "ALTER TABLE print_attempts ADD COLUMN reason TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE revocations ADD COLUMN at_ms INTEGER NOT NULL DEFAULT 0",
    "UPDATE revocations SET at_ms = (SELECT newest_ms FROM head)",
};

// What left the kiosk, and what is only for the hub to read. The entry that says "signed" is what
// an export's range is compared with.
constexpr std::array<const char*, 6> to_version_3 = {
    "CREATE TABLE exports (number INTEGER PRIMARY KEY, first INTEGER NOT NULL,"
    " last INTEGER NOT NULL, previous BLOB NOT NULL, head BLOB NOT NULL,"
    " begun_ms INTEGER NOT NULL, receipt_ms INTEGER, CHECK (first <= last)) STRICT",
    "ALTER TABLE payloads ADD COLUMN sealed BLOB",
    "ALTER TABLE orders ADD COLUMN signed_entry INTEGER NOT NULL DEFAULT 0",
    "UPDATE orders SET signed_entry = e.sequence FROM (SELECT sequence,"
    " json_extract(body, '$.order') AS number FROM entries WHERE kind = 'signed') AS e"
    " WHERE e.number = orders.number",
    "CREATE INDEX orders_signed ON orders (signed_entry) WHERE signed_entry > 0",
    "CREATE INDEX payloads_clear ON payloads (number) WHERE credential IS NOT NULL",
};

const std::array<LayoutStep, schema_version> steps = {to_version_1, to_version_2, to_version_3};

Hash key_check(const KeyedHash& keyed) {
    return keyed.of("journal key", {});
}

}  // namespace

Result<std::int64_t> layout_version(Database& database) {
    return read_layout_version(database, application_id);
}

Result<void> upgrade_layout(Database& database, std::int64_t version) {
    return apply_layout(database, steps, version);
}

Result<void> keep_key_check(Database& database, const KeyedHash& keyed) {
    return keep_hash_of_key(database, key_check(keyed));
}

Result<void> check_key(Database& database, const KeyedHash& keyed) {
    return check_hash_of_key(database, key_check(keyed));
}

}  // namespace outpost::journal
