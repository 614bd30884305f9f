// What leaves the kiosk: ranges without gaps, receipts, and the end of personal data.
#include "core/journal/chain.h"
#include "core/journal/sql.h"
#include "tests/core/journal/kiosk.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <string>

using namespace outpost;
using namespace outpost::journal;
using tests::first_morning;
using tests::issue;
using tests::Kiosk;
using tests::order_of;

namespace {

constexpr UtcInstant later{first_morning.since_epoch_ms + 3'600'000};

void print(Journal& journal, const Order& order) {
    REQUIRE(journal.begin_print(order.number, "office", "", first_morning));
    REQUIRE(journal.record_print(order.number, PrintState::Printed, "1", first_morning));
}

ExportRange export_one(Journal& journal) {
    const auto made = journal.begin_export(later);
    REQUIRE(made);
    REQUIRE(*made);
    return **made;
}

Errc code_of(const Result<bool>& result) {
    return result ? Errc::Io : result.error().code;
}

}  // namespace

TEST_CASE("exports: ranges follow one another, and nothing new makes none", "[journal]") {
    const tests::TemporaryFolder folder;
    Kiosk kiosk(folder.path().string());
    kiosk.start();
    auto& journal = kiosk.journal();
    const auto first = export_one(journal);
    CHECK(first.mark.number == 1);
    CHECK(first.mark.first == 1);
    CHECK(first.previous == Hash{});
    CHECK_FALSE(journal.begin_export(later)->has_value());  // its own entry is nothing new
    issue(journal, order_of("P-1", "a"));
    const auto second = export_one(journal);
    CHECK(second.mark.number == 2);
    CHECK(second.mark.first == first.mark.last + 1);
    CHECK(second.previous == first.mark.head);
    kiosk.close();
    REQUIRE(kiosk.open());
    const auto open = kiosk.journal().exports(true).value();
    REQUIRE(open.size() == 2);
    CHECK(open[1].mark.head == second.mark.head);
    CHECK(open[1].previous == second.previous);
    CHECK_FALSE(open[1].receipt_at);
    CHECK(kiosk.journal().check_chain());
}

TEST_CASE("exports: no range holds more entries than a hub takes at once", "[journal]") {
    const tests::TemporaryFolder folder;
    Kiosk kiosk(folder.path().string());
    kiosk.start();
    auto& journal = kiosk.journal();
    const std::string body = R"({"outcome":"wrong","operator":null,"role":null,"tries":1})";
    REQUIRE(kiosk.database().transaction([&]() -> Result<void> {
        auto head = read_head(kiosk.database()).value();
        for (std::int64_t k = 0; k < entries_per_export + 10; ++k)
            OUTPOST_TRY_VOID(
                append_entry(kiosk.database(), head, first_morning, "pin_tried", body));
        return {};
    }));
    const auto first = export_one(journal);
    CHECK(first.mark.last == entries_per_export);
    const auto second = export_one(journal);
    CHECK(second.mark.first == entries_per_export + 1);
    CHECK(second.mark.last < 2 * entries_per_export);
    CHECK_FALSE(journal.begin_export(later)->has_value());
}

TEST_CASE("exports: a range ends before its content gets too much", "[journal]") {
    const tests::TemporaryFolder folder;
    Kiosk kiosk(folder.path().string());
    kiosk.start();
    auto& journal = kiosk.journal();
    const std::string large(content_bytes_max, 'x');
    constexpr int orders = 40;  // more than two ranges hold
    for (int k = 0; k < orders; ++k) {
        const auto code = "P-" + std::to_string(k);
        const auto made = journal.reserve(order_of(code, "a"));
        REQUIRE(made);
        REQUIRE(journal.record_signed(made->order.number, large, "key", first_morning));
    }
    std::int64_t expected_first = 1;
    int ranges = 0;
    while (const auto made = journal.begin_export(later).value()) {
        CHECK(made->mark.first == expected_first);
        expected_first = made->mark.last + 1;
        const auto bytes =
            query_integer(kiosk.database(),
                          "SELECT sum(length(p.credential)) FROM orders o JOIN payloads p ON"
                          " p.number = o.number WHERE o.signed_entry BETWEEN ?1 AND ?2",
                          {made->mark.first, made->mark.last});
        CHECK(bytes->value_or(0) <= payload_bytes_per_export);
        ++ranges;
    }
    CHECK(ranges == 3);
}

TEST_CASE("exports: a receipt counts once, and only for what was exported", "[journal]") {
    const tests::TemporaryFolder folder;
    Kiosk kiosk(folder.path().string());
    kiosk.start();
    auto& journal = kiosk.journal();
    const auto range = export_one(journal);
    auto other = range.mark;
    other.number = 9;
    CHECK(code_of(journal.record_receipt(other, later)) == Errc::NotFound);
    for (const int member : {0, 1, 2}) {
        other = range.mark;
        if (member == 0) other.first += 1;
        if (member == 1) other.last += 1;
        if (member == 2) other.head[5] ^= 1;
        CHECK(code_of(journal.record_receipt(other, later)) == Errc::BadChecksum);
    }
    CHECK(journal.exports(true)->size() == 1);
    CHECK(journal.record_receipt(range.mark, later).value());
    CHECK_FALSE(journal.record_receipt(range.mark, later).value());
    CHECK(journal.exports(true)->empty());
    CHECK(journal.exports(false)->front().receipt_at == later);
    CHECK(journal.check_chain());
}

TEST_CASE("exports: purged is what a receipt covers, and what is finished", "[journal]") {
    const tests::TemporaryFolder folder;
    Kiosk kiosk(folder.path().string());
    kiosk.start();
    auto& journal = kiosk.journal();
    const auto printed = issue(journal, order_of("P-1", "a"));
    print(journal, printed);
    const auto waiting = issue(journal, order_of("P-2", "a"));
    CHECK(journal.purge(later, later).value() == 0);
    const auto range = export_one(journal);
    CHECK(journal.purge(later, later).value() == 0);  // exported is not received
    const auto after = issue(journal, order_of("P-3", "a"));
    print(journal, after);
    REQUIRE(journal.record_receipt(range.mark, later));
    CHECK(journal.purge(first_morning, later).value() == 0);  // still to be reprinted
    CHECK(journal.purge(later, later).value() == 1);
    CHECK(journal.payload(printed.number)->credential_json.empty());
    CHECK(journal.payload(printed.number)->request_json.empty());
    CHECK_FALSE(journal.payload(waiting.number)->credential_json.empty());
    CHECK_FALSE(journal.payload(after.number)->credential_json.empty());
    CHECK(journal.check_chain());
    print(journal, waiting);
    CHECK(journal.purge(later, later).value() == 1);  // its signature left with the first export
    CHECK(journal.check_chain());
    // The same request again is still a duplicate.
    CHECK(journal.reserve(order_of("P-1", "a"))->outcome == Outcome::Duplicate);
}

TEST_CASE("exports: sealed content stands in the place of the texts", "[journal]") {
    const tests::TemporaryFolder folder;
    Kiosk kiosk(folder.path().string());
    kiosk.start();
    auto& journal = kiosk.journal();
    const auto order = issue(journal, order_of("P-1", "a"));
    CHECK(journal.to_seal(later, 10)->empty());  // not printed yet
    print(journal, order);
    CHECK(journal.to_seal(first_morning, 10)->empty());
    CHECK(journal.to_seal(later, 10).value() == std::vector<std::int64_t>{order.number});
    REQUIRE(journal.record_sealed({{order.number, Bytes{1, 2, 3}}}, later));
    const auto payload = journal.payload(order.number).value();
    CHECK(payload.sealed == Bytes{1, 2, 3});
    CHECK(payload.credential_json.empty());
    CHECK(payload.certificate_id == order.certificate_id);
    CHECK(journal.to_seal(later, 10)->empty());
    CHECK(journal.check_chain());
    const auto range = export_one(journal);
    REQUIRE(journal.record_receipt(range.mark, later));
    CHECK(journal.purge(later, later).value() == 1);
    CHECK(journal.payload(order.number)->sealed.empty());
    CHECK(journal.check_chain());
}

TEST_CASE("exports: content that is gone without an entry is found", "[journal]") {
    const tests::TemporaryFolder folder;
    Kiosk kiosk(folder.path().string());
    kiosk.start();
    auto& journal = kiosk.journal();
    const auto order = issue(journal, order_of("P-1", "a"));
    const auto range = export_one(journal);
    REQUIRE(journal.check_chain());
    const auto is_found = [&](std::string_view change, std::string_view back) {
        REQUIRE(kiosk.database().run(change));
        const auto checked = journal.check_chain();
        CHECK_FALSE(checked);
        REQUIRE(kiosk.database().run(back));
        CHECK(journal.check_chain());
    };
    is_found("UPDATE exports SET last = last - 1", "UPDATE exports SET last = last + 1");
    is_found("UPDATE exports SET receipt_ms = 5", "UPDATE exports SET receipt_ms = NULL");
    is_found("INSERT INTO exports VALUES (2, 90, 91, x'00', x'00', 0, NULL)",
             "DELETE FROM exports WHERE number = 2");
    REQUIRE(kiosk.database().run("UPDATE payloads SET request = NULL, credential = NULL"));
    CHECK_FALSE(journal.check_chain());
    CHECK(range.mark.number == 1);
    CHECK(order.number == 1);
}
