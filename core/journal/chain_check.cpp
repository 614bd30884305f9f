// The whole journal against its chain: hashes first, then each table against what the entries say.
#include "core/bytes/hex.h"
#include "core/journal/chain.h"
#include "core/journal/sql.h"
#include "core/json/reader.h"

#include <optional>

namespace outpost::journal {

namespace {

struct Tally {
    std::int64_t orders = 0;
    std::int64_t newest_of_orders = 0;  // entries that are the newest one of their order
    std::int64_t withdrawn = 0;
    std::int64_t abandoned = 0;
    std::int64_t exports = 0;
    std::int64_t receipts = 0;
    std::int64_t purged = 0;  // orders whose personal part is gone
};

/// True when a row with these values stands in the database.
Result<bool> stands(Database& database, std::string_view sql, Values values) {
    OUTPOST_TRY(const auto found, query_integer(database, sql, values));
    return found.has_value();
}

Result<bool> has_withdrawn(Database& database, std::string_view id, std::string_view replacement) {
    return stands(database,
                  "SELECT 1 FROM revocations r JOIN orders o ON o.certificate_id ="
                  " r.certificate_id WHERE r.certificate_id = ?1 AND r.replacement_id = ?2"
                  " AND o.standing = 0",
                  {id, replacement});
}

std::int64_t integer_of(const json::Value& body, std::string_view name) {
    const auto* member = body.find(name);
    return member != nullptr && member->kind() == json::Kind::Integer ? member->as_integer() : 0;
}

Result<bool> reserved_fits(Database& database, const json::Value& body) {
    const auto event = bytes::decode_hex(body.text_of("event"));
    const auto content = bytes::decode_hex(body.text_of("content"));
    if (!event || !content) return false;
    return stands(database,
                  "SELECT 1 FROM orders WHERE number = ?1 AND certificate_id = ?2 AND event = ?3"
                  " AND content = ?4 AND dose = ?5 AND supersedes = ?6",
                  {integer_of(body, "order"), body.text_of("id"), ByteView(*event),
                   ByteView(*content), integer_of(body, "dose"), body.text_of("corrects")});
}

Result<bool> credential_fits(Database& database, const KeyedHash& keyed, const json::Value& body) {
    bool fits = false;
    OUTPOST_TRY_VOID(query(database, "SELECT credential FROM payloads WHERE number = ?1",
                           {integer_of(body, "order")}, [&](const SqlRow& row) {
                               // A purged credential leaves only its hash.
                               fits = row.is_null(0) || keyed.hex_of("credential", {row.text(0)}) ==
                                                            body.text_of("credential");
                               return false;
                           }));
    return fits;
}

Result<bool> revoked_fits(Database& database, const json::Value& body, Tally& tally) {
    const auto* ids = body.find("ids");
    if (ids == nullptr || !ids->is_array()) return false;
    for (const auto& id : ids->items()) {
        if (!id.is_string()) return false;
        OUTPOST_TRY(const bool is_withdrawn, has_withdrawn(database, id.as_string(), {}));
        if (!is_withdrawn) return false;
        ++tally.withdrawn;
    }
    return true;
}

Result<bool> export_fits(Database& database, const json::Value& body, Tally& tally) {
    ++tally.exports;
    return stands(
        database,
        "SELECT 1 FROM exports x JOIN entries e ON e.sequence = x.last"
        " WHERE x.number = ?1 AND x.first = ?2 AND x.last = ?3 AND e.hash = x.head",
        {integer_of(body, "export"), integer_of(body, "first"), integer_of(body, "last")});
}

Result<bool> receipt_fits(Database& database, const json::Value& body, Tally& tally) {
    ++tally.receipts;
    return stands(database, "SELECT 1 FROM exports WHERE number = ?1 AND receipt_ms IS NOT NULL",
                  {integer_of(body, "export")});
}

/// Does the database stand as this entry left it, where no later entry speaks of it?
Result<bool> tables_fit(Database& database, const KeyedHash& keyed, const Entry& entry,
                        Tally& tally) {
    const auto document = json::read(entry.body);
    if (!document) return false;
    const auto& body = document->root();
    if (entry.kind == "reserved") {
        ++tally.orders;
        OUTPOST_TRY(const bool fits, reserved_fits(database, body));
        if (!fits) return false;
    }
    if (entry.kind == "signed") {
        OUTPOST_TRY(const bool fits, credential_fits(database, keyed, body));
        if (!fits) return false;
        if (const auto replaced = body.text_of("replaces"); !replaced.empty()) {
            ++tally.withdrawn;
            OUTPOST_TRY(const bool is_withdrawn,
                        has_withdrawn(database, replaced, body.text_of("id")));
            if (!is_withdrawn) return false;
        }
    }
    if (entry.kind == "revoked") return revoked_fits(database, body, tally);
    if (entry.kind == "export_begun") return export_fits(database, body, tally);
    if (entry.kind == "receipt") return receipt_fits(database, body, tally);
    if (entry.kind == "purged") {
        const auto* orders = body.find("orders");
        if (orders == nullptr || !orders->is_array()) return false;
        tally.purged += static_cast<std::int64_t>(orders->items().size());
    }
    if (entry.kind == "abandoned") ++tally.abandoned;
    const auto* step = body.find("step");
    if (step == nullptr) return true;
    OUTPOST_TRY(const auto kept,
                query_integer(database, "SELECT step FROM orders WHERE number = ?1 AND entry = ?2",
                              {integer_of(body, "order"), entry.sequence}));
    if (!kept) return true;  // a later entry speaks of this order
    ++tally.newest_of_orders;
    return *kept >= 0 && *kept <= static_cast<std::int64_t>(Step::Abandoned) && step->is_string() &&
           step->as_string() == step_name(static_cast<Step>(*kept));
}

Result<bool> counts_fit(Database& database, const Tally& tally) {
    OUTPOST_TRY(const auto orders, query_integer(database, "SELECT count(*) FROM orders"));
    OUTPOST_TRY(const auto revocations,
                query_integer(database, "SELECT count(*) FROM revocations"));
    OUTPOST_TRY(const auto withdrawn,
                query_integer(database, "SELECT count(*) FROM orders WHERE standing = 0"));
    OUTPOST_TRY(const auto exports, query_integer(database, "SELECT count(*) FROM exports"));
    OUTPOST_TRY(
        const auto receipts,
        query_integer(database, "SELECT count(*) FROM exports WHERE receipt_ms IS NOT NULL"));
    OUTPOST_TRY(const auto purged,
                query_integer(database,
                              "SELECT count(*) FROM payloads p JOIN orders o ON o.number ="
                              " p.number WHERE o.step <> 7 AND p.request IS NULL AND"
                              " p.credential IS NULL AND p.sealed IS NULL"));
    return exports == tally.exports && receipts == tally.receipts && purged == tally.purged &&
           orders == tally.orders && orders == tally.newest_of_orders &&
           revocations == tally.withdrawn && withdrawn == tally.withdrawn + tally.abandoned;
}

/// The database library's own check of pages, rows and indexes.
Result<void> check_pages(Database& database) {
    bool is_good = false;
    OUTPOST_TRY_VOID(query(database, "PRAGMA quick_check(1)", {}, [&](const SqlRow& row) {
        is_good = row.text(0) == "ok";
        return false;
    }));
    if (!is_good) return Error{Errc::Io, 0, "the database is damaged"};
    return {};
}

}  // namespace

Result<std::int64_t> check_all_entries(Database& database, const KeyedHash& keyed) {
    OUTPOST_TRY_VOID(check_pages(database));
    OUTPOST_TRY(const auto head, read_head(database));
    Hash hash{};
    std::int64_t count = 0;
    Tally tally;
    std::optional<Error> failure;
    const auto check = [&](const Entry& entry) {
        const auto misfit = [&] {
            failure = Error{Errc::BadChecksum, static_cast<std::size_t>(count),
                            "an entry of the journal was changed"};
            return false;
        };
        hash = entry_hash(hash, {++count, entry.at, entry.kind, entry.body});
        if (entry.sequence != count || entry.hash_hex != bytes::encode_hex(hash)) return misfit();
        const auto fits = tables_fit(database, keyed, entry, tally);
        if (!fits) {
            failure = fits.error();
            return false;
        }
        return *fits || misfit();
    };
    // From below zero: an entry before the first one is a misfit too.
    OUTPOST_TRY_VOID(read_entries(database, INT64_MIN, check));
    if (failure) return *failure;
    OUTPOST_TRY(const bool has_all, counts_fit(database, tally));
    if (head.sequence != count || head.hash != hash || !has_all)
        return Error{Errc::BadChecksum, static_cast<std::size_t>(count) + 1,
                     "the journal has more or less than its entries say"};
    return count;
}

}  // namespace outpost::journal
