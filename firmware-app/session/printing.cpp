// From the page in the printer to the hand of the person; what to do when nobody knows; reprints.
#include "firmware-app/session/machine.h"

#include <algorithm>
#include <utility>

namespace outpost::session {
namespace {

constexpr std::int32_t pages_max = 99;

std::string* job_of(Screen& screen) {
    if (auto* printing = std::get_if<Printing>(&screen)) return &printing->certificate_id;
    if (auto* help = std::get_if<PrinterHelp>(&screen)) return &help->certificate_id;
    if (auto* unknown = std::get_if<OutcomeUnknown>(&screen)) return &unknown->certificate_id;
    return nullptr;
}

Printing printing_now(const Machine& m, const PrintChanged& what, const Printing* before) {
    Printing printing;
    if (before != nullptr) printing = *before;
    const bool is_new_page = before == nullptr || printing.page != what.page;
    printing.certificate_id = what.certificate_id;
    printing.pages = std::clamp(what.pages, 1, pages_max);
    printing.page = std::clamp(what.page, 1, printing.pages);
    if (printing.accepted_ms == 0) printing.accepted_ms = std::max<std::int64_t>(m.now(), 1);
    if (is_new_page || printing.page_since_ms == 0) printing.page_since_ms = m.now();
    return printing;
}

// The screen that the printer's word leads to.
Screen screen_for(const Machine& m, const PrintChanged& what, const Screen& before) {
    switch (what.state) {
        case PrintState::Waiting:
        case PrintState::Printing:
            return printing_now(m, what, std::get_if<Printing>(&before));
        case PrintState::Printed:
            return HandOver{};
        case PrintState::OutOfPaper:
        case PrintState::Jammed:
        case PrintState::Offline:
        case PrintState::Cancelled:
        case PrintState::Failed:
            return PrinterHelp{what.certificate_id, what.state};
        case PrintState::Unknown:
            break;
    }
    return OutcomeUnknown{what.certificate_id};
}

void print_again(Machine& m, const std::string& certificate_id, KeyId reason) {
    m.emit(ForgetPerson{});
    m.emit(ReprintPage{certificate_id, reason});
    Printing printing;
    printing.certificate_id = certificate_id;
    go(m, std::move(printing));
}

void press_reprint(Machine& m, const Reprint& reprint, Key key) {
    const std::string certificate_id = reprint.row.certificate_id;
    if (certificate_id.empty()) return;
    m.state.is_operator_suspended = true;
    m.state.resumes_queue = true;
    m.state.below.clear();
    print_again(m, certificate_id, key.id);
}

}  // namespace

void take(Machine& m, const PrintChanged& what) {
    State& state = m.state;
    // While the PIN is asked for at a stopped printer, the job lies below.
    const bool is_below = shows<Pin>(state) && !state.below.empty();
    Screen& screen = is_below ? state.below.back() : state.screen;
    const auto* job = job_of(screen);
    if (job == nullptr || *job != what.certificate_id) return;
    Screen next = screen_for(m, what, screen);
    const bool is_printed = what.state == PrintState::Printed;
    if (is_printed) m.emit(PlaySound{Sound::Printed});
    if (is_below) {
        screen = std::move(next);
        return;
    }
    // Row "trouble" of the list: the operator stands there, nobody waits for the paper.
    if (is_printed && is_operator_active(state) && !state.below.empty()) return pop(m);
    if (is_printed && state.print_all_left > 0) return advance_print_all(m);
    if (next.index() == screen.index())
        screen = std::move(next);
    else
        go(m, std::move(next));
}

void take(Machine& m, const PaperTaken& /*what*/) {
    if (shows<HandOver>(m.state)) finish_page(m);
}

void finish_page(Machine& m) {
    if (m.state.print_all_left > 0) return advance_print_all(m);
    finish_issue(m);
}

void press_printing(Machine& m, Key key) {
    if (shows<HandOver>(m.state)) {
        if (key.id == KeyId::Next) finish_page(m);
        return;
    }
    if (const auto* reprint = screen_of<Reprint>(m)) return press_reprint(m, *reprint, key);
    if (const auto* help = screen_of<PrinterHelp>(m)) {
        const std::string certificate_id = help->certificate_id;
        if (key.id == KeyId::CancelJob) {
            m.emit(CancelPrint{});
            m.state.print_all_left = 0;
            return finish_issue(m);
        }
        m.emit(RetryPrint{});
        Printing printing;
        printing.certificate_id = certificate_id;
        return go(m, std::move(printing));
    }
    const auto* unknown = screen_of<OutcomeUnknown>(m);
    if (unknown == nullptr) return;
    const std::string certificate_id = unknown->certificate_id;
    m.emit(SettleOutcome{certificate_id, key.id != KeyId::PageDidNotCome});
    if (key.id == KeyId::PageCameOut) {
        if (!m.state.below.empty()) return pop(m);
        return m.state.print_all_left > 0 ? advance_print_all(m) : go(m, HandOver{});
    }
    print_again(
        m, certificate_id,
        key.id == KeyId::PageNotReadable ? KeyId::ReasonNotReadable : KeyId::ReasonDidNotPrint);
}

}  // namespace outpost::session
