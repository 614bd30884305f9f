// What the counter has to do with the hub: exports to sticks, receipts from them.
#include "core/sync/receipt.h"
#include "firmware-app/kiosk/issue_counter.h"
#include "firmware-app/station/check_setup.h"
#include "firmware-app/station/sync_desk.h"

#include <string>

namespace outpost::kiosk {

namespace {

/// One export's surroundings.
struct Surroundings {
    station::StateFolder& state;
    const station::Enrolment& enrolment;
    const station::StatePorts& ports;
    const station::Console& console;
    UtcInstant at;
};

/// Before the export, so that what has its receipt is taken off the stick.
void take_receipt_of(const std::string& stick, const Surroundings& here) {
    const auto path = station::receipts_folder_of(stick) + "/" +
                      sync::receipt_file_name(here.enrolment.kiosk.id());
    const auto text = here.ports.files.read(path, sync::receipt_bytes_max);
    if (!text) return;
    const auto run =
        station::take_receipt(here.state, here.enrolment, as_text(*text), here.ports, here.at);
    if (!run)
        return here.console.message("the receipt is refused: " + station::words_for(run.error()));
    for (const auto& [number, error] : run->refused)
        here.console.message("receipt of export " + std::to_string(number) + ": " +
                             station::words_for(error));
}

}  // namespace

/// @return the message that says how it came out
std::string_view IssueCounter::export_to(const std::string& stick) {
    auto& state = duty_->state();
    const auto enrolment = station::read_enrolment(state.path, ports_.state.files);
    if (!enrolment) {
        console_.message("who the hub is cannot be read: " + station::words_for(enrolment.error()));
        return "op.export.not_done";
    }
    if (!*enrolment) return "op.export.no_hub";
    const auto at = duty_->now();
    take_receipt_of(stick, {state, **enrolment, ports_.state, console_, at});
    if (const auto sealed = station::seal_finished(state, **enrolment, ports_.state, at); !sealed)
        console_.message("not everything could be sealed: " + station::words_for(sealed.error()));
    const auto run = station::write_exports(state, **enrolment, stick, ports_.state, at);
    if (run) return "op.export.done";
    console_.message("not exported: " + station::words_for(run.error()));
    return "op.export.not_done";
}

void IssueCounter::operator_task(const ExportTo& task) {
    const auto outcome = export_to(task.stick);
    if (task.is_asked) tell_(session::ExportDone{std::string(outcome)});
}

}  // namespace outpost::kiosk
