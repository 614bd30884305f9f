#include "tools/outpost-hub/hub_folder.h"

#include "firmware-app/station/check_setup.h"

#include <utility>

namespace outpost::hub_tool {

namespace {

constexpr std::size_t key_bytes = 64;

std::string ledger_path(const std::string& state) {
    return state + "/hub.db";
}

}  // namespace

Result<sync::HubKeys> read_keys(const std::string& state, FileStore& files) {
    OUTPOST_TRY(const auto text, files.read(state + "/" + std::string(public_file_name),
                                            sync::party_file_bytes_max));
    OUTPOST_TRY(const auto known, sync::read_hub_public(as_text(text)));
    OUTPOST_TRY(auto secret, files.read(state + "/" + std::string(key_file_name), key_bytes));
    auto keys = sync::hub_keys_from(known.name, secret);
    crypto::wipe(secret);
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

}  // namespace outpost::hub_tool
