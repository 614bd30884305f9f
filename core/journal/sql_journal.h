// The journal on a SQL database.
#pragma once

#include "core/journal/chain.h"
#include "core/journal/journal.h"
#include "core/journal/keyed_hash.h"
#include "core/journal/orders.h"
#include "core/journal/place.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace outpost::journal {

class SqlJournal final : public Journal {
  public:
    SqlJournal(Database& database, KeyedHash keyed, Place place)
        : database_(database), keyed_(std::move(keyed)), place_(std::move(place)) {}

    /// Makes, upgrades and checks; before any other call.
    Result<void> prepare(UtcInstant now);
    /// Checks alone; before any other call.
    Result<void> prepare_reading();

    Result<Standstill> begin_issuing(UtcInstant at) override;
    Result<void> assign_block(const NumberBlock& block, UtcInstant at) override;
    [[nodiscard]] std::optional<NumberBlock> block() const override { return block_; }

    Result<Reservation> reserve(const NewOrder& order) override;
    Result<Reservation> look_up(const NewOrder& order) override;
    Result<void> record_signed(std::int64_t number, std::string_view credential_json,
                               std::string_view key_id, UtcInstant at) override;
    Result<void> record_rendered(std::int64_t number, UtcInstant at) override;
    Result<std::string> begin_print(std::int64_t number, std::string_view printer,
                                    std::string_view reprint_reason, UtcInstant at) override;
    Result<void> record_print(std::int64_t number, PrintState state, std::string_view job,
                              UtcInstant at) override;
    Result<void> record_unprinted(std::int64_t number, UtcInstant at) override;

    Result<std::vector<Order>> unfinished(std::size_t at_most) override;
    Result<std::optional<Order>> find(std::string_view certificate_id) override;
    Result<std::vector<Order>> newest(std::size_t at_most) override;
    Result<std::pair<std::string, std::string>> last_print(std::int64_t number) override;
    Result<std::vector<PrintTrouble>> print_troubles(bool is_open, std::size_t at_most) override;
    Result<std::vector<Order>> history_of(std::int64_t number) override;
    Result<void> check_credential(std::int64_t number) override;
    Result<void> record_abandoned(std::int64_t number, std::string_view reason,
                                  UtcInstant at) override;

    Result<std::int64_t> hold(const HeldItem& item) override;
    Result<std::vector<HeldItem>> held(std::size_t at_most) override;
    Result<std::optional<HeldItem>> find_held(std::int64_t number) override;
    Result<void> resolve_held(std::int64_t number, std::string_view decision,
                              std::string_view reason, UtcInstant at) override;
    Result<void> record_rejected(std::string_view request_name, std::int64_t request_index,
                                 std::string_view codes, UtcInstant at) override;
    Result<void> record_act(StaffAct act, std::string_view body, UtcInstant at) override;
    void note_clock(std::string_view voucher) override { clock_ = voucher; }

    Result<RevokeOutcome> revoke(std::string_view certificate_id, bool all_doses,
                                 std::string_view reason, UtcInstant at) override;
    Result<void> revocations(const std::function<bool(const RevocationRecord&)>& each) override;

    Result<std::optional<ExportRange>> begin_export(UtcInstant at) override;
    Result<std::vector<ExportRange>> exports(bool only_open) override;
    Result<Payload> payload(std::int64_t number) override;
    Result<bool> record_receipt(const ExportMark& mark, UtcInstant at) override;
    Result<std::vector<std::int64_t>> to_seal(UtcInstant before, std::size_t at_most) override;
    Result<void> record_sealed(const std::vector<SealedPayload>& sealed, UtcInstant at) override;
    Result<std::int64_t> purge(UtcInstant before, UtcInstant at) override;

    [[nodiscard]] UtcInstant newest_instant() const override { return newest_; }
    Result<Counts> counts() override;
    Result<void> entries(std::int64_t from, const std::function<bool(const Entry&)>& each) override;
    Result<std::int64_t> check_chain() override;

  private:
    /// What a change leaves in the chain; no kind: nothing was changed.
    struct Note {
        std::string_view kind;
        std::string body;
    };
    /// One transaction and one entry. `work` is told the number that its entry will have.
    Result<void> change(UtcInstant at, const std::function<Result<Note>(std::int64_t)>& work);

    Result<std::int64_t> purge_some(UtcInstant before, UtcInstant at);
    Result<void> bring_up(std::int64_t version, UtcInstant now);
    Result<void> refresh();
    [[nodiscard]] Hash person_of(std::string_view pre_enrollment_code) const;
    [[nodiscard]] std::string note_hash(std::string_view text) const;

    Result<Reservation> answer_for(const NewOrder& order, const Hash& event, const Hash& content,
                                   std::optional<OrderRow>& corrected);
    Result<std::optional<OrderRow>> newest_of_event(const NewOrder& order, const Hash& event);
    Result<Note> reserve_new(const NewOrder& order, const OrderRow& row, const Hash& event,
                             std::int64_t entry);
    Result<std::int64_t> take_number();
    Result<void> check_known(std::int64_t version);
    [[nodiscard]] Result<bool> is_counter_behind();

    Result<void> stop_issuing(std::string_view reason, const PlaceFacts& facts, UtcInstant at);
    Result<void> announce_epoch(EpochFile& file, const PlaceFacts& facts, std::int64_t entry);
    Result<void> begin_epoch(const EpochFile& file, UtcInstant at);
    [[nodiscard]] Result<Standstill> standstill_of_block();

    std::string clock_ = "unconfirmed";
    Database& database_;
    KeyedHash keyed_;
    Place place_;
    bool may_issue_ = false;
    std::optional<NumberBlock> block_;
    UtcInstant newest_;
};

}  // namespace outpost::journal
