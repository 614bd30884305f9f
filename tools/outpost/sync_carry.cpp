// Between a kiosk's folder and the web: what a person with a stick would do.
#include "core/json/writer.h"
#include "firmware-app/station/check_setup.h"
#include "firmware-app/station/web_sync.h"
#include "firmware-app/station/web_trust.h"
#include "tools/outpost/sync_command.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace outpost::tools {

namespace {

using station::exit_code::environment;
using station::exit_code::not_ok;
using station::exit_code::ok;
using station::exit_code::usage;

struct Carrying {
    const SyncCarryArguments& arguments;
    std::string state;
    WebClient& web;
    const SyncPorts& ports;
    const station::Console& console;
};

/// @return the exit code
int carry_exports(const Carrying& run, json::Writer& out) {
    const auto enrolment = station::read_enrolment(run.state, run.ports.state.files);
    if (!enrolment || !*enrolment) {
        run.console.message("this kiosk has no hub yet: outpost sync enroll");
        return environment;
    }
    const auto carried = station::carry_exports(run.arguments.folder, (*enrolment)->kiosk.id(),
                                                run.arguments.hub, run.web, run.ports.state);
    if (!carried) {
        run.console.message("exports: " + station::words_for_web(carried.error()) +
                            "; nothing is lost");
        return environment;
    }
    out.key("sent").value(carried->sent).key("held").value(carried->held);
    out.key("refused").value(carried->refused.has_value());
    if (carried->refused) run.console.message("the hub refuses exports of this kiosk");
    return carried->refused || carried->held > 0 ? not_ok : ok;
}

/// @return the exit code
int carry_bundle(const Carrying& run, json::Writer& out) {
    std::vector<trust::MinisignPublicKey> roots;
    auto& state = run.ports.state;
    if (!station::read_roots(run.arguments.root, state.files, roots, run.console)) return usage;
    const auto outcome =
        station::carry_bundle({run.arguments.bundle, station::trust_folder_of(run.state),
                               trust::root_set_of(roots), state.clock.now(), true},
                              run.arguments.folder, {run.web, state.files, state.folders});
    if (!outcome) {
        run.console.message("the bundle: " + station::words_for_web(outcome.error()) +
                            "; what came already is kept for the next try");
        return environment;
    }
    const bool is_good = outcome->code == sync::ImportCode::Installed ||
                         outcome->code == sync::ImportCode::AlreadyInstalled;
    out.key("bundle").value(outcome->code == sync::ImportCode::Installed
                                ? "ready"
                                : sync::import_code_name(outcome->code));
    if (!is_good)
        run.console.message("the bundle is not carried: " +
                            std::string(station::words_for_import(outcome->code)));
    return is_good ? ok : not_ok;
}

}  // namespace

int run_sync_carry(const SyncCarryArguments& arguments, const SyncPorts& ports,
                   const station::Console& console) {
    if (arguments.hub.empty() && arguments.bundle.empty()) {
        console.message("nothing to carry: --hub, --bundle or both");
        return usage;
    }
    const auto web = ports.make_web(arguments.web);
    const Carrying run{arguments,
                       arguments.state.empty() ? station::default_state_folder() : arguments.state,
                       *web, ports, console};
    json::Writer out;
    out.begin_object();
    int worst = ok;
    if (!arguments.hub.empty()) worst = carry_exports(run, out);
    if (!arguments.bundle.empty()) worst = std::max(worst, carry_bundle(run, out));
    out.end_object();
    if (arguments.json) console.result(std::move(out).take());
    return worst;
}

}  // namespace outpost::tools
