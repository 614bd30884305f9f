// Every screen is reached and left, by keys too; every time-out of the settings is reached.
#include "tests/firmware-app/session/rig.h"

#include <catch2/catch.hpp>

#include <fstream>
#include <functional>
#include <map>
#include <regex>
#include <set>

using namespace outpost;
using namespace outpost::session;
using namespace outpost::session::tests;

namespace {

using Reach = std::function<void(Rig&)>;

void to_confirm(Rig& rig) {
    rig.feed(RegistrationShown{view_of(7), false, {}});
}
void to_verdict(Rig& rig) {
    rig.check(outcome_of(Verdict::Accepted, "d1"));
}
void to_supervisor(Rig& rig) {
    rig.unlock(Role::Supervisor);
}
Reach page(KeyId id) {
    return [id](Rig& rig) {
        to_supervisor(rig);
        rig.tap(id);
    };
}
void to_detail(Rig& rig) {
    rig.settings.same_code_ms = 0;
    rig.unlock();
    rig.tap(KeyId::Back);
    to_verdict(rig);
    rig.unlock();
    rig.tap(KeyId::Why);
}

const std::map<std::string, Reach>& screens() {
    static const std::map<std::string, Reach> all{
        {"start_up", [](Rig& rig) { rig.state = start(rig.settings); }},
        {"attract", [](Rig&) {}},
        {"languages", [](Rig& rig) { rig.tap(KeyId::Language); }},
        {"scan", [](Rig& rig) { rig.code_in_view(); }},
        {"parts",
         [](Rig& rig) {
             rig.feed(PartsProgress{2, {true, false}, 50, false, true});
         }},
        {"verdict", to_verdict},
        {"detail", to_detail},
        {"queue", [](Rig& rig) { rig.to_queue(); }},
        {"confirm", to_confirm},
        {"what_is_wrong", [](Rig& rig) { to_confirm(rig), rig.tap(KeyId::No); }},
        {"issuing", [](Rig& rig) { to_confirm(rig), rig.tap(KeyId::Yes); }},
        {"printing", [](Rig& rig) { rig.to_printing(); }},
        {"hand_over",
         [](Rig& rig) {
             rig.to_printing();
             rig.feed(PrintChanged{"c-7", PrintState::Printed, 1, 1});
         }},
        {"printer_help",
         [](Rig& rig) {
             rig.to_printing();
             rig.feed(PrintChanged{"c-7", PrintState::Jammed, 1, 1});
         }},
        {"outcome_unknown",
         [](Rig& rig) {
             rig.to_printing();
             rig.feed(PrintChanged{"c-7", PrintState::Unknown, 1, 1});
         }},
        {"reprint",
         [](Rig& rig) {
             page(KeyId::OpenReprint)(rig);
             rig.feed(QueueLoaded{page_of(2)});
             rig.tap(KeyId::Row, 1);
         }},
        {"pin", [](Rig& rig) { rig.feed(ButtonOperator{}); }},
        {"operator_home", to_supervisor},
        {"health", page(KeyId::OpenHealth)},
        {"clock",
         [](Rig& rig) {
             page(KeyId::OpenHealth)(rig);
             rig.tap(KeyId::OpenClock, static_cast<std::int32_t>(Part::Clock));
         }},
        {"statistics", page(KeyId::OpenStatistics)},
        {"settings", page(KeyId::OpenSettings)},
        {"policy", page(KeyId::OpenPolicy)},
        {"import", page(KeyId::OpenImport)},
        {"export", page(KeyId::OpenExport)},
        {"easy_use", [](Rig& rig) { rig.tap(KeyId::EasyUse); }},
        {"out_of_service",
         [](Rig& rig) {
             auto health = all_good();
             health.parts[0].level = Level::Fault;
             rig.feed(HealthChanged{health});
         }},
    };
    return all;
}

// The Tick at the next deadline is `limit_ms` away, changes something, and not a moment before.
void expect_due(Rig& rig, std::int64_t limit_ms) {
    CHECK(rig.due_in() == limit_ms);
    const auto before = walk(rig.state);
    rig.wait(limit_ms - 1);
    CHECK(walk(rig.state) == before);
    rig.wait(1);
    CHECK(walk(rig.state) != before);
}

struct TimeOut {
    Reach reach;
    std::function<std::int64_t(const Settings&)> limit_ms;
    std::string leads_to;  // empty: stays on the screen
};

#define LIMIT(field) [](const Settings& settings) { return settings.field; }

// A person who has gone, and whose code is out of view: only the limit itself is left.
void after_verdict(Rig& rig) {
    to_verdict(rig);
    rig.wait(8'000);
}

const std::map<std::string, TimeOut>& checking_limits() {
    static const std::map<std::string, TimeOut> all{
        {"hint_first_ms",
         {[](Rig& rig) { rig.settings.view_lost_ms = 99'000, rig.code_in_view(ScanHint::TooFar); },
          LIMIT(hint_first_ms), "scan"}},
        {"hint_again_ms",
         {[](Rig& rig) {
              rig.settings.view_lost_ms = 99'000;
              rig.code_in_view(ScanHint::TooFar);
              rig.wait(3'000);
          },
          [](const Settings& s) { return s.hint_again_ms - 3'000; }, "scan"}},
        {"hint_cause_ms",
         {[](Rig& rig) {
              rig.settings.view_lost_ms = 99'000;
              rig.code_in_view(ScanHint::TooFar);
              rig.wait(3'000);
              rig.wait(5'000);
              rig.code_in_view(ScanHint::Glare);
          },
          LIMIT(hint_cause_ms), "scan"}},
        {"hint_stays_ms",
         {[](Rig& rig) {
              rig.settings.view_lost_ms = 99'000;
              rig.code_in_view(ScanHint::TooFar);
              rig.wait(3'000);
              rig.code_in_view(ScanHint::Glare);
          },
          LIMIT(hint_stays_ms), "scan"}},
        {"scan_gives_up_ms",
         {[](Rig& rig) { rig.settings.view_lost_ms = 99'000, rig.code_in_view(); },
          LIMIT(scan_gives_up_ms), "scan"}},
        {"view_lost_ms", {[](Rig& rig) { rig.code_in_view(); }, LIMIT(view_lost_ms), "scan"}},
        {"scan_leaves_ms",
         {[](Rig& rig) { rig.feed(KeyDown{}); }, LIMIT(scan_leaves_ms), "attract"}},
        {"other_code_ms",
         {[](Rig& rig) { rig.feed(RegistrationShown{}); }, LIMIT(other_code_ms), "attract"}},
        {"checking_ms",
         {[](Rig& rig) { rig.settings.same_code_ms = 99'000, rig.feed(CodeRead{"d1"}); },
          LIMIT(checking_ms), "scan"}},
        {"help_ms",
         {[](Rig& rig) { rig.feed(KeyDown{}), rig.tap(KeyId::Help); }, LIMIT(help_ms), "attract"}},
        {"parts_ms", {screens().at("parts"), LIMIT(parts_ms), "scan"}},
        {"same_code_ms", {to_verdict, LIMIT(same_code_ms), "verdict"}},
        {"join_ms",
         {after_verdict, [](const Settings& s) { return s.join_ms - 8'000; }, "attract"}},
        {"dwell_min_ms",
         {[](Rig& rig) {
              rig.settings.public_identity = PublicIdentity::None;
              to_verdict(rig);
              rig.wait(2'000);
          },
          [](const Settings& s) { return s.dwell_min_ms - 2'000; }, "attract"}},
        {"dwell_base_ms",
         {[](Rig& rig) {
              rig.settings.dwell_per_word_ms = 0;
              rig.settings.dwell_base_ms = 9'000;
              to_verdict(rig);
              rig.wait(2'000);
          },
          [](const Settings& s) { return s.dwell_base_ms - 2'000; }, "attract"}},
        {"dwell_per_word_ms",
         {[](Rig& rig) {
              rig.settings.dwell_base_ms = 0;
              rig.settings.dwell_per_word_ms = 1'000;
              to_verdict(rig);
              rig.wait(2'000);
          },
          [](const Settings& s) { return 10 * s.dwell_per_word_ms - 2'000; }, "attract"}},
        {"longer_ms",
         {[](Rig& rig) {
              rig.settings.identity_line_ms = 99'000;
              to_verdict(rig);
              rig.wait(7'000);
              rig.tap(KeyId::ShowLonger);
          },
          [](const Settings& s) { return s.longer_ms + 500; }, "attract"}},
        {"next_after_ms",
         {[](Rig& rig) {
              to_verdict(rig);
              rig.check(outcome_of(Verdict::Accepted, "d2"));
          },
          LIMIT(next_after_ms[0]), "verdict"}},
        {"identity_line_ms",
         {[](Rig& rig) {
              to_verdict(rig);
              rig.wait(2'000);
              for (int i = 0; i < 3; ++i) rig.tap(KeyId::ShowLonger);
          },
          [](const Settings& s) { return s.identity_line_ms - 3'500; }, "verdict"}},
    };
    return all;
}

const std::map<std::string, TimeOut>& other_limits() {
    static const std::map<std::string, TimeOut> all{
        {"start_up_ms",
         {screens().at("start_up"), [](const Settings& s) { return s.start_up_ms - 1'000; },
          "out_of_service"}},
        {"dim_after_ms",
         {screens().at("attract"), [](const Settings& s) { return s.dim_after_ms; }, "attract"}},
        {"language_ms", {screens().at("languages"), LIMIT(language_ms), "attract"}},
        {"easy_use_ms", {screens().at("easy_use"), LIMIT(easy_use_ms), "attract"}},
        {"session_idle_ms",
         {[](Rig& rig) {
              rig.tap(KeyId::EasyUse), rig.tap(KeyId::Contrast), rig.tap(KeyId::Close);
          },
          LIMIT(session_idle_ms), "attract"}},
        {"confirm_idle_ms", {to_confirm, LIMIT(confirm_idle_ms), "confirm"}},
        {"warn_ms",
         {[](Rig& rig) { to_confirm(rig), rig.wait(60'000); }, LIMIT(warn_ms), "attract"}},
        {"cleared_ms",
         {[](Rig& rig) { to_confirm(rig), rig.wait(60'000), rig.wait(20'000); }, LIMIT(cleared_ms),
          "attract"}},
        {"held_thanks_ms",
         {[](Rig& rig) {
              screens().at("what_is_wrong")(rig);
              rig.tap(KeyId::WrongOther);
          },
          LIMIT(held_thanks_ms), "attract"}},
        {"hand_over_ms", {screens().at("hand_over"), LIMIT(hand_over_ms), "attract"}},
        {"issuing_ms", {screens().at("issuing"), LIMIT(issuing_ms), "what_is_wrong"}},
        {"printer_accepts_ms",
         {screens().at("printing"), LIMIT(printer_accepts_ms), "outcome_unknown"}},
        {"page_ms",
         {[](Rig& rig) {
              rig.to_printing();
              rig.feed(PrintChanged{"c-7", PrintState::Printing, 1, 1});
          },
          LIMIT(page_ms), "outcome_unknown"}},
        {"pin_idle_ms", {screens().at("pin"), LIMIT(pin_idle_ms), "attract"}},
        {"operator_idle_ms", {to_supervisor, LIMIT(operator_idle_ms), "operator_home"}},
        {"detail_idle_ms", {to_detail, LIMIT(detail_idle_ms), "operator_home"}},
        {"why_ms",
         {[](Rig& rig) {
              rig.unlock();
              rig.tap(KeyId::Back);
              rig.settings.same_code_ms = 0;
              to_verdict(rig);
              rig.unlock();
          },
          [](const Settings& s) { return s.why_ms - 500; }, "operator_home"}},
        {"import_done_ms",
         {[](Rig& rig) {
              screens().at("import")(rig);
              rig.feed(ImportDone{"import.done"});
          },
          LIMIT(import_done_ms), "operator_home"}},
        {"export_done_ms",
         {[](Rig& rig) {
              screens().at("export")(rig);
              rig.feed(ExportDone{"export.done"});
          },
          LIMIT(export_done_ms), "operator_home"}},
        {"operator_hold_ms",
         {[](Rig& rig) {
              rig.feed(KeyDown{Key{KeyId::StatusLine, 0}});
          },
          LIMIT(operator_hold_ms), "pin"}},
        {"purpose_lock_ms",
         {[](Rig& rig) {
              rig.settings.purpose_lock_ms = 100'000;
              screens().at("policy")(rig);
              rig.tap(KeyId::ChoosePurpose, 1);
              rig.tap(KeyId::Confirm);
          },
          LIMIT(purpose_lock_ms), "operator_home"}},
    };
    return all;
}

// Not a limit that a Tick ends: keys_test.cpp has it.
const std::set<std::string> without_tick{"press_repeat_ms"};

std::set<std::string> time_outs_of_settings() {
    std::ifstream file(SESSION_SETTINGS_HEADER);
    const std::string text(std::istreambuf_iterator<char>(file), {});
    const std::regex field(R"((\w+_ms)(?: = |\{))");
    std::set<std::string> names;
    for (std::sregex_iterator at(text.begin(), text.end(), field), end; at != end; ++at)
        names.insert((*at)[1].str());
    return names;
}

}  // namespace

TEST_CASE("session: every screen is reached", "[session][reach]") {
    std::set<std::size_t> kinds;
    for (const auto& [name, reach] : screens()) {
        auto rig = Rig::ready();
        reach(rig);
        CHECK(rig.name() == name);
        kinds.insert(rig.state.screen.index());
    }
    CHECK(kinds.size() == std::variant_size_v<Screen>);
}

TEST_CASE("session: every time-out is reached, and due exactly then", "[session][reach]") {
    auto missing = time_outs_of_settings();
    REQUIRE(missing.size() >= 35);
    for (const auto* table : {&checking_limits(), &other_limits()}) {
        for (const auto& [name, time_out] : *table) {
            INFO(name);
            CHECK(missing.erase(name) == 1);
            auto rig = Rig::ready();
            time_out.reach(rig);
            expect_due(rig, time_out.limit_ms(rig.settings));
            CHECK(rig.name() == time_out.leads_to);
        }
    }
    for (const auto& name : without_tick) missing.erase(name);
    for (const auto& name : missing) FAIL_CHECK("no test reaches " << name);
}

TEST_CASE("session: each key of each screen is reached by Tab, both ways", "[session][reach]") {
    for (const auto& [name, reach] : screens()) {
        INFO(name);
        auto rig = Rig::ready();
        reach(rig);
        const auto keys = keys_of(rig.state, rig.settings);
        for (const int way : {1, -1}) {
            std::set<Key> reached;
            for (std::size_t i = 0; i < keys.size(); ++i) {
                rig.feed(FocusMove{way});
                REQUIRE(rig.state.focus.has_value());
                reached.insert(*rig.state.focus);
            }
            CHECK(reached.size() == keys.size());
        }
    }
}

TEST_CASE("session: each screen is left by Back or by time", "[session][reach]") {
    // Left by what happens elsewhere: a code, the printer's word, the end of the fault.
    const std::set<std::string> by_events{"attract", "out_of_service", "printer_help",
                                          "outcome_unknown"};
    for (const auto& [name, reach] : screens()) {
        INFO(name);
        auto by_back = Rig::ready();
        reach(by_back);
        by_back.feed(ButtonBack{});
        auto by_time = Rig::ready();
        reach(by_time);
        for (int i = 0; i < 50 && by_time.name() == name; ++i) {
            const auto next = next_deadline_ms(by_time.state, by_time.settings);
            if (next > 1'000'000'000) break;
            by_time.now_ms = next;
            by_time.feed(Tick{});
        }
        const bool is_left = by_back.name() != name || by_time.name() != name;
        CHECK(is_left == (by_events.count(name) == 0));
        if (by_events.count(name) == 0) continue;
        // And the operator's door is open.
        if (name != "attract") by_back.unlock();
        if (name == "printer_help") by_back.tap(KeyId::CancelJob);
        if (name == "outcome_unknown") by_back.tap(KeyId::PageCameOut);
        if (name == "attract") by_back.code_in_view();
        CHECK(by_back.name() != name);
    }
}

TEST_CASE("session: nothing personal is left, whatever the way out", "[session][reach]") {
    for (const auto& [name, reach] : screens()) {
        if (name == "start_up") continue;
        for (const bool is_by_time : {true, false}) {
            INFO(name << (is_by_time ? " by time" : " by the operator's lock"));
            auto rig = Rig::ready();
            reach(rig);
            if (name == "printer_help" || name == "outcome_unknown")
                rig.feed(PrintChanged{"c-7", PrintState::Printed, 1, 1});
            for (int i = 0; i < 60 && is_by_time; ++i) {
                const auto next = next_deadline_ms(rig.state, rig.settings);
                if (next > 1'000'000'000) break;
                rig.now_ms = next;
                rig.feed(Tick{});
            }
            for (int i = 0; i < 6 && !is_by_time && rig.key(KeyId::Lock) == nullptr; ++i) {
                rig.feed(ButtonBack{});
                if (rig.name() == "attract" || rig.name() == "out_of_service") rig.unlock();
                if (rig.name() == "issuing") rig.feed(IssueRefused{"held"});
                if (rig.name() == "printing")
                    rig.feed(PrintChanged{"c-7", PrintState::Printed, 1, 1});
            }
            if (!is_by_time) {
                REQUIRE(rig.key(KeyId::Lock) != nullptr);
                rig.tap(KeyId::Lock);
            }
            // A printer that says nothing waits for the staff.
            const std::string silent =
                name == "printing" && is_by_time ? "outcome_unknown" : "attract";
            CHECK(rig.name() == (name == "out_of_service" ? name : silent));
            CHECK_FALSE(has_personal(rig.state));
            CHECK_FALSE(rig.state.operator_session.has_value());
        }
    }
}
