// The staff's PINs on the command line; no digit is ever printed.
#include "tools/outpost/operator_command.h"

#include "core/json/writer.h"
#include "core/operators/pin_door.h"
#include "firmware-app/station/check_setup.h"
#include "firmware-app/station/passphrase.h"
#include "firmware-app/station/state_folder.h"

#include <memory>
#include <optional>
#include <utility>

namespace outpost::tools {

namespace {

using operators::OperatorRoster;

// Of its own, so that it can be taken beside a running kiosk, which holds the folder's lock.
constexpr const char* roster_lock_name = "operators.lock";

std::string folder_of(const std::string& state) {
    return state.empty() ? station::default_state_folder() : state;
}

int refuse(const station::Console& console, const Error& error) {
    console.message(std::string("operator: ") + error.what);
    return station::exit_code::usage;
}

int fail(const station::Console& console, const Error& error) {
    if (error.code == Errc::Unavailable)
        console.message("operator: another process changes the operators just now");
    else
        console.message("operator: " + station::words_for(error));
    return station::exit_code::environment;
}

/// The roster under its lock: two changes at once must not lose one.
struct OpenRoster {
    std::unique_ptr<FolderLock> lock;
    OperatorRoster roster;
};

Result<OpenRoster> open_roster(const std::string& folder, const OperatorPorts& ports) {
    OUTPOST_TRY(auto lock, ports.folders.lock(folder, roster_lock_name));
    OUTPOST_TRY(auto roster, operators::read_roster(ports.files, folder));
    if (roster.operators().empty()) {
        // Nobody yet, or nobody any more: salt and cost are made anew.
        crypto::PinSalt salt{};
        ports.random.fill(salt);
        roster = roster.with_salt(salt);
    }
    return OpenRoster{std::move(lock), std::move(roster)};
}

Result<crypto::SecretBytes> new_pin(const OperatorAddArguments& arguments,
                                    const OperatorPorts& ports) {
    if (!arguments.pin_file.empty())
        return station::passphrase_from_file(ports.files, arguments.pin_file);
    OUTPOST_TRY(auto pin, ports.ask_pin("New PIN: "));
    OUTPOST_TRY(const auto again, ports.ask_pin("The same once more: "));
    if (!crypto::is_same_secret(pin.view(), again.view()))
        return Error{Errc::BadValue, 0, "the two PINs differ"};
    return pin;
}

void tell_missing_supervisor(const OperatorRoster& roster, const station::Console& console) {
    if (!roster.has_supervisor())
        console.message(
            "there is no supervisor now: after too many wrong PINs only outpost operator "
            "reset-lock takes the lock off at once");
}

std::string as_json(const operators::Operator& each) {
    json::Writer writer;
    writer.begin_object().key("operator").value(each.number).key("name").value(each.name);
    writer.key("role").value(operators::role_name(each.role));
    writer.key("added_at").value(format_rfc3339(each.added_at)).end_object();
    return std::move(writer).take();
}

std::string as_text(const operators::Operator& each) {
    return std::to_string(each.number) + "  " + station::printable(each.name) + "  " +
           std::string(operators::role_name(each.role)) + "  since " +
           format_rfc3339(each.added_at);
}

}  // namespace

int run_operator_add(const OperatorAddArguments& arguments, const OperatorPorts& ports,
                     const station::Console& console) {
    if (const auto named = operators::check_name(arguments.name); !named)
        return refuse(console, named.error());
    const auto folder = folder_of(arguments.state);
    if (const auto made = ports.folders.make_folder(folder); !made)
        return fail(console, made.error());
    // Asked before the lock is taken: a person may take their time.
    const auto pin = new_pin(arguments, ports);
    if (!pin) {
        console.message("no PIN: " + station::words_for(pin.error()));
        return station::exit_code::usage;
    }
    const auto open = open_roster(folder, ports);
    if (!open) return fail(console, open.error());
    operators::NewOperator added;
    added.name = arguments.name;
    added.role = arguments.role == operators::role_name(operators::Role::Supervisor)
                     ? operators::Role::Supervisor
                     : operators::Role::Operator;
    added.added_at = {ports.clock.now().since_epoch_ms / 1000 * 1000};
    ports.random.fill(added.salt);
    const auto roster = open->roster.with(added, *pin);
    if (!roster && roster.error().code == Errc::Unavailable) {
        console.message("operator: not enough memory for the PIN");
        return station::exit_code::environment;
    }
    if (!roster) return refuse(console, roster.error());
    const auto written = operators::write_roster(ports.files, folder, *roster);
    if (!written) return fail(console, written.error());
    console.message(station::printable(arguments.name) + " is added as " + arguments.role);
    tell_missing_supervisor(*roster, console);
    return station::exit_code::ok;
}

int run_operator_list(const OperatorListArguments& arguments, const OperatorPorts& ports,
                      const station::Console& console) {
    const auto roster = operators::read_roster(ports.files, folder_of(arguments.state));
    if (!roster) return fail(console, roster.error());
    for (const auto& each : roster->operators())
        console.result(arguments.json ? as_json(each) : as_text(each));
    if (roster->operators().empty() && !arguments.json) console.message("there are no operators");
    return station::exit_code::ok;
}

int run_operator_remove(const OperatorRemoveArguments& arguments, const OperatorPorts& ports,
                        const station::Console& console) {
    const auto folder = folder_of(arguments.state);
    const auto open = open_roster(folder, ports);
    if (!open) return fail(console, open.error());
    const auto roster = open->roster.without(arguments.name);
    if (!roster) return refuse(console, roster.error());
    const auto written = operators::write_roster(ports.files, folder, *roster);
    if (!written) return fail(console, written.error());
    console.message(station::printable(arguments.name) + " is removed");
    tell_missing_supervisor(*roster, console);
    return station::exit_code::ok;
}

int run_operator_reset_lock(const OperatorResetLockArguments& arguments, const OperatorPorts& ports,
                            const station::Console& console) {
    const auto cleared = operators::PinDoor(ports.files, folder_of(arguments.state)).clear();
    if (!cleared) return fail(console, cleared.error());
    console.message("the lock is off");
    return station::exit_code::ok;
}

}  // namespace outpost::tools
