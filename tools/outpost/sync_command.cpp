#include "tools/outpost/sync_command.h"

#include "core/json/writer.h"
#include "firmware-app/station/check_setup.h"
#include "firmware-app/station/sync_desk.h"
#include "firmware-app/station/web_sync.h"
#include "firmware-app/station/web_trust.h"

#include <algorithm>
#include <functional>
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

/// An open state folder of a kiosk that has a hub.
struct Desk {
    station::StateFolder state;
    station::Enrolment enrolment;
};

std::optional<Desk> open_desk(const std::string& path, station::StateUse use,
                              const station::StatePorts& ports, const station::Console& console) {
    auto state = station::open_state(path, use, ports, console);
    if (!state) return std::nullopt;
    auto enrolment = station::read_enrolment(state->path, ports.files);
    if (!enrolment) {
        console.message("cannot read " + station::printable(state->path) +
                        "/sync: " + station::words_for(enrolment.error()));
        return std::nullopt;
    }
    if (!*enrolment) {
        console.message("this kiosk has no hub yet: outpost sync enroll");
        return std::nullopt;
    }
    return Desk{std::move(*state), std::move(**enrolment)};
}

/// What the commands that change something have in common; `work` gives the exit code.
int at_desk(const std::string& state, const std::optional<std::string>& at_text,
            const station::StatePorts& ports, const station::Console& console,
            const std::function<int(Desk&, UtcInstant)>& work) {
    std::optional<UtcInstant> at;
    if (!station::read_instant(at_text, "--at", at, console)) return usage;
    auto desk = open_desk(state, station::StateUse::Existing, ports, console);
    return desk ? work(*desk, at.value_or(ports.clock.now())) : environment;
}

void tell_unsealed(const Error& error, const station::Console& console) {
    console.message("not everything could be sealed: " + station::words_for(error));
}

std::string json_of(const station::ExportRun& run, const station::Enrolment& enrolment) {
    json::Writer out;
    out.begin_object().key("status").value("exported").key("kiosk").value(enrolment.kiosk.id());
    out.key("hub").value(enrolment.hub.id());
    out.key("written").value(run.written);
    out.key("present").value(run.present);
    out.key("open").value(run.open).end_object();
    return std::move(out).take();
}

struct FoundReceipt {
    std::string path;
    Bytes text;
};

/// A receipt file, or the one for this kiosk on a medium. False when it cannot be read.
bool find_receipts(const std::string& from, const station::Enrolment& enrolment,
                   const station::StatePorts& ports, const station::Console& console,
                   std::vector<FoundReceipt>& found) {
    const bool is_medium = ports.files.list(from).has_value();
    const auto path = is_medium ? station::receipts_folder_of(from) + "/" +
                                      sync::receipt_file_name(enrolment.kiosk.id())
                                : from;
    auto text = ports.files.read(path, sync::receipt_bytes_max);
    if (text) {
        found.push_back({path, std::move(*text)});
    } else if (is_medium && text.error().code == Errc::NotFound) {
        console.message("no receipt for this kiosk on " + station::printable(from));
    } else {
        console.message("cannot read " + station::printable(path) + ": " +
                        station::words_for(text.error()));
        return false;
    }
    return true;
}

std::string json_of(const std::string& path, const station::ReceiptRun& run) {
    json::Writer out;
    out.begin_object().key("receipt").value(path);
    out.key("status").value(run.refused.empty() ? "taken" : "refused");
    out.key("received").value(run.received).key("known").value(run.known);
    out.key("purged").value(run.purged).key("refused").begin_array();
    for (const auto& [number, error] : run.refused) {
        out.begin_object().key("number").value(number);
        out.key("code").value(code_name(error.code)).end_object();
    }
    out.end_array().end_object();
    return std::move(out).take();
}

std::string json_refused(const std::string& path, const Error& error) {
    json::Writer out;
    out.begin_object().key("receipt").value(path).key("status").value("refused");
    out.key("code").value(code_name(error.code)).end_object();
    return std::move(out).take();
}

void tell_troubles(const station::ReceiptRun& run, const station::Console& console) {
    if (run.unsealed) tell_unsealed(*run.unsealed, console);
    for (const auto& [number, error] : run.refused)
        console.message("export " + std::to_string(number) + ": " + station::words_for(error));
}

void tell(const FoundReceipt& receipt, const station::ReceiptRun& run, bool json,
          const station::Console& console) {
    if (json) console.result(json_of(receipt.path, run));
    tell_troubles(run, console);
    if (!json)
        console.message(std::to_string(run.received) + " exports received by the hub, " +
                        std::to_string(run.purged) + " certificates forgotten here");
}

int take_one(Desk& desk, const FoundReceipt& receipt, UtcInstant at, bool json,
             const station::StatePorts& ports, const station::Console& console) {
    const auto run =
        station::take_receipt(desk.state, desk.enrolment, as_text(receipt.text), ports, at);
    if (run) {
        tell(receipt, *run, json, console);
        return run->refused.empty() ? ok : not_ok;
    }
    if (json) console.result(json_refused(receipt.path, run.error()));
    console.message(station::printable(receipt.path) +
                    " is refused: " + station::words_for(run.error()));
    return run.error().code == Errc::Io ? environment : not_ok;
}

/// The hub's receipt by its address. False when the hub cannot be asked.
bool fetch_receipt(const std::string& address, const station::Enrolment& enrolment, WebClient& web,
                   const station::Console& console, std::vector<FoundReceipt>& found) {
    auto text = station::fetch_receipt(enrolment, web, address);
    if (!text) {
        console.message("cannot ask " + station::printable(address) + ": " +
                        station::words_for_web(text.error()));
        return false;
    }
    if (*text)
        found.push_back({address, to_bytes(as_bytes(**text))});
    else
        console.message("no receipt for this kiosk at " + station::printable(address));
    return true;
}

void tell(const station::WebExportRun& run, const station::Enrolment& enrolment, bool json,
          const station::Console& console) {
    if (json) {
        json::Writer out;
        out.begin_object().key("status").value(run.refused ? "refused" : "exported");
        out.key("kiosk").value(enrolment.kiosk.id()).key("hub").value(enrolment.hub.id());
        out.key("written").value(run.exports.written);
        out.key("present").value(run.exports.present);
        out.key("open").value(run.exports.open).key("held").value(run.held);
        out.key("received").value(run.receipts.received);
        out.key("purged").value(run.receipts.purged).end_object();
        console.result(std::move(out).take());
    } else if (!run.refused) {
        console.message(std::to_string(run.exports.written.size()) + " exports sent, " +
                        std::to_string(run.receipts.received) + " received by the hub, " +
                        std::to_string(run.exports.open) + " wait for a receipt");
    }
    tell_troubles(run.receipts, console);
    if (run.held > 0)
        console.message("the hub holds " + std::to_string(run.held) +
                        " exports until somebody there decides");
    if (run.refused)
        console.message(*run.refused == station::hub_status::unknown_kiosk
                            ? "the hub does not take this kiosk's exports: is it enrolled there?"
                            : "the hub refuses an export: it does not hold there");
}

/// @return the exit code
int send_to_hub(Desk& desk, const SyncExportArguments& arguments, const SyncPorts& ports,
                UtcInstant at, const station::Console& console) {
    const auto web = ports.make_web(arguments.web);
    const auto run =
        station::send_exports(desk.state, desk.enrolment, *web, arguments.to, ports.state, at);
    if (!run) {
        console.message("not exported: " + station::words_for_web(run.error()) +
                        "; nothing is lost, do it again later or with a stick");
        return environment;
    }
    tell(*run, desk.enrolment, arguments.json, console);
    return run->refused || run->held > 0 || !run->receipts.refused.empty() ? not_ok : ok;
}

}  // namespace

int run_sync_enroll(const SyncEnrollArguments& arguments, const station::StatePorts& ports,
                    const station::Console& console) {
    const auto text = ports.files.read(arguments.hub, sync::party_file_bytes_max);
    auto hub = text ? sync::read_hub_public(as_text(*text)) : Result<sync::HubPublic>(text.error());
    if (!hub) {
        console.message("cannot use " + station::printable(arguments.hub) + ": " +
                        station::words_for(hub.error()));
        return usage;
    }
    const auto state =
        station::open_state(arguments.state, station::StateUse::Make, ports, console);
    if (!state) return environment;
    const auto hub_id = hub->id();
    const auto enrolment =
        station::enrol(*state, {std::move(*hub), arguments.name, arguments.reprint_hours}, ports);
    if (!enrolment) {
        console.message("not enrolled: " + station::words_for(enrolment.error()));
        return enrolment.error().code == Errc::Io ? environment : usage;
    }
    const auto kiosk = sync::write_kiosk_public(enrolment->kiosk);
    if (!arguments.out.empty()) {
        const auto written = ports.files.write_atomically(arguments.out, as_bytes(kiosk));
        if (!written) {
            console.message("cannot write " + station::printable(arguments.out));
            return environment;
        }
    } else {
        console.result(std::string_view(kiosk).substr(0, kiosk.size() - 1));
    }
    console.message("kiosk " + enrolment->kiosk.id() + ", hub " + hub_id +
                    ": compare both ids with the people of the hub");
    return ok;
}

int run_sync_export(const SyncExportArguments& arguments, const SyncPorts& given,
                    const station::Console& console) {
    const auto& ports = given.state;
    return at_desk(arguments.state, arguments.at, ports, console, [&](Desk& desk, UtcInstant at) {
        const auto sealed = station::seal_finished(desk.state, desk.enrolment, ports, at);
        if (!sealed) tell_unsealed(sealed.error(), console);
        if (station::is_web_address(arguments.to))
            return send_to_hub(desk, arguments, given, at, console);
        const auto run =
            station::write_exports(desk.state, desk.enrolment, arguments.to, ports, at);
        if (!run) {
            console.message("not exported: " + station::words_for(run.error()) +
                            "; nothing is lost, do it again with another medium");
            return environment;
        }
        if (arguments.json)
            console.result(json_of(*run, desk.enrolment));
        else
            console.message(std::to_string(run->written.size()) + " exports written, " +
                            std::to_string(run->present.size()) + " stood there already, " +
                            std::to_string(run->open) + " wait for a receipt");
        return ok;
    });
}

int run_sync_import(const SyncImportArguments& arguments, const SyncPorts& given,
                    const station::Console& console) {
    const auto& ports = given.state;
    return at_desk(arguments.state, arguments.at, ports, console, [&](Desk& desk, UtcInstant at) {
        std::vector<FoundReceipt> receipts;
        bool are_read = true;
        for (const auto& from : arguments.from) {
            if (station::is_web_address(from)) {
                const auto web = given.make_web(arguments.web);
                if (!fetch_receipt(from, desk.enrolment, *web, console, receipts))
                    return environment;
            } else {
                are_read =
                    find_receipts(from, desk.enrolment, ports, console, receipts) && are_read;
            }
        }
        int worst = ok;
        for (const auto& receipt : receipts) {
            const int code = take_one(desk, receipt, at, arguments.json, ports, console);
            if (code == environment) return environment;
            worst = std::max(worst, code);
        }
        return are_read ? worst : usage;
    });
}

int run_sync_status(const SyncStatusArguments& arguments, const station::StatePorts& ports,
                    const station::Console& console) {
    const auto desk = open_desk(arguments.state, station::StateUse::Read, ports, console);
    if (!desk) return environment;
    const auto exports = desk->state.journal->exports(false);
    if (!exports) {
        console.message("the journal: " + station::words_for(exports.error()));
        return environment;
    }
    std::vector<std::int64_t> open;
    for (const auto& range : *exports)
        if (!range.receipt_at) open.push_back(range.mark.number);
    if (arguments.json) {
        json::Writer out;
        out.begin_object().key("kiosk").value(desk->enrolment.kiosk.id());
        out.key("hub").value(desk->enrolment.hub.id());
        out.key("reprint_hours").value(desk->enrolment.reprint_hours);
        out.key("exports").value(static_cast<std::int64_t>(exports->size()));
        out.key("open").value(open);
        out.end_object();
        console.result(std::move(out).take());
    } else {
        console.result(std::to_string(exports->size()) + " exports, " +
                       std::to_string(open.size()) + " wait for a receipt of " +
                       station::printable(desk->enrolment.hub.name));
    }
    return ok;
}

int run_sync_seal(const SyncSealArguments& arguments, const station::StatePorts& ports,
                  const station::Console& console) {
    return at_desk(arguments.state, arguments.at, ports, console, [&](Desk& desk, UtcInstant at) {
        const auto sealed = station::seal_finished(desk.state, desk.enrolment, ports, at);
        if (!sealed) return tell_unsealed(sealed.error(), console), environment;
        console.message(std::to_string(*sealed) + " certificates sealed");
        return ok;
    });
}

}  // namespace outpost::tools
