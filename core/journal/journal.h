// The kiosk's journal: the one truth about what was reserved, signed, rendered, printed and
// withdrawn (docs/formats/journal.md). Every change is one durable transaction and one link of a
// hash chain. Keys of persons are keyed hashes; what is personal lies in columns of its own.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/crypto/secret_bytes.h"
#include "core/journal/number_block.h"
#include "core/journal/records.h"
#include "core/ports/database.h"
#include "core/ports/file_store.h"
#include "core/ports/folder_store.h"
#include "core/ports/printer.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace outpost::journal {

/// Most of one export; what a hub holds in memory at once.
inline constexpr std::int64_t entries_per_export = 5'000;
inline constexpr std::int64_t payload_bytes_per_export = 16 * 1024 * 1024;

inline constexpr std::int64_t schema_version = 3;
inline constexpr std::size_t person_key_bytes = 32;
/// The file in the state folder that tells it from its copies.
inline constexpr std::string_view epoch_file_name = "epoch";

/// How the folder proves that it is no copy.
struct Place {
    FolderStore* folder = nullptr;
    FileStore* files = nullptr;
    std::string state_folder;  // where the epoch file and the database lie
    std::string machine_id;    // of the operating system; may be empty
    std::string database_name = "journal.db";
};

/// For one thread. Every call that changes something is durable when it returns.
class Journal {
  public:
    /// Opens or makes the journal; upgrades an older schema in one transaction.
    /// @param person_key  32 bytes for the keyed hashes
    /// @error Io, Unsupported (a newer schema), BadValue (not a journal), BadKey (another key than
    ///        the one that the journal was made with), BadChecksum (the chain's head is wrong)
    static Result<std::unique_ptr<Journal>> open(Database& database, crypto::SecretBytes person_key,
                                                 Place place, UtcInstant now);
    /// The same on a database that is only read: nothing is made or upgraded, and every call that
    /// would change something fails with Io.
    /// @error those of open(); Unsupported for an older schema too
    static Result<std::unique_ptr<Journal>> open_for_reading(Database& database,
                                                             crypto::SecretBytes person_key,
                                                             Place place);
    virtual ~Journal() = default;

    /// Checks counter, machine and epoch, and begins a new epoch when they agree. To be called once
    /// before reserve().
    virtual Result<Standstill> begin_issuing(UtcInstant at) = 0;
    /// Gives the journal a block. Also ends a standstill; a block used before (here) is refused.
    /// @error Duplicate
    virtual Result<void> assign_block(const NumberBlock& block, UtcInstant at) = 0;
    [[nodiscard]] virtual std::optional<NumberBlock> block() const = 0;

    /// Looks the event up and, for a new one or a correction, gives it an id: one transaction. A
    /// correction's reservation does not withdraw the old certificate: record_signed() does.
    virtual Result<Reservation> reserve(const NewOrder& order) = 0;
    /// What reserve() would answer now, with nothing changed.
    virtual Result<Reservation> look_up(const NewOrder& order) = 0;
    /// Stores the credential; withdraws (superseded) what it replaces, in the same transaction.
    virtual Result<void> record_signed(std::int64_t number, std::string_view credential_json,
                                       std::string_view key_id, UtcInstant at) = 0;
    virtual Result<void> record_rendered(std::int64_t number, UtcInstant at) = 0;
    /// Durable before anything goes to a printer. Attempts beyond the first are reprints and carry
    /// a reason. Returns the job's name, "<certificate id>-<attempt>".
    virtual Result<std::string> begin_print(std::int64_t number, std::string_view printer,
                                            std::string_view reprint_reason, UtcInstant at) = 0;
    /// The attempt's end, or where it waits: steps Printed, NotPrinted, PrintUnknown for final
    /// states, Sending otherwise.
    virtual Result<void> record_print(std::int64_t number, PrintState state, std::string_view job,
                                      UtcInstant at) = 0;
    /// No page was wanted ("--printer none").
    virtual Result<void> record_unprinted(std::int64_t number, UtcInstant at) = 0;

    /// Orders whose step is Reserved, Signed, Rendered or Sending, oldest first.
    virtual Result<std::vector<Order>> unfinished(std::size_t at_most) = 0;
    virtual Result<std::optional<Order>> find(std::string_view certificate_id) = 0;
    /// Current certificates, the newest first.
    virtual Result<std::vector<Order>> newest(std::size_t at_most) = 0;
    /// The printer and job of the newest attempt; empty when there is none.
    virtual Result<std::pair<std::string, std::string>> last_print(std::int64_t number) = 0;
    /// Current certificates whose newest attempt ended without a page or nobody knows how, oldest
    /// first; with `is_open` those whose newest attempt has not ended.
    virtual Result<std::vector<PrintTrouble>> print_troubles(bool is_open, std::size_t at_most) = 0;
    /// All current certificates of the person whose order this is, the order's own included, that
    /// still hold their content; by dose.
    virtual Result<std::vector<Order>> history_of(std::int64_t number) = 0;
    /// Compares the stored credential with what its entry says. Reads the whole chain's entries of
    /// that kind: for single certificates, not for runs. @error BadChecksum, NotFound
    virtual Result<void> check_credential(std::int64_t number) = 0;
    /// A reservation that can not become a certificate: its event is free again, its id is not.
    virtual Result<void> record_abandoned(std::int64_t number, std::string_view reason,
                                          UtcInstant at) = 0;

    /// @return the held item's number. The same item held again gives its number again.
    virtual Result<std::int64_t> hold(const HeldItem& item) = 0;
    virtual Result<std::vector<HeldItem>> held(std::size_t at_most) = 0;
    virtual Result<std::optional<HeldItem>> find_held(std::int64_t number) = 0;
    /// The operator's decision: "released" or "rejected", with a reason.
    virtual Result<void> resolve_held(std::int64_t number, std::string_view decision,
                                      std::string_view reason, UtcInstant at) = 0;
    /// An item or file that was refused: only counts and codes.
    virtual Result<void> record_rejected(std::string_view request_name, std::int64_t request_index,
                                         std::string_view codes, UtcInstant at) = 0;

    /// What staff did beside the certificates: one entry, no row.
    /// @param body  one JSON object without names and digits
    /// @error TooLong, BadValue (no object), those of json::read()
    virtual Result<void> record_act(StaffAct act, std::string_view body, UtcInstant at) = 0;

    /// Who vouches for the instants from now on; each entry "signed" says it. At most 32 letters,
    /// digits and '_'.
    virtual void note_clock(std::string_view voucher) = 0;

    /// Withdraws this certificate; with all_doses every one of the person.
    virtual Result<RevokeOutcome> revoke(std::string_view certificate_id, bool all_doses,
                                         std::string_view reason, UtcInstant at) = 0;
    virtual Result<void> revocations(const std::function<bool(const RevocationRecord&)>& each) = 0;

    /// Fixes what the next export covers: everything after the export before it, at most
    /// entries_per_export entries and about payload_bytes_per_export of content. The same number
    /// always covers the same entries, however often its file is written.
    /// @return nothing when there is nothing new
    virtual Result<std::optional<ExportRange>> begin_export(UtcInstant at) = 0;
    /// Those without a receipt, or all; oldest first.
    virtual Result<std::vector<ExportRange>> exports(bool only_open) = 0;
    /// The personal part of an order; its texts are empty once it is sealed or purged.
    virtual Result<Payload> payload(std::int64_t number) = 0;
    /// The hub has it (a receipt that was checked says so). What it covers may be purged from now
    /// on. @return false when it was known already
    /// @error NotFound, BadChecksum (the receipt is for other entries than this export covers)
    virtual Result<bool> record_receipt(const ExportMark& mark, UtcInstant at) = 0;
    /// Finished orders that still hold their content in clear, printed before `before`; oldest
    /// first.
    virtual Result<std::vector<std::int64_t>> to_seal(UtcInstant before, std::size_t at_most) = 0;
    /// Puts the sealed form in the place of the texts. @error NotFound
    virtual Result<void> record_sealed(const std::vector<SealedPayload>& sealed, UtcInstant at) = 0;
    /// Removes the personal part of finished orders that a receipt covers and that were printed
    /// before `before`. @return how many
    virtual Result<std::int64_t> purge(UtcInstant before, UtcInstant at) = 0;

    /// The newest instant that was ever signed or journalled.
    [[nodiscard]] virtual UtcInstant newest_instant() const = 0;
    virtual Result<Counts> counts() = 0;
    virtual Result<void> entries(std::int64_t from,
                                 const std::function<bool(const Entry&)>& each) = 0;
    /// Recomputes the whole chain. @return the number of entries
    /// @error BadChecksum (offset is the first entry that does not fit), Io
    virtual Result<std::int64_t> check_chain() = 0;
};

}  // namespace outpost::journal
