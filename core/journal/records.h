// What the journal takes and gives: orders, reservations, held items, revocations, entries.
#pragma once

#include "core/base/bytes.h"
#include "core/base/time.h"
#include "core/journal/keyed_hash.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace outpost::journal {

/// Longest texts in bytes; longer ones are refused with TooLong.
inline constexpr std::size_t code_bytes_max = 8 * 1024;        // preEnrollmentCode, programId
inline constexpr std::size_t note_bytes_max = 4 * 1024;        // names, reasons, codes
inline constexpr std::size_t content_bytes_max = 1024 * 1024;  // request, credential

/// What names one vaccination event: unique but for corrections.
struct EventKey {
    std::string_view pre_enrollment_code;
    std::string_view program_id;  // may be empty
    std::int64_t dose = 0;
};

enum class Step : std::uint8_t {
    Reserved,      // has its id; nothing signed
    Signed,        // the credential stands in the journal
    Rendered,      // its files are written and the page was read back
    Sending,       // a print attempt has begun; its end is not known
    Printed,       // the last attempt came to a known end with a page
    NotPrinted,    // the last attempt came to a known end without a page, or none was wanted
    PrintUnknown,  // nobody can say: the operator decides, and a further page is a reprint
    Abandoned,     // never signed and never will be; its event is free again
};

/// "reserved", "signed", "rendered", "sending", "printed", "not_printed", "print_unknown",
/// "abandoned"
std::string_view step_name(Step step);

struct Order {
    std::int64_t number = 0;  // row in the journal, from 1
    std::string certificate_id;
    Step step = Step::Reserved;
    std::string kind;  // certify-v3, ...
    std::int64_t dose = 0;
    UtcInstant reserved_at;  // becomes issuanceDate
    std::string supersedes;  // certificate id or empty
    bool is_current = true;  // not superseded and not revoked
    std::int64_t print_attempts = 0;
    std::string request_json;     // empty once purged
    std::string credential_json;  // empty before Signed and once purged
};

struct NewOrder {
    EventKey key;
    std::string_view content;  // canonical text of what decides "same content"; only its keyed hash
                               // is kept
    std::string_view kind;
    std::string_view request_json;  // normalised request, to finish the order after a crash
    std::string_view request_name;  // file, for the operator
    std::int64_t request_index = 0;
    UtcInstant at;
    bool is_update = false;           // the update request: the event must have a certificate
    std::string_view previous_id;     // meta.previousCertificateId, may be empty
    std::int64_t update_limit = 100;  // most corrections of one event
};

enum class Outcome : std::uint8_t {
    New,        // reserved now: `order` has a fresh id
    Duplicate,  // same key, same content: `order` is the event's newest, perhaps still Reserved
    Conflict,  // same key, other content, and no correction asked for or none possible yet, because
               // the newest is still Reserved: `order` is that newest one
    NoCertificate,    // a correction of an event that has none here
    UpdateLimit,      // `order` is the newest
    PreviousDiffers,  // previous_id is not the newest: `order` is the newest
};

struct Reservation {
    Outcome outcome{};
    Order order;
};

/// Why this journal may not give out ids now.
enum class Standstill : std::uint8_t {
    None,
    NoBlock,  // no number block yet
    BlockUsedUp,
    RestoredOrCopied,  // counter, machine and epoch disagree: needs a new number block
};

enum class StaffAct : std::uint8_t {
    PinTried,       // at the staff door (core/operators): "pin_tried"
    ClockSet,       // the time was confirmed or set: "clock_set"
    TrustImported,  // another trust bundle is in force: "trust_imported"
};

std::string_view staff_act_name(StaffAct act);

struct HeldItem {
    std::int64_t number = 0;
    std::string reason;  // item code name: "conflict", "file_unsigned"...
    std::string request_name;
    std::int64_t request_index = 0;
    std::string kind;
    std::string certificate_id;  // of the earlier certificate, for a conflict
    std::string request_json;    // empty for a whole file
    UtcInstant held_at;
};

/// A print attempt that needs somebody, or still goes on.
struct PrintTrouble {
    std::string certificate_id;
    std::string state;    // a print state's name; "begun": nothing is known but that it began
    std::string printer;  // the name that it was sent to
    std::int64_t attempts = 0;
    UtcInstant since;  // when the newest attempt came to this state
};

struct RevocationRecord {
    std::string certificate_id;
    std::int64_t dose = 0;
    UtcInstant at;
    std::string replacement_id;  // empty: revoked; else superseded by it
};

enum class RevokeOutcome : std::uint8_t {
    Done,
    NotFound,
    AlreadyRevoked,
    HigherDoseStands,  // DIVOC's rule: the highest dose first
};

/// `waiting`: begun and not at an end; `revoked`: without the superseded ones; `held`: undecided.
struct Counts {
    std::int64_t orders = 0, printed = 0, waiting = 0, print_unknown = 0, held = 0, revoked = 0;
};

/// What tells an export from every other one, whoever made it.
struct ExportMark {
    std::int64_t number = 0;  // from 1 without gaps
    std::int64_t first = 0;   // entries, both ends included
    std::int64_t last = 0;
    Hash head{};  // of the entry `last`
    bool operator==(const ExportMark&) const = default;
};

struct ExportRange {
    ExportMark mark;
    Hash previous{};  // of the entry before `first`; zero bytes: there is none
    UtcInstant begun_at;
    std::optional<UtcInstant> receipt_at;
};

/// The personal part of an order: the texts, or what only the hub can read, or nothing any more.
struct Payload {
    std::int64_t number = 0;
    std::string certificate_id;
    std::string kind;
    std::string request_json;
    std::string credential_json;
    Bytes sealed;
};

struct SealedPayload {
    std::int64_t number = 0;
    Bytes sealed;
};

/// One entry of the hash chain; no personal data.
struct Entry {
    std::int64_t sequence = 0;
    UtcInstant at;
    std::string kind;
    std::string body;  // JSON
    std::string hash_hex;
};

}  // namespace outpost::journal
