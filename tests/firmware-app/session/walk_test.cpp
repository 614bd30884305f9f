// Two hundred thousand random events, hostile ones among them: what must hold, holds.
#include "tests/firmware-app/session/rig.h"

#include <catch2/catch.hpp>

#include <random>
#include <set>

using namespace outpost;
using namespace outpost::session;
using namespace outpost::session::tests;

namespace {

class Dice {
  public:
    explicit Dice(std::uint32_t seed) : engine_(seed) {}
    std::int64_t upto(std::int64_t most) {
        return std::uniform_int_distribution<std::int64_t>(0, most)(engine_);
    }
    bool one_in(std::int64_t n) { return upto(n - 1) == 0; }
    std::int32_t any_int() {
        if (one_in(8)) return std::numeric_limits<std::int32_t>::min();
        if (one_in(8)) return std::numeric_limits<std::int32_t>::max();
        return static_cast<std::int32_t>(upto(40)) - 10;
    }
    std::int64_t any_long() {
        if (one_in(8)) return std::numeric_limits<std::int64_t>::min();
        if (one_in(8)) return std::numeric_limits<std::int64_t>::max();
        return upto(100) - 10;
    }
    std::string text() {
        switch (upto(5)) {
            case 0:
                return "";
            case 1:
                return secret + std::string(static_cast<std::size_t>(upto(300)), '\xE2');
            case 2:
                return std::string("\0\x1b[2J\n", 6);
            case 3:
                return "123456";
            case 4:
                return "%s%n{n}\xF0\x9F\x98";
            default:
                return secret + std::to_string(upto(6));
        }
    }

  private:
    std::mt19937 engine_;
};

CheckOutcome any_outcome(Dice& dice) {
    auto outcome =
        outcome_of(static_cast<Verdict>(dice.upto(3)), "d" + std::to_string(dice.upto(5)),
                   dice.one_in(4) ? "" : "p" + std::to_string(dice.upto(1)));
    if (dice.one_in(4)) outcome.full_name = secret + dice.text();
    outcome.birth_day = dice.any_int();
    outcome.birth_month = dice.any_int();
    outcome.is_certificate = !dice.one_in(6);
    if (dice.one_in(10))
        outcome.payload_digest.assign(static_cast<std::size_t>(dice.upto(200)), '\n');
    return outcome;
}

QueuePage any_page(Dice& dice) {
    auto page = page_of(dice.upto(7), dice.one_in(3) ? "trouble" : "waiting");
    if (dice.one_in(4)) page.first = dice.any_long();
    if (dice.one_in(4)) page.total = dice.any_long();
    return page;
}

Happening any_key(Dice& dice, const Rig& rig) {
    Key key{static_cast<KeyId>(dice.upto(static_cast<std::int64_t>(KeyId::TryAgain))),
            dice.any_int()};
    const auto keys = keys_of(rig.state, rig.settings);
    if (!keys.empty() && !dice.one_in(6))
        key = keys[static_cast<std::size_t>(dice.upto(static_cast<std::int64_t>(keys.size()) - 1))]
                  .key;
    if (rig.state.pressed && !dice.one_in(4)) return KeyUp{*rig.state.pressed};
    if (dice.one_in(12)) return KeyUp{key};
    return KeyDown{key};
}

Happening any_health(Dice& dice) {
    Health health = all_good();
    if (dice.one_in(3))
        health.parts[static_cast<std::size_t>(dice.upto(part_count - 1))] = {Level::Fault, "K-X-01",
                                                                             "op.x"};
    return HealthChanged{health};
}

Happening any_of_check(Dice& dice) {
    switch (dice.upto(4)) {
        case 0:
        case 1:
            return CodesInView{std::vector<Outline>(static_cast<std::size_t>(dice.upto(40))),
                               static_cast<ScanHint>(dice.upto(14)), dice.any_int(),
                               dice.any_int()};
        case 2:
            return CodeRead{"d" + std::to_string(dice.upto(5))};
        case 3:
            return Checked{any_outcome(dice)};
        default:
            return PartsProgress{dice.any_int(),
                                 std::vector<bool>(static_cast<std::size_t>(dice.upto(900))),
                                 dice.any_int(), dice.one_in(3), dice.one_in(2)};
    }
}

Happening any_of_issue(Dice& dice) {
    switch (dice.upto(7)) {
        case 0:
            if (dice.one_in(3))
                return RegistrationShown{{}, dice.one_in(2), page_of(1).rows.front()};
            return RegistrationShown{view_of(dice.any_long()), false, {}};
        case 1:
            return QueueLoaded{any_page(dice)};
        case 2:
            if (dice.one_in(4)) return ConfirmReady{};
            return ConfirmReady{view_of(dice.upto(5) + 1)};
        case 3:
            return IssueStepDone{static_cast<IssueStep>(dice.upto(2))};
        case 4:
            return IssueRefused{dice.text()};
        case 5:
            return Issued{"c-1"};
        case 6:
            return PrintChanged{dice.one_in(5) ? dice.text() : "c-1",
                                static_cast<PrintState>(dice.upto(8)), dice.any_int(),
                                dice.any_int()};
        default:
            return dice.one_in(2) ? Happening{PaperTaken{}} : Happening{NoMoreToPrint{}};
    }
}

Happening any_of_staff(Dice& dice) {
    switch (dice.upto(7)) {
        case 0:
        case 1:
            if (dice.one_in(5)) return PinAnswered{{}, dice.any_int(), dice.any_long()};
            return PinAnswered{OperatorSession{"A. Silva", static_cast<Role>(dice.upto(1))}, 3, 0};
        case 2:
            return OffersFound{
                std::vector<ImportOffer>(static_cast<std::size_t>(dice.upto(30))),
                std::vector<std::string>(static_cast<std::size_t>(dice.upto(20)), dice.text())};
        case 3:
            return ImportProgress{dice.any_int()};
        case 4:
            return ImportDone{"import.done"};
        case 5:
            return ExportDone{"export.done"};
        case 6:
            return StartUpProgress{{dice.text()}, dice.one_in(2)};
        default:
            return any_health(dice);
    }
}

Happening any_of_hand(Dice& dice, const Rig& rig) {
    switch (dice.upto(13)) {
        case 0:
            return FocusMove{dice.any_int()};
        case 1:
            return FocusOk{};
        case 2:
            return dice.one_in(3) ? Happening{ButtonBack{}} : Happening{Tick{}};
        case 3:
            return ButtonOperator{};
        case 4:
            return ButtonEasyUse{};
        case 5:
            return Typed{rig.name() == "pin" ? "123456" : dice.text()};
        case 6:
            return HeadsetPlugged{dice.one_in(2)};
        case 7:
            return Movement{};
        default:
            return any_key(dice, rig);
    }
}

Happening anything(Dice& dice, const Rig& rig) {
    switch (dice.upto(6)) {
        case 0:
            return any_of_check(dice);
        case 1:
            return any_of_issue(dice);
        case 2:
            return any_of_staff(dice);
        case 3:
            return Tick{};
        default:
            return any_of_hand(dice, rig);
    }
}

template <class T>
bool is_kept(const State& state) {
    return std::any_of(state.below.begin(), state.below.end(),
                       [](const Screen& screen) { return std::holds_alternative<T>(screen); });
}

bool may_name_somebody(const State& state) {
    const auto& screen = state.screen;
    return state.person || (state.last_check && state.operator_session) ||
           std::holds_alternative<Queue>(screen) || std::holds_alternative<Reprint>(screen) ||
           std::holds_alternative<Confirm>(screen) || std::holds_alternative<WhatIsWrong>(screen) ||
           is_kept<Confirm>(state);
}

const std::set<std::string> operator_pages{"detail", "queue",      "reprint",  "operator_home",
                                           "health", "statistics", "settings", "policy",
                                           "import", "export"};

// Where a person's name may not come from: sticks, printers, self-tests are not about persons.
Happening without_names(Happening what) {
    if (auto* offers = std::get_if<OffersFound>(&what))
        offers->targets.assign(offers->targets.size(), "stick");
    if (auto* start_up = std::get_if<StartUpProgress>(&what))
        start_up->slow_tests.assign(1, "test.slow");
    return what;
}

// One check a step is slow in Catch: the first thing that does not hold is named.
std::string broken(const Rig& rig, const std::string& before, const Happening& what) {
    const State& state = rig.state;
    if (state.below.size() > 4) return "below";
    if (next_deadline_ms(state, rig.settings) < state.now_ms) return "deadline";
    if (has_personal(state) && !may_name_somebody(state)) return "personal";
    const bool is_operators = operator_pages.count(rig.name()) == 1;
    if (is_operators && (!state.operator_session || state.is_operator_suspended)) return "door";
    const bool was_busy = before == "printing" || before == "issuing" || before == "confirm";
    if (was_busy && std::holds_alternative<Checked>(what) && rig.name() == "verdict")
        return "scan while busy";
    if (rig.name() == "verdict") {
        const auto& shown = std::get<VerdictShown>(state.screen);
        if (shown.verdict != Verdict::Accepted &&
            (!shown.identity_name.empty() || shown.birth_day != 0))
            return "identity";
    }
    const auto keys = keys_of(state, rig.settings);
    for (std::size_t i = 0; i < keys.size(); ++i)
        for (std::size_t j = i + 1; j < keys.size(); ++j)
            if (keys[i].key == keys[j].key) return "same key twice";
    return "";
}

}  // namespace

TEST_CASE("session: random walk", "[session][walk]") {
    std::set<std::string> seen;
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
        Dice dice(seed);
        Settings settings = both_modes();
        settings.attended = seed % 2 == 0;
        settings.speech = seed % 3 == 0;
        settings.names_must_match = seed % 5 != 0;
        settings.can_check = seed % 7 != 0;
        settings.hold_until_ack[1] = seed % 4 == 0;
        settings.public_identity = static_cast<PublicIdentity>(seed % 3);
        Rig rig(settings);
        for (int i = 0; i < 10'000; ++i) {
            const auto what = without_names(anything(dice, rig));
            rig.now_ms += dice.one_in(200) ? dice.upto(200'000) : dice.upto(600);
            if (dice.one_in(5000)) rig.now_ms -= 5000;
            const auto before = rig.name();
            rig.all_effects.clear();
            rig.feed(what);
            const auto fault = broken(rig, before, what);
            INFO("seed " << seed << " event " << i << " index " << what.index() << " on " << before
                         << " to " << rig.name());
            if (!fault.empty()) FAIL(fault);
            seen.insert(rig.name());
            const auto next = next_deadline_ms(rig.state, rig.settings);
            if (!dice.one_in(20) || next > 1'000'000'000'000) continue;
            // A Tick at the deadline does something.
            const auto text = walk(rig.state);
            const auto after = step(rig.state, Event{next, Tick{}}, rig.settings).state;
            if (walk(after) == text && next_deadline_ms(after, rig.settings) == next)
                FAIL("idle deadline");
        }
    }
    CHECK(seen.size() == std::variant_size_v<Screen>);
    for (const auto& name : seen) INFO(name);
}

TEST_CASE("session: an instant at either end of its range breaks nothing", "[session][walk]") {
    auto rig = Rig::ready();
    rig.check(outcome_of(Verdict::Accepted, "d1"));
    rig.now_ms = std::numeric_limits<std::int64_t>::max();
    rig.feed(Tick{});
    CHECK(rig.name() == "attract");
    CHECK_FALSE(has_personal(rig.state));
    const auto now = rig.state.now_ms;
    rig.now_ms = std::numeric_limits<std::int64_t>::min();
    rig.feed(Tick{});
    CHECK(rig.state.now_ms == now);  // a clock that steps back is not followed
}
