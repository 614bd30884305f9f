// Options of the commands about a kiosk's staff and statistics.
#include "core/tally/tally.h"
#include "firmware-app/station/state_folder.h"
#include "tools/outpost/command_storage.h"

#include <string>

namespace outpost::tools {

namespace {

void add_operator(CLI::App& app, Storage& storage) {
    auto* staff = app.add_subcommand("operator", "Who may open a kiosk's staff pages with a PIN");
    staff->require_subcommand(1);
    auto* add = staff->add_subcommand(
        "add", "Add somebody with a PIN of 6 to 12 digits; takes effect on a running kiosk");
    auto& arguments = storage.operator_add;
    add->add_option("--role", arguments.role, "What the PIN opens; a supervisor's clears a lock")
        ->required()
        ->check(silent(CLI::IsMember({"operator", "supervisor"})))
        ->type_name("operator|supervisor");
    add_state(*add, arguments.state);
    add->add_option("--pin-file", arguments.pin_file,
                    "Take the PIN from the first line of this file; default: ask twice")
        ->type_name("F");
    add->add_option("NAME", arguments.name, "Shown on the staff pages; each one once")
        ->required()
        ->type_name("");
    add->footer(
        "Nobody else may have the PIN, and easy ones (123456, 112233, 121212) are refused. To "
        "change a PIN, remove the name and add it again. Exit code: 2 for a name or PIN that "
        "cannot be used, 3 for the machine.");
    choose(add, storage, &Storage::operator_add);

    auto* list = staff->add_subcommand("list", "Names and roles");
    add_state(*list, storage.operator_list.state);
    list->add_flag("--json", storage.operator_list.json, "One JSON object a line");
    choose(list, storage, &Storage::operator_list);

    auto* remove = staff->add_subcommand("remove", "Take somebody's PIN away");
    add_state(*remove, storage.operator_remove.state);
    remove->add_option("NAME", storage.operator_remove.name, "As outpost operator list shows it")
        ->required()
        ->type_name("");
    choose(remove, storage, &Storage::operator_remove);

    auto* reset = staff->add_subcommand(
        "reset-lock", "Take the lock off that wrong PINs put on the kiosk's staff pages");
    add_state(*reset, storage.operator_reset_lock.state);
    reset->footer(
        "The lock is the kiosk's and nobody's own: a wrong PIN does not say whose it is.");
    choose(reset, storage, &Storage::operator_reset_lock);
}

void add_clock(CLI::App& app, Storage& storage) {
    auto* clock = app.add_subcommand("clock", "Whether a kiosk's clock can be believed");
    clock->require_subcommand(1);
    const auto add = [&](const char* name, const char* words, ClockWhat what,
                         ClockArguments Storage::*member) {
        auto* command = clock->add_subcommand(name, words);
        auto& arguments = storage.*member;
        arguments.what = what;
        add_state(*command, arguments.state);
        command->add_flag("--json", arguments.json, "One JSON object");
        choose(command, storage, member);
        return command;
    };
    add("show", "The time, who vouches for it, and what speaks against it", ClockWhat::Show,
        &Storage::clock_show);
    add("confirm", "The time that show gives is right", ClockWhat::Confirm,
        &Storage::clock_confirm);
    add("set", "The time is TIME: until the machine is started again", ClockWhat::Set,
        &Storage::clock_set)
        ->add_option("TIME", storage.clock_set.time, "RFC 3339: 2026-11-24T08:30:00Z")
        ->required()
        ->type_name("");
    clock->footer(
        "Confirm and set are entries of the journal. A kiosk that runs holds its state folder: "
        "there a supervisor does it on the health page. Exit code: 1 when the time is not to be "
        "believed or was not taken, 2 for a TIME that is none, 3 for the machine.");
}

void add_tally(CLI::App& app, Storage& storage) {
    auto* command =
        app.add_subcommand("tally", "Counts of each day at this kiosk; no personal data");
    auto& arguments = storage.tally;
    add_state(*command, arguments.state);
    command->add_option("--days", arguments.days, "So many of the newest days with counts")
        ->check(silent(CLI::Range(1, static_cast<int>(tally::days_max))))
        ->type_name("N")
        ->capture_default_str();
    command->add_flag("--json", arguments.json, "One JSON object a line for each day");
    choose(command, storage, &Storage::tally);
}

}  // namespace

void add_kiosk(CLI::App& app, Storage& storage) {
    add_operator(app, storage);
    add_clock(app, storage);
    add_tally(app, storage);
}

}  // namespace outpost::tools
