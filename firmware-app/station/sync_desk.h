// The kiosk's side of synchronisation: who its hub is, exports to a medium, receipts from one
// (docs/synchronising.md).
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/sync/party_keys.h"
#include "core/sync/receipt.h"
#include "firmware-app/station/state_folder.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::station {

inline constexpr std::int64_t reprint_hours_default = 12;
inline constexpr std::int64_t reprint_hours_max = 24 * 31;

/// Where things stand on a medium.
std::string exports_folder_of(const std::string& medium, std::string_view kiosk_id);
std::string receipts_folder_of(const std::string& medium);

/// STATE/queue/sealed: request files that were worked off, under seal_long_to() for the hub, bound
/// to done_request_purpose.
std::string sealed_requests_of(const std::string& state);
inline constexpr std::string_view done_request_purpose = "outpost-done-request/1";

/// Both ends as this kiosk knows them: STATE/sync.
struct Enrolment {
    sync::HubPublic hub;
    sync::KioskPublic kiosk;
    crypto::SigningKey key;          // of the kiosk
    std::int64_t reprint_hours = 0;  // after its page a certificate can be printed again so long
};

/// Nothing when the kiosk has no hub. @error BadKey (files that do not fit each other), those of
/// reading them
Result<std::optional<Enrolment>> read_enrolment(const std::string& state, FileStore& files);

struct EnrolRequest {
    sync::HubPublic hub;
    std::string name;  // of the kiosk, for people
    std::int64_t reprint_hours = reprint_hours_default;
};

/// Makes the kiosk's key at the first time and remembers the hub. The same hub again changes only
/// name and hours. @error Duplicate (another hub: what is sealed to one cannot be read by another),
/// BadValue (name, hours), those of writing
Result<Enrolment> enrol(const StateFolder& state, const EnrolRequest& request,
                        const StatePorts& ports);

struct ExportRun {
    std::vector<std::int64_t> written;
    std::vector<std::int64_t> present;  // that stood there already, whole
    std::int64_t open = 0;              // exports without a receipt, these included
};

/// Where exports go.
class ExportTarget {
  public:
    virtual ~ExportTarget() = default;
    /// Once, before anything else: what is there for room. `all` is every export ever made.
    virtual Result<void> begin(const std::vector<journal::ExportRange>& all) = 0;
    /// True when the very export stands there already, whole.
    virtual bool has(const journal::ExportMark& mark) = 0;
    /// Returns when it stands there. @error Io, and what is the target's own
    virtual Result<void> put(const journal::ExportMark& mark, ByteView file) = 0;
};

/// Makes an export of what is new, then gives each one without a receipt to the target. What it
/// did not take stays open.
/// @error those of the journal and of the target
Result<ExportRun> give_exports(StateFolder& state, const Enrolment& enrolment, ExportTarget& target,
                               const StatePorts& ports, UtcInstant at);

/// give_exports() to a stick or folder: writes each one to MEDIUM, reads it back, and takes away
/// files of ours there that have their receipts. What was not written stays open.
/// @error those of the journal and of writing: Io
Result<ExportRun> write_exports(StateFolder& state, const Enrolment& enrolment,
                                const std::string& medium, const StatePorts& ports, UtcInstant at);

struct ReceiptRun {
    std::int64_t received = 0;  // exports that had no receipt before
    std::int64_t known = 0;
    std::int64_t purged = 0;  // orders whose personal part is gone now
    std::vector<std::pair<std::int64_t, Error>> refused;
    std::optional<Error> unsealed;  // why request files still lie in clear
};

/// Takes a receipt's text. @error those of read_receipt(); BadValue (for another kiosk); those of
/// the journal
Result<ReceiptRun> take_receipt(StateFolder& state, const Enrolment& enrolment,
                                std::string_view text, const StatePorts& ports, UtcInstant at);

/// Seals what was printed longer ago than the time for reprints, and takes away its files in
/// STATE/issued and STATE/spool. @return how many certificates
Result<std::int64_t> seal_certificates(StateFolder& state, const Enrolment& enrolment,
                                       const StatePorts& ports, UtcInstant at);

/// Seals request files that were worked off before that time. What was issued from them stands in
/// the journal, what was refused only in them: nothing is replaced or thrown away. Files that fail
/// stay where they are. @error of the first that failed
Result<void> seal_requests(StateFolder& state, const Enrolment& enrolment, const StatePorts& ports,
                           UtcInstant at);

/// Both.
Result<std::int64_t> seal_finished(StateFolder& state, const Enrolment& enrolment,
                                   const StatePorts& ports, UtcInstant at);

}  // namespace outpost::station
