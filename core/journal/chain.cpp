#include "core/journal/chain.h"

#include "core/bytes/hex.h"
#include "core/journal/sql.h"

#include <algorithm>

namespace outpost::journal {

bool copy_hash(ByteView from, Hash& to) {
    if (from.size() != to.size()) return false;
    std::copy(from.begin(), from.end(), to.begin());
    return true;
}

Hash entry_hash(const Hash& previous, const EntryText& entry) {
    std::string text(as_text(previous));
    text += R"({"sequence":)" + std::to_string(entry.sequence);
    text += R"(,"at_ms":)" + std::to_string(entry.at.since_epoch_ms);
    text += R"(,"kind":")";
    text += entry.kind;
    text += R"(","body":)";
    text += entry.body;
    text += '}';
    return crypto::sha256(as_bytes(text));
}

Result<ChainHead> read_head(Database& database) {
    ChainHead head;
    bool is_read = false;
    OUTPOST_TRY_VOID(
        query(database, "SELECT sequence, hash, newest_ms FROM head", {}, [&](const SqlRow& row) {
            head.sequence = row.integer(0);
            is_read = copy_hash(row.blob(1), head.hash);
            head.newest = {row.integer(2)};
            return false;
        }));
    if (!is_read) return Error{Errc::BadChecksum, 0, "the journal has no head"};
    return head;
}

Result<void> append_entry(Database& database, ChainHead& head, UtcInstant at, std::string_view kind,
                          std::string_view body) {
    const EntryText entry{head.sequence + 1, at, kind, body};
    head.hash = entry_hash(head.hash, entry);
    head.sequence = entry.sequence;
    head.newest = std::max(head.newest, at);
    OUTPOST_TRY_VOID(run(database, "INSERT INTO entries VALUES (?1, ?2, ?3, ?4, ?5)",
                         {entry.sequence, at.since_epoch_ms, kind, body, ByteView(head.hash)}));
    return run(database, "UPDATE head SET sequence = ?1, hash = ?2, newest_ms = ?3",
               {head.sequence, ByteView(head.hash), head.newest.since_epoch_ms});
}

Result<void> check_head(Database& database) {
    OUTPOST_TRY(const auto head, read_head(database));
    Hash hash{};
    bool fits = head.sequence == 0;
    const auto check = [&](const SqlRow& row) {
        const EntryText entry{row.integer(0), {row.integer(1)}, row.text(2), row.text(3)};
        Hash previous{};
        const bool has_previous =
            row.is_null(5) ? entry.sequence == 1 : copy_hash(row.blob(5), previous);
        hash = entry_hash(previous, entry);
        Hash kept{};
        fits = has_previous && copy_hash(row.blob(4), kept) && kept == hash && head.hash == hash &&
               head.sequence == entry.sequence;
        return false;
    };
    OUTPOST_TRY_VOID(query(database,
                           "SELECT sequence, at_ms, kind, body, hash,"
                           " (SELECT p.hash FROM entries p WHERE p.sequence = e.sequence - 1)"
                           " FROM entries e ORDER BY sequence DESC LIMIT 1",
                           {}, check));
    if (!fits)
        return Error{Errc::BadChecksum,
                     static_cast<std::size_t>(std::max<std::int64_t>(head.sequence, 0)),
                     "the newest entry does not fit the journal's head"};
    return {};
}

Result<void> read_entries(Database& database, std::int64_t from,
                          const std::function<bool(const Entry&)>& each) {
    return query(database,
                 "SELECT sequence, at_ms, kind, body, hash FROM entries WHERE sequence >= ?1"
                 " ORDER BY sequence",
                 {from}, [&](const SqlRow& row) {
                     return each({row.integer(0),
                                  {row.integer(1)},
                                  std::string(row.text(2)),
                                  std::string(row.text(3)),
                                  bytes::encode_hex(row.blob(4))});
                 });
}

}  // namespace outpost::journal
