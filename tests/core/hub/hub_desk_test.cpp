// What a hub makes of the exports of its kiosks.
#include "core/hub/schema.h"
#include "core/json/reader.h"
#include "core/json/writer.h"
#include "core/sync/receipt.h"
#include "tests/core/hub/simulated_kiosk.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace outpost;
using namespace outpost::hub;
using namespace outpost::tests;

namespace {

struct Country {
    TemporaryFolder folder;
    TestHub hub{folder.path().string()};
    SimulatedKiosk camp{hub.public_part(), "camp", 100};
    SimulatedKiosk port{hub.public_part(), "port", 500};
    MemoryBus bus;

    Country() {
        REQUIRE(hub.open());
        REQUIRE(hub.ledger().enrol(camp.public_part(), hub_morning));
        REQUIRE(hub.ledger().enrol(port.public_part(), hub_morning));
    }
    TakenExport take(SimulatedKiosk& kiosk, std::int64_t number) {
        auto taken = hub.desk().take(kiosk.file_of(number, hub_morning), hub_morning);
        INFO(code_name(taken ? Errc::Io : taken.error().code));
        REQUIRE(taken);
        return std::move(*taken);
    }
    TakenExport export_and_take(SimulatedKiosk& kiosk) {
        return take(kiosk, kiosk.begin_export().value());
    }
    ProduceRun produce() {
        const auto run = hub.desk().produce(bus, hub_morning);
        REQUIRE(run);
        return *run;
    }
    std::vector<Conflict> conflicts() { return hub.ledger().conflicts(true).value(); }
    std::string receipt(const SimulatedKiosk& kiosk) {
        return hub.desk().receipt_for(kiosk.id(), hub_morning).value();
    }
};

Errc error_of(const Result<TakenExport>& taken) {
    REQUIRE_FALSE(taken);
    return taken.error().code;
}

}  // namespace

TEST_CASE("hub: an export becomes messages in DIVOC's shapes", "[hub]") {
    Country country;
    const auto id = country.camp.sign({"P-1", "Zzyzx Quill", 2, "99"}, hub_morning);
    country.camp.print_last(hub_morning);
    country.camp.revoke({id}, hub_morning);
    const auto taken = country.export_and_take(country.camp);
    CHECK(taken.stored.standing == ExportStanding::Taken);
    CHECK(taken.stored.certificates == 1);
    CHECK(country.produce().produced == 5);

    const auto certified = country.bus.by_key("certified");
    REQUIRE(certified.size() == 1);
    const auto document = json::read(certified.begin()->second);
    REQUIRE(document);
    const auto& root = document->root();
    CHECK(root.text_of("name") == "Zzyzx Quill");
    CHECK(json::write(*root.find("contact")) == R"(["tel:0700"])");
    CHECK(root.text_of("mobile") == "0700");
    CHECK(root.text_of("preEnrollmentCode") == "P-1");
    CHECK(root.text_of("certificateId") == id);
    CHECK(root.text_of("programId") == "c19");
    CHECK(root.text_of("certificate") == R"({"id":"100","name":"Zzyzx Quill","filler":""})");
    CHECK(json::write(*root.find("meta")) ==
          R"({"site":"camp","certificateType":"certifyV3","previousCertificateId":"99"})");

    const auto revoked = country.bus.by_key("revoke_cert");
    REQUIRE(revoked.size() == 1);
    const auto body = json::read(revoked.begin()->second);
    CHECK(body->root().text_of("preEnrollmentCode") == "P-1");
    CHECK(body->root().find("certificateBody")->text_of("certificateId") == id);
    CHECK(country.bus.by_key("proc_status").begin()->second ==
          R"({"preEnrollmentCode":"P-1","date":"2023-11-14T22:13:20Z","procType":"certify",)"
          R"("status":"success"})");
    const auto events = country.bus.by_key("events");
    REQUIRE(events.size() == 2);  // the page, and the kiosk's health
    CHECK(std::any_of(events.begin(), events.end(), [&](const auto& event) {
        return event.second == R"({"date":"2023-11-14T22:13:20Z","source":"outpost:)" +
                                   country.camp.id() +
                                   R"(","type":"print","extra":{"order":1,"state":"printed"}})";
    }));
    CHECK(country.produce().produced == 0);
}

TEST_CASE("hub: nothing in its folder names a person", "[hub]") {
    Country country;
    country.camp.sign({"P-SECRET-1", "Zzyzx Quill", 1, ""}, hub_morning);
    country.export_and_take(country.camp);
    country.produce();
    country.hub.close();
    CHECK(files_below(country.folder.path()).size() > 1);
    CHECK(files_with(country.folder.path(), {"Zzyzx", "P-SECRET-1"}).empty());
}

TEST_CASE("hub: what is not of its kiosks, not for it, or altered, changes nothing", "[hub]") {
    Country country;
    country.camp.sign({"P-1", "A", 1, ""}, hub_morning);
    const auto number = country.camp.begin_export().value();
    const auto good = country.camp.file_of(number, hub_morning);
    SimulatedKiosk stranger(country.hub.public_part(), "stranger", 900);
    stranger.sign({"P-9", "B", 1, ""}, hub_morning);
    const auto foreign = stranger.file_of(stranger.begin_export().value(), hub_morning);
    CHECK(error_of(country.hub.desk().take(foreign, hub_morning)) == Errc::NotFound);
    for (std::size_t at = 0; at < good.size(); at += 7) {
        auto changed = good;
        changed[at] = static_cast<std::uint8_t>(changed[at] ^ 0x11);
        CHECK_FALSE(country.hub.desk().take(changed, hub_morning));
        CHECK_FALSE(country.hub.desk().take(ByteView(good).first(at), hub_morning));
    }
    CHECK(country.receipt(country.camp).empty());
    CHECK(country.produce().produced == 0);
    CHECK(country.take(country.camp, number).stored.standing == ExportStanding::Taken);
}

TEST_CASE("hub: twice is once, and receipts say what is there", "[hub]") {
    Country country;
    country.camp.sign({"P-1", "A", 1, ""}, hub_morning);
    CHECK_FALSE(country.export_and_take(country.camp).was_known);
    CHECK(country.take(country.camp, 1).was_known);
    country.camp.sign({"P-2", "B", 1, ""}, hub_morning);
    country.export_and_take(country.camp);
    CHECK(country.camp.take_receipt(country.receipt(country.camp)) == 2);
    CHECK(country.camp.take_receipt(country.receipt(country.camp)) == 0);
    // The kiosk says in its next export what it has receipts for.
    country.camp.sign({"P-3", "C", 1, ""}, hub_morning);
    country.export_and_take(country.camp);
    CHECK(country.camp.take_receipt(country.receipt(country.camp)) == 1);
    country.produce();
    CHECK(country.bus.by_key("certified").size() == 3);
    CHECK(country.receipt(country.port).empty());
}

TEST_CASE("hub: gaps are seen, and what came out of order waits for nothing but its own", "[hub]") {
    Country country;
    const auto first = country.camp.sign({"P-1", "A", 1, ""}, hub_morning);
    country.camp.begin_export();
    country.camp.sign({"P-2", "B", 1, ""}, hub_morning);
    country.camp.revoke({first}, hub_morning);
    country.camp.begin_export();
    country.camp.sign({"P-3", "C", 1, ""}, hub_morning);
    country.camp.begin_export();

    country.take(country.camp, 3);
    country.take(country.camp, 2);
    auto states = country.hub.ledger().kiosks().value();
    const auto ours = std::find_if(states.begin(), states.end(), [&](const KioskState& state) {
        return state.kiosk.id() == country.camp.id();
    });
    REQUIRE(ours != states.end());
    CHECK(ours->missing == std::vector<std::int64_t>{1});
    CHECK(ours->missing_count == 1);
    CHECK(ours->lost.empty());
    CHECK(ours->newest == 3);
    country.produce();
    CHECK(country.bus.by_key("certified").size() == 2);
    CHECK(country.bus.by_key("revoke_cert").empty());
    CHECK(country.hub.ledger().outbox_counts()->waiting == 1);
    country.take(country.camp, 1);
    country.produce();
    CHECK(country.bus.by_key("certified").size() == 3);
    CHECK(country.bus.by_key("revoke_cert").size() == 1);
    CHECK(country.conflicts().empty());
}

TEST_CASE("hub: exports that the kiosk has receipts for and the hub has not are lost", "[hub]") {
    Country country;
    country.camp.sign({"P-1", "A", 1, ""}, hub_morning);
    country.export_and_take(country.camp);
    country.camp.take_receipt(country.receipt(country.camp));
    // The hub's folder is gone; its keys are not.
    country.hub.close();
    for (const auto* name : {"/hub.db", "/hub.db-wal", "/hub.db-shm"})
        std::filesystem::remove(country.folder.path().string() + name);
    REQUIRE(country.hub.open());
    REQUIRE(country.hub.ledger().enrol(country.camp.public_part(), hub_morning));
    country.camp.sign({"P-2", "B", 1, ""}, hub_morning);
    country.export_and_take(country.camp);
    const auto states = country.hub.ledger().kiosks().value();
    REQUIRE(states.size() == 1);
    CHECK(states[0].lost == std::vector<std::int64_t>{1});
}

TEST_CASE("hub: of two chains of one kiosk the second is held until people decide", "[hub]") {
    Country country;
    country.camp.sign({"P-1", "A", 1, ""}, hub_morning);
    country.camp.begin_export();
    auto copy = country.camp;
    country.camp.sign({"P-2", "B", 1, ""}, hub_morning);
    country.camp.begin_export();
    copy.sign_as("777", {"P-3", "C", 1, ""}, hub_morning);
    copy.begin_export();
    copy.sign_as("778", {"P-4", "D", 1, ""}, hub_morning);
    copy.begin_export();

    country.take(country.camp, 1);
    country.take(country.camp, 2);
    CHECK(country.take(copy, 2).stored.standing == ExportStanding::Held);
    const auto open = country.conflicts();
    REQUIRE(open.size() == 1);
    CHECK(open[0].kind == ConflictKind::Fork);
    country.produce();
    CHECK(country.bus.by_key("certified").size() == 2);
    auto& desk = country.hub.desk();
    const auto receipt = country.receipt(country.camp);
    CHECK(country.camp.take_receipt(receipt) == 2);

    SECTION("refused: it stays out, and gets no receipt") {
        REQUIRE(desk.decide(open[0].number, false, "a copy", hub_morning));
        CHECK(country.take(copy, 2).stored.standing == ExportStanding::Refused);
        CHECK(country.receipt(country.camp) == receipt);
        CHECK(country.produce().produced == 0);
    }
    SECTION("accepted: its records are taken, and what follows it") {
        REQUIRE(desk.decide(open[0].number, true, "restored from a backup", hub_morning));
        country.produce();
        CHECK(country.bus.by_key("certified").size() == 3);
        CHECK(country.take(copy, 3).stored.standing == ExportStanding::Branch);
        country.produce();
        CHECK(country.bus.by_key("certified").size() == 4);
        const auto all =
            sync::read_receipt(country.receipt(country.camp), country.hub.public_part());
        REQUIRE(all);
        CHECK(all->exports.size() == 4);
    }
    CHECK(desk.decide(open[0].number, false, "", hub_morning).error().code == Errc::Duplicate);
    CHECK(desk.decide(99, false, "", hub_morning).error().code == Errc::NotFound);
    CHECK(country.conflicts().empty());
}

TEST_CASE("hub: the same id twice is produced once until people decide", "[hub]") {
    Country country;
    country.camp.sign({"P-1", "A", 1, ""}, hub_morning);
    country.port.sign_as("100", {"P-2", "B", 1, ""}, hub_morning);
    country.export_and_take(country.camp);
    CHECK(country.export_and_take(country.port).stored.conflicts == 1);
    const auto open = country.conflicts();
    REQUIRE(open.size() == 1);
    CHECK(open[0].kind == ConflictKind::IdClash);
    CHECK(open[0].certificate_one == "100");
    country.produce();
    CHECK(country.bus.by_key("certified").size() == 1);
    CHECK(country.hub.ledger().outbox_counts()->held == 2);
    const bool accepts = GENERATE(true, false);
    REQUIRE(country.hub.desk().decide(open[0].number, accepts, "looked at", hub_morning));
    country.produce();
    CHECK(country.bus.by_key("certified").size() == (accepts ? 2 : 1));
    CHECK(country.bus.by_key("proc_status").size() == (accepts ? 2 : 1));
    CHECK(country.hub.ledger().outbox_counts()->dropped == (accepts ? 0 : 2));
}

TEST_CASE("hub: one event at two kiosks, one person under two names", "[hub]") {
    Country country;
    country.camp.sign({"P-1", "Amina Khalid", 1, ""}, hub_morning);
    country.camp.sign({"P-2", "Jose Munoz", 1, ""}, hub_morning);
    country.camp.sign({"P-3", "Only Here", 1, ""}, hub_morning);
    country.camp.sign({"P-3", "Corrected Here", 1, "102"}, hub_morning);
    country.port.sign({"P-1", "KHALID, Am\u00edna", 1, ""}, hub_morning);
    country.port.sign({"P-2", "Jose Munez", 2, ""}, hub_morning);
    country.export_and_take(country.camp);
    CHECK(country.export_and_take(country.port).stored.conflicts == 2);
    const auto open = country.conflicts();
    REQUIRE(open.size() == 2);
    CHECK(open[0].kind == ConflictKind::EventTwice);
    CHECK(open[1].kind == ConflictKind::NameDiffers);
    CHECK(open[0].kiosk_one < open[0].kiosk_other);
    country.produce();
    CHECK(country.bus.by_key("certified").size() == 6);  // told, not held back
    REQUIRE(country.hub.desk().decide(open[0].number, true, "dose given twice", hub_morning));
    CHECK(country.hub.ledger().conflicts(false)->front().reason == "dose given twice");
    CHECK(country.conflicts().size() == 1);
}

TEST_CASE("hub: a bus that fails is tried again; one message too large stops no other", "[hub]") {
    Country country;
    for (int person = 0; person < 1'500; ++person)
        country.camp.sign({"P-" + std::to_string(person), "A", 1, ""}, hub_morning);
    Vaccination large{"P-L", "L", 1, ""};
    large.filler.assign(300'000, 'x');
    country.camp.sign(large, hub_morning);
    country.export_and_take(country.camp);
    country.bus.bytes_max = 200'000;
    country.bus.fails_with = Error{Errc::Unavailable, 0, "test"};
    CHECK(country.hub.desk().produce(country.bus, hub_morning).error().code == Errc::Unavailable);
    CHECK(country.bus.messages.empty());
    country.bus.loses_answer = true;
    CHECK_FALSE(country.hub.desk().produce(country.bus, hub_morning));
    country.produce();
    CHECK(country.bus.by_key("certified").size() == 1'500);
    CHECK(country.bus.messages.size() > 3'002);  // one transaction came twice
    CHECK(country.hub.ledger().outbox_counts()->too_large == 1);
    country.bus.bytes_max = 1'000'000;
    CHECK(country.hub.ledger().retry_too_large().value() == 1);
    CHECK(country.produce().produced == 1);
    CHECK(country.bus.by_key("certified").size() == 1'501);
}

TEST_CASE("hub: a ledger of other keys, or no ledger, is not opened", "[hub]") {
    Country country;
    country.hub.close();
    const auto path = country.folder.path().string() + "/hub.db";
    const auto database = SqliteDatabase::open(path);
    REQUIRE(database);
    const journal::KeyedHash other(crypto::SecretBytes::copy_of(Bytes(32, 9)));
    CHECK(prepare_ledger(**database, other).error().code == Errc::BadKey);
    const auto empty = SqliteDatabase::open(path + "2");
    REQUIRE((*empty)->run("CREATE TABLE other (a INTEGER)"));
    CHECK(prepare_ledger(**empty, other).error().code == Errc::BadValue);
}
