// From a registration to a certificate: confirm, what is wrong, issuing, "print all".
#include "firmware-app/session/machine.h"

#include <utility>

namespace outpost::session {
namespace {

void ask_person(Machine& m, const ConfirmView& view, bool by_person) {
    forget_person(m);
    // The operator turns the screen to the person; who comes alone never ends up in the list.
    m.state.resumes_queue = !by_person;
    if (!by_person) m.state.is_operator_suspended = true;
    Confirm confirm{view, by_person};
    if (by_person)
        go(m, std::move(confirm));
    else
        push(m, std::move(confirm));
}

void thank(Machine& m) {
    WhatIsWrong thanks;
    thanks.is_thanking = true;
    m.emit(ForgetPerson{});
    go(m, std::move(thanks));
}

}  // namespace

void take(Machine& m, const RegistrationShown& what) {
    State& state = m.state;
    if (!m.settings.can_issue || !accepts_codes(state)) return;
    note_input(m);
    if (auto* queue = screen_of<Queue>(m)) {
        if (!is_operator_active(state) || queue->opening != 0) return;
        if (queue->is_for_reprint && what.row) return push(m, Reprint{*what.row, KeyId::None});
        if (!queue->is_for_reprint && what.view) return ask_person(m, *what.view, false);
        return;
    }
    if (!shows<Attract>(state) && !shows<Scan>(state)) return;
    if (what.view) {
        state.below.clear();
        return ask_person(m, *what.view, true);
    }
    notice(m, what.is_already_printed ? "issue.already" : "issue.not_found");
}

void take(Machine& m, const ConfirmReady& what) {
    auto* queue = screen_of<Queue>(m);
    if (queue == nullptr || queue->opening == 0 || !is_operator_active(m.state)) return;
    const std::int64_t opening = std::exchange(queue->opening, 0);
    if (!what.view) return load_queue(m);  // somebody else's hands were quicker
    if (what.view->number != opening) return;
    ask_person(m, *what.view, false);
}

void take(Machine& m, const IssueStepDone& what) {
    auto* issuing = screen_of<Issuing>(m);
    if (issuing == nullptr) return;
    issuing->step = what.step == IssueStep::Signing ? IssueStep::Checking : IssueStep::Page;
}

void take(Machine& m, const IssueRefused& /*what*/) {
    if (!shows<Issuing>(m.state)) return;
    if (m.state.print_all_left > 0) return advance_print_all(m);
    thank(m);
}

void take(Machine& m, const Issued& what) {
    if (!shows<Issuing>(m.state)) return;
    Printing printing;
    printing.certificate_id = what.certificate_id;
    go(m, std::move(printing));
}

void take(Machine& m, const NoMoreToPrint& /*what*/) {
    if (m.state.print_all_left > 0 && shows<Issuing>(m.state)) finish_issue(m);
}

void advance_print_all(Machine& m) {
    if (m.state.print_all_left > 0) --m.state.print_all_left;
    if (m.state.print_all_left == 0) return finish_issue(m);
    go(m, Issuing{});
    m.emit(NextOfAll{});
}

void finish_issue(Machine& m) {
    State& state = m.state;
    end_visit(m);
    state.below.clear();
    const bool is_in_session = state.operator_session && state.resumes_queue;
    if (is_in_session && (is_operator_active(state) || m.settings.attended)) return open_queue(m);
    rest(m);
}

void open_queue(Machine& m) {
    State& state = m.state;
    state.is_operator_suspended = false;
    state.resumes_queue = false;
    state.last_input_ms = m.now();
    state.below.assign(1, Screen{OperatorHome{}});
    go(m, Queue{});
    load_queue(m);
}

void press_issuing(Machine& m, Key key) {
    if (auto* confirm = screen_of<Confirm>(m)) {
        if (key.id == KeyId::No) {
            WhatIsWrong wrong;
            wrong.view = std::move(confirm->view);
            wrong.by_person = confirm->by_person;
            return go(m, std::move(wrong));
        }
        if (key.id != KeyId::Yes) return;
        const std::int64_t number = confirm->view.number;
        m.emit(ForgetPerson{});
        m.emit(IssueAndPrint{number});
        m.state.below.clear();
        return go(m, Issuing{number, IssueStep::Signing});
    }
    auto* wrong = screen_of<WhatIsWrong>(m);
    if (wrong == nullptr || wrong->is_thanking) return;
    m.emit(HoldItem{wrong->view.number, key.id});
    thank(m);
}

}  // namespace outpost::session
