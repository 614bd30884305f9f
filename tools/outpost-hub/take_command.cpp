// Exports from media into the ledger, and receipts back.
#include "core/json/writer.h"
#include "core/sync/receipt.h"
#include "core/sync/sealed_export.h"
#include "firmware-app/station/check_setup.h"
#include "firmware-app/station/options.h"
#include "firmware-app/station/sync_desk.h"
#include "tools/outpost-hub/commands.h"
#include "tools/outpost-hub/taken_words.h"

#include <algorithm>
#include <utility>

namespace outpost::hub_tool {

using namespace station::exit_code;

namespace {

std::string file_name_of(const std::string& path) {
    return path.substr(path.rfind('/') + 1);
}

/// What one FROM gives: export files, sorted, so that a kiosk's come in their order.
struct Found {
    std::vector<std::string> exports;
    bool is_folder = false;
};

bool find_exports(const std::string& from, const HubToolPorts& ports,
                  const station::Console& console, Found& found) {
    auto below = ports.files_below(from);
    if (!below && below.error().code == Errc::NotFound && ports.folders.identity(from)) {
        found.exports.push_back(from);
        return true;
    }
    if (!below) {
        console.message("cannot read " + station::printable(from) + ": " +
                        station::words_for(below.error()));
        return false;
    }
    found.is_folder = true;
    for (auto& path : *below)
        if (sync::is_export_file_name(file_name_of(path))) found.exports.push_back(std::move(path));
    return true;
}

void tell(const std::string& path, const hub::TakenExport& taken, bool json,
          const station::Console& console) {
    if (json) {
        json::Writer out;
        out.begin_object().key("export").value(path);
        write_taken(out, taken);
        out.end_object();
        console.result(std::move(out).take());
        return;
    }
    auto line = station::printable(path) + ": " + std::string(status_of(taken));
    if (!taken.was_known)
        line += ", " + std::to_string(taken.stored.certificates) + " certificates";
    if (taken.stored.conflicts > 0)
        line += ", " + std::to_string(taken.stored.conflicts) + " conflicts";
    console.message(line);
}

void tell_refused(const std::string& path, const Error& error, bool json,
                  const station::Console& console) {
    const bool is_stranger = error.code == Errc::NotFound;
    if (json) {
        json::Writer out;
        out.begin_object().key("export").value(path).key("status").value("refused");
        out.key("code").value(refusal_code(error)).end_object();
        console.result(std::move(out).take());
    }
    console.message(station::printable(path) + " is refused: " +
                    (is_stranger ? "of a kiosk that is not enrolled" : station::words_for(error)));
}

/// What every file of one run has in common.
struct Taking {
    HubFolder& folder;
    const HubToolPorts& ports;
    const station::Console& console;
    UtcInstant at;
    bool json = false;
};

/// @return the exit code
int take_one(const Taking& run, const std::string& path) {
    const auto file = run.ports.files.read(path, sync::export_file_bytes_max);
    if (!file) {
        const auto code = file.error().code == Errc::NotFound ? Errc::Io : file.error().code;
        tell_refused(path, {code}, run.json, run.console);
        return not_ok;
    }
    const auto taken = run.folder.desk->take(*file, run.at);
    if (!taken) {
        tell_refused(path, taken.error(), run.json, run.console);
        return taken.error().code == Errc::Io ? environment : not_ok;
    }
    tell(path, *taken, run.json, run.console);
    return is_set_aside(*taken) || taken->stored.conflicts > 0 ? not_ok : ok;
}

/// Receipts for all kiosks that have exports without one; stops at the first that cannot be
/// written.
/// @return the exit code
int write_receipts(const Taking& run, const std::string& medium) {
    const auto kiosks = run.folder.desk->ledger().kiosk_ids();
    if (!kiosks) return fail_at_ledger(run.console, kiosks.error());
    const auto receipts = station::receipts_folder_of(medium);
    for (const auto& id : *kiosks) {
        const auto text = run.folder.desk->receipt_for(id, run.at);
        if (text && text->empty()) continue;
        const auto path = receipts + "/" + sync::receipt_file_name(id);
        const bool is_written = text && run.ports.folders.make_folder(receipts) &&
                                run.ports.files.write_atomically(path, as_bytes(*text));
        if (!is_written) {
            run.console.message("cannot write " + station::printable(path));
            return environment;
        }
        if (!run.json) continue;
        json::Writer out;
        out.begin_object().key("receipt").value(path).key("kiosk").value(id).end_object();
        run.console.result(std::move(out).take());
    }
    return ok;
}

/// All that one FROM gives, and the receipts back. @return the exit code
int take_from(const Taking& run, const std::string& from, bool gives_receipts) {
    Found found;
    if (!find_exports(from, run.ports, run.console, found)) return usage;
    int worst = ok;
    for (const auto& path : found.exports) {
        const int code = take_one(run, path);
        if (code == environment) return environment;
        worst = std::max(worst, code);
    }
    if (found.exports.empty()) run.console.message("no exports below " + station::printable(from));
    if (!found.is_folder || !gives_receipts) return worst;
    return std::max(worst, write_receipts(run, from));
}

}  // namespace

int run_take(const TakeArguments& arguments, const HubToolPorts& ports,
             const station::Console& console) {
    return at_hub(arguments.state, arguments.at, ports, console,
                  [&](HubFolder& folder, UtcInstant at) {
                      const Taking run{folder, ports, console, at, arguments.json};
                      int worst = ok;
                      for (const auto& from : arguments.from) {
                          const int code = take_from(run, from, !arguments.no_receipts);
                          if (code == environment) return environment;
                          worst = std::max(worst, code);
                      }
                      return worst;
                  });
}

int run_receipts(const ReceiptsArguments& arguments, const HubToolPorts& ports,
                 const station::Console& console) {
    return at_hub(
        arguments.state, arguments.at, ports, console, [&](HubFolder& folder, UtcInstant at) {
            return write_receipts({folder, ports, console, at, arguments.json}, arguments.to);
        });
}

}  // namespace outpost::hub_tool
