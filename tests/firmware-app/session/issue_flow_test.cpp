// Issuing and printing, with the taps of docs/kiosk-screens.md counted.
#include "tests/firmware-app/session/rig.h"

#include <catch2/catch.hpp>

using namespace outpost;
using namespace outpost::session;
using namespace outpost::session::tests;

namespace {

Rig attended() {
    auto settings = both_modes();
    settings.attended = true;
    return Rig::ready(settings);
}

}  // namespace

TEST_CASE("session: issue and print from the queue takes two taps", "[session]") {
    for (const bool is_attended : {true, false}) {
        auto rig = is_attended ? attended() : Rig::ready();
        rig.to_queue();
        rig.tap(KeyId::Row, 1);
        REQUIRE(rig.last<LoadConfirm>() != nullptr);
        CHECK(rig.last<LoadConfirm>()->number == 2);
        rig.feed(ConfirmReady{view_of(9)});  // not the one that was asked for
        CHECK(rig.name() == "queue");
        rig.tap(KeyId::Row, 1);
        rig.taps = 1;
        rig.feed(QueueLoaded{page_of(3)});
        rig.tap(KeyId::Row, 1);
        rig.taps = 1;
        rig.feed(ConfirmReady{view_of(2)});
        REQUIRE(rig.name() == "confirm");
        CHECK(rig.state.is_operator_suspended);
        CHECK_FALSE(rig.last<AcceptCodes>()->is_on);
        rig.tap(KeyId::Yes);
        CHECK(rig.last<IssueAndPrint>()->number == 2);
        CHECK(rig.name() == "issuing");
        CHECK_FALSE(has_personal(rig.state));
        rig.feed(IssueStepDone{IssueStep::Signing});
        CHECK(rig.as<Issuing>().step == IssueStep::Checking);
        rig.feed(Issued{"c-2"});
        rig.feed(PrintChanged{"c-2", PrintState::Printing, 1, 1});
        rig.feed(Checked{outcome_of(Verdict::Accepted, "d1")});  // ignored while printing
        CHECK(rig.name() == "printing");
        rig.feed(PrintChanged{"c-other", PrintState::Printed, 1, 1});
        CHECK(rig.name() == "printing");
        rig.feed(PrintChanged{"c-2", PrintState::Printed, 1, 1});
        CHECK(rig.name() == "hand_over");
        CHECK(rig.last<PlaySound>()->sound == Sound::Printed);
        CHECK(rig.taps == 2);
        rig.feed(PaperTaken{});
        CHECK(rig.name() == (is_attended ? "queue" : "attract"));
        CHECK(rig.taps == 2);
        if (is_attended) continue;
        rig.unlock();  // and back to the list
        CHECK(rig.name() == "queue");
    }
}

TEST_CASE("session: issue by the person's own code takes one tap", "[session]") {
    auto rig = Rig::ready();
    rig.tap(KeyId::Language);
    rig.tap(KeyId::ChooseLanguage, 1);
    rig.taps = 0;
    rig.feed(RegistrationShown{view_of(7), false, {}});
    CHECK(rig.name() == "confirm");
    CHECK(rig.state.language == "hi");
    rig.tap(KeyId::Yes);
    CHECK(rig.taps == 1);
    rig.feed(Issued{"c-7"});
    rig.feed(PrintChanged{"c-7", PrintState::Printed, 1, 1});
    rig.wait(15'000);
    CHECK(rig.name() == "attract");
    CHECK(rig.state.language == "en");
    rig.feed(RegistrationShown{{}, true, {}});
    CHECK(rig.as<Scan>().notice == "issue.already");
    rig.feed(RegistrationShown{{}, false, {}});
    CHECK(rig.as<Scan>().notice == "issue.not_found");
}

TEST_CASE("session: a correction takes two taps and leaves nothing", "[session]") {
    auto rig = Rig::ready();
    rig.feed(RegistrationShown{view_of(7), false, {}});
    rig.tap(KeyId::No);
    CHECK(rig.name() == "what_is_wrong");
    rig.tap(KeyId::WrongBirth);
    CHECK(rig.taps == 2);
    CHECK(rig.last<HoldItem>()->number == 7);
    CHECK(rig.last<HoldItem>()->reason == KeyId::WrongBirth);
    CHECK(rig.as<WhatIsWrong>().is_thanking);
    CHECK_FALSE(has_personal(rig.state));
    rig.wait(6'000);
    CHECK(rig.name() == "attract");
}

TEST_CASE("session: print all takes two taps", "[session]") {
    auto rig = attended();
    rig.to_queue(3);
    rig.tap(KeyId::PrintAll);
    CHECK(rig.as<Queue>().asks_print_all);
    rig.tap(KeyId::Confirm);
    CHECK(rig.taps == 2);
    for (int i = 0; i < 3; ++i) {
        REQUIRE(rig.name() == "issuing");
        CHECK(rig.count<NextOfAll>() == static_cast<std::size_t>(i + 1));
        if (i == 1) {
            rig.feed(IssueRefused{"dose_missing"});
            continue;
        }
        rig.feed(Issued{"c-" + std::to_string(i)});
        rig.feed(PrintChanged{"c-" + std::to_string(i), PrintState::Printed, 1, 1});
    }
    CHECK(rig.name() == "queue");
    CHECK(rig.taps == 2);
    rig.feed(QueueLoaded{page_of(3)});
    rig.tap(KeyId::PrintAll);
    rig.tap(KeyId::Confirm);
    rig.feed(NoMoreToPrint{});
    CHECK(rig.name() == "queue");
}

TEST_CASE("session: reprint takes three taps and a reason", "[session]") {
    auto rig = attended();
    rig.unlock();
    rig.tap(KeyId::OpenReprint);
    CHECK(rig.last<LoadQueue>()->is_for_reprint);
    rig.feed(QueueLoaded{page_of(3, "printed")});
    SECTION("row") {
        rig.tap(KeyId::Row, 0);
    }
    SECTION("code") {
        rig.feed(RegistrationShown{{}, true, page_of(1).rows.front()});
        ++rig.taps;  // showing it counts like the row
    }
    REQUIRE(rig.name() == "reprint");
    rig.tap(KeyId::ReasonDamaged);
    CHECK(rig.taps == 3);
    CHECK(rig.last<ReprintPage>()->reason == KeyId::ReasonDamaged);
    CHECK(rig.last<ReprintPage>()->certificate_id == "c-1");
    CHECK(rig.name() == "printing");
    CHECK_FALSE(has_personal(rig.state));
    rig.feed(PrintChanged{"c-1", PrintState::Printed, 1, 1});
    rig.tap(KeyId::Next);
    CHECK(rig.name() == "queue");
}

TEST_CASE("session: paper ran out and jams go on without a tap", "[session]") {
    for (const auto cause : {PrintState::OutOfPaper, PrintState::Jammed, PrintState::Offline,
                             PrintState::Cancelled, PrintState::Failed}) {
        auto rig = Rig::ready();
        rig.to_printing();
        rig.taps = 0;
        rig.feed(PrintChanged{"c-7", cause, 1, 1});
        REQUIRE(rig.name() == "printer_help");
        CHECK(rig.as<PrinterHelp>().cause == cause);
        CHECK(keys_of(rig.state, rig.settings).empty());
        rig.wait(500'000);
        CHECK(rig.name() == "printer_help");
        rig.feed(PrintChanged{"c-7", PrintState::Printing, 1, 1});
        CHECK(rig.name() == "printing");
        rig.feed(PrintChanged{"c-7", PrintState::Printed, 1, 1});
        CHECK(rig.name() == "hand_over");
        CHECK(rig.taps == 0);
    }
}

TEST_CASE("session: the operator's keys at a stopped printer, behind the PIN", "[session]") {
    auto rig = Rig::ready();
    rig.to_printing();
    rig.feed(PrintChanged{"c-7", PrintState::Jammed, 1, 1});
    SECTION("continue") {
        rig.unlock();
        REQUIRE(rig.name() == "printer_help");
        rig.tap(KeyId::Continue);
        CHECK(rig.count<RetryPrint>() == 1);
        CHECK(rig.name() == "printing");
        rig.feed(PrintChanged{"c-7", PrintState::Printed, 1, 1});
        rig.tap(KeyId::Next);
        CHECK(rig.name() == "attract");
        rig.unlock();  // the door is not stuck
        CHECK(rig.name() == "operator_home");
    }
    SECTION("cancel") {
        rig.unlock();
        rig.tap(KeyId::CancelJob);
        CHECK(rig.count<CancelPrint>() == 1);
        CHECK(rig.name() == "attract");
    }
    SECTION("the printer recovers under the PIN") {
        rig.feed(ButtonOperator{});
        CHECK(rig.name() == "pin");
        rig.feed(PrintChanged{"c-7", PrintState::Printing, 1, 1});
        rig.feed(PrintChanged{"c-7", PrintState::Printed, 1, 1});
        CHECK(rig.name() == "pin");
        rig.wait(20'000);
        CHECK(rig.name() == "hand_over");
    }
    SECTION("the operator walks away") {
        rig.unlock();
        rig.wait(120'000);
        CHECK(rig.name() == "printer_help");
        CHECK(keys_of(rig.state, rig.settings).empty());
    }
}

TEST_CASE("session: an outcome nobody knows takes one tap", "[session]") {
    auto rig = attended();
    rig.to_queue();
    rig.tap(KeyId::Row, 0);
    rig.feed(ConfirmReady{view_of(1)});
    rig.tap(KeyId::Yes);
    rig.feed(Issued{"c-1"});
    rig.wait(15'000);
    REQUIRE(rig.name() == "outcome_unknown");
    rig.taps = 0;
    SECTION("came out") {
        rig.tap(KeyId::PageCameOut);
        CHECK(rig.last<SettleOutcome>()->came_out);
        CHECK(rig.name() == "hand_over");
    }
    SECTION("did not come") {
        rig.tap(KeyId::PageDidNotCome);
        CHECK_FALSE(rig.last<SettleOutcome>()->came_out);
        CHECK(rig.last<ReprintPage>()->reason == KeyId::ReasonDidNotPrint);
        CHECK(rig.name() == "printing");
    }
    SECTION("not readable") {
        rig.tap(KeyId::PageNotReadable);
        CHECK(rig.last<ReprintPage>()->reason == KeyId::ReasonNotReadable);
        CHECK(rig.name() == "printing");
    }
    SECTION("the printer tells after all") {
        rig.feed(PrintChanged{"c-1", PrintState::Printed, 1, 1});
        CHECK(rig.name() == "hand_over");
        ++rig.taps;
    }
    CHECK(rig.taps == 1);
}

TEST_CASE("session: a row in trouble asks for its outcome", "[session]") {
    auto rig = Rig::ready();
    rig.to_queue(2, "trouble");
    rig.tap(KeyId::Row, 0);
    REQUIRE(rig.name() == "outcome_unknown");
    SECTION("settled") {
        rig.tap(KeyId::PageCameOut);
        CHECK(rig.name() == "queue");
    }
    SECTION("left") {
        rig.feed(ButtonBack{});
        CHECK(rig.name() == "queue");
    }
    SECTION("printed again") {
        rig.tap(KeyId::PageDidNotCome);
        rig.feed(PrintChanged{"c-1", PrintState::Printed, 1, 1});
        CHECK(rig.name() == "queue");
    }
}

TEST_CASE("session: confirming ends by time, with a warning that can be extended", "[session]") {
    auto rig = Rig::ready();
    rig.feed(RegistrationShown{view_of(7), false, {}});
    for (int i = 0; i < 10; ++i) {
        rig.wait(60'000);
        REQUIRE(rig.state.warning.has_value());
        CHECK(rig.last<PlaySound>()->sound == Sound::TimeWarning);
        rig.tap(KeyId::NeedMoreTime);
        CHECK_FALSE(rig.state.warning.has_value());
        CHECK(rig.name() == "confirm");
    }
    rig.wait(60'000);
    CHECK_FALSE(rig.key(KeyId::NeedMoreTime)->is_enabled);
    rig.wait(19'999);
    CHECK(has_personal(rig.state));
    rig.wait(1);
    CHECK(rig.name() == "attract");
    CHECK(rig.state.is_cleared_notice);
    CHECK_FALSE(has_personal(rig.state));
    CHECK(rig.last<ForgetPerson>() != nullptr);
    rig.wait(3'000);
    CHECK_FALSE(rig.state.is_cleared_notice);
}

TEST_CASE("session: more time makes limits three times as long", "[session]") {
    auto rig = Rig::ready();
    rig.tap(KeyId::EasyUse);
    rig.tap(KeyId::MoreTime);
    CHECK(rig.key(KeyId::MoreTime)->is_on);
    rig.tap(KeyId::Close);
    rig.feed(RegistrationShown{view_of(7), false, {}});
    CHECK(rig.due_in() == 180'000);
    rig.wait(180'000);
    CHECK(rig.due_in() == 60'000);
    rig.tap(KeyId::EndNow);
    CHECK(rig.name() == "attract");
    CHECK_FALSE(rig.state.access.more_time);  // the next person's limits are the usual ones
}

TEST_CASE("session: issuing that falls silent goes to the staff", "[session]") {
    auto rig = Rig::ready();
    rig.feed(RegistrationShown{view_of(7), false, {}});
    rig.tap(KeyId::Yes);
    SECTION("refused") {
        rig.feed(IssueRefused{"held"});
    }
    SECTION("silent") {
        rig.wait(rig.settings.issuing_ms);
    }
    CHECK(rig.as<WhatIsWrong>().is_thanking);
}

TEST_CASE("session: who comes alone never ends up in the operator's list", "[session]") {
    auto rig = attended();
    rig.to_queue();
    rig.tap(KeyId::Row, 0);
    rig.feed(ConfirmReady{view_of(1)});
    rig.wait(60'000);
    rig.wait(20'000);  // nobody answered: the operator is still signed in, behind the PIN
    REQUIRE(rig.state.operator_session.has_value());
    rig.to_printing();
    rig.feed(PrintChanged{"c-7", PrintState::Printed, 1, 1});
    rig.feed(PaperTaken{});
    CHECK(rig.name() == "attract");
}

TEST_CASE("session: codes are taken on no screen that is busy with a person", "[session]") {
    auto rig = Rig::ready();
    const auto show_all = [&] {
        const auto name = rig.name();
        rig.code_in_view();
        rig.check(outcome_of(Verdict::Accepted, "busy"));
        rig.feed(RegistrationShown{view_of(99), false, {}});
        rig.feed(PartsProgress{2, {true, false}, 0, false, true});
        CHECK(rig.name() == name);
        CHECK(rig.state.outlines.empty());
        CHECK(rig.state.seen_codes.empty());
        CHECK_FALSE(rig.last<AcceptCodes>()->is_on);
    };
    rig.feed(RegistrationShown{view_of(7), false, {}});
    show_all();
    rig.tap(KeyId::Yes);
    show_all();
    rig.feed(Issued{"c-7"});
    show_all();
    rig.feed(PrintChanged{"c-7", PrintState::OutOfPaper, 1, 1});
    show_all();
    rig.feed(PrintChanged{"c-7", PrintState::Unknown, 1, 1});
    show_all();
    rig.feed(PrintChanged{"c-7", PrintState::Printed, 1, 1});
    show_all();
    CHECK(rig.name() == "hand_over");
}
