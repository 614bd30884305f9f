#include "core/hub/schema.h"

#include "core/journal/sql.h"

#include <array>

namespace outpost::hub {

namespace {

// standing: ExportStanding. state: MessageState.
constexpr std::array<const char*, 15> to_version_1 = {
    "PRAGMA application_id = 1330661442",
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE kiosks (id TEXT PRIMARY KEY, public TEXT NOT NULL, enrolled_ms INTEGER NOT NULL,"
    " settled INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID",
    "CREATE TABLE exports (row INTEGER PRIMARY KEY, kiosk TEXT NOT NULL REFERENCES kiosks (id),"
    " number INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, head BLOB NOT NULL,"
    " previous BLOB NOT NULL, made_ms INTEGER NOT NULL, taken_ms INTEGER NOT NULL,"
    " standing INTEGER NOT NULL, certificates INTEGER NOT NULL, CHECK (first <= last)) STRICT",
    "CREATE UNIQUE INDEX exports_mark ON exports (kiosk, number, first, last, head)",
    "CREATE UNIQUE INDEX exports_taken ON exports (kiosk, number) WHERE standing = 1",
    "CREATE TABLE certificates (row INTEGER PRIMARY KEY, export INTEGER NOT NULL"
    " REFERENCES exports (row), kiosk TEXT NOT NULL, message_id TEXT NOT NULL UNIQUE,"
    " certificate_id TEXT NOT NULL, kind TEXT NOT NULL, replaces TEXT NOT NULL,"
    " at_ms INTEGER NOT NULL, event BLOB NOT NULL, person BLOB NOT NULL, name BLOB NOT NULL,"
    " kept BLOB NOT NULL) STRICT",
    "CREATE INDEX certificates_id ON certificates (certificate_id)",
    "CREATE INDEX certificates_event ON certificates (event)",
    "CREATE INDEX certificates_person ON certificates (person)",
    "CREATE TABLE outbox (row INTEGER PRIMARY KEY AUTOINCREMENT, topic INTEGER NOT NULL,"
    " message_id TEXT NOT NULL, state INTEGER NOT NULL, kiosk TEXT NOT NULL,"
    " at_ms INTEGER NOT NULL, certificate INTEGER NOT NULL, certificate_id TEXT NOT NULL,"
    " body TEXT, produced_ms INTEGER) STRICT",
    "CREATE UNIQUE INDEX outbox_message ON outbox (message_id, topic)",
    "CREATE INDEX outbox_ready ON outbox (row) WHERE state = 0",
    "CREATE INDEX outbox_waiting ON outbox (certificate_id) WHERE state = 1",
    "CREATE TABLE conflicts (number INTEGER PRIMARY KEY, kind INTEGER NOT NULL,"
    " subject BLOB NOT NULL, kiosk_one TEXT NOT NULL, kiosk_other TEXT NOT NULL,"
    " certificate_one TEXT NOT NULL, certificate_other TEXT NOT NULL, message_id TEXT NOT NULL,"
    " export INTEGER NOT NULL, found_ms INTEGER NOT NULL, decision TEXT NOT NULL DEFAULT '',"
    " reason TEXT NOT NULL DEFAULT '', decided_ms INTEGER,"
    " UNIQUE (kind, subject, kiosk_one, kiosk_other, export)) STRICT",
};

constexpr std::array<journal::LayoutStep, schema_version> steps = {to_version_1};

}  // namespace

Result<void> prepare_ledger(Database& database, const journal::KeyedHash& keyed) {
    OUTPOST_TRY(const auto version, journal::read_layout_version(database, application_id));
    if (version > schema_version) return Error{Errc::Unsupported, 0, "a newer ledger"};
    const auto expected = keyed.of("hub ledger", {});
    if (version > 0) OUTPOST_TRY_VOID(journal::check_hash_of_key(database, expected));
    if (version == schema_version) return {};
    return database.transaction([&]() -> Result<void> {
        OUTPOST_TRY_VOID(journal::apply_layout(database, steps, version));
        if (version > 0) return {};
        return journal::keep_hash_of_key(database, expected);
    });
}

}  // namespace outpost::hub
