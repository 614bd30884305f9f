#include "core/hub/hub_desk.h"

#include "core/bytes/hex.h"
#include "core/hub/messages.h"
#include "core/hub/schema.h"
#include "core/sync/receipt.h"

#include <utility>
#include <vector>

namespace outpost::hub {

namespace {

// What one transaction may hold in memory beside the rows themselves.
constexpr std::size_t transaction_bytes_max = 16 * 1024 * 1024;

}  // namespace

Result<HubDesk> HubDesk::open(std::string folder, const HubIdentity& identity,
                              const HubPorts& ports) {
    OUTPOST_TRY_VOID(prepare_ledger(ports.database, identity.keyed));
    return HubDesk(std::move(folder), identity, ports);
}

std::string HubDesk::path_of(const std::string& kiosk, const journal::ExportMark& mark) const {
    auto name = sync::export_file_name(mark.number);
    name.insert(name.rfind('.'), "-" + bytes::encode_hex(mark.head).substr(0, short_hash_digits));
    return folder_ + "/exports/" + kiosk + "/" + name;
}

Result<TakenExport> HubDesk::take_known(ByteView file, const sync::KioskPublic& kiosk,
                                        ExportStanding standing) {
    OUTPOST_TRY(auto header, sync::check_export(file, kiosk));
    OUTPOST_TRY_VOID(ledger_.note_settled(header.kiosk, header.settled));
    return TakenExport{std::move(header), true, {standing, 0, 0}};
}

Result<TakenExport> HubDesk::take(ByteView file, UtcInstant at) {
    if (file.size() > sync::export_file_bytes_max)
        return Error{Errc::TooLong, sync::export_file_bytes_max, "export"};
    OUTPOST_TRY(const auto claimed, sync::read_export_header(file));
    OUTPOST_TRY(const auto kiosk, ledger_.kiosk(claimed.kiosk));
    if (!kiosk) return Error{Errc::NotFound, 0, "of a kiosk that is not enrolled"};
    OUTPOST_TRY(const auto known, ledger_.find_export(claimed.kiosk, claimed.mark));
    if (known) return take_known(file, *kiosk, known->standing);
    OUTPOST_TRY(auto checked, check_export_file(file, identity_, *kiosk, random_));
    const auto path = path_of(checked.header.kiosk, checked.header.mark);
    OUTPOST_TRY_VOID(folders_.make_folder(path.substr(0, path.rfind('/'))));
    OUTPOST_TRY_VOID(files_.write_atomically(path, file, true));
    OUTPOST_TRY(const auto stored, ledger_.store(checked, at));
    return TakenExport{std::move(checked.header), false, stored};
}

Result<std::string> HubDesk::receipt_for(const std::string& kiosk, UtcInstant at) {
    OUTPOST_TRY(auto marks, ledger_.to_acknowledge(kiosk, sync::exports_per_receipt_max));
    if (marks.empty()) return std::string();
    return sync::sign_receipt({identity_.keys.public_part().id(), kiosk, at, std::move(marks)},
                              identity_.keys);
}

Result<void> HubDesk::decide(std::int64_t conflict, bool accepts, const std::string& reason,
                             UtcInstant at) {
    OUTPOST_TRY(const auto found, ledger_.find_conflict(conflict));
    if (!found) return Error{Errc::NotFound, 0, "conflict"};
    if (found->kind != ConflictKind::Fork || !accepts)
        return ledger_.decide(conflict, accepts, reason, at);
    OUTPOST_TRY(const auto held, ledger_.find_export(found->export_row));
    OUTPOST_TRY(const auto kiosk, ledger_.kiosk(found->kiosk_one));
    if (!held || !kiosk) return Error{Errc::BadChecksum, 0, "an export of the ledger"};
    OUTPOST_TRY(const auto file,
                files_.read(path_of(held->kiosk, held->mark), sync::export_file_bytes_max));
    OUTPOST_TRY(const auto checked, check_export_file(file, identity_, *kiosk, random_));
    OUTPOST_TRY(const auto stored, ledger_.accept_fork(conflict, checked, reason, at));
    (void)stored;
    return {};
}

/// The messages of the first rows, as many as one transaction takes.
Result<std::vector<BusMessage>> HubDesk::messages_of(MessageMaker& maker,
                                                     const std::vector<OutboxRow>& rows) {
    std::vector<BusMessage> messages;
    std::size_t bytes = 0;
    for (const auto& row : rows) {
        OUTPOST_TRY(auto message, maker.make(row));
        bytes += message.value.size();
        if (bytes > transaction_bytes_max && !messages.empty()) break;
        messages.push_back(std::move(message));
    }
    return messages;
}

Result<ProduceRun> HubDesk::produce(MessageBus& bus, UtcInstant at) {
    ProduceRun run;
    MessageMaker maker(identity_.box);
    for (;;) {
        OUTPOST_TRY(auto rows, ledger_.ready(messages_per_transaction));
        if (rows.empty()) return run;
        OUTPOST_TRY(const auto messages, messages_of(maker, rows));
        rows.resize(messages.size());
        const auto sent = bus.send(messages);
        if (!sent && sent.error().code == Errc::TooLong && sent.error().offset < rows.size()) {
            OUTPOST_TRY_VOID(ledger_.set_too_large(rows[sent.error().offset].row));
            ++run.too_large;
            continue;
        }
        if (!sent) return sent.error();
        OUTPOST_TRY_VOID(ledger_.record_produced(rows, at));
        run.produced += static_cast<std::int64_t>(rows.size());
        ++run.transactions;
    }
}

}  // namespace outpost::hub
