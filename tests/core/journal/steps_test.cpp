// An order's way to the page, withdrawing, and what waits for the operator.
#include "tests/core/journal/kiosk.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <string>

using namespace outpost;
using namespace outpost::journal;
using tests::first_morning;
using tests::issue;
using tests::order_of;

namespace {

struct Fixture {
    Fixture() { kiosk.start(); }
    Journal& journal() { return kiosk.journal(); }
    Step step_of(const Order& order) {
        const auto found = journal().find(order.certificate_id);
        REQUIRE(found);
        REQUIRE(*found);
        return (*found)->step;
    }
    RevokeOutcome revoke(const Order& order, bool all_doses = false) {
        const auto outcome =
            journal().revoke(order.certificate_id, all_doses, "why", first_morning);
        REQUIRE(outcome);
        return *outcome;
    }
    tests::TemporaryFolder folder;
    tests::Kiosk kiosk{folder.path().string()};
};

HeldItem conflict_item() {
    HeldItem item;
    item.reason = "conflict";
    item.request_name = "today.json";
    item.request_index = 4;
    item.kind = "certify-v3";
    item.certificate_id = "100300000017";
    item.request_json = R"({"a":2})";
    item.held_at = first_morning;
    return item;
}

}  // namespace

TEST_CASE("steps: to the page and further", "[journal]") {
    Fixture f;
    auto& journal = f.journal();
    const auto order = issue(journal, order_of("P-1", "a"));
    CHECK(f.step_of(order) == Step::Rendered);
    CHECK(journal.last_print(order.number).value() == std::pair<std::string, std::string>());
    CHECK(journal.record_print(order.number, PrintState::Printed, "1", {}).error().code ==
          Errc::BadValue);
    CHECK(journal.begin_print(order.number, "office", "", first_morning).value() ==
          order.certificate_id + "-1");
    CHECK(f.step_of(order) == Step::Sending);
    CHECK(journal.last_print(order.number).value() ==
          std::pair<std::string, std::string>("office", ""));
    CHECK(journal.begin_print(order.number, "office", "again", {}).error().code == Errc::BadValue);
    CHECK(journal.record_unprinted(order.number, {}).error().code == Errc::BadValue);
    for (const auto state : {PrintState::Waiting, PrintState::Printing, PrintState::OutOfPaper,
                             PrintState::Jammed, PrintState::Offline}) {
        REQUIRE(journal.record_print(order.number, state, "office-12", first_morning));
        CHECK(f.step_of(order) == Step::Sending);
    }
    const auto before = tests::entry_kinds(journal).size();
    REQUIRE(journal.record_print(order.number, PrintState::Offline, "office-12", first_morning));
    CHECK(tests::entry_kinds(journal).size() == before);  // nothing new was said
    REQUIRE(journal.record_print(order.number, PrintState::Printed, "office-12", first_morning));
    CHECK(f.step_of(order) == Step::Printed);
    CHECK(journal.last_print(order.number).value().second == "office-12");
    CHECK(journal.record_print(order.number, PrintState::Cancelled, "office-12", {}).error().code ==
          Errc::BadValue);
    REQUIRE(journal.record_rendered(order.number, first_morning));
    CHECK(f.step_of(order) == Step::Printed);

    CHECK(journal.begin_print(order.number, "office", "", {}).error().code == Errc::BadValue);
    CHECK(journal.begin_print(order.number, "office", "spilt tea", first_morning).value() ==
          order.certificate_id + "-2");
    REQUIRE(journal.record_print(order.number, PrintState::Unknown, "office-13", first_morning));
    CHECK(f.step_of(order) == Step::PrintUnknown);
    CHECK(journal.counts()->print_unknown == 1);
    CHECK(journal.unfinished(10)->empty());
    // The operator has looked into the tray.
    REQUIRE(journal.record_print(order.number, PrintState::Printed, "office-13", first_morning));
    CHECK(f.step_of(order) == Step::Printed);
    CHECK((*journal.find(order.certificate_id))->print_attempts == 2);
    CHECK(journal.check_chain());
}

TEST_CASE("steps: ends without a page", "[journal]") {
    Fixture f;
    auto& journal = f.journal();
    for (const auto state : {PrintState::Cancelled, PrintState::Failed}) {
        const auto order =
            issue(journal, order_of(state == PrintState::Failed ? "P-1" : "P-2", "a"));
        REQUIRE(journal.begin_print(order.number, "office", "", first_morning));
        REQUIRE(journal.record_print(order.number, state, "", first_morning));
        CHECK(f.step_of(order) == Step::NotPrinted);
    }
    const auto order = issue(journal, order_of("P-3", "a"));
    REQUIRE(journal.record_unprinted(order.number, first_morning));
    REQUIRE(journal.record_unprinted(order.number, first_morning));
    CHECK(f.step_of(order) == Step::NotPrinted);
    CHECK(journal.begin_print(order.number, "office", "", first_morning));  // its first page
    CHECK(journal.check_chain());
}

TEST_CASE("steps: none is skipped or taken twice", "[journal]") {
    Fixture f;
    auto& journal = f.journal();
    const auto order = journal.reserve(order_of("P-1", "a"))->order;
    CHECK(journal.record_rendered(order.number, {}).error().code == Errc::BadValue);
    CHECK(journal.begin_print(order.number, "p", "", {}).error().code == Errc::BadValue);
    CHECK(journal.record_unprinted(order.number, {}).error().code == Errc::BadValue);
    REQUIRE(journal.record_signed(order.number, "{}", "k", {}));
    CHECK(journal.record_signed(order.number, "{1}", "k", {}).error().code == Errc::Duplicate);
    CHECK((*journal.find(order.certificate_id))->credential_json == "{}");
    CHECK(journal.begin_print(order.number, "p", "", {}).error().code == Errc::BadValue);
    for (const std::int64_t nobody : {std::int64_t{0}, std::int64_t{-1}, INT64_MAX}) {
        CHECK(journal.record_rendered(nobody, {}).error().code == Errc::NotFound);
        CHECK(journal.begin_print(nobody, "p", "", {}).error().code == Errc::NotFound);
        CHECK(journal.record_print(nobody, PrintState::Printed, "", {}).error().code ==
              Errc::NotFound);
        CHECK(journal.record_unprinted(nobody, {}).error().code == Errc::NotFound);
        CHECK(journal.record_abandoned(nobody, "", {}).error().code == Errc::NotFound);
    }
    CHECK_FALSE(*journal.find("100300000018"));
}

TEST_CASE("steps: unfinished orders, oldest first", "[journal]") {
    Fixture f;
    auto& journal = f.journal();
    const auto a = journal.reserve(order_of("P-1", "a"))->order;
    const auto b = issue(journal, order_of("P-2", "a"));
    const auto c = issue(journal, order_of("P-3", "a"));
    const auto d = issue(journal, order_of("P-4", "a"));
    REQUIRE(journal.begin_print(c.number, "office", "", first_morning));
    REQUIRE(journal.record_unprinted(d.number, first_morning));
    const auto ids = [&](std::size_t at_most) {
        std::vector<std::string> out;
        const auto orders = journal.unfinished(at_most);
        REQUIRE(orders);
        for (const auto& order : *orders) out.push_back(order.certificate_id);
        return out;
    };
    CHECK(ids(10) == std::vector{a.certificate_id, b.certificate_id, c.certificate_id});
    CHECK(ids(2) == std::vector{a.certificate_id, b.certificate_id});
    CHECK(journal.counts()->waiting == 3);
    // Of withdrawn ones only the page that is on its way is followed.
    for (const auto& order : {a, b, c}) CHECK(f.revoke(order) == RevokeOutcome::Done);
    CHECK(ids(10) == std::vector{c.certificate_id});
    CHECK(journal.record_signed(a.number, "{}", "k", {}).error().code == Errc::Duplicate);
    CHECK(journal.begin_print(b.number, "office", "", {}).error().code == Errc::BadValue);
    REQUIRE(journal.record_print(c.number, PrintState::Printed, "1", first_morning));
    CHECK(ids(10).empty());
    CHECK(journal.check_chain());
}

TEST_CASE("revoke: the highest dose first, or all", "[journal]") {
    Fixture f;
    auto& journal = f.journal();
    const auto first = issue(journal, order_of("P-1", "a", 1));
    const auto second = issue(journal, order_of("P-1", "a", 2));
    const auto other = issue(journal, order_of("P-2", "a", 3));
    CHECK(journal.revoke("100300000018", false, "", {}).value() == RevokeOutcome::NotFound);
    CHECK(f.revoke(first) == RevokeOutcome::HigherDoseStands);
    CHECK(f.revoke(second) == RevokeOutcome::Done);
    CHECK(f.revoke(second) == RevokeOutcome::AlreadyRevoked);
    CHECK(journal.counts()->revoked == 1);
    SECTION("one by one") {
        CHECK(f.revoke(first) == RevokeOutcome::Done);
        CHECK(f.revoke(first) == RevokeOutcome::AlreadyRevoked);
    }
    SECTION("all, named by one that is withdrawn already") {
        CHECK(f.revoke(second, true) == RevokeOutcome::Done);
        CHECK_FALSE((*journal.find(first.certificate_id))->is_current);
        CHECK(f.revoke(second, true) == RevokeOutcome::AlreadyRevoked);
    }
    CHECK(journal.counts()->revoked == 2);
    CHECK((*journal.find(other.certificate_id))->is_current);
    std::size_t count = 0;
    REQUIRE(journal.revocations([&](const RevocationRecord& record) {
        CHECK(record.replacement_id.empty());
        CHECK(record.at == first_morning);
        CHECK(record.dose == (record.certificate_id == first.certificate_id ? 1 : 2));
        ++count;
        return true;
    }));
    CHECK(count == 2);
    CHECK(journal.check_chain());
}

TEST_CASE("revoke: a correction on its way", "[journal]") {
    Fixture f;
    auto& journal = f.journal();
    auto order = order_of("P-1", "a");
    const auto first = issue(journal, order);
    order.content = "b";
    order.is_update = true;
    const auto coming = journal.reserve(order)->order;
    SECTION("goes with the certificate") {
        CHECK(f.revoke(first) == RevokeOutcome::Done);
        CHECK(journal.record_signed(coming.number, "{}", "k", {}).error().code == Errc::Duplicate);
        CHECK(journal.reserve(order)->outcome == Outcome::NoCertificate);
    }
    SECTION("alone leaves the certificate") {
        CHECK(f.revoke(coming) == RevokeOutcome::Done);
        CHECK((*journal.find(first.certificate_id))->is_current);
        CHECK(journal.reserve(order)->outcome == Outcome::New);
    }
    CHECK(journal.unfinished(10).has_value());
    CHECK(journal.check_chain());
}

TEST_CASE("history: the person's current certificates, one a dose", "[journal]") {
    Fixture f;
    auto& journal = f.journal();
    const auto second = issue(journal, order_of("P-1", "a", 2));
    const auto first = issue(journal, order_of("P-1", "a", 1));
    issue(journal, order_of("P-2", "a", 3));
    const auto unsigned_one = journal.reserve(order_of("P-1", "a", 3))->order;
    auto update = order_of("P-1", "b", 1);
    update.is_update = true;
    const auto corrected = issue(journal, update);
    const auto history = journal.history_of(unsigned_one.number);
    REQUIRE(history);
    REQUIRE(history->size() == 2);
    CHECK(history->at(0).certificate_id == corrected.certificate_id);
    CHECK(history->at(1).certificate_id == second.certificate_id);
    CHECK(history->at(1).credential_json == R"({"signed":1})");
    CHECK(journal.history_of(9999)->empty());
}

TEST_CASE("held: kept once, listed in order, decided once", "[journal]") {
    Fixture f;
    auto& journal = f.journal();
    const auto item = conflict_item();
    const auto number = journal.hold(item);
    REQUIRE(number);
    CHECK(journal.hold(item).value() == *number);
    auto renamed = item;
    renamed.request_name = "tomorrow.json";
    CHECK(journal.hold(renamed).value() == *number);
    HeldItem file;
    file.reason = "file_unsigned";
    file.request_name = "today.json";
    const auto file_number = journal.hold(file);
    REQUIRE(file_number);
    CHECK(*file_number != *number);
    file.request_name = "tomorrow.json";
    CHECK(journal.hold(file).value() != *file_number);
    CHECK(journal.counts()->held == 3);
    REQUIRE(journal.held(10)->size() == 3);
    CHECK(journal.held(1)->size() == 1);
    const auto found = (*journal.find_held(*number)).value();
    CHECK(found.request_json == item.request_json);
    CHECK(found.certificate_id == item.certificate_id);
    CHECK(found.held_at == item.held_at);

    CHECK(journal.resolve_held(*number, "perhaps", "", {}).error().code == Errc::BadValue);
    CHECK(journal.resolve_held(99, "released", "", {}).error().code == Errc::NotFound);
    REQUIRE(journal.resolve_held(*number, "released", "checked the card", first_morning));
    CHECK(journal.resolve_held(*number, "rejected", "", {}).error().code == Errc::Duplicate);
    CHECK_FALSE(*journal.find_held(*number));
    CHECK(journal.counts()->held == 2);
    CHECK(journal.hold(item).value() != *number);  // asked anew
    CHECK(journal.check_chain());
}

TEST_CASE("newest instant: the latest one that any entry has", "[journal]") {
    Fixture f;
    auto order = order_of("P-1", "a");
    order.at = {first_morning.since_epoch_ms + 5000};
    REQUIRE(f.journal().reserve(order));
    CHECK(f.journal().newest_instant() == order.at);
    REQUIRE(f.journal().record_rejected("x", 0, "required", first_morning));
    CHECK(f.journal().newest_instant() == order.at);
    REQUIRE(f.kiosk.open());
    CHECK(f.journal().newest_instant() == order.at);
}

TEST_CASE("steps: attempts that ended without a page, and those that go on, are shown",
          "[journal]") {
    Fixture f;
    auto& journal = f.journal();
    const auto failed = issue(journal, order_of("P-1", "a"));
    const auto jammed = issue(journal, order_of("P-2", "a"));
    const auto printed = issue(journal, order_of("P-3", "a"));
    const auto unknown = issue(journal, order_of("P-4", "a"));
    const auto unwanted = issue(journal, order_of("P-5", "a"));
    const auto end = [&](const Order& order, PrintState state) {
        REQUIRE(journal.begin_print(order.number, "office", "", first_morning));
        REQUIRE(
            journal.record_print(order.number, state, "job", {first_morning.since_epoch_ms + 1}));
    };
    end(failed, PrintState::Cancelled);
    end(jammed, PrintState::Jammed);
    end(printed, PrintState::Printed);
    end(unknown, PrintState::Unknown);
    REQUIRE(journal.record_unprinted(unwanted.number, first_morning));
    const auto troubles = journal.print_troubles(false, 10);
    REQUIRE(troubles);
    REQUIRE(troubles->size() == 2);
    CHECK((*troubles)[0].certificate_id == failed.certificate_id);
    CHECK((*troubles)[0].state == "cancelled");
    CHECK((*troubles)[0].printer == "office");
    CHECK((*troubles)[0].attempts == 1);
    CHECK((*troubles)[0].since.since_epoch_ms == first_morning.since_epoch_ms + 1);
    CHECK((*troubles)[1].certificate_id == unknown.certificate_id);
    CHECK(journal.print_troubles(false, 1)->size() == 1);
    const auto open = journal.print_troubles(true, 10);
    REQUIRE(open);
    REQUIRE(open->size() == 1);
    CHECK((*open)[0].certificate_id == jammed.certificate_id);
    CHECK((*open)[0].state == "jammed");
    // A further attempt that gets its page ends the trouble; so does a withdrawal.
    REQUIRE(journal.begin_print(failed.number, "office", "again", first_morning));
    REQUIRE(journal.record_print(failed.number, PrintState::Printed, "job 2", first_morning));
    CHECK(f.revoke(unknown) == RevokeOutcome::Done);
    CHECK(journal.print_troubles(false, 10)->empty());
}

TEST_CASE("PIN tries are links of the chain, and nothing else gets in that way", "[journal]") {
    Fixture f;
    const auto before = f.journal().check_chain().value();
    const std::string wrong = R"({"outcome":"wrong","operator":null,"role":null,"tries":2})";
    REQUIRE(f.journal().record_act(journal::StaffAct::PinTried, wrong, first_morning));
    REQUIRE(f.journal().record_act(journal::StaffAct::PinTried, "{}", first_morning));
    CHECK(f.journal().check_chain().value() == before + 2);
    std::vector<journal::Entry> entries;
    REQUIRE(f.journal().entries(before + 1, [&](const journal::Entry& entry) {
        entries.push_back(entry);
        return true;
    }));
    REQUIRE(entries.size() == 2);
    CHECK(entries.front().kind == "pin_tried");
    CHECK(entries.front().body == wrong);
    const auto refused = [&](std::string_view body) {
        return f.journal()
            .record_act(journal::StaffAct::PinTried, body, first_morning)
            .error()
            .code;
    };
    CHECK(refused("[1]") == Errc::BadValue);
    CHECK(refused("{\"a\":") == Errc::Truncated);
    CHECK(refused("{a}") == Errc::BadSyntax);
    CHECK(refused("{\"a\":\"" + std::string(journal::note_bytes_max, 'x') + "\"}") ==
          Errc::TooLong);
    CHECK(f.journal().check_chain().value() == before + 2);
}
