#include "firmware-app/kiosk/issue_counter.h"

#include "core/json/reader.h"

#include <algorithm>
#include <array>
#include <utility>

namespace outpost::kiosk {

namespace {

using session::KeyId;

constexpr std::size_t held_shown_max = 500;
constexpr std::size_t reprints_shown_max = 200;
constexpr std::size_t troubles_max = 100;
/// A job is followed so long at once; then others get a turn.
constexpr std::int64_t follow_ms = 1'500;

std::string_view words_of(KeyId reason) {
    switch (reason) {
        case KeyId::WrongName:
            return "person_name";
        case KeyId::WrongBirth:
            return "person_birth";
        case KeyId::WrongDose:
            return "person_dose";
        case KeyId::ReasonLost:
            return "lost";
        case KeyId::ReasonDamaged:
            return "damaged";
        case KeyId::ReasonNotReadable:
            return "not readable";
        case KeyId::ReasonDidNotPrint:
            return "did not print";
        case KeyId::WrongOther:
            return "person_other";
        default:
            return "other";
    }
}

/// The message that says a held item's reason.
std::string message_of(const std::string& reason) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> by_person{
        {{"person_name", "op.held.name"},
         {"person_birth", "op.held.born"},
         {"person_dose", "op.held.dose"},
         {"person_other", "op.held.other"}}};
    for (const auto& [name, key] : by_person)
        if (name == reason) return std::string(key);
    return "item." + reason;
}

std::optional<PrintState> state_of(std::string_view name) {
    constexpr std::array states{PrintState::Waiting,    PrintState::Printing, PrintState::Printed,
                                PrintState::OutOfPaper, PrintState::Jammed,   PrintState::Offline,
                                PrintState::Cancelled,  PrintState::Failed,   PrintState::Unknown};
    for (const auto state : states)
        if (print_state_name(state) == name) return state;
    return std::nullopt;
}

std::string text_at(const json::Value& item, std::string_view section, std::string_view member) {
    const auto* inner = item.find(section);
    const auto* value = inner == nullptr || !inner->is_object() ? nullptr : inner->find(member);
    if (value == nullptr) return {};
    if (value->is_string()) return station::printable(value->as_string());
    return value->is_number() ? std::string(value->number_text()) : std::string();
}

}  // namespace

IssueCounter::IssueCounter(station::IssuePorts ports, const station::Console& console, Tell tell)
    : ports_(std::move(ports)), console_(console), tell_(std::move(tell)) {}

std::unique_ptr<IssueCounter> IssueCounter::open(const CounterOptions& options,
                                                 station::IssuePorts ports,
                                                 const station::Console& console, Tell tell) {
    std::unique_ptr<IssueCounter> counter(
        new IssueCounter(std::move(ports), console, std::move(tell)));
    if (!counter->start(options)) return nullptr;
    return counter;
}

bool IssueCounter::start(const CounterOptions& options) {
    ports_.told_item = [this](const runtime::FinishedItem& item) { take(item); };
    ports_.told_print = [this](const std::string& id, PrintState state) {
        tell_(session::PrintChanged{id, state, 1, 1});
    };
    ports_.print_wait_ms = follow_ms;
    int exit = 0;
    duty_ = station::IssuingDuty::open(options.issuer, true, ports_, console_, exit);
    if (duty_ == nullptr || !duty_->begin_issuing(options.block)) return false;
    sealing_.emplace(duty_->state(), ports_.state, console_);
    auto folder = names::NameFolder::make();
    auto second = names::NameFolder::make();
    if (!folder || !second) return false;
    folder_ = std::make_unique<names::NameFolder>(std::move(second).value());
    auto watch = options.watch;
    watch.told_waiting = [this](const std::string& kind, const std::string& name) {
        const auto admitted = room_->admit(kind, name);
        if (!admitted) duty_->tell_failure(admitted.error());
        return admitted.has_value();
    };
    arrivals_ = std::make_unique<station::WatchedQueue>(*duty_, ports_, std::move(watch), console_);
    room_ = std::make_unique<WaitingRoom>(
        *duty_, ports_, std::move(folder).value(),
        [this](const std::string& path) { return arrivals_->may_be_taken(path); });
    if (const auto loaded = room_->load(); !loaded)
        return duty_->tell_failure(loaded.error()), false;
    look_around();
    return true;
}

void IssueCounter::run(const CounterTask& task) {
    std::visit([this](const auto& asked) { operator_task(asked); }, task);
    tell_counts();
}

void IssueCounter::look_around() {
    arrivals_->look_at_waiting();
    follow_page();
    sealing_->turn(duty_->now());
    tell_counts();
}

PrintState IssueCounter::printer_health() {
    auto* printer = duty_->printer();
    return printer == nullptr ? PrintState::Unknown : printer->health().state;
}

UtcInstant IssueCounter::newest_instant() const {
    return duty_->state().journal->newest_instant();
}

void IssueCounter::operator_task(const session::LoadQueue& task) {
    if (task.is_for_reprint) return tell_(session::QueueLoaded{reprint_page(task)});
    auto page = room_->page({task.search, task.sort, task.first, task.rows});
    const auto held = duty_->state().journal->held(held_shown_max);
    // Held ones stand behind those that wait: the operator sees them with their reason.
    const auto waiting = page.total;
    for (const auto& item : held ? *held : std::vector<journal::HeldItem>{}) {
        const auto place = page.total++;
        const bool is_on_page = place >= task.first && place < task.first + task.rows;
        if (!is_on_page) continue;
        session::QueueRow row;
        row.number = -item.number;
        row.state = "held";
        row.reason = message_of(item.reason);
        row.certificate_id = item.certificate_id;
        if (const auto request = json::read(item.request_json)) {
            row.family_name = text_at(request->root(), "recipient", "name");
            row.dose = text_at(request->root(), "vaccination", "dose");
        }
        page.rows.push_back(std::move(row));
    }
    page.first = std::min(task.first, std::max<std::int64_t>(waiting, page.total));
    tell_(session::QueueLoaded{std::move(page)});
}

session::QueueRow IssueCounter::row_of(const journal::Order& order) const {
    session::QueueRow row;
    row.number = order.number;
    row.certificate_id = order.certificate_id;
    row.prints = static_cast<std::int32_t>(order.print_attempts);
    row.state = order.step == journal::Step::Printed ? "printed" : "trouble";
    if (const auto request = json::read(order.request_json)) {
        constexpr std::size_t year_chars = 4;
        row.family_name = text_at(request->root(), "recipient", "name");
        row.birth_year = text_at(request->root(), "recipient", "dob").substr(0, year_chars);
        row.dose = text_at(request->root(), "vaccination", "dose");
    }
    return row;
}

session::QueuePage IssueCounter::reprint_page(const session::LoadQueue& task) {
    session::QueuePage page;
    const auto orders = duty_->state().journal->newest(reprints_shown_max);
    if (!orders) return page;
    const auto wanted = folder_->folded(task.search);
    for (const auto& order : *orders) {
        auto row = row_of(order);
        const bool is_found =
            task.search.empty() || row.certificate_id == task.search ||
            (!wanted.empty() && folder_->folded(row.family_name).find(wanted) != std::string::npos);
        if (!is_found) continue;
        const auto place = page.total++;
        if (place >= task.first && place < task.first + task.rows)
            page.rows.push_back(std::move(row));
    }
    page.first = std::min(task.first, page.total);
    return page;
}

void IssueCounter::operator_task(const session::LoadConfirm& task) {
    auto view = room_->confirm_view(task.number);
    session::ConfirmReady ready;
    if (view) ready.view = std::move(view).value();
    tell_(std::move(ready));
}

void IssueCounter::operator_task(const session::IssueAndPrint& task) {
    const auto request = room_->request_of(task.number);
    if (!request) return tell_(session::IssueRefused{"request_gone"});
    issuing::ItemOrigin origin;
    origin.kind = duty_->profile().kind(request->kind);
    if (origin.kind == nullptr) return tell_(session::IssueRefused{"request_gone"});
    origin.is_update = origin.kind->is_update();
    origin.request_name = request->file;
    if (!duty_->is_clock_good()) return tell_(session::IssueRefused{"clock"});
    current_ = task.number;
    tell_(session::IssueStepDone{session::IssueStep::Signing});
    const auto taken = duty_->run().take(request->item, origin);
    if (!taken) {
        current_ = 0;
        duty_->tell_failure(taken.error());
        return tell_(session::IssueRefused{"machine"});
    }
    tell_(session::IssueStepDone{session::IssueStep::Checking});
    if (!duty_->finish()) tell_(session::IssueRefused{"machine"});
    current_ = 0;
}

// Each item that the run has finished with: the one that somebody waits for, and refusals of new
// files.
void IssueCounter::take(const runtime::FinishedItem& item) {
    using issuing::ItemStatus;
    if (current_ == 0) return;
    const auto number = std::exchange(current_, 0);
    const auto& order = item.result.order;
    if (item.result.status == ItemStatus::Issued || item.result.status == ItemStatus::Duplicate) {
        if (item.result.status == ItemStatus::Issued) ++day_.issued;
        tell_(session::IssueStepDone{session::IssueStep::Page});
        tell_(session::Issued{order.certificate_id});
        const auto done = room_->done(number);
        if (!done) duty_->tell_failure(done.error());
        return tell_print(order.certificate_id, item.print);
    }
    ++day_.held;
    if (const auto settled = room_->settle(number); !settled) duty_->tell_failure(settled.error());
    const auto& errors = item.result.errors;
    tell_(session::IssueRefused{errors.empty()
                                    ? "not_signable"
                                    : std::string(intake::item_code_name(errors.front().code))});
}

void IssueCounter::tell_print(const std::string& certificate_id, std::string_view state) {
    const auto print = state_of(state);
    if (!print) return;  // no page was wanted
    on_its_way_ = is_final(*print) ? std::string() : certificate_id;
    if (*print == PrintState::Printed) ++day_.printed;
    tell_(session::PrintChanged{certificate_id, *print, 1, 1});
}

void IssueCounter::follow_page() {
    if (on_its_way_.empty()) return;
    const auto order = duty_->state().journal->find(on_its_way_);
    if (!order || !*order) return;
    const auto state = duty_->run().look_again(**order);
    if (state)
        tell_print(std::string(on_its_way_), *state);
    else if (state.error().code == Errc::NotFound)
        on_its_way_.clear();
}

void IssueCounter::operator_task(const session::HoldItem& task) {
    const auto request = room_->request_of(task.number);
    if (!request) return;
    journal::HeldItem held;
    held.reason = words_of(task.reason);
    held.request_name = request->file;
    held.request_index = request->item.index;
    held.kind = request->kind;
    held.request_json = request->item.text;
    held.held_at = duty_->now();
    // In the journal first: a power cut between the two holds it a second time, as the same item.
    const auto number = duty_->state().journal->hold(held);
    if (!number) return duty_->tell_failure(number.error());
    ++day_.held;
    if (const auto settled = room_->settle(task.number); !settled)
        duty_->tell_failure(settled.error());
}

void IssueCounter::operator_task(const session::ReprintPage& task) {
    const auto order = duty_->state().journal->find(task.certificate_id);
    if (!order || !*order || !(*order)->is_current)
        return tell_(session::IssueRefused{"not_current"});
    const auto state = duty_->run().print_again(**order, words_of(task.reason));
    if (!state) {
        duty_->tell_failure(state.error());
        return tell_(session::IssueRefused{"page_fault"});
    }
    ++day_.reprinted;
    tell_print(task.certificate_id, *state);
}

void IssueCounter::operator_task(const session::SettleOutcome& task) {
    auto& journal = *duty_->state().journal;
    const auto order = journal.find(task.certificate_id);
    if (!order || !*order || !task.came_out) return;
    const auto attempt = journal.last_print((*order)->number);
    const auto recorded = journal.record_print((*order)->number, PrintState::Printed,
                                               attempt ? attempt->second : "", duty_->now());
    if (!recorded) return duty_->tell_failure(recorded.error());
    tell_print(task.certificate_id, print_state_name(PrintState::Printed));
}

void IssueCounter::operator_task(const session::RetryPrint& /*task*/) {
    follow_page();
}

void IssueCounter::operator_task(const session::CancelPrint& /*task*/) {
    const auto order = duty_->state().journal->find(on_its_way_);
    if (!order || !*order) return;
    const auto cancelled = duty_->run().cancel_print(**order);
    if (!cancelled && cancelled.error().code != Errc::NotFound)
        duty_->tell_failure(cancelled.error());
    const auto after = duty_->state().journal->find(on_its_way_);
    if (after && *after && (*after)->step != journal::Step::Sending) on_its_way_.clear();
}

void IssueCounter::operator_task(const session::NextOfAll& /*task*/) {
    if (const auto number = room_->next()) return operator_task(session::IssueAndPrint{*number});
    tell_(session::NoMoreToPrint{});
}

void IssueCounter::operator_task(const RegistrationCode& task) {
    session::RegistrationShown shown;
    if (task.is_for_reprint) {
        const auto order = duty_->state().journal->find(task.code);
        if (order && *order) shown.row = row_of(**order);
        return tell_(std::move(shown));
    }
    if (const auto number = room_->number_of_code(task.code)) {
        auto view = room_->confirm_view(*number);
        if (view) shown.view = std::move(view).value();
    } else {
        const auto orders = duty_->state().journal->newest(reprints_shown_max);
        for (const auto& order : orders ? *orders : std::vector<journal::Order>{})
            if (const auto request = json::read(order.request_json))
                if (request->root().text_of("preEnrollmentCode") == task.code)
                    shown.is_already_printed = true;
    }
    tell_(std::move(shown));
}

void IssueCounter::tell_counts() {
    auto& journal = *duty_->state().journal;
    session::CountsChanged counts;
    counts.queue.waiting = room_->waiting();
    counts.queue.oldest = room_->oldest();
    if (const auto held = journal.held(held_shown_max))
        counts.queue.held = static_cast<std::int64_t>(held->size());
    if (const auto all = journal.counts()) counts.queue.issued = all->orders;
    if (const auto troubles = journal.print_troubles(false, troubles_max))
        counts.queue.print_troubles = static_cast<std::int64_t>(troubles->size());
    counts.queue.printed = day_.printed;
    counts.day = day_;
    tell_(counts);
}

void IssueCounter::operator_task(const StaffActed& task) {
    const auto recorded = duty_->state().journal->record_act(task.act, task.body, duty_->now());
    if (!recorded) duty_->tell_failure(recorded.error());
}

}  // namespace outpost::kiosk
