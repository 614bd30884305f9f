// A kiosk that lives in memory: a chain, exports of it, what its requests were. And a hub in a
// folder. For tests and for the bench of the hub.
#pragma once

#include "core/hub/hub_desk.h"
#include "drivers/database/sqlite_database.h"
#include "drivers/random/sodium_random.h"
#include "drivers/store/posix_file_store.h"
#include "drivers/store/posix_folder_store.h"
#include "tests/drivers/database/fault_files.h"
#include "tests/drivers/database/fault_vfs.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace outpost::tests {

inline constexpr UtcInstant hub_morning{1'700'000'000'000};

struct Vaccination {
    std::string code;
    std::string name;
    int dose = 1;
    std::string replaces;     // certificate id of the version before
    std::string filler = {};  // makes the credential longer
};

class SimulatedKiosk {
  public:
    /// @param hub  must live longer
    SimulatedKiosk(const sync::HubPublic& hub, std::string name, std::int64_t first_id);

    [[nodiscard]] const sync::KioskPublic& public_part() const { return public_; }
    [[nodiscard]] std::string id() const { return public_.id(); }

    /// Signs a certificate; two entries. @return its id
    std::string sign(const Vaccination& vaccination, UtcInstant at);
    /// The same under an id that somebody else has given out.
    std::string sign_as(const std::string& certificate_id, const Vaccination& vaccination,
                        UtcInstant at);
    void print_last(UtcInstant at);
    void revoke(const std::vector<std::string>& ids, UtcInstant at);

    /// Covers what is new; nothing when there is nothing.
    std::optional<std::int64_t> begin_export();
    /// The file of an export, sealed anew each time.
    [[nodiscard]] Bytes file_of(std::int64_t number, UtcInstant at);
    /// Checks the hub's receipt and remembers it. @return how many exports had none before
    int take_receipt(const std::string& text);
    [[nodiscard]] std::vector<std::int64_t> open_exports() const;
    [[nodiscard]] journal::ExportMark mark_of(std::int64_t number) const;

    /// Ids of the messages that the hub is to make of the entries, all topics.
    [[nodiscard]] const std::set<std::string>& message_ids() const { return message_ids_; }
    [[nodiscard]] const std::set<std::string>& certificate_ids() const { return certificates_; }

  private:
    struct Entry {
        journal::Entry entry;
        journal::Hash hash{};
        Bytes sealed;  // of "signed"
        std::int64_t order = 0;
    };
    struct Export {
        journal::ExportRange range;
        bool is_received = false;
    };
    std::string append(UtcInstant at, std::string kind, std::string body);
    [[nodiscard]] std::string content_of(const journal::ExportMark& mark) const;
    [[nodiscard]] std::int64_t settled() const;

    SodiumRandom random_;
    const sync::HubPublic* hub_;
    std::shared_ptr<const crypto::SigningKey> key_;  // a copied kiosk signs with the same
    sync::KioskPublic public_;
    std::int64_t next_id_;
    std::int64_t next_order_ = 1;
    std::vector<Entry> entries_;
    std::vector<Export> exports_;
    std::set<std::string> message_ids_, certificates_;
};

/// Keeps what it was sent; fails when told to.
class MemoryBus final : public MessageBus {
  public:
    Result<void> send(std::span<const BusMessage> messages) override;
    std::vector<BusMessage> messages;
    int transactions = 0;
    std::optional<Error> fails_with;    // the next one, once
    bool loses_answer = false;          // the next one arrives, and the answer does not, once
    std::size_t bytes_max = 1'000'000;  // of one message

    /// Messages of the topic by their keys; each must say the same however often it came.
    [[nodiscard]] std::map<std::string, std::string> by_key(const std::string& topic) const;
};

class TestHub {
  public:
    explicit TestHub(std::string folder, FaultVfs* faults = nullptr);
    /// Opens, or closes and opens again.
    Result<void> open();
    void close();
    [[nodiscard]] hub::HubDesk& desk() { return *desk_; }
    [[nodiscard]] hub::Ledger& ledger() { return desk_->ledger(); }
    /// The same for every hub of the tests, so that another process knows them.
    static sync::HubKeys keys();
    [[nodiscard]] const sync::HubPublic& public_part() const { return public_; }

  private:
    std::string folder_;
    std::unique_ptr<FaultVfs> own_faults_;
    FaultVfs& faults_;
    FaultFiles fault_calls_;
    PosixFileStore files_;
    PosixFolderStore folders_;
    SodiumRandom random_;
    hub::HubIdentity identity_;
    sync::HubPublic public_;
    std::unique_ptr<SqliteDatabase> database_;
    std::optional<hub::HubDesk> desk_;
};

}  // namespace outpost::tests
