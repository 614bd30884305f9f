// Imports by hand; a kiosk does the same from its staff pages.
#include "tools/outpost/trust_import_command.h"

#include "core/json/writer.h"
#include "core/sync/trust_in_force.h"
#include "firmware-app/station/check_setup.h"
#include "firmware-app/station/staff_acts.h"
#include "firmware-app/station/state_folder.h"
#include "firmware-app/station/web_trust.h"

#include <memory>
#include <optional>
#include <utility>

namespace outpost::tools {

namespace {

/// The locked state folder. On failure says why.
struct LockedState {
    std::string path;
    std::unique_ptr<FolderLock> lock;           // of a folder without a journal
    std::optional<station::StateFolder> state;  // of one with it: locked too
};

std::optional<LockedState> lock_state(const std::string& state, const TrustImportPorts& ports,
                                      const station::Console& console) {
    LockedState locked{state.empty() ? station::default_state_folder() : state, nullptr, {}};
    if (ports.folders.identity(locked.path + "/journal.db")) {
        locked.state =
            station::open_state(locked.path, station::StateUse::Existing, ports.state, console);
        if (!locked.state) return std::nullopt;
        return locked;
    }
    const auto made = ports.folders.make_folder(station::trust_folder_of(locked.path));
    auto lock = made ? ports.folders.lock(locked.path, "lock")
                     : Result<std::unique_ptr<FolderLock>>(made.error());
    if (!lock) {
        const auto why = lock.error().code == Errc::Unavailable
                             ? std::string("another process works on it")
                             : station::words_for(lock.error());
        console.message("cannot use the state folder " + station::printable(locked.path) + ": " +
                        why);
        return std::nullopt;
    }
    locked.lock = std::move(*lock);
    return locked;
}

/// False, and said on the console, when the journal cannot take it.
bool journal_change(LockedState& locked, const TrustImportPorts& ports,
                    const station::Console& console, UtcInstant at) {
    if (!locked.state) return true;
    const auto installed = sync::read_installed(ports.files, station::trust_folder_of(locked.path));
    auto recorded = installed ? locked.state->journal->record_act(
                                    journal::StaffAct::TrustImported,
                                    station::trust_act(installed->current, "command"), at)
                              : Result<void>(installed.error());
    if (recorded) return true;
    console.message("the new trust data is in force, but the journal has not got it: " +
                    station::words_for(recorded.error()));
    return false;
}

std::string part_text(const trust::PartName& part) {
    if (part.name.empty()) return {};
    return std::string(trust::part_kind_name(part.kind)) + ":" + part.name;
}

std::string json_of(const sync::ImportOutcome& outcome, bool is_trial) {
    json::Writer out;
    const bool is_good = outcome.code == sync::ImportCode::Installed;
    out.begin_object().key("status").value(!is_good ? "refused"
                                                    : (is_trial ? "would_install" : "installed"));
    out.key("code").value(sync::import_code_name(outcome.code));
    out.key("text").value(station::words_for_import(outcome.code));
    out.key("sequence").value(outcome.sequence);
    out.key("sequence_before").value(outcome.sequence_before);
    out.key("bundle_id").value(outcome.bundle_id);
    out.key("part").value(part_text(outcome.part));
    out.key("signed_by").begin_array();
    for (const auto& id : outcome.signed_by) out.value(id);
    out.end_array().end_object();
    return std::move(out).take();
}

std::string words_of(const sync::ImportOutcome& outcome, bool is_trial) {
    std::string words = outcome.code == sync::ImportCode::Installed
                            ? std::string(is_trial ? "can be installed" : "installed")
                            : "refused: " + std::string(sync::import_code_name(outcome.code)) +
                                  ": " + std::string(station::words_for_import(outcome.code));
    if (outcome.sequence != 0) words += ", sequence " + std::to_string(outcome.sequence);
    if (outcome.sequence_before != 0)
        words += ", before it " + std::to_string(outcome.sequence_before);
    if (const auto part = part_text(outcome.part); !part.empty())
        words += ", " + station::printable(part);
    if (*outcome.error.what != '\0') words += " (" + station::words_for(outcome.error) + ")";
    return words;
}

Result<sync::ImportOutcome> import_from_web(const station::TrustImport& import,
                                            const WebArguments& arguments,
                                            const TrustImportPorts& ports) {
    const auto web = ports.make_web(arguments);
    return station::import_bundle_from_web(import, {*web, ports.files, ports.folders});
}

}  // namespace

int run_trust_import(const TrustImportArguments& arguments, const TrustImportPorts& ports,
                     const station::Console& console) {
    std::optional<UtcInstant> at = ports.clock.now();
    std::vector<trust::MinisignPublicKey> roots;
    if (!station::read_instant(arguments.at, "--at", at, console) ||
        !station::read_roots(arguments.root, ports.files, roots, console))
        return station::exit_code::usage;
    auto state = lock_state(arguments.state, ports, console);
    if (!state) return station::exit_code::environment;
    const station::TrustImport import{arguments.bundle, station::trust_folder_of(state->path),
                                      trust::root_set_of(roots), *at, arguments.is_trial};
    const bool is_from_web = station::is_web_address(arguments.bundle);
    const auto outcome = is_from_web
                             ? import_from_web(import, arguments.web, ports)
                             : station::import_bundle_file(import, ports.files, ports.folders);
    if (!outcome && is_from_web) {
        console.message("cannot fetch " + station::printable(arguments.bundle) + ": " +
                        station::words_for_web(outcome.error()) +
                        "; what came already is kept for the next try");
        return station::exit_code::environment;
    }
    if (!outcome) {
        console.message("cannot read " + station::printable(arguments.bundle) +
                        " or its .minisig: " + station::words_for(outcome.error()));
        return station::exit_code::usage;
    }
    if (arguments.json)
        console.result(json_of(*outcome, arguments.is_trial));
    else
        console.message(station::printable(arguments.bundle) + ": " +
                        words_of(*outcome, arguments.is_trial));
    if (outcome->code == sync::ImportCode::StoreFailed) return station::exit_code::environment;
    const bool is_new = outcome->code == sync::ImportCode::Installed && !arguments.is_trial;
    if (is_new && !journal_change(*state, ports, console, *at))
        return station::exit_code::environment;
    return outcome->code == sync::ImportCode::Installed ? station::exit_code::ok
                                                        : station::exit_code::not_ok;
}

int run_trust_restore(const TrustRestoreArguments& arguments, const TrustImportPorts& ports,
                      const station::Console& console) {
    auto state = lock_state(arguments.state, ports, console);
    if (!state) return station::exit_code::environment;
    sync::TrustFolder folder(ports.files, ports.folders, station::trust_folder_of(state->path));
    const auto restored = folder.restore_previous();
    if (!restored) {
        console.message("nothing was changed: " + station::words_for(restored.error()));
        return restored.error().code == Errc::Io ? station::exit_code::environment
                                                 : station::exit_code::not_ok;
    }
    const auto sequence = restored->current.sequence;
    if (arguments.json) {
        json::Writer out;
        out.begin_object().key("status").value("restored").key("sequence").value(sequence);
        out.end_object();
        console.result(std::move(out).take());
    } else {
        console.message("in force again: sequence " + std::to_string(sequence));
    }
    return journal_change(*state, ports, console, ports.clock.now())
               ? station::exit_code::ok
               : station::exit_code::environment;
}

}  // namespace outpost::tools
