#include "tools/outpost-hub/hub_folder.h"

#include "firmware-app/station/check_setup.h"
#include "firmware-app/station/options.h"

#include <utility>

namespace outpost::hub_tool {

std::string key_path(const std::string& state) {
    return state + "/hub.key";
}
std::string public_path(const std::string& state) {
    return state + "/hub.json";
}
std::string ledger_path(const std::string& state) {
    return state + "/hub.db";
}

Result<sync::HubKeys> read_secret(const std::string& state, std::string_view name,
                                  FileStore& files) {
    constexpr std::size_t secret_bytes = 64;
    OUTPOST_TRY(auto secret, files.read(key_path(state), secret_bytes));
    auto keys = sync::hub_keys_from(name, secret);
    crypto::wipe(secret);
    return keys;
}

Result<sync::HubKeys> read_keys(const std::string& state, FileStore& files) {
    OUTPOST_TRY(const auto text, files.read(public_path(state), sync::party_file_bytes_max));
    OUTPOST_TRY(const auto known, sync::read_hub_public(as_text(text)));
    auto keys = read_secret(state, known.name, files);
    if (keys && keys->public_part().id() != known.id())
        return Error{Errc::BadKey, 0, "hub.key and hub.json are of two hubs"};
    return keys;
}

Result<HubFolder> open_hub(const std::string& state, HubUse use, const HubToolPorts& ports) {
    HubFolder folder;
    folder.path = state;
    OUTPOST_TRY(auto keys, read_keys(state, ports.files));
    OUTPOST_TRY(auto identity, hub::HubIdentity::make(std::move(keys)));
    folder.identity = std::make_unique<hub::HubIdentity>(std::move(identity));
    if (use == HubUse::Work) {
        OUTPOST_TRY(folder.lock, ports.folders.lock(state, "lock"));
        OUTPOST_TRY(folder.database, ports.open_database(ledger_path(state)));
    } else {
        OUTPOST_TRY(folder.database, ports.read_database(ledger_path(state)));
    }
    OUTPOST_TRY(auto desk,
                hub::HubDesk::open(state, *folder.identity,
                                   {*folder.database, ports.files, ports.folders, ports.random}));
    folder.desk = std::make_unique<hub::HubDesk>(std::move(desk));
    return folder;
}

std::optional<HubFolder> open_or_tell(const std::string& state, HubUse use,
                                      const HubToolPorts& ports, const station::Console& console) {
    auto folder = open_hub(state, use, ports);
    if (folder) return std::move(*folder);
    const auto code = folder.error().code;
    const auto why = code == Errc::Unavailable ? std::string("another process works on it")
                     : code == Errc::NotFound
                         ? std::string(
                               "it has no keys or no ledger yet; outpost-hub keys, then "
                               "enroll")
                         : station::words_for(folder.error());
    console.message("cannot use the hub's folder " + station::printable(state) + ": " + why);
    return std::nullopt;
}

int at_hub(const std::string& state, const std::optional<std::string>& at_text,
           const HubToolPorts& ports, const station::Console& console,
           const std::function<int(HubFolder&, UtcInstant)>& work) {
    std::optional<UtcInstant> at;
    if (!station::read_instant(at_text, "--at", at, console)) return station::exit_code::usage;
    auto folder = open_or_tell(state, HubUse::Work, ports, console);
    return folder ? work(*folder, at.value_or(ports.clock.now())) : station::exit_code::environment;
}

int fail_at_ledger(const station::Console& console, const Error& error) {
    console.message("the ledger: " + station::words_for(error));
    return station::exit_code::environment;
}

}  // namespace outpost::hub_tool
