// Codes in view: attract to scan, hints, notices, parts.
#include "firmware-app/session/machine.h"

#include <algorithm>
#include <utility>

namespace outpost::session {
namespace {

constexpr std::size_t outlines_max = 16;
constexpr std::int32_t parts_max = 256;
constexpr std::size_t digest_chars_max = 128;
constexpr std::size_t seen_max = 8;

void refresh_seen(Machine& m, const std::vector<Outline>& outlines) {
    auto& seen = m.state.seen_codes;
    for (const auto& outline : outlines) {
        if (!outline.is_read || seen.empty()) continue;
        if (outline.payload_digest.empty()) {
            seen.back().last_seen_ms = m.now();
            continue;
        }
        for (auto& code : seen)
            if (code.payload_digest == outline.payload_digest) code.last_seen_ms = m.now();
    }
}

void begin_scan(Machine& m) {
    Scan scan;
    scan.for_registration = !m.settings.can_check;
    go(m, std::move(scan));
}

SeenCode* find_seen(Machine& m, const std::string& digest) {
    for (auto& code : m.state.seen_codes)
        if (code.payload_digest == digest) return &code;
    return nullptr;
}

SeenCode& remember(Machine& m, const std::string& digest) {
    auto& seen = m.state.seen_codes;
    if (seen.size() >= seen_max) seen.erase(seen.begin());
    seen.push_back(SeenCode{digest, m.now(), false});
    return seen.back();
}

}  // namespace

bool accepts_codes(const State& state) {
    if (state.warning) return false;
    if (shows<Queue>(state) || shows<ImportPage>(state)) return true;
    if (state.scanning_locked_until_ms != 0) return false;
    if (const auto* shown = std::get_if<VerdictShown>(&state.screen)) return !shown->waits_for_ack;
    return shows<Attract>(state) || shows<Scan>(state) || shows<Parts>(state);
}

bool takes_checks(const State& state, const Settings& settings) {
    return settings.can_check && accepts_codes(state) && !is_operator_page(state.screen);
}

void notice(Machine& m, const char* key) {
    if (!shows<Scan>(m.state)) begin_scan(m);
    auto& scan = std::get<Scan>(m.state.screen);
    scan.notice = key;
    scan.notice_until_ms = m.now() + lasting(m.state, m.settings.other_code_ms);
    if (m.state.access.speech) m.emit(Say{{key}});
}

void take(Machine& m, const CodesInView& what) {
    State& state = m.state;
    state.outlines = what.outlines;
    if (state.outlines.size() > outlines_max) state.outlines.resize(outlines_max);
    state.camera_width_px = std::max(what.width_px, 0);
    state.camera_height_px = std::max(what.height_px, 0);
    refresh_seen(m, state.outlines);
    if (!accepts_codes(state)) {
        state.outlines.clear();
        return;
    }
    const bool is_unread = what.cause != ScanHint::None ||
                           std::any_of(state.outlines.begin(), state.outlines.end(),
                                       [](const Outline& outline) { return !outline.is_read; });
    if (!is_unread) {
        // Nothing, or only what was read already: no cause to hint at any more.
        if (auto* scan = screen_of<Scan>(m); scan != nullptr && !state.outlines.empty())
            scan->cause = ScanHint::None;
        return update_hint(m);
    }
    if (auto* attract = screen_of<Attract>(m)) {
        attract->is_dimmed = false;
        begin_scan(m);
    }
    auto* scan = screen_of<Scan>(m);
    if (scan == nullptr) return;
    if (!scan->has_code_in_view) {
        scan->has_code_in_view = true;
        scan->code_since_ms = m.now();
        scan->cause_since_ms = m.now();
    }
    scan->code_last_seen_ms = m.now();
    if (scan->cause != what.cause) {
        scan->cause = what.cause;
        scan->cause_since_ms = m.now();
    }
    update_hint(m);
}

std::int64_t hint_due_ms(const Scan& scan, const Settings& settings) {
    if (!scan.has_code_in_view || scan.is_checking) return never_ms;
    if (scan.cause == scan.hint) {
        const bool may_grow = scan.hint != ScanHint::None && !scan.is_hint_large;
        return may_grow ? scan.code_since_ms + settings.hint_again_ms : never_ms;
    }
    std::int64_t due = scan.cause_since_ms + settings.hint_cause_ms;
    if (scan.hint == ScanHint::None)
        due = std::max(due, scan.code_since_ms + settings.hint_first_ms);
    else
        due = std::max(due, scan.hint_since_ms + settings.hint_stays_ms);
    return due;
}

void update_hint(Machine& m) {
    auto* scan = screen_of<Scan>(m);
    if (scan == nullptr || hint_due_ms(*scan, m.settings) > m.now()) return;
    const bool is_late = m.now() >= scan->code_since_ms + m.settings.hint_again_ms;
    const bool is_new = scan->hint != scan->cause;
    if (is_new) {
        scan->hint = scan->cause;
        scan->hint_since_ms = m.now();
    }
    scan->is_hint_large = is_late && scan->hint != ScanHint::None;
    if (scan->hint == ScanHint::None) return;
    m.emit(PlaySound{Sound::Hint});
    if (m.state.access.speech && is_new) m.emit(Say{spoken_keys(m.state)});
}

void take(Machine& m, const CodeRead& what) {
    State& state = m.state;
    if (what.payload_digest.empty() || what.payload_digest.size() > digest_chars_max) return;
    if (!takes_checks(state, m.settings)) return;
    if (auto* seen = find_seen(m, what.payload_digest)) {
        seen->last_seen_ms = m.now();
        return;
    }
    remember(m, what.payload_digest);
    note_input(m);
    m.emit(PlaySound{Sound::Captured});
    if (shows<Attract>(state)) begin_scan(m);
    auto* scan = screen_of<Scan>(m);
    if (scan == nullptr) return;
    scan->is_checking = true;
    scan->checking_since_ms = m.now();
    scan->has_code_in_view = false;
    scan->hint = ScanHint::None;
    scan->is_hint_large = false;
    scan->notice.clear();
    scan->is_giving_up = false;
}

void take(Machine& m, const Checked& what) {
    State& state = m.state;
    const std::string& digest = what.outcome.payload_digest;
    if (digest.empty() || digest.size() > digest_chars_max) return;
    if (!takes_checks(state, m.settings)) return;
    auto* seen = find_seen(m, digest);
    if (seen != nullptr && seen->is_decided) {
        seen->last_seen_ms = m.now();
        return;
    }
    SeenCode& code = seen != nullptr ? *seen : remember(m, digest);
    code.last_seen_ms = m.now();
    code.is_decided = true;
    note_input(m);
    if (auto* scan = screen_of<Scan>(m)) scan->is_checking = false;
    if (!what.outcome.is_certificate) {
        if (!shows<VerdictShown>(state) && !shows<Parts>(state)) notice(m, "scan.other_code");
        return;
    }
    m.emit(CountCheck{what.outcome.verdict, what.outcome.format});
    if (const auto* shown = screen_of<VerdictShown>(m)) {
        const auto index = static_cast<std::size_t>(shown->verdict);
        if (m.now() < state.since_ms + m.settings.next_after_ms[index]) {
            if (state.person) state.person->waiting = what.outcome;
            return;
        }
    }
    show_outcome(m, what.outcome);
}

void take(Machine& m, const PartsProgress& what) {
    if (!takes_checks(m.state, m.settings) || shows<VerdictShown>(m.state)) return;
    note_input(m);
    if (!shows<Parts>(m.state)) {
        if (what.is_other_set) return;
        go(m, Parts{});
        std::get<Parts>(m.state.screen).last_new_ms = m.now();
    }
    auto& parts = std::get<Parts>(m.state.screen);
    parts.notice = what.is_other_set ? "parts.other_set" : "";
    if (what.is_other_set) return;
    parts.total = std::clamp(what.total, 0, parts_max);
    parts.have = what.have;
    parts.have.resize(static_cast<std::size_t>(parts.total));
    parts.percent = std::clamp(what.percent, 0, 100);
    if (what.is_new) parts.last_new_ms = m.now();
}

void press_checking(Machine& m, Key key) {
    if (auto* shown = screen_of<VerdictShown>(m)) {
        if (key.id == KeyId::Next) return verdict_over(m);
        if (key.id != KeyId::ShowLonger) return;
        shown->until_ms += m.settings.longer_ms;
        shown->dwell_ms += m.settings.longer_ms;
        ++shown->longer_used;
        return;
    }
    if (auto* scan = screen_of<Scan>(m); scan != nullptr && key.id == KeyId::Help) {
        scan->shows_help = !scan->shows_help;
        if (scan->shows_help && m.state.access.speech) m.emit(Say{{"help.how"}});
    }
}

}  // namespace outpost::session
