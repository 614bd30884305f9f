// What the hub knows, and what people decide.
#include "core/json/writer.h"
#include "firmware-app/station/check_setup.h"
#include "firmware-app/station/options.h"
#include "tools/outpost-hub/commands.h"

#include <algorithm>
#include <utility>

namespace outpost::hub_tool {

using namespace station::exit_code;

namespace {

void write_kiosk(json::Writer& out, const hub::KioskState& state) {
    out.begin_object().key("kiosk").value(state.kiosk.id()).key("name").value(state.kiosk.name);
    out.key("taken").value(state.taken).key("held").value(state.held);
    out.key("newest").value(state.newest).key("settled").value(state.settled);
    out.key("missing").value(state.missing);
    out.key("missing_count").value(state.missing_count);
    out.key("lost").value(state.lost);
    out.key("certificates").value(state.certificates).key("newest_made_at");
    if (state.newest > 0)
        out.value(format_rfc3339(state.newest_made_at));
    else
        out.null();
    out.end_object();
}

std::string listed(const std::vector<std::int64_t>& numbers) {
    std::string text;
    for (const auto number : numbers) text += " " + std::to_string(number);
    return text;
}

std::string line_of(const hub::KioskState& state) {
    auto line = state.kiosk.id() + "  " + station::printable(state.kiosk.name) + "  " +
                std::to_string(state.taken) + " exports, " + std::to_string(state.certificates) +
                " certificates";
    if (state.newest > 0) line += ", newest of " + format_rfc3339(state.newest_made_at);
    if (state.held > 0) line += "; HELD " + std::to_string(state.held);
    if (state.missing_count > 0)
        line += "; MISSING " + std::to_string(state.missing_count) + ":" + listed(state.missing);
    if (!state.lost.empty())
        line += "; LOST here, and the kiosk has receipts:" + listed(state.lost);
    return line;
}

struct Known {
    std::vector<hub::KioskState> kiosks;
    hub::OutboxCounts outbox;
    std::size_t open_conflicts = 0;
};

Result<Known> know(hub::Ledger& ledger) {
    Known known;
    OUTPOST_TRY(known.kiosks, ledger.kiosks());
    OUTPOST_TRY(known.outbox, ledger.outbox_counts());
    OUTPOST_TRY(const auto conflicts, ledger.conflicts(true));
    known.open_conflicts = conflicts.size();
    return known;
}

std::string json_of(const Known& known) {
    json::Writer out;
    out.begin_object().key("kiosks").begin_array();
    for (const auto& state : known.kiosks) write_kiosk(out, state);
    out.end_array().key("outbox").begin_object();
    out.key("ready").value(known.outbox.ready).key("waiting").value(known.outbox.waiting);
    out.key("held").value(known.outbox.held).key("produced").value(known.outbox.produced);
    out.key("dropped").value(known.outbox.dropped);
    out.key("too_large").value(known.outbox.too_large).end_object();
    out.key("open_conflicts").value(static_cast<std::uint64_t>(known.open_conflicts)).end_object();
    return std::move(out).take();
}

void tell(const Known& known, const station::Console& console) {
    for (const auto& state : known.kiosks) console.result(line_of(state));
    const auto& outbox = known.outbox;
    console.result("messages: " + std::to_string(outbox.produced) + " sent, " +
                   std::to_string(outbox.ready) + " to be sent, " + std::to_string(outbox.waiting) +
                   " wait for their certificates, " + std::to_string(outbox.held) +
                   " for decisions, " + std::to_string(outbox.dropped) + " refused, " +
                   std::to_string(outbox.too_large) + " too large");
    console.result("conflicts to be decided: " + std::to_string(known.open_conflicts));
}

std::string json_of(const hub::Conflict& conflict) {
    json::Writer out;
    out.begin_object().key("conflict").value(conflict.number);
    out.key("kind").value(hub::conflict_name(conflict.kind));
    out.key("kiosks").begin_array().value(conflict.kiosk_one).value(conflict.kiosk_other);
    out.end_array().key("certificates").begin_array();
    if (!conflict.certificate_one.empty())
        out.value(conflict.certificate_one).value(conflict.certificate_other);
    out.end_array().key("found_at").value(format_rfc3339(conflict.found_at)).key("decision");
    if (conflict.decision.empty())
        out.null();
    else
        out.value(conflict.decision);
    out.key("reason").value(conflict.reason).end_object();
    return std::move(out).take();
}

std::string line_of(const hub::Conflict& conflict) {
    auto line = std::to_string(conflict.number) + "  " +
                std::string(hub::conflict_name(conflict.kind)) + "  " + conflict.kiosk_one;
    if (conflict.kiosk_other != conflict.kiosk_one) line += " and " + conflict.kiosk_other;
    if (!conflict.certificate_one.empty())
        line += "  certificates " + station::printable(conflict.certificate_one) + ", " +
                station::printable(conflict.certificate_other);
    if (!conflict.decision.empty())
        line += "  " + conflict.decision + ": " + station::printable(conflict.reason);
    return line;
}

}  // namespace

int run_status(const StatusArguments& arguments, const HubToolPorts& ports,
               const station::Console& console) {
    auto folder = open_or_tell(arguments.state, HubUse::Read, ports, console);
    if (!folder) return environment;
    const auto known = know(folder->desk->ledger());
    if (!known) return fail_at_ledger(console, known.error());
    if (arguments.json)
        console.result(json_of(*known));
    else
        tell(*known, console);
    const bool are_whole = std::all_of(
        known->kiosks.begin(), known->kiosks.end(),
        [](const hub::KioskState& state) { return state.missing_count == 0 && state.held == 0; });
    return are_whole && known->open_conflicts == 0 ? ok : not_ok;
}

int run_conflicts(const ConflictsArguments& arguments, const HubToolPorts& ports,
                  const station::Console& console) {
    auto folder = open_or_tell(arguments.state, HubUse::Read, ports, console);
    if (!folder) return environment;
    const auto conflicts = folder->desk->ledger().conflicts(!arguments.all);
    if (!conflicts) return fail_at_ledger(console, conflicts.error());
    for (const auto& conflict : *conflicts)
        console.result(arguments.json ? json_of(conflict) : line_of(conflict));
    return ok;
}

int run_decide(const DecideArguments& arguments, const HubToolPorts& ports,
               const station::Console& console) {
    return at_hub(
        arguments.state, arguments.at, ports, console, [&](HubFolder& folder, UtcInstant at) {
            const auto decided = folder.desk->decide(
                arguments.number, arguments.decision == "accept", arguments.reason, at);
            if (decided) return ok;
            const auto code = decided.error().code;
            console.message("not decided: " +
                            (code == Errc::Duplicate  ? std::string("it was decided before")
                             : code == Errc::NotFound ? std::string("there is no such conflict")
                                                      : station::words_for(decided.error())));
            return code == Errc::Io ? environment : usage;
        });
}

}  // namespace outpost::hub_tool
