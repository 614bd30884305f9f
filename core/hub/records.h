// What the hub's ledger takes and gives: kiosks, exports, conflicts, messages to be produced.
#pragma once

#include "core/base/bytes.h"
#include "core/base/time.h"
#include "core/journal/records.h"
#include "core/sync/export_content.h"
#include "core/sync/party_keys.h"
#include "core/sync/sealed_export.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::hub {

/// Of an entry's hash, in the names of messages and of kept exports.
inline constexpr std::size_t short_hash_digits = 16;

enum class ExportStanding : std::uint8_t {
    Held,    // does not go with what the hub has of this kiosk: nothing is made of it until decided
    Taken,   // its records are the hub's
    Branch,  // was held and is taken beside the others
    Refused,  // was held and stays out
};
/// "held", "taken", "branch", "refused"
std::string_view standing_name(ExportStanding standing);

enum class ConflictKind : std::uint8_t {
    Fork,         // two exports of one kiosk for one place in its chain: a copy, or a stolen key
    IdClash,      // one certificate id on two certificates
    EventTwice,   // two kiosks signed a certificate of one event
    NameDiffers,  // two kiosks know one person under names that differ
};
/// "fork", "id_clash", "event_twice", "name_differs"
std::string_view conflict_name(ConflictKind kind);

/// Two sides of one matter; no personal data. Of a fork the certificates are empty.
struct Conflict {
    std::int64_t number = 0;
    ConflictKind kind{};
    std::string kiosk_one, kiosk_other;  // ids, the lesser first
    std::string certificate_one, certificate_other;
    std::int64_t export_row = 0;  // of a fork: the export that is held
    UtcInstant found_at;
    std::string decision;  // "accepted", "refused"; empty: open
    std::string reason;
};

/// Keyed hashes by which certificates are compared; without the hub's key nobody can try names.
struct CertificateFacts {
    std::string certificate_id;
    std::string kind;
    std::string replaces;  // certificate id or empty
    std::int64_t order = 0;
    UtcInstant at;              // of the entry "signed"
    Bytes event, person, name;  // empty: not known
    std::string message_id;     // of its entry
    Bytes kept;                 // keep_certificate()
};

/// An export that was opened and checked whole.
struct CheckedExport {
    sync::ExportHeader header;
    std::vector<journal::Entry> entries;
    std::vector<CertificateFacts> certificates;  // in the order of their entries
    sync::ExportReport report;
};

struct StoredExport {
    ExportStanding standing{};
    std::int64_t certificates = 0;
    std::int64_t conflicts = 0;
};

/// One export as the ledger has it.
struct ExportRow {
    std::int64_t row = 0;
    std::string kiosk;
    journal::ExportMark mark;
    ExportStanding standing{};
};

/// What the hub has of one kiosk.
struct KioskState {
    sync::KioskPublic kiosk;
    std::int64_t settled = 0;           // up to here the kiosk says that it has receipts
    std::int64_t taken = 0;             // exports, branches included
    std::int64_t held = 0;              // exports
    std::int64_t newest = 0;            // greatest number of any export
    std::vector<std::int64_t> missing;  // below `newest`; the first missing_max of them
    std::int64_t missing_count = 0;
    std::vector<std::int64_t> lost;  // missing, and the kiosk has a receipt for them
    std::int64_t certificates = 0;
    UtcInstant newest_made_at;  // by the kiosk's clock
};
inline constexpr std::size_t missing_max = 20;

enum class Topic : std::uint8_t { Certified, RevokeCert, Events, ProcStatus };
/// "certified", "revoke_cert", "events", "proc_status": DIVOC's names
std::string_view topic_name(Topic topic);

/// One message that waits to be produced, with what it is made from.
struct OutboxRow {
    std::int64_t row = 0;
    Topic topic{};
    std::string message_id;
    UtcInstant at;
    std::string body;                 // of events: the message itself
    std::int64_t certificate = 0;     // row of the certificate; 0: none
    std::string certificate_message;  // message id of the certificate's entry
    Bytes kept;
    std::string replaces;
};

/// One certificate as the ledger keeps it.
struct LedgerCertificate {
    std::string_view message_id;  // of its entry; borrowed, as kept
    ByteView kept;
    UtcInstant taken_at;  // its export, by the hub's clock
};

struct OutboxCounts {
    std::int64_t ready = 0;
    std::int64_t waiting = 0;  // revocations of certificates that have not come yet
    std::int64_t held = 0;     // until a conflict is decided
    std::int64_t produced = 0;
    std::int64_t dropped = 0;    // refused at a conflict
    std::int64_t too_large = 0;  // for the bus
};

}  // namespace outpost::hub
