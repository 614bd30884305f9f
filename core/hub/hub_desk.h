// The hub's work: takes exports, gives receipts, produces messages. A folder holds its ledger and,
// as the kiosks signed them, the exports themselves.
#pragma once

#include "core/base/result.h"
#include "core/hub/check_export.h"
#include "core/hub/ledger.h"
#include "core/hub/messages.h"
#include "core/ports/file_store.h"
#include "core/ports/folder_store.h"
#include "core/ports/message_bus.h"
#include "core/ports/random.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace outpost::hub {

/// Messages of one transaction: about this many, and less where they are large.
inline constexpr std::size_t messages_per_transaction = 4'000;

struct HubPorts {
    Database& database;
    FileStore& files;
    FolderStore& folders;
    Random& random;
};

struct TakenExport {
    sync::ExportHeader header;
    bool was_known = false;
    StoredExport stored;  // of a known one the standing alone
};

struct ProduceRun {
    std::int64_t produced = 0;
    std::int64_t transactions = 0;
    std::int64_t too_large = 0;  // set aside
};

/// For one thread and one process: the caller holds the folder's lock.
class HubDesk {
  public:
    /// @param folder  of the hub's state; exports are kept in FOLDER/exports/<kiosk>/
    /// @error those of prepare_ledger()
    static Result<HubDesk> open(std::string folder, const HubIdentity& identity,
                                const HubPorts& ports);

    /// Takes a file that a kiosk exported: kept as it is, then its records in one transaction. The
    /// same export again, sealed anew or not, changes nothing.
    /// @error NotFound (of a kiosk that is not enrolled); those of check_export_file() and Io: then
    ///        nothing was taken
    Result<TakenExport> take(ByteView file, UtcInstant at);

    /// What the hub has of this kiosk, signed; empty text when there is nothing to acknowledge.
    /// @error those of the ledger and of sync::sign_receipt()
    Result<std::string> receipt_for(const std::string& kiosk, UtcInstant at);

    /// Accepts or refuses (docs/hub.md). @error those of Ledger::decide(), accept_fork()
    /// and, for a fork, of reading its file
    Result<void> decide(std::int64_t conflict, bool accepts, const std::string& reason,
                        UtcInstant at);

    /// Sends what is ready, transaction by transaction, and writes down each one that the bus has
    /// committed. A process that ends in between sends that one again: each message comes at least
    /// once, and by its key exactly once.
    /// @error those of MessageBus::send(): what was sent before is written down
    Result<ProduceRun> produce(MessageBus& bus, UtcInstant at);

    [[nodiscard]] Ledger& ledger() { return ledger_; }

  private:
    HubDesk(std::string folder, const HubIdentity& identity, const HubPorts& ports)
        : folder_(std::move(folder)),
          identity_(identity),
          files_(ports.files),
          folders_(ports.folders),
          random_(ports.random),
          ledger_(ports.database) {}
    [[nodiscard]] std::string path_of(const std::string& kiosk,
                                      const journal::ExportMark& mark) const;
    static Result<std::vector<BusMessage>> messages_of(MessageMaker& maker,
                                                       const std::vector<OutboxRow>& rows);
    Result<TakenExport> take_known(ByteView file, const sync::KioskPublic& kiosk,
                                   ExportStanding standing);

    std::string folder_;
    const HubIdentity& identity_;
    FileStore& files_;
    FolderStore& folders_;
    Random& random_;
    Ledger ledger_;
};

}  // namespace outpost::hub
