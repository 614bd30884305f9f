// What waits to be produced, and what has been.
#include "core/hub/ledger.h"
#include "core/hub/message_state.h"
#include "core/journal/sql.h"

#include <utility>

namespace outpost::hub {

using journal::query;
using journal::query_integer;
using journal::run;

std::string_view topic_name(Topic topic) {
    switch (topic) {
        case Topic::Certified:
            return "certified";
        case Topic::RevokeCert:
            return "revoke_cert";
        case Topic::Events:
            return "events";
        case Topic::ProcStatus:
            return "proc_status";
    }
    return "";
}

Result<std::vector<OutboxRow>> Ledger::ready(std::size_t at_most) {
    std::vector<OutboxRow> rows;
    OUTPOST_TRY_VOID(
        query(database_,
              "SELECT o.row, o.topic, o.message_id, o.at_ms, coalesce(o.body, ''),"
              " o.certificate, coalesce(c.message_id, ''), c.kept, coalesce(c.replaces, '')"
              " FROM outbox o LEFT JOIN certificates c ON c.row = o.certificate"
              " WHERE o.state = 0 ORDER BY o.row LIMIT ?1",
              {static_cast<std::int64_t>(at_most)}, [&](const SqlRow& row) {
                  OutboxRow found;
                  found.row = row.integer(0);
                  found.topic = static_cast<Topic>(row.integer(1));
                  found.message_id = row.text(2);
                  found.at = {row.integer(3)};
                  found.body = row.text(4);
                  found.certificate = row.integer(5);
                  found.certificate_message = row.text(6);
                  found.kept = to_bytes(row.blob(7));
                  found.replaces = row.text(8);
                  rows.push_back(std::move(found));
                  return true;
              }));
    return rows;
}

Result<void> Ledger::record_produced(std::span<const OutboxRow> rows, UtcInstant at) {
    return database_.transaction([&]() -> Result<void> {
        for (const auto& row : rows)
            OUTPOST_TRY_VOID(
                run(database_,
                    "UPDATE outbox SET state = ?2, body = NULL, produced_ms = ?3 WHERE row = ?1",
                    {row.row, as_number(MessageState::Produced), at.since_epoch_ms}));
        return {};
    });
}

Result<void> Ledger::set_too_large(std::int64_t row) {
    return database_.transaction([&] {
        return run(database_, "UPDATE outbox SET state = ?2 WHERE row = ?1",
                   {row, as_number(MessageState::TooLarge)});
    });
}

Result<std::int64_t> Ledger::retry_too_large() {
    OUTPOST_TRY(const auto count,
                query_integer(database_, "SELECT count(*) FROM outbox WHERE state = 5"));
    if (count.value_or(0) == 0) return std::int64_t{0};
    OUTPOST_TRY_VOID(database_.transaction(
        [&] { return run(database_, "UPDATE outbox SET state = 0 WHERE state = 5"); }));
    return *count;
}

Result<OutboxCounts> Ledger::outbox_counts() {
    OutboxCounts counts;
    OUTPOST_TRY_VOID(query(database_, "SELECT state, count(*) FROM outbox GROUP BY state", {},
                           [&](const SqlRow& row) {
                               const auto count = row.integer(1);
                               switch (static_cast<MessageState>(row.integer(0))) {
                                   case MessageState::Ready:
                                       counts.ready = count;
                                       break;
                                   case MessageState::Waiting:
                                       counts.waiting = count;
                                       break;
                                   case MessageState::Held:
                                       counts.held = count;
                                       break;
                                   case MessageState::Produced:
                                       counts.produced = count;
                                       break;
                                   case MessageState::Dropped:
                                       counts.dropped = count;
                                       break;
                                   case MessageState::TooLarge:
                                       counts.too_large = count;
                                       break;
                               }
                               return true;
                           }));
    return counts;
}

}  // namespace outpost::hub
