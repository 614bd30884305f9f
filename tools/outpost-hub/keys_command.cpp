// Who the hub is, and who its kiosks are.
#include "firmware-app/station/check_setup.h"
#include "firmware-app/station/options.h"
#include "tools/outpost-hub/commands.h"

#include <utility>

namespace outpost::hub_tool {

using namespace station::exit_code;

namespace {

Result<void> write_public(const std::string& state, const sync::HubKeys& keys, FileStore& files) {
    return files.write_atomically(public_path(state),
                                  as_bytes(sync::write_hub_public(keys.public_part())));
}

/// Keys that are there stay: with others nobody could read what kiosks sealed.
Result<sync::HubKeys> make_keys(const KeysArguments& arguments, const HubToolPorts& ports) {
    const auto& state = arguments.state;
    OUTPOST_TRY_VOID(ports.folders.make_folder(state));
    OUTPOST_TRY(const auto lock, ports.folders.lock(state, "lock"));
    const bool has_secret = ports.folders.identity(key_path(state)).has_value();
    if (has_secret && ports.folders.identity(public_path(state)))
        return read_keys(state, ports.files);
    if (!has_secret && ports.folders.identity(ledger_path(state)))
        return Error{Errc::BadKey, 0, "there is a ledger, and its hub.key is missing"};
    auto keys = has_secret ? read_secret(state, arguments.name, ports.files)
                           : Result<sync::HubKeys>(sync::HubKeys{
                                 arguments.name, crypto::SigningKey::generate_ed25519(ports.random),
                                 crypto::BoxKey::generate(ports.random)});
    if (!keys) return keys;
    if (!has_secret)
        OUTPOST_TRY_VOID(
            ports.files.write_atomically(key_path(state), sync::secret_of(*keys).view(), true));
    OUTPOST_TRY_VOID(write_public(state, *keys, ports.files));
    return keys;
}

bool enroll_one(HubFolder& folder, const std::string& path, const HubToolPorts& ports,
                const station::Console& console) {
    const auto text = ports.files.read(path, sync::party_file_bytes_max);
    const auto kiosk =
        text ? sync::read_kiosk_public(as_text(*text)) : Result<sync::KioskPublic>(text.error());
    if (!kiosk) {
        console.message("cannot use " + station::printable(path) + ": " +
                        station::words_for(kiosk.error()));
        return false;
    }
    const auto enrolled = folder.desk->ledger().enrol(*kiosk, ports.clock.now());
    if (!enrolled) {
        console.message("not enrolled: " + station::words_for(enrolled.error()));
        return false;
    }
    console.message("kiosk " + kiosk->id() + " (" + station::printable(kiosk->name) +
                    "): compare the id with the people of the kiosk");
    return true;
}

}  // namespace

int run_keys(const KeysArguments& arguments, const HubToolPorts& ports,
             const station::Console& console) {
    if (!sync::is_party_name(arguments.name)) {
        console.message("--name: printable text of at most " +
                        std::to_string(sync::party_name_bytes_max) + " bytes");
        return usage;
    }
    const auto keys = make_keys(arguments, ports);
    if (!keys) {
        console.message("no keys: " + station::words_for(keys.error()));
        return environment;
    }
    if (keys->name != arguments.name)
        console.message("the keys that are there stay, under the name " +
                        station::printable(keys->name));
    const auto text = sync::write_hub_public(keys->public_part());
    if (arguments.out.empty()) {
        console.result(std::string_view(text).substr(0, text.size() - 1));
    } else if (!ports.files.write_atomically(arguments.out, as_bytes(text))) {
        console.message("cannot write " + station::printable(arguments.out));
        return environment;
    }
    console.message("hub " + keys->public_part().id() +
                    ": kiosks are enrolled with this file, and the ids compared");
    return ok;
}

int run_enroll(const EnrollArguments& arguments, const HubToolPorts& ports,
               const station::Console& console) {
    auto folder = open_or_tell(arguments.state, HubUse::Work, ports, console);
    if (!folder) return environment;
    bool are_all = true;
    for (const auto& path : arguments.kiosks)
        are_all = enroll_one(*folder, path, ports, console) && are_all;
    return are_all ? ok : usage;
}

}  // namespace outpost::hub_tool
