// Which requests get an id: every outcome, and each again.
#include "tests/core/journal/kiosk.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <string>

using namespace outpost;
using namespace outpost::journal;
using tests::issue;
using tests::order_of;

namespace {

struct Fixture {
    Fixture() { kiosk.start(); }
    Journal& journal() { return kiosk.journal(); }
    Reservation reserve(const NewOrder& order) {
        auto reservation = journal().reserve(order);
        REQUIRE(reservation);
        return std::move(reservation).value();
    }
    tests::TemporaryFolder folder;
    tests::Kiosk kiosk{folder.path().string()};
};

NewOrder correction_of(NewOrder order, std::string_view content, std::string_view previous_id) {
    order.content = content;
    order.previous_id = previous_id;
    return order;
}

NewOrder update_of(NewOrder order, std::string_view content) {
    order.content = content;
    order.is_update = true;
    return order;
}

std::vector<std::string> withdrawn(Journal& journal) {
    std::vector<std::string> ids;
    REQUIRE(journal.revocations([&](const RevocationRecord& record) {
        ids.push_back(record.certificate_id + ">" + record.replacement_id);
        return true;
    }));
    return ids;
}

}  // namespace

TEST_CASE("reserve: a new event gets the block's next id", "[journal]") {
    Fixture f;
    const auto first = f.reserve(order_of("P-1", "a"));
    CHECK(first.outcome == Outcome::New);
    CHECK(first.order.certificate_id == certificate_id_of(10'030'000'001));
    CHECK(first.order.step == Step::Reserved);
    CHECK(first.order.reserved_at == tests::first_morning);
    CHECK(first.order.request_json == R"({"a":1})");
    const auto second = f.reserve(order_of("P-2", "a"));
    CHECK(second.order.certificate_id == certificate_id_of(10'030'000'002));
    // Dose and programme belong to the event, so these are others.
    CHECK(f.reserve(order_of("P-1", "a", 2)).outcome == Outcome::New);
    auto other = order_of("P-1", "a");
    other.key.program_id = "another";
    CHECK(f.reserve(other).outcome == Outcome::New);
    // No shift of a border between fields may look the same.
    other.key = {"P-1pro", "gramme", 1};
    CHECK(f.reserve(other).outcome == Outcome::New);
    CHECK(f.journal().counts()->orders == 5);
    CHECK(f.journal().check_chain());
}

TEST_CASE("reserve: the same again is a duplicate, also before it is signed", "[journal]") {
    Fixture f;
    const auto order = order_of("P-1", "a");
    const auto reserved = f.reserve(order);
    auto again = f.reserve(order);
    CHECK(again.outcome == Outcome::Duplicate);
    CHECK(again.order.certificate_id == reserved.order.certificate_id);
    CHECK(again.order.step == Step::Reserved);
    REQUIRE(f.journal().record_signed(reserved.order.number, "{}", "key", order.at));
    again = f.reserve(order);
    CHECK(again.outcome == Outcome::Duplicate);
    CHECK(again.order.step == Step::Signed);
    CHECK(again.order.credential_json == "{}");
    CHECK(f.journal().counts()->orders == 1);
}

TEST_CASE("reserve: other content is a conflict and takes no id", "[journal]") {
    Fixture f;
    const auto issued = issue(f.journal(), order_of("P-1", "a"));
    const auto conflict = f.reserve(order_of("P-1", "b"));
    CHECK(conflict.outcome == Outcome::Conflict);
    CHECK(conflict.order.certificate_id == issued.certificate_id);
    CHECK(f.reserve(order_of("P-2", "a")).order.certificate_id ==
          certificate_id_of(10'030'000'002));
}

TEST_CASE("reserve: a correction withdraws the old certificate when it is signed", "[journal]") {
    Fixture f;
    const auto order = order_of("P-1", "a");
    const auto first = issue(f.journal(), order);
    const auto corrected = f.reserve(correction_of(order, "b", first.certificate_id));
    CHECK(corrected.outcome == Outcome::New);
    CHECK(corrected.order.supersedes == first.certificate_id);
    CHECK((*f.journal().find(first.certificate_id))->is_current);
    CHECK(withdrawn(f.journal()).empty());
    REQUIRE(f.journal().record_signed(corrected.order.number, "{}", "key", order.at));
    CHECK_FALSE((*f.journal().find(first.certificate_id))->is_current);
    CHECK(withdrawn(f.journal()) ==
          std::vector<std::string>{first.certificate_id + ">" + corrected.order.certificate_id});
    CHECK(f.journal().counts()->revoked == 0);  // superseded, not revoked
    CHECK(f.journal().check_chain());

    SECTION("the correction again, and the first request again") {
        for (const auto& again : {correction_of(order, "b", first.certificate_id), order}) {
            const auto duplicate = f.reserve(again);
            CHECK(duplicate.outcome == Outcome::Duplicate);
            CHECK(duplicate.order.certificate_id == corrected.order.certificate_id);
        }
    }
    SECTION("a correction of what is not the newest") {
        const auto differs = f.reserve(correction_of(order, "c", first.certificate_id));
        CHECK(differs.outcome == Outcome::PreviousDiffers);
        CHECK(differs.order.certificate_id == corrected.order.certificate_id);
        auto update = update_of(order, "c");
        update.previous_id = first.certificate_id;
        CHECK(f.reserve(update).outcome == Outcome::PreviousDiffers);
    }
    SECTION("back to the first content is a correction when it is asked for") {
        const auto back = f.reserve(correction_of(order, "a", corrected.order.certificate_id));
        CHECK(back.outcome == Outcome::New);
    }
}

TEST_CASE("reserve: a correction waits until the one before it is signed", "[journal]") {
    Fixture f;
    const auto order = order_of("P-1", "a");
    const auto reserved = f.reserve(order);
    const auto& id = reserved.order.certificate_id;
    CHECK(f.reserve(correction_of(order, "b", id)).outcome == Outcome::Conflict);
    CHECK(f.reserve(update_of(order, "b")).outcome == Outcome::Conflict);
    REQUIRE(f.journal().record_signed(reserved.order.number, "{}", "key", order.at));
    const auto coming = f.reserve(update_of(order, "b"));
    CHECK(coming.outcome == Outcome::New);
    const auto third = f.reserve(update_of(order, "c"));
    CHECK(third.outcome == Outcome::Conflict);
    CHECK(third.order.certificate_id == coming.order.certificate_id);
    CHECK(f.reserve(update_of(order, "b")).outcome == Outcome::Duplicate);
}

TEST_CASE("reserve: updates", "[journal]") {
    Fixture f;
    const auto order = order_of("P-1", "a");
    CHECK(f.reserve(update_of(order, "a")).outcome == Outcome::NoCertificate);
    CHECK(f.reserve(correction_of(order, "a", "100300000015")).outcome == Outcome::NoCertificate);
    const auto first = issue(f.journal(), order);
    CHECK(f.reserve(update_of(order, "a")).outcome == Outcome::Duplicate);
    // The programme is no part of the look-up (DIVOC 1.7), the dose is.
    auto update = update_of(order, "b");
    update.key.program_id = "renamed";
    const auto second = f.reserve(update);
    CHECK(second.outcome == Outcome::New);
    CHECK(second.order.supersedes == first.certificate_id);
    REQUIRE(f.journal().record_signed(second.order.number, "{}", "key", order.at));
    // Under its old name the event is still the same one.
    CHECK(f.reserve(order).outcome == Outcome::Duplicate);
    CHECK(f.reserve(order_of("P-1", "c")).outcome == Outcome::Conflict);
    update.key.dose = 2;
    CHECK(f.reserve(update).outcome == Outcome::NoCertificate);
    CHECK(f.journal().check_chain());
}

TEST_CASE("reserve: as many corrections as are allowed", "[journal]") {
    Fixture f;
    auto order = order_of("P-1", "a");
    order.update_limit = 2;
    issue(f.journal(), order);
    issue(f.journal(), update_of(order, "b"));
    const auto newest = issue(f.journal(), update_of(order, "c"));
    const auto refused = f.reserve(update_of(order, "d"));
    CHECK(refused.outcome == Outcome::UpdateLimit);
    CHECK(refused.order.certificate_id == newest.certificate_id);
    CHECK(f.reserve(update_of(order, "c")).outcome == Outcome::Duplicate);
    order.update_limit = 0;
    CHECK(f.reserve(update_of(order, "d")).outcome == Outcome::UpdateLimit);
}

TEST_CASE("reserve: a revoked event is free again", "[journal]") {
    Fixture f;
    const auto order = order_of("P-1", "a");
    const auto first = issue(f.journal(), order);
    REQUIRE(f.journal().revoke(first.certificate_id, false, "mistake", order.at).value() ==
            RevokeOutcome::Done);
    CHECK(f.reserve(update_of(order, "b")).outcome == Outcome::NoCertificate);
    const auto second = f.reserve(order);
    CHECK(second.outcome == Outcome::New);
    CHECK(second.order.supersedes.empty());
    CHECK(second.order.certificate_id != first.certificate_id);
    CHECK(f.journal().check_chain());
}

TEST_CASE("reserve: what was given up leaves the event free and its id used", "[journal]") {
    Fixture f;
    const auto order = order_of("P-1", "a");
    const auto lost = f.reserve(order);
    REQUIRE(f.journal().record_abandoned(lost.order.number, "bad_value", order.at));
    CHECK(f.journal().unfinished(10)->empty());
    CHECK(withdrawn(f.journal()).empty());  // nobody ever had it
    CHECK(f.journal().record_signed(lost.order.number, "{}", "key", order.at).error().code ==
          Errc::Duplicate);
    CHECK(f.journal().record_abandoned(lost.order.number, "again", order.at).error().code ==
          Errc::Duplicate);
    CHECK((*f.journal().find(lost.order.certificate_id))->step == Step::Abandoned);
    const auto again = issue(f.journal(), order);
    CHECK(again.certificate_id != lost.order.certificate_id);
    // A correction that is given up leaves the certificate standing, and counts for no limit.
    auto update = update_of(order, "b");
    update.update_limit = 1;
    const auto coming = f.reserve(update);
    REQUIRE(coming.outcome == Outcome::New);
    REQUIRE(f.journal().record_abandoned(coming.order.number, "bad_value", order.at));
    CHECK(f.reserve(order).order.certificate_id == again.certificate_id);
    CHECK(f.reserve(order_of("P-1", "b")).outcome == Outcome::Conflict);
    CHECK(f.reserve(update).outcome == Outcome::New);
    CHECK(f.journal().check_chain());
}

TEST_CASE("reserve: limits", "[journal]") {
    Fixture f;
    CHECK(f.journal().reserve(order_of("", "a")).error().code == Errc::BadValue);
    const std::string long_code(code_bytes_max + 1, 'x');
    CHECK(f.journal().reserve(order_of(long_code, "a")).error().code == Errc::TooLong);
    const std::string long_content(content_bytes_max + 1, 'x');
    CHECK(f.journal().reserve(order_of("P", long_content)).error().code == Errc::TooLong);
    auto order = order_of("P", "a");
    order.previous_id = long_code;
    CHECK(f.journal().reserve(order).error().code == Errc::TooLong);
    const auto reserved = f.reserve(order_of("P-1", "a"));
    CHECK(f.journal().record_signed(reserved.order.number, "", "k", {}).error().code ==
          Errc::BadValue);
    CHECK(f.journal().record_signed(reserved.order.number, long_content, "k", {}).error().code ==
          Errc::TooLong);
    CHECK(f.journal().record_signed(99, "{}", "k", {}).error().code == Errc::NotFound);
}

TEST_CASE("reserve: hostile text is only text", "[journal]") {
    Fixture f;
    const std::string code("'; DROP TABLE orders; --\0\xff\"\n", 28);
    const auto order = order_of(code, code);
    const auto reserved = f.reserve(order);
    CHECK(reserved.outcome == Outcome::New);
    CHECK(f.reserve(order).outcome == Outcome::Duplicate);
    REQUIRE(f.journal().record_signed(reserved.order.number, code, code, order.at));
    CHECK((*f.journal().find(reserved.order.certificate_id))->credential_json == code);
    CHECK(f.journal().check_chain());
}

TEST_CASE("reserve: no personal data in entries or hashes that anybody could try", "[journal]") {
    Fixture f;
    auto order = order_of("Maria-1970", "Maria Example");
    order.request_name = "Maria.json";
    order.request_json = "{\"name\":\"Maria\"}";
    const auto issued = issue(f.journal(), order);
    REQUIRE(f.journal().revoke(issued.certificate_id, false, "Maria asked", order.at));
    REQUIRE(f.journal().record_rejected("Maria.json", 3, "required", order.at));
    HeldItem item;
    item.reason = "conflict";
    item.request_name = "Maria.json";
    item.request_json = "{\"name\":\"Maria\"}";
    const auto held = f.journal().hold(item);
    REQUIRE(held);
    REQUIRE(f.journal().resolve_held(*held, "rejected", "Maria was here", order.at));
    std::size_t count = 0;
    REQUIRE(f.journal().entries(1, [&](const Entry& entry) {
        CHECK(entry.body.find("Maria") == std::string::npos);
        ++count;
        return true;
    }));
    CHECK(count > 8);
}

TEST_CASE("reserve: a block is used to its end, and then it is said so", "[journal]") {
    tests::TemporaryFolder folder;
    tests::Kiosk kiosk(folder.path().string());
    REQUIRE(kiosk.open());
    auto& journal = kiosk.journal();
    CHECK_FALSE(journal.block());
    CHECK(journal.reserve(order_of("P-1", "a")).error().code == Errc::Unavailable);
    CHECK(journal.begin_issuing({}).value() == Standstill::NoBlock);
    CHECK(journal.reserve(order_of("P-1", "a")).error().code == Errc::Unavailable);
    REQUIRE(journal.assign_block({20'000'000'000, 20'000'000'001}, {}));
    CHECK(journal.block() == NumberBlock{20'000'000'000, 20'000'000'001});
    CHECK(journal.reserve(order_of("P-1", "a"))->order.certificate_id.substr(0, 11) ==
          "20000000000");
    CHECK(journal.reserve(order_of("P-2", "a"))->order.certificate_id.substr(0, 11) ==
          "20000000001");
    CHECK(journal.reserve(order_of("P-3", "a")).error().code == Errc::Unavailable);
    CHECK(journal.reserve(order_of("P-2", "a"))->outcome == Outcome::Duplicate);
    CHECK(journal.begin_issuing({}).value() == Standstill::BlockUsedUp);
    for (const NumberBlock& used :
         {NumberBlock{20'000'000'000, 20'000'000'001}, NumberBlock{20'000'000'001, 20'000'000'009},
          NumberBlock{19'000'000'000, 21'000'000'000}})
        CHECK(journal.assign_block(used, {}).error().code == Errc::Duplicate);
    CHECK(journal.assign_block({1, 2}, {}).error().code == Errc::BadValue);
    REQUIRE(journal.assign_block({20'000'000'002, 20'000'000'009}, {}));
    CHECK(journal.reserve(order_of("P-3", "a"))->outcome == Outcome::New);
    CHECK(journal.check_chain());
}
