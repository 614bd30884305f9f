// Every time-out of the kiosk: when it is due and what it does.
#include "firmware-app/session/machine.h"
#include "firmware-app/session/step.h"

#include <algorithm>

namespace outpost::session {
namespace {

void dim(Machine& m) {
    std::get<Attract>(m.state.screen).is_dimmed = true;
}

void clear_notice(Machine& m) {
    auto& scan = std::get<Scan>(m.state.screen);
    scan.notice.clear();
    if (!scan.is_giving_up) return;
    end_visit(m);
    rest(m);
}

void lose_view(Machine& m) {
    auto& scan = std::get<Scan>(m.state.screen);
    scan.has_code_in_view = false;
    scan.cause = ScanHint::None;
    scan.hint = ScanHint::None;
    scan.is_hint_large = false;
    m.state.last_input_ms = m.now();
}

void give_up_scan(Machine& m) {
    std::get<Scan>(m.state.screen).is_giving_up = true;
    notice(m, "scan.failed");
}

void give_up_check(Machine& m) {
    auto& scan = std::get<Scan>(m.state.screen);
    scan.is_checking = false;
    m.state.last_input_ms = m.now();
    notice(m, "scan.failed");
}

void give_up_parts(Machine& m) {
    notice(m, "parts.timeout");
}

void hide_help(Machine& m) {
    std::get<Scan>(m.state.screen).shows_help = false;
}

void printing_silent(Machine& m) {
    OutcomeUnknown unknown{std::get<Printing>(m.state.screen).certificate_id};
    go(m, std::move(unknown));
}

void issuing_silent(Machine& m) {
    take(m, IssueRefused{});
}

void unlock_pin(Machine& m) {
    std::get<Pin>(m.state.screen).locked_until_ms = 0;
    m.state.last_input_ms = m.now();
}

void suspend_at_printer(Machine& m) {
    m.state.is_operator_suspended = true;
    m.state.resumes_queue = true;
    m.state.below.clear();
    m.state.focus.reset();
}

void forget_last_check(Machine& m) {
    m.state.last_check.reset();
}

void forget_seen(Machine& m) {
    const auto is_old = [&](const SeenCode& code) {
        return code.last_seen_ms + m.settings.same_code_ms <= m.now();
    };
    auto& seen = m.state.seen_codes;
    seen.erase(std::remove_if(seen.begin(), seen.end(), is_old), seen.end());
}

void end_suspended(Machine& m) {
    m.state.operator_session.reset();
    m.state.is_operator_suspended = false;
    m.state.resumes_queue = false;
    if (m.state.last_check) forget_last_check(m);
    m.emit(EndOperatorSession{});
}

void open_by_hold(Machine& m) {
    m.state.pressed.reset();
    open_operator(m);
}

void unlock_scanning(Machine& m) {
    m.state.scanning_locked_until_ms = 0;
}
void end_cleared_notice(Machine& m) {
    m.state.is_cleared_notice = false;
}

struct ScreenLimits {
    const State& state;
    const Settings& settings;
    std::vector<Limit>& limits;

    void add(std::int64_t at_ms, void (*act)(Machine&)) const {
        limits.push_back(Limit{at_ms, act});
    }
    [[nodiscard]] std::int64_t idle(std::int64_t limit_ms) const {
        return active_ms(state) + lasting(state, limit_ms);
    }

    void operator()(const StartUp&) const { add(state.since_ms + settings.start_up_ms, rest); }
    void operator()(const Attract& screen) const {
        if (!screen.is_dimmed) add(active_ms(state) + settings.dim_after_ms, dim);
        if (!state.person && !is_as_at_start(state, settings))
            add(idle(settings.session_idle_ms), reset_access);
    }
    void operator()(const Languages&) const { add(idle(settings.language_ms), pop); }
    void operator()(const EasyUse&) const { add(idle(settings.easy_use_ms), pop); }
    void operator()(const Scan& screen) const {
        add(hint_due_ms(screen, settings), update_hint);
        if (!screen.notice.empty()) add(screen.notice_until_ms, clear_notice);
        if (screen.is_checking) add(screen.checking_since_ms + settings.checking_ms, give_up_check);
        if (screen.shows_help) add(idle(settings.help_ms), hide_help);
        if (screen.has_code_in_view) {
            add(screen.code_last_seen_ms + settings.view_lost_ms, lose_view);
            if (!screen.is_giving_up && !screen.is_checking && screen.notice.empty())
                add(screen.code_since_ms + lasting(state, settings.scan_gives_up_ms), give_up_scan);
        } else if (!screen.is_checking && screen.notice.empty() && !screen.shows_help) {
            add(idle(settings.scan_leaves_ms), leave);
        }
    }
    void operator()(const Parts& screen) const {
        add(screen.last_new_ms + lasting(state, settings.parts_ms), give_up_parts);
    }
    void operator()(const VerdictShown& screen) const {
        if (!screen.waits_for_ack) add(screen.until_ms, verdict_over);
        if (screen.shows_identity)
            add(state.since_ms + settings.identity_line_ms, end_identity_line);
        if (state.person && state.person->waiting) {
            const auto index = static_cast<std::size_t>(screen.verdict);
            add(state.since_ms + settings.next_after_ms[index], show_waiting);
        }
    }
    void operator()(const Confirm&) const { add(idle(settings.confirm_idle_ms), warn); }
    void operator()(const WhatIsWrong& screen) const {
        if (screen.is_thanking)
            add(state.since_ms + lasting(state, settings.held_thanks_ms), finish_issue);
        else
            add(idle(settings.confirm_idle_ms), warn);
    }
    void operator()(const Issuing&) const {
        add(state.since_ms + settings.issuing_ms, issuing_silent);
    }
    void operator()(const Printing& screen) const {
        const std::int64_t due = screen.accepted_ms == 0
                                     ? state.since_ms + settings.printer_accepts_ms
                                     : screen.page_since_ms + settings.page_ms;
        add(due, printing_silent);
    }
    void operator()(const HandOver&) const {
        add(state.since_ms + lasting(state, settings.hand_over_ms), finish_page);
    }
    void operator()(const PrinterHelp&) const { at_printer(); }
    void operator()(const OutcomeUnknown&) const { at_printer(); }
    void operator()(const Pin& screen) const {
        if (screen.locked_until_ms != 0) add(screen.locked_until_ms, unlock_pin);
        add(active_ms(state) + settings.pin_idle_ms, cancel_pin);
    }
    void operator()(const Detail&) const { add(active_ms(state) + settings.detail_idle_ms, leave); }
    void operator()(const ImportPage& screen) const {
        if (!screen.outcome.empty()) add(active_ms(state) + settings.import_done_ms, pop);
        at_operator_page();
    }
    void operator()(const ExportPage& screen) const {
        if (!screen.outcome.empty()) add(active_ms(state) + settings.export_done_ms, pop);
        at_operator_page();
    }
    void operator()(const OutOfService&) const {}
    template <class T>
    void operator()(const T&) const {
        at_operator_page();
    }

    void at_operator_page() const { add(active_ms(state) + settings.operator_idle_ms, warn); }
    void at_printer() const {
        if (is_operator_active(state))
            add(active_ms(state) + settings.operator_idle_ms, suspend_at_printer);
    }
};

}  // namespace

std::vector<Limit> limits_of(const State& state, const Settings& settings) {
    std::vector<Limit> limits;
    const ScreenLimits add{state, settings, limits};
    if (state.warning)
        add.add(state.warning->ends_ms, end_by_time);
    else
        std::visit(add, state.screen);

    if (state.pressed && state.pressed->id == KeyId::StatusLine)
        add.add(state.pressed_ms + settings.operator_hold_ms, open_by_hold);
    if (state.scanning_locked_until_ms != 0)
        add.add(state.scanning_locked_until_ms, unlock_scanning);
    if (state.is_cleared_notice) add.add(state.since_ms + settings.cleared_ms, end_cleared_notice);
    if (state.person && !shows<VerdictShown>(state))
        add.add(state.person->last_code_ms + settings.join_ms, end_join);
    if (state.last_check && !shows<Detail>(state))
        add.add(state.last_check_ms + settings.why_ms, forget_last_check);
    for (const auto& code : state.seen_codes)
        add.add(code.last_seen_ms + settings.same_code_ms, forget_seen);
    // The operator of an attended kiosk stands there all shift.
    const bool is_in_job = shows<Confirm>(state) || shows<WhatIsWrong>(state) ||
                           shows<Issuing>(state) || shows<Printing>(state) ||
                           shows<HandOver>(state) || shows<PrinterHelp>(state) ||
                           shows<OutcomeUnknown>(state) || shows<Pin>(state);
    if (state.operator_session && state.is_operator_suspended && !settings.attended && !is_in_job)
        add.add(active_ms(state) + settings.operator_idle_ms, end_suspended);
    return limits;
}

std::int64_t next_deadline_ms(const State& state, const Settings& settings) {
    std::int64_t next = never_ms;
    for (const auto& limit : limits_of(state, settings)) next = std::min(next, limit.at_ms);
    return std::max(next, state.now_ms);
}

}  // namespace outpost::session
