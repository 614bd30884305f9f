// From an export's file to its records, all of them opened and checked.
#pragma once

#include "core/crypto/own_box.h"
#include "core/hub/records.h"
#include "core/journal/keyed_hash.h"
#include "core/names/name_folder.h"
#include "core/sync/party_keys.h"

#include <string>
#include <string_view>

namespace outpost::hub {

/// What a hub knows by itself: its keys, and what it compares with.
struct HubIdentity {
    sync::HubKeys keys;
    journal::KeyedHash keyed;  // under a key that only these keys give, and so is the box
    crypto::OwnBox box;
    names::NameFolder folder;

    /// @error Unavailable (no Unicode data)
    static Result<HubIdentity> make(sync::HubKeys keys);
};

/// Opens the export and each certificate in it, and seals each for the ledger.
/// @error those of sync::open_export(), read_export_content(), open_certificate(), json::read();
///        BadValue (a certificate that is not the one that its entry names)
Result<CheckedExport> check_export_file(ByteView file, const HubIdentity& hub,
                                        const sync::KioskPublic& kiosk, Random& random);

/// The name of what came of an entry, the same at every hub: kiosk, sequence, and 16 digits of the
/// entry's hash, so that the two sides of a fork differ.
std::string message_id_of(std::string_view kiosk, const journal::Entry& entry);

}  // namespace outpost::hub
