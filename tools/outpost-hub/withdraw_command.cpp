// A stolen kiosk's issuing key: what it had signed before, for the next trust bundle.
#include "core/hub/known_signatures.h"
#include "core/json/reader.h"
#include "core/json/writer.h"
#include "core/trust/loose_keys.h"
#include "core/trust/method_json.h"
#include "firmware-app/station/check_setup.h"
#include "firmware-app/station/options.h"
#include "tools/outpost-hub/commands.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace outpost::hub_tool {

using namespace station::exit_code;

namespace {

/// The entry as it was, withdrawn in part.
std::string withdrawn_entry(const json::Value& entry, UtcInstant from,
                            const std::vector<trust::SignatureMark>& known) {
    constexpr std::array<std::string_view, 3> ours{"revoked", "revoked_from", "kept"};
    json::Writer out;
    out.begin_object();
    for (const auto& member : entry.members())
        if (std::find(ours.begin(), ours.end(), member.name) == ours.end())
            out.key(member.name).value(member.value);
    out.key("revoked").value(true).key("revoked_from").value(format_rfc3339(from));
    out.key("kept").value(trust::kept_text(known)).end_object();
    return std::move(out).take() + "\n";
}

Result<json::Document> read_entry(const std::string& path, FileStore& files) {
    OUTPOST_TRY(const auto text, files.read(path, trust::key_file_bytes_max));
    return json::read(as_text(text), {trust::key_file_bytes_max, 16, 64 * 1024});
}

void tell(const hub::KnownSignatures& found, std::string_view id, const std::string& out,
          const station::Console& console) {
    console.message(std::to_string(found.known.size()) + " certificates of " +
                    station::printable(id) + " count on: " + station::printable(out));
    if (found.later > 0)
        console.message(std::to_string(found.later) +
                        " came afterwards and do not; look at them, and issue again what is true");
    if (found.known.empty())
        console.message("none was known before: is it this key, and does this kiosk export here?");
}

}  // namespace

int run_withdraw(const WithdrawArguments& arguments, const HubToolPorts& ports,
                 const station::Console& console) {
    const auto from = parse_rfc3339(arguments.from);
    const auto now = arguments.at ? parse_rfc3339(*arguments.at) : ports.clock.now();
    if (!from || !now || *from > *now) {
        console.message("--from: an instant of the past, as 2026-11-24T08:00:00Z");
        return usage;
    }
    const auto entry = read_entry(arguments.key, ports.files);
    const auto method = entry ? trust::parse_method(entry->root(), trust::MethodSource::LooseFile)
                              : Result<trust::VerificationMethod>(entry.error());
    if (!method) {
        console.message("cannot use " + station::printable(arguments.key) + ": " +
                        station::words_for(method.error()));
        return usage;
    }
    auto folder = open_or_tell(arguments.state, HubUse::Read, ports, console);
    if (!folder) return environment;
    const auto found =
        hub::known_signatures(folder->desk->ledger(), folder->identity->box, method->id, *from);
    if (!found) return fail_at_ledger(console, found.error());
    if (found->known.size() > trust::kept_signatures_max) {
        console.message("more than " + std::to_string(trust::kept_signatures_max) +
                        " certificates: an entry cannot keep them all");
        return usage;
    }
    const auto text = withdrawn_entry(entry->root(), *from, found->known);
    if (!ports.files.write_atomically(arguments.out, as_bytes(text))) {
        console.message("cannot write " + station::printable(arguments.out));
        return environment;
    }
    tell(*found, method->id, arguments.out, console);
    return ok;
}

}  // namespace outpost::hub_tool
