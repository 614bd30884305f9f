// The hub's record of what its kiosks did: which exports it has, which certificates are in them,
// where two kiosks disagree, and which messages wait to be produced. It holds no personal data in
// clear: certificates stay sealed, and are compared by keyed hashes.
#pragma once

#include "core/base/result.h"
#include "core/hub/records.h"
#include "core/ports/database.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::hub {

/// For one thread, on a database that prepare_ledger() has seen. Every call that changes something
/// is durable when it returns, and is whole or not at all. @error Io in all of them
class Ledger {
  public:
    explicit Ledger(Database& database) : database_(database) {}

    /// A kiosk whose id people have compared. The same again changes its name.
    Result<void> enrol(const sync::KioskPublic& kiosk, UtcInstant at);
    Result<std::optional<sync::KioskPublic>> kiosk(std::string_view id);

    /// The very export, known by its mark.
    Result<std::optional<ExportRow>> find_export(std::string_view kiosk,
                                                 const journal::ExportMark& mark);
    Result<std::optional<ExportRow>> find_export(std::int64_t row);
    /// What the kiosk says it has receipts for; it never goes back.
    Result<void> note_settled(std::string_view kiosk, std::int64_t settled);
    /// Takes an export with all that is in it; or holds it, where it does not go with those that
    /// are there: then its records are not taken, and a conflict tells of it.
    /// @error Duplicate (it is known)
    Result<StoredExport> store(const CheckedExport& checked, UtcInstant at);
    /// Marks of taken exports that the kiosk has no receipt for yet, oldest first.
    Result<std::vector<journal::ExportMark>> to_acknowledge(std::string_view kiosk,
                                                            std::size_t at_most);

    Result<std::vector<Conflict>> conflicts(bool only_open);
    Result<std::optional<Conflict>> find_conflict(std::int64_t number);
    /// People's decision. Of an id that stands twice: whether the second certificate is produced.
    /// Of two kiosks that disagree it is only kept. A fork is refused here and accepted by
    /// accept_fork().
    /// @error NotFound, Duplicate (decided before), BadValue (a fork to be accepted)
    Result<void> decide(std::int64_t number, bool accepts, std::string_view reason, UtcInstant at);
    /// Takes the records of a held export beside the others.
    /// @error NotFound, Duplicate (decided before), BadValue (no fork, or another export)
    Result<StoredExport> accept_fork(std::int64_t number, const CheckedExport& checked,
                                     std::string_view reason, UtcInstant at);

    /// What can be produced now, oldest first.
    Result<std::vector<OutboxRow>> ready(std::size_t at_most);
    /// They are in the log of the bus.
    Result<void> record_produced(std::span<const OutboxRow> rows, UtcInstant at);
    /// The bus takes no message of this size: the others must not wait behind it.
    Result<void> set_too_large(std::int64_t row);
    /// They are ready again. @return how many
    Result<std::int64_t> retry_too_large();
    Result<OutboxCounts> outbox_counts();

    /// Every certificate of every export that was taken, in the order in which they came.
    /// @error also what `each` gives, which ends it
    Result<void> each_certificate(
        const std::function<Result<void>(const LedgerCertificate&)>& each);

    Result<std::vector<std::string>> kiosk_ids();
    /// Reads every export of every kiosk: for people, not for runs.
    Result<std::vector<KioskState>> kiosks();

  private:
    Result<void> add_records(const CheckedExport& checked, std::int64_t row, UtcInstant at,
                             StoredExport& stored);
    Result<void> decide_row(const Conflict& conflict, bool accepts, std::string_view reason,
                            UtcInstant at);
    Result<void> count_exports(KioskState& state);
    Database& database_;
};

}  // namespace outpost::hub
