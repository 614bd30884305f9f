// One person's certificates: joined into one verdict, shown for a while, forgotten.
#include "firmware-app/session/machine.h"

#include <algorithm>
#include <array>
#include <utility>

namespace outpost::session {
namespace {

constexpr std::size_t outcomes_max = 8;
constexpr std::size_t identity_chars_max = 200;

// The one that decides comes first.
constexpr std::array<Verdict, 4> by_weight{Verdict::Rejected, Verdict::Accepted,
                                           Verdict::NotAccepted, Verdict::Unknown};

std::size_t weight(Verdict verdict) {
    const auto* found = std::find(by_weight.begin(), by_weight.end(), verdict);
    return static_cast<std::size_t>(by_weight.end() - found);
}

bool is_lighter(const CheckOutcome& a, const CheckOutcome& b) {
    return weight(a.verdict) < weight(b.verdict);
}

bool is_other_person(const Person& person, const CheckOutcome& outcome) {
    if (outcome.person.empty()) return false;
    return std::any_of(person.outcomes.begin(), person.outcomes.end(), [&](const auto& known) {
        return !known.person.empty() && known.person != outcome.person;
    });
}

void join(Person& person, CheckOutcome outcome) {
    auto& all = person.outcomes;
    const auto same = std::find_if(all.begin(), all.end(), [&](const auto& known) {
        return known.payload_digest == outcome.payload_digest;
    });
    if (same != all.end()) all.erase(same);
    // The lightest goes: what decides stays.
    if (all.size() >= outcomes_max) all.erase(std::min_element(all.begin(), all.end(), is_lighter));
    all.push_back(std::move(outcome));
}

WordsShown words_of(const Machine& m) {
    const auto& words = m.settings.words_shown;
    const auto found = words.find(m.state.language);
    return found == words.end() ? WordsShown{} : found->second;
}

std::int64_t dwell_of(const Machine& m, const VerdictShown& shown) {
    const auto words = words_of(m);
    std::int64_t count = words.of_verdict[static_cast<std::size_t>(shown.verdict)];
    if (!shown.identity_name.empty() || shown.birth_day != 0) count += words.identity;
    const std::int64_t exact = m.settings.dwell_base_ms + m.settings.dwell_per_word_ms * count;
    const std::int64_t whole_seconds = (exact + 999) / 1000 * 1000;
    return lasting(m.state, std::max(whole_seconds, m.settings.dwell_min_ms));
}

// Only an accepted verdict names anybody, and only as the setting says.
void add_identity(const Machine& m, const Person& person, VerdictShown& shown) {
    if (shown.verdict != Verdict::Accepted || shown.names_differ) return;
    const CheckOutcome* source = nullptr;
    for (const auto& outcome : person.outcomes)
        if (outcome.verdict == Verdict::Accepted) source = &outcome;
    if (source == nullptr) return;
    switch (m.settings.public_identity) {
        case PublicIdentity::None:
            return;
        case PublicIdentity::Name:
            shown.identity_name = source->full_name;
            break;
        case PublicIdentity::InitialsDayMonth:
            shown.identity_name = source->initials;
            if (source->birth_day >= 1 && source->birth_day <= 31 && source->birth_month >= 1 &&
                source->birth_month <= 12) {
                shown.birth_day = source->birth_day;
                shown.birth_month = source->birth_month;
            }
            break;
    }
    // A longer one could not be drawn, and a cut one would mislead.
    if (shown.identity_name.size() > identity_chars_max) shown.identity_name.clear();
}

Sound sound_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::Accepted:
            return Sound::Accepted;
        case Verdict::NotAccepted:
            return Sound::NotAccepted;
        case Verdict::Rejected:
            return Sound::Rejected;
        case Verdict::Unknown:
            break;
    }
    return Sound::Unknown;
}

void announce(Machine& m, Verdict verdict) {
    m.emit(PlaySound{m.settings.discreet ? Sound::Captured : sound_of(verdict)});
    if (!m.settings.discreet) m.emit(ShowLamp{verdict});
}

}  // namespace

void show_outcome(Machine& m, CheckOutcome outcome) {
    State& state = m.state;
    if (state.person && !m.settings.names_must_match && is_other_person(*state.person, outcome))
        end_join(m);
    if (state.operator_session) {
        state.last_check = outcome;
        state.last_check_ms = m.now();
    }
    if (!state.person) state.person = Person{};
    Person& person = *state.person;
    person.waiting.reset();
    person.last_code_ms = m.now();
    person.names_differ = person.names_differ || is_other_person(person, outcome);
    join(person, std::move(outcome));

    VerdictShown shown;
    shown.certificates = static_cast<std::int32_t>(person.outcomes.size());
    shown.names_differ = person.names_differ;
    shown.verdict =
        std::max_element(person.outcomes.begin(), person.outcomes.end(), is_lighter)->verdict;
    // A rejected one stays rejected whoever else's papers were shown with it.
    if (shown.names_differ && shown.verdict != Verdict::Rejected) shown.verdict = Verdict::Unknown;
    shown.has_ageing_data = state.health.data_is_ageing ||
                            std::any_of(person.outcomes.begin(), person.outcomes.end(),
                                        [](const auto& one) { return one.has_ageing_data; });
    add_identity(m, person, shown);
    shown.dwell_ms = dwell_of(m, shown);
    shown.until_ms = m.now() + shown.dwell_ms;
    shown.waits_for_ack = m.settings.hold_until_ack[static_cast<std::size_t>(shown.verdict)];
    state.outlines.clear();
    const Verdict verdict = shown.verdict;
    go(m, std::move(shown));
    announce(m, verdict);
}

void show_waiting(Machine& m) {
    if (!m.state.person || !m.state.person->waiting) return;
    CheckOutcome outcome = std::move(*m.state.person->waiting);
    m.state.person->waiting.reset();
    show_outcome(m, std::move(outcome));
}

void verdict_over(Machine& m) {
    State& state = m.state;
    const bool is_joinable = state.person && !state.person->names_differ &&
                             m.now() < state.person->last_code_ms + m.settings.join_ms;
    if (!is_joinable) {
        end_visit(m);
        return rest(m);
    }
    // What joining needs stays a little longer: digests and verdicts, no name, no claim.
    Person& person = *state.person;
    person.waiting.reset();
    for (auto& outcome : person.outcomes) {
        CheckOutcome kept;
        kept.verdict = outcome.verdict;
        kept.payload_digest = std::move(outcome.payload_digest);
        kept.person = std::move(outcome.person);
        kept.has_ageing_data = outcome.has_ageing_data;
        outcome = std::move(kept);
    }
    m.emit(ForgetPerson{});
    rest(m);
}

void end_join(Machine& m) {
    State& state = m.state;
    if (!state.person) return;
    // Keys pressed since then are the next person's: their language stays.
    const bool is_next_here = state.last_press && state.last_press_ms > state.person->last_code_ms;
    if (!is_next_here) return end_visit(m);
    forget_person(m);
}

void end_identity_line(Machine& m) {
    auto* shown = screen_of<VerdictShown>(m);
    if (shown == nullptr) return;
    shown->shows_identity = false;
    shown->identity_name.clear();
    shown->birth_day = 0;
    shown->birth_month = 0;
}

}  // namespace outpost::session
