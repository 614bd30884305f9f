// Checking: from a code in view to the verdict and back, without a tap.
#include "tests/firmware-app/session/rig.h"

#include <catch2/catch.hpp>

using namespace outpost;
using namespace outpost::session;
using namespace outpost::session::tests;

TEST_CASE("session: start-up leads to attract, or out of service with the reason", "[session]") {
    Rig rig;
    CHECK(rig.name() == "start_up");
    rig.feed(HealthChanged{all_good()});
    CHECK(rig.name() == "start_up");
    SECTION("all good") {
        rig.feed(StartUpProgress{{"test.disk"}, false});
        CHECK(rig.as<StartUp>().slow_tests.size() == 1);
        rig.feed(StartUpProgress{{}, true});
        CHECK(rig.name() == "attract");
        CHECK(rig.last<AcceptCodes>()->is_on);
    }
    SECTION("no camera, then there is one") {
        auto health = all_good();
        health.parts[0] = {Level::Fault, "K-CAM-01", "op.camera.unplugged"};
        rig.feed(HealthChanged{health});
        rig.feed(StartUpProgress{{}, true});
        REQUIRE(rig.name() == "out_of_service");
        CHECK(rig.as<OutOfService>().part == Part::Camera);
        health.parts[static_cast<std::size_t>(Part::Disk)].level = Level::Fault;
        rig.feed(HealthChanged{health});
        CHECK(rig.as<OutOfService>().part == Part::Disk);
        rig.feed(HealthChanged{all_good()});
        CHECK(rig.name() == "attract");
    }
    SECTION("it hangs, and comes late") {
        rig.wait(rig.settings.start_up_ms);
        REQUIRE(rig.name() == "out_of_service");
        CHECK(rig.as<OutOfService>().part == Part::StartUp);
        rig.feed(StartUpProgress{{}, true});
        CHECK(rig.name() == "attract");
    }
}

TEST_CASE("session: each part's fault", "[session]") {
    struct Case {
        Part part;
        bool can_check;
        bool is_out;
    };
    for (const auto& [part, can_check, is_out] : {
             Case{Part::Camera, true, true},
             Case{Part::Printer, true, false},
             Case{Part::Printer, false, true},
             Case{Part::Clock, true, true},
             Case{Part::Trust, true, false},
             Case{Part::Revocation, true, false},
             Case{Part::Disk, true, true},
             Case{Part::Journal, true, false},
             Case{Part::Journal, false, true},
             Case{Part::StartUp, true, true},
         }) {
        INFO(static_cast<int>(part) << " " << can_check);
        auto settings = both_modes();
        settings.can_check = can_check;
        auto rig = Rig::ready(settings);
        auto health = all_good();
        health.parts[static_cast<std::size_t>(part)].level = Level::Fault;
        rig.feed(HealthChanged{health});
        CHECK(rig.name() == (is_out ? "out_of_service" : "attract"));
        // The operator gets in all the same.
        rig.unlock();
        CHECK(rig.name() == "operator_home");
        CHECK(rig.key(KeyId::OpenQueue)->is_enabled);
        rig.tap(KeyId::OpenHealth);
        rig.tap(KeyId::TryAgain, static_cast<std::int32_t>(part));
        REQUIRE(rig.last<TryRecovery>() != nullptr);
        CHECK(rig.last<TryRecovery>()->part == part);
        rig.feed(ButtonBack{});
        rig.tap(KeyId::Lock);
        CHECK(rig.name() == (is_out ? "out_of_service" : "attract"));
        rig.feed(HealthChanged{all_good()});
        CHECK(rig.name() == "attract");
    }
}

TEST_CASE("session: a check costs no tap; verdict, dwell, forgotten", "[session]") {
    struct Case {
        Verdict verdict;
        std::int64_t dwell_ms;
        std::int64_t plain_ms;  // without an identity line
        Sound sound;
    };
    for (const auto& [verdict, dwell_ms, plain_ms, sound] :
         {Case{Verdict::Accepted, 8000, 6000, Sound::Accepted},
          Case{Verdict::NotAccepted, 13000, 13000, Sound::NotAccepted},
          Case{Verdict::Rejected, 9000, 9000, Sound::Rejected},
          Case{Verdict::Unknown, 12000, 12000, Sound::Unknown}}) {
        for (const bool has_line : {true, false}) {
            INFO(static_cast<int>(verdict) << has_line);
            auto settings = both_modes();
            if (!has_line) settings.public_identity = PublicIdentity::None;
            auto rig = Rig::ready(settings);
            rig.code_in_view();
            CHECK(rig.name() == "scan");
            rig.check(outcome_of(verdict, "d1"));
            REQUIRE(rig.name() == "verdict");
            const auto shown = rig.as<VerdictShown>();
            CHECK(shown.verdict == verdict);
            CHECK(shown.dwell_ms == (has_line ? dwell_ms : plain_ms));
            CHECK(shown.identity_name.empty() == (verdict != Verdict::Accepted || !has_line));
            CHECK(rig.last<ShowLamp>()->verdict == verdict);
            CHECK(rig.last<PlaySound>()->sound == sound);
            CHECK(rig.last<CountCheck>()->format == "divoc");
            rig.wait(shown.dwell_ms - 1);
            CHECK(rig.name() == "verdict");
            CHECK(rig.count<ForgetPerson>() == 0);
            rig.wait(1);
            CHECK(rig.name() == "attract");
            CHECK_FALSE(has_personal(rig.state));
            CHECK(rig.count<ForgetPerson>() == 1);
            CHECK_FALSE(rig.last<ShowLamp>()->verdict.has_value());
            rig.wait(20'000);
            CHECK_FALSE(rig.state.person.has_value());
            CHECK(rig.state.seen_codes.empty());
            CHECK(rig.taps == 0);
        }
    }
}

TEST_CASE("session: words of the language in use make the dwell", "[session]") {
    auto settings = both_modes();
    settings.words_shown["hi"] = WordsShown{{20, 30, 40, 50}, 3};
    auto rig = Rig::ready(settings);
    rig.tap(KeyId::Language);
    rig.tap(KeyId::ChooseLanguage, 1);
    CHECK(rig.name() == "attract");
    rig.check(outcome_of(Verdict::Unknown, "d1"));
    CHECK(rig.as<VerdictShown>().dwell_ms == 32'000);  // 1.5 s + 50 x 0.6 s, rounded up
    CHECK(rig.taps == 2);                              // a check in my language
    rig.wait(32'000);
    CHECK(rig.state.language == "en");
}

TEST_CASE("session: public identity only as set, and for 15 s at most", "[session]") {
    auto settings = both_modes();
    settings.public_identity = PublicIdentity::Name;
    settings.identity_line_ms = 5'000;
    auto rig = Rig::ready(settings);
    rig.check(outcome_of(Verdict::Accepted, "d1"));
    CHECK(rig.as<VerdictShown>().identity_name == secret + " Khalid");
    CHECK(rig.as<VerdictShown>().birth_day == 0);
    rig.wait(5'000);
    REQUIRE(rig.name() == "verdict");
    CHECK(rig.as<VerdictShown>().identity_name.empty());
    CHECK_FALSE(rig.as<VerdictShown>().shows_identity);
}

TEST_CASE("session: show longer, ten times; hold until the staff's key", "[session]") {
    auto rig = Rig::ready();
    rig.check(outcome_of(Verdict::Unknown, "d1"));
    for (int i = 0; i < 10; ++i) rig.tap(KeyId::ShowLonger);
    CHECK(rig.as<VerdictShown>().dwell_ms == 112'000);
    CHECK_FALSE(rig.key(KeyId::ShowLonger)->is_enabled);
    rig.tap(KeyId::ShowLonger);
    CHECK(rig.as<VerdictShown>().dwell_ms == 112'000);

    auto settings = both_modes();
    settings.hold_until_ack[static_cast<std::size_t>(Verdict::Rejected)] = true;
    auto held = Rig::ready(settings);
    held.check(outcome_of(Verdict::Rejected, "d1"));
    held.wait(1'000'000);
    CHECK(held.name() == "verdict");
    held.check(outcome_of(Verdict::Accepted, "d2"));
    CHECK(held.as<VerdictShown>().verdict == Verdict::Rejected);
    held.tap(KeyId::Next);
    CHECK(held.name() == "attract");
    CHECK_FALSE(has_personal(held.state));
}

TEST_CASE("session: the next code ends a verdict, but not too soon", "[session]") {
    auto rig = Rig::ready();
    rig.check(outcome_of(Verdict::Unknown, "d1"));
    rig.wait(2'999);
    rig.check(outcome_of(Verdict::Accepted, "d2"));
    CHECK(rig.as<VerdictShown>().verdict == Verdict::Unknown);
    CHECK(rig.due_in() == 1);
    rig.wait(1);
    CHECK(rig.as<VerdictShown>().verdict == Verdict::Accepted);
    CHECK(rig.as<VerdictShown>().certificates == 2);
}

TEST_CASE("session: the same code is ignored until it was out of view for 2 s", "[session]") {
    auto rig = Rig::ready();
    rig.check(outcome_of(Verdict::Accepted, "d1"));
    for (int i = 0; i < 100; ++i) {
        rig.wait(100);
        Outline outline;
        outline.is_read = true;
        outline.payload_digest = "d1";
        rig.feed(CodesInView{{outline}, ScanHint::None, 640, 480});
    }
    CHECK(rig.name() == "attract");
    rig.check(outcome_of(Verdict::Accepted, "d1"));
    CHECK(rig.name() == "attract");
    rig.wait(1'999);
    rig.check(outcome_of(Verdict::Accepted, "d1"));
    CHECK(rig.name() == "attract");
    rig.wait(2'000);
    rig.check(outcome_of(Verdict::Accepted, "d1"));
    CHECK(rig.name() == "verdict");
    CHECK(rig.count<CountCheck>() == 2);
}

TEST_CASE("session: joining one person's certificates", "[session]") {
    struct Case {
        std::vector<Verdict> shown;
        Verdict joined;
    };
    using V = Verdict;
    for (const auto& [shown, joined] : {
             Case{{V::Accepted, V::NotAccepted}, V::Accepted},
             Case{{V::NotAccepted, V::Accepted}, V::Accepted},
             Case{{V::Accepted, V::Rejected}, V::Rejected},
             Case{{V::Rejected, V::Accepted}, V::Rejected},
             Case{{V::Unknown, V::NotAccepted}, V::NotAccepted},
             Case{{V::Unknown, V::Accepted, V::Unknown}, V::Accepted},
             Case{{V::Unknown, V::Unknown}, V::Unknown},
         }) {
        auto rig = Rig::ready();
        int n = 0;
        for (const auto verdict : shown) {
            rig.wait(19'000);  // after the dwell, within the 20 s
            rig.check(outcome_of(verdict, "d" + std::to_string(++n)));
        }
        CHECK(rig.as<VerdictShown>().verdict == joined);
        CHECK(rig.as<VerdictShown>().certificates == n);
    }
    SECTION("twelve of them: what decides is not pushed out") {
        auto rig = Rig::ready();
        rig.check(outcome_of(V::Rejected, "d0"));
        for (int n = 1; n < 12; ++n) {
            rig.wait(5'000);
            rig.check(outcome_of(V::Accepted, "d" + std::to_string(n)));
        }
        CHECK(rig.as<VerdictShown>().verdict == V::Rejected);
        CHECK(rig.state.person->outcomes.size() == 8);
    }
    SECTION("after 20 s it is somebody new") {
        auto rig = Rig::ready();
        rig.check(outcome_of(V::Rejected, "d1"));
        rig.wait(20'000);
        rig.check(outcome_of(V::Accepted, "d2", "p2"));
        CHECK(rig.as<VerdictShown>().verdict == V::Accepted);
        CHECK(rig.as<VerdictShown>().certificates == 1);
    }
}

TEST_CASE("session: certificates of two people", "[session]") {
    auto settings = both_modes();
    SECTION("are never joined into accepted") {
        auto rig = Rig::ready(settings);
        rig.check(outcome_of(Verdict::Accepted, "d1", "p1"));
        rig.wait(5'000);
        rig.check(outcome_of(Verdict::Accepted, "d2", "p2"));
        const auto& shown = rig.as<VerdictShown>();
        CHECK(shown.names_differ);
        CHECK(shown.verdict == Verdict::Unknown);
        CHECK(shown.identity_name.empty());
        rig.wait(shown.dwell_ms);
        CHECK_FALSE(rig.state.person.has_value());  // both start anew
    }
    SECTION("are two visits where a queue goes quickly") {
        settings.names_must_match = false;
        auto rig = Rig::ready(settings);
        rig.check(outcome_of(Verdict::Rejected, "d1", "p1"));
        rig.wait(5'000);
        rig.check(outcome_of(Verdict::Accepted, "d2", "p2"));
        CHECK_FALSE(rig.as<VerdictShown>().names_differ);
        CHECK(rig.as<VerdictShown>().verdict == Verdict::Accepted);
        CHECK(rig.state.person->outcomes.size() == 1);
    }
}

TEST_CASE("session: hints", "[session]") {
    auto rig = Rig::ready();
    rig.code_in_view(ScanHint::TooFar);
    rig.hold_code(2'900, ScanHint::TooFar);
    CHECK(rig.as<Scan>().hint == ScanHint::None);
    rig.hold_code(100, ScanHint::TooFar);
    CHECK(rig.as<Scan>().hint == ScanHint::TooFar);
    CHECK_FALSE(rig.as<Scan>().is_hint_large);
    CHECK(rig.count<PlaySound>() == 1);
    rig.hold_code(500, ScanHint::Glare);
    rig.hold_code(500, ScanHint::Blurred);  // none held for 0.6 s
    CHECK(rig.as<Scan>().hint == ScanHint::TooFar);
    rig.hold_code(900, ScanHint::Glare);  // held, but the first one stays for 2 s
    CHECK(rig.as<Scan>().hint == ScanHint::TooFar);
    rig.hold_code(100, ScanHint::Glare);
    CHECK(rig.as<Scan>().hint == ScanHint::Glare);
    rig.hold_code(5'000, ScanHint::Glare);
    CHECK(rig.as<Scan>().is_hint_large);
    CHECK(rig.count<PlaySound>() == 3);
    rig.feed(CodesInView{});
    rig.wait(rig.settings.view_lost_ms);
    CHECK(rig.as<Scan>().hint == ScanHint::None);
    rig.wait(rig.settings.scan_leaves_ms);
    CHECK(rig.name() == "attract");
}

TEST_CASE("session: unread for 45 s, other codes, help, movement", "[session]") {
    auto rig = Rig::ready();
    rig.code_in_view(ScanHint::TooFar);
    rig.hold_code(45'000, ScanHint::TooFar);
    CHECK(rig.as<Scan>().notice == "scan.failed");
    rig.wait(4'000);
    CHECK(rig.name() == "attract");
    auto other = outcome_of(Verdict::Unknown, "x1");
    other.is_certificate = false;
    rig.check(other);
    CHECK(rig.as<Scan>().notice == "scan.other_code");
    CHECK(rig.count<CountCheck>() == 0);
    rig.wait(4'000);
    CHECK(rig.name() == "attract");
    rig.feed(KeyDown{});  // touch to start
    rig.tap(KeyId::Help);
    CHECK(rig.as<Scan>().shows_help);
    rig.wait(10'000);
    CHECK(rig.name() == "attract");
    rig.wait(300'000);
    REQUIRE(rig.name() == "attract");
    CHECK(rig.as<Attract>().is_dimmed);
    rig.feed(Movement{});
    CHECK_FALSE(rig.as<Attract>().is_dimmed);
    rig.feed(KeyDown{});  // touch to start
    CHECK(rig.name() == "scan");
}

TEST_CASE("session: parts", "[session]") {
    auto rig = Rig::ready();
    rig.feed(PartsProgress{3, {true, false, false}, 0, false, true});
    REQUIRE(rig.name() == "parts");
    rig.wait(5'000);
    rig.feed(PartsProgress{3, {true, false, false}, 0, true, false});
    CHECK(rig.as<Parts>().notice == "parts.other_set");
    rig.feed(PartsProgress{3, {true, true, false}, 66, false, true});
    CHECK(rig.as<Parts>().have == std::vector<bool>{true, true, false});
    CHECK(rig.as<Parts>().notice.empty());
    SECTION("complete") {
        rig.check(outcome_of(Verdict::Accepted, "d1"));
        CHECK(rig.name() == "verdict");
    }
    SECTION("missing") {
        rig.wait(20'000);
        CHECK(rig.as<Scan>().notice == "parts.timeout");
    }
    SECTION("cancelled") {
        rig.tap(KeyId::Cancel);
        CHECK(rig.name() == "attract");
    }
}

TEST_CASE("session: discreet, speech, headset", "[session]") {
    auto settings = both_modes();
    settings.discreet = true;
    auto rig = Rig::ready(settings);
    rig.check(outcome_of(Verdict::Rejected, "d1"));
    CHECK(rig.last<PlaySound>()->sound == Sound::Captured);
    CHECK(rig.count<ShowLamp>() == 0);
    auto spoken = Rig::ready();
    spoken.feed(HeadsetPlugged{true});
    CHECK(spoken.last<Say>()->keys.front() == "access.button");
    spoken.check(outcome_of(Verdict::Accepted, "d1"));
    REQUIRE_FALSE(spoken.last<Say>()->keys.empty());
    CHECK(spoken.last<Say>()->keys.front() == "verdict.accepted");
    for (const auto& effect : spoken.all_effects)
        if (const auto* say = std::get_if<Say>(&effect))
            for (const auto& key : say->keys) CHECK(key.find(secret) == std::string::npos);
    spoken.wait(8'000);
    spoken.wait(100'000);
    CHECK(spoken.state.access.speech);  // as long as it is in
    spoken.feed(HeadsetPlugged{false});
    CHECK_FALSE(spoken.state.access.speech);
    CHECK(spoken.last<Say>()->keys.empty());
}

TEST_CASE("session: unplugging the camera ends a person's visit", "[session]") {
    auto rig = Rig::ready();
    rig.check(outcome_of(Verdict::Accepted, "d1"));
    REQUIRE(has_personal(rig.state));
    auto health = all_good();
    health.parts[0].level = Level::Fault;
    rig.feed(HealthChanged{health});
    CHECK(rig.name() == "out_of_service");
    CHECK_FALSE(has_personal(rig.state));
    CHECK(rig.count<ForgetPerson>() == 1);
}
