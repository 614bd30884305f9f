// An export's records into the ledger: in one transaction, each once, however often it comes.
#include "core/hub/check_export.h"
#include "core/hub/find_conflicts.h"
#include "core/hub/ledger.h"
#include "core/hub/message_state.h"
#include "core/hub/messages.h"
#include "core/journal/sql.h"
#include "core/json/reader.h"

#include <utility>

namespace outpost::hub {

using journal::query_integer;
using journal::run;

namespace {

struct NewMessage {
    Topic topic{};
    std::string id;
    MessageState state{};
    UtcInstant at;
    std::int64_t certificate = 0;
    std::string certificate_id;
    std::string body;
};

/// One export on its way into the tables; inside a transaction.
class ExportWriter {
  public:
    ExportWriter(Database& database, const CheckedExport& checked, std::int64_t export_row,
                 UtcInstant at)
        : database_(database), checked_(checked), row_(export_row), at_(at) {}

    Result<void> write() {
        auto certificate = checked_.certificates.begin();
        for (const auto& entry : checked_.entries) {
            if (entry.kind == "signed") OUTPOST_TRY_VOID(add_certificate(*certificate++));
            if (entry.kind == "revoked") OUTPOST_TRY_VOID(add_revocations(entry));
            if (is_event(entry.kind))
                OUTPOST_TRY_VOID(
                    add_event(message_id_of(kiosk(), entry), entry.kind, entry.at, entry.body));
        }
        const auto number = std::to_string(checked_.header.mark.number);
        const auto name = kiosk() + "-export-" + number + "-" +
                          checked_.entries.back().hash_hex.substr(0, short_hash_digits) + "-";
        OUTPOST_TRY_VOID(add_report(name, "tally", checked_.report.tally_json));
        return add_report(name, "health", checked_.report.health_json);
    }

    [[nodiscard]] std::int64_t conflicts() const { return conflicts_; }

  private:
    [[nodiscard]] const std::string& kiosk() const { return checked_.header.kiosk; }

    Result<void> add(const NewMessage& message) {
        return run(database_,
                   "INSERT OR IGNORE INTO outbox (topic, message_id, state, kiosk, at_ms,"
                   " certificate, certificate_id, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                   {static_cast<std::int64_t>(message.topic), std::string_view(message.id),
                    as_number(message.state), std::string_view(kiosk()), message.at.since_epoch_ms,
                    message.certificate, std::string_view(message.certificate_id),
                    std::string_view(message.body)});
    }

    Result<void> add_event(const std::string& id, std::string_view type, UtcInstant at,
                           std::string_view extra) {
        return add({Topic::Events,
                    id,
                    MessageState::Ready,
                    at,
                    0,
                    {},
                    event_body(kiosk(), type, at, extra)});
    }

    Result<void> add_report(const std::string& name, const std::string& type,
                            const std::string& text) {
        if (text.empty()) return {};
        return add_event(name + type, type, checked_.header.made_at, text);
    }

    /// The other side of a fork may have been taken with this very entry.
    Result<bool> is_known(const std::string& id) {
        OUTPOST_TRY(const auto known,
                    query_integer(database_, "SELECT row FROM certificates WHERE message_id = ?1",
                                  {std::string_view(id)}));
        return known.has_value();
    }

    Result<void> add_certificate(const CertificateFacts& facts) {
        const auto& id = facts.message_id;
        OUTPOST_TRY(const bool known, is_known(id));
        if (known) return {};
        OUTPOST_TRY(const auto found, find_conflicts(database_, facts, kiosk(), at_));
        conflicts_ += found.count;
        OUTPOST_TRY_VOID(run(
            database_,
            "INSERT INTO certificates (export, kiosk, message_id, certificate_id, kind, replaces,"
            " at_ms, event, person, name, kept)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            {row_, std::string_view(kiosk()), std::string_view(id),
             std::string_view(facts.certificate_id), std::string_view(facts.kind),
             std::string_view(facts.replaces), facts.at.since_epoch_ms, ByteView(facts.event),
             ByteView(facts.person), ByteView(facts.name), ByteView(facts.kept)}));
        const auto certificate = database_.last_row();
        const auto state = found.is_id_taken ? MessageState::Held : MessageState::Ready;
        OUTPOST_TRY_VOID(
            add({Topic::Certified, id, state, facts.at, certificate, facts.certificate_id, {}}));
        OUTPOST_TRY_VOID(
            add({Topic::ProcStatus, id, state, facts.at, certificate, facts.certificate_id, {}}));
        return release_revocation(facts.certificate_id, certificate);
    }

    /// It was withdrawn in an export that came before its own.
    Result<void> release_revocation(const std::string& certificate_id, std::int64_t certificate) {
        return run(database_,
                   "UPDATE outbox SET state = ?1, certificate = ?2"
                   " WHERE certificate_id = ?3 AND kiosk = ?4 AND state = 1",  // Waiting
                   {as_number(MessageState::Ready), certificate, std::string_view(certificate_id),
                    std::string_view(kiosk())});
    }

    Result<void> add_revocations(const journal::Entry& entry) {
        const auto id = message_id_of(kiosk(), entry);
        OUTPOST_TRY(const auto document, json::read(entry.body, sync::entry_body_limits));
        const auto* ids = document.root().find("ids");
        if (ids == nullptr || !ids->is_array())
            return Error{Errc::BadSyntax, 0, "ids of a revocation"};
        std::size_t index = 0;
        for (const auto& item : ids->items()) {
            if (!item.is_string()) return Error{Errc::BadSyntax, 0, "ids of a revocation"};
            const std::string certificate_id(item.as_string());
            OUTPOST_TRY(
                const auto certificate,
                query_integer(database_,
                              "SELECT row FROM certificates"
                              " WHERE certificate_id = ?1 AND kiosk = ?2",
                              {std::string_view(certificate_id), std::string_view(kiosk())}));
            const auto state = certificate ? MessageState::Ready : MessageState::Waiting;
            OUTPOST_TRY_VOID(add({Topic::RevokeCert,
                                  id + "-" + std::to_string(++index),
                                  state,
                                  entry.at,
                                  certificate.value_or(0),
                                  certificate_id,
                                  {}}));
        }
        return {};
    }

    Database& database_;
    const CheckedExport& checked_;
    std::int64_t row_;
    UtcInstant at_;
    std::int64_t conflicts_ = 0;
};

Result<std::int64_t> insert_export(Database& database, const CheckedExport& checked,
                                   ExportStanding standing, UtcInstant at) {
    const auto& header = checked.header;
    OUTPOST_TRY_VOID(
        run(database,
            "INSERT INTO exports (kiosk, number, first, last, head, previous, made_ms, taken_ms,"
            " standing, certificates) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            {std::string_view(header.kiosk), header.mark.number, header.mark.first,
             header.mark.last, ByteView(header.mark.head), ByteView(header.previous),
             header.made_at.since_epoch_ms, at.since_epoch_ms, static_cast<std::int64_t>(standing),
             static_cast<std::int64_t>(checked.certificates.size())}));
    return database.last_row();
}

}  // namespace

Result<void> Ledger::add_records(const CheckedExport& checked, std::int64_t row, UtcInstant at,
                                 StoredExport& stored) {
    ExportWriter writer(database_, checked, row, at);
    OUTPOST_TRY_VOID(writer.write());
    stored.certificates = static_cast<std::int64_t>(checked.certificates.size());
    stored.conflicts = writer.conflicts();
    return {};
}

Result<StoredExport> Ledger::store(const CheckedExport& checked, UtcInstant at) {
    StoredExport stored;
    OUTPOST_TRY_VOID(database_.transaction([&]() -> Result<void> {
        OUTPOST_TRY(stored.standing, standing_for(database_, checked.header));
        OUTPOST_TRY(const auto row, insert_export(database_, checked, stored.standing, at));
        if (stored.standing != ExportStanding::Held) return add_records(checked, row, at, stored);
        stored.conflicts = 1;
        return tell_fork(database_, checked.header.kiosk, row, at);
    }));
    OUTPOST_TRY_VOID(note_settled(checked.header.kiosk, checked.header.settled));
    return stored;
}

Result<StoredExport> Ledger::accept_fork(std::int64_t number, const CheckedExport& checked,
                                         std::string_view reason, UtcInstant at) {
    OUTPOST_TRY(const auto conflict, find_conflict(number));
    if (!conflict) return Error{Errc::NotFound, 0, "conflict"};
    OUTPOST_TRY(const auto held, find_export(checked.header.kiosk, checked.header.mark));
    if (conflict->kind != ConflictKind::Fork || !held || held->row != conflict->export_row)
        return Error{Errc::BadValue, 0, "not the export that the conflict is about"};
    StoredExport stored{ExportStanding::Branch, 0, 0};
    OUTPOST_TRY_VOID(database_.transaction([&]() -> Result<void> {
        OUTPOST_TRY_VOID(decide_row(*conflict, true, reason, at));
        return add_records(checked, held->row, at, stored);
    }));
    return stored;
}

}  // namespace outpost::hub
