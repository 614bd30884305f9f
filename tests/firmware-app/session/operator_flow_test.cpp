// The operator's half: PIN, roles, pages, locks.
#include "tests/firmware-app/session/rig.h"

#include <catch2/catch.hpp>

using namespace outpost;
using namespace outpost::session;
using namespace outpost::session::tests;

TEST_CASE("session: PIN entry keeps a count, never digits", "[session]") {
    auto rig = Rig::ready();
    rig.feed(ButtonOperator{});
    REQUIRE(rig.name() == "pin");
    for (const int digit : {9, 8, 7, 6, 5}) rig.tap(KeyId::Digit, digit);
    CHECK(rig.as<Pin>().digits == 5);
    CHECK(rig.last<PinDigit>()->digit == 5);
    CHECK_FALSE(rig.key(KeyId::PinOk)->is_enabled);
    rig.tap(KeyId::DeleteDigit);
    CHECK(rig.as<Pin>().digits == 4);
    rig.feed(Typed{"12345678901234567890"});
    CHECK(rig.as<Pin>().digits == 12);
    rig.tap(KeyId::PinOk);
    CHECK(rig.count<TryPin>() == 1);
    CHECK(rig.as<Pin>().is_checking);
    rig.tap(KeyId::Digit, 1);
    CHECK(rig.as<Pin>().digits == 12);
    rig.feed(PinAnswered{{}, 2, 0});
    CHECK(rig.as<Pin>().was_wrong);
    CHECK(rig.as<Pin>().tries_left == 2);
    CHECK(rig.as<Pin>().digits == 0);
    rig.feed(PinAnswered{OperatorSession{"X", Role::Supervisor}, 0, 0});  // nobody asked
    CHECK(rig.name() == "pin");
}

TEST_CASE("session: a locked PIN stays locked however often the door is opened", "[session]") {
    auto rig = Rig::ready();
    rig.feed(ButtonOperator{});
    rig.feed(Typed{"123456"});
    rig.tap(KeyId::PinOk);
    rig.feed(PinAnswered{{}, 0, 30'000});
    CHECK(rig.as<Pin>().locked_until_ms == rig.now_ms + 30'000);
    CHECK_FALSE(rig.key(KeyId::Digit, 1)->is_enabled);
    rig.tap(KeyId::Cancel);
    rig.feed(ButtonOperator{});
    CHECK_FALSE(rig.key(KeyId::Digit, 1)->is_enabled);
    rig.feed(Typed{"1"});
    CHECK(rig.as<Pin>().digits == 0);
    rig.wait(29'499);  // taps take half a second
    rig.feed(ButtonOperator{});
    CHECK_FALSE(rig.key(KeyId::Digit, 1)->is_enabled);
    rig.wait(1);
    CHECK(rig.key(KeyId::Digit, 1)->is_enabled);
}

TEST_CASE("session: what an operator may not, a supervisor may", "[session]") {
    auto rig = Rig::ready();
    rig.unlock(Role::Operator);
    CHECK_FALSE(rig.key(KeyId::OpenPolicy)->is_enabled);
    rig.tap(KeyId::OpenPolicy);
    CHECK(rig.name() == "operator_home");
    rig.tap(KeyId::OpenSettings);
    CHECK_FALSE(rig.key(KeyId::Restart)->is_enabled);
    rig.tap(KeyId::ShutDown);
    CHECK(rig.as<SettingsPage>().asks == KeyId::None);
    rig.tap(KeyId::VolumeUp);
    CHECK(rig.last<SetVolume>()->percent == 80);
    rig.tap(KeyId::BrightnessDown);
    CHECK(rig.last<SetBrightness>()->percent == 90);
    rig.tap(KeyId::Back);
    rig.tap(KeyId::Lock);
    CHECK(rig.count<EndOperatorSession>() == 1);
    rig.unlock(Role::Supervisor);
    rig.tap(KeyId::OpenSettings);
    rig.tap(KeyId::Restart);
    rig.tap(KeyId::Cancel);
    CHECK(rig.count<RestartKiosk>() == 0);
    rig.tap(KeyId::Restart);
    rig.tap(KeyId::Confirm);
    CHECK(rig.count<RestartKiosk>() == 1);
    rig.tap(KeyId::ShutDown);
    rig.tap(KeyId::Confirm);
    CHECK(rig.count<ShutDownKiosk>() == 1);
}

TEST_CASE("session: a switch of policy takes three taps and locks scanning", "[session]") {
    auto rig = Rig::ready();
    rig.unlock(Role::Supervisor);
    rig.tap(KeyId::OpenPolicy);
    CHECK_FALSE(rig.key(KeyId::Confirm)->is_enabled);
    rig.tap(KeyId::ChoosePurpose, 1);
    rig.tap(KeyId::Confirm);
    CHECK(rig.taps == 3);
    CHECK(rig.last<UsePurpose>()->purpose == 1);
    CHECK(rig.state.purpose == 1);
    rig.tap(KeyId::Lock);
    rig.check(outcome_of(Verdict::Accepted, "d1"));
    rig.feed(RegistrationShown{view_of(1), false, {}});
    rig.code_in_view();
    CHECK(rig.name() == "attract");
    rig.wait(300'000 - 500);
    CHECK(rig.state.scanning_locked_until_ms == 0);
    CHECK(rig.last<AcceptCodes>()->is_on);
    rig.check(outcome_of(Verdict::Accepted, "d1"));
    CHECK(rig.name() == "verdict");
}

TEST_CASE("session: import takes one tap once the stick is in", "[session]") {
    auto rig = Rig::ready();
    ImportOffer offer;
    offer.number = 5;
    SECTION("stick first, then the PIN") {
        rig.feed(OffersFound{{offer}, {}});
        CHECK(rig.name() == "attract");
        rig.unlock();
    }
    SECTION("PIN first") {
        rig.unlock();
        rig.feed(OffersFound{{offer}, {}});
    }
    SECTION("two sticks: one tap more") {
        rig.unlock();
        rig.feed(OffersFound{{ImportOffer{}, offer}, {}});
        rig.tap(KeyId::Row, 1);
        --rig.taps;
    }
    REQUIRE(rig.name() == "import");
    rig.tap(KeyId::DoImport);
    CHECK(rig.taps == 1);
    CHECK(rig.last<ImportNow>()->number == 5);
    rig.feed(ImportProgress{400});
    CHECK(rig.as<ImportPage>().percent == 100);
    rig.feed(ImportDone{"import.done"});
    CHECK(rig.as<ImportPage>().outcome == "import.done");
    rig.wait(10'000);
    CHECK(rig.name() == "operator_home");
}

TEST_CASE("session: what can not be imported has no key for it; export", "[session]") {
    auto rig = Rig::ready();
    rig.unlock();
    ImportOffer offer;
    offer.refusal = "import.older";
    rig.feed(OffersFound{{offer}, {"stick A", "stick B"}});
    CHECK_FALSE(rig.key(KeyId::DoImport)->is_enabled);
    rig.tap(KeyId::Cancel);
    rig.tap(KeyId::OpenExport);
    rig.tap(KeyId::DoExport, 1);
    CHECK(rig.last<ExportNow>()->target == 1);
    rig.feed(ExportDone{"export.done"});
    rig.tap(KeyId::Close);
    CHECK(rig.name() == "operator_home");
}

TEST_CASE("session: idle operators are warned, then locked out", "[session]") {
    auto rig = Rig::ready();
    rig.to_queue();
    REQUIRE(has_personal(rig.state));
    rig.wait(119'000);
    rig.tap(KeyId::SortBy);
    CHECK(rig.last<LoadQueue>()->sort == QueueSort::Time);
    rig.wait(120'000);
    REQUIRE(rig.state.warning.has_value());
    rig.tap(KeyId::NeedMoreTime);
    CHECK(rig.name() == "queue");
    rig.wait(120'000);
    rig.wait(20'000);
    CHECK(rig.name() == "attract");
    CHECK_FALSE(rig.state.operator_session.has_value());
    CHECK_FALSE(has_personal(rig.state));
    CHECK(rig.count<EndOperatorSession>() == 1);
}

TEST_CASE("session: why? for a minute after the last check, with an operator only", "[session]") {
    auto rig = Rig::ready();
    rig.check(outcome_of(Verdict::Unknown, "d0"));
    CHECK_FALSE(rig.state.last_check.has_value());
    rig.wait(20'000);
    rig.unlock();
    rig.tap(KeyId::Back);
    CHECK(rig.name() == "attract");
    rig.check(outcome_of(Verdict::Unknown, "d1"));
    REQUIRE(rig.state.last_check.has_value());
    rig.unlock();
    SECTION("looked at") {
        rig.tap(KeyId::Why);
        REQUIRE(rig.name() == "detail");
        rig.tap(KeyId::NextFinding);
        CHECK(rig.as<Detail>().finding == 1);
        rig.tap(KeyId::NextFinding);
        CHECK(rig.as<Detail>().finding == 0);
        rig.tap(KeyId::CompareId);
        CHECK(rig.as<Detail>().compares_id);
        rig.tap(KeyId::Close);
        CHECK(rig.name() == "operator_home");
    }
    SECTION("another operator") {
        rig.tap(KeyId::Back);
        rig.feed(ButtonOperator{});
        rig.feed(Typed{"123456"});
        rig.tap(KeyId::PinOk);
        rig.feed(PinAnswered{OperatorSession{"B. Perera", Role::Operator}, 3, 0});
    }
    SECTION("too late") {
        rig.wait(60'000);
    }
    CHECK_FALSE(rig.state.last_check.has_value());
    CHECK_FALSE(has_personal(rig.state));
    CHECK_FALSE(rig.key(KeyId::Why)->is_enabled);
}

TEST_CASE("session: search by letters and keyboard", "[session]") {
    auto rig = Rig::ready();
    rig.to_queue();
    rig.tap(KeyId::Search);
    rig.tap(KeyId::Letter, 0);
    rig.tap(KeyId::Letter, 27);
    rig.feed(Typed{"\xC3\xA9"});
    CHECK(rig.last<LoadQueue>()->search == "A-\xC3\xA9");
    rig.tap(KeyId::DeleteLetter);
    CHECK(rig.last<LoadQueue>()->search == "A-");
    rig.feed(Typed{"a\nb"});
    rig.feed(Typed{std::string(41, 'x')});
    CHECK(rig.as<Queue>().search == "A-");
    rig.tap(KeyId::ClearSearch);
    CHECK(rig.as<Queue>().search.empty());
    rig.tap(KeyId::Close);
    CHECK(rig.name() == "queue");
    QueuePage page = page_of(5);
    page.total = 12;
    rig.feed(QueueLoaded{page});
    rig.tap(KeyId::PageDown);
    CHECK(rig.last<LoadQueue>()->first == 5);
    rig.tap(KeyId::PageUp);
    CHECK(rig.last<LoadQueue>()->first == 0);
}

TEST_CASE("session: the door opens by the status line held for 2 s", "[session]") {
    auto rig = Rig::ready();
    rig.feed(KeyDown{Key{KeyId::StatusLine, 0}});
    rig.wait(1'999);
    CHECK(rig.name() == "attract");
    rig.wait(1);
    CHECK(rig.name() == "pin");
    rig.wait(20'000);
    CHECK(rig.name() == "attract");
    rig.feed(KeyDown{Key{KeyId::StatusLine, 0}});
    rig.feed(KeyUp{Key{KeyId::StatusLine, 0}});
    rig.wait(5'000);
    CHECK(rig.name() == "attract");
}
