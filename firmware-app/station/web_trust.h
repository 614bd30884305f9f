// Importing a bundle from the web: fetched piece by piece, taken as one from a stick is.
#pragma once

#include "core/sync/web_fetch.h"
#include "firmware-app/station/trust_import.h"

#include <string>
#include <string_view>

namespace outpost::station {

/// True for what is an address and not a path.
bool is_web_address(std::string_view text);

/// `import.bundle` is the address of the document; its signatures stand at ADDRESS.minisig, its
/// parts at ADDRESS.parts/DIGEST. The signatures are fetched first: a bundle that is in force
/// already costs no more than them, and nothing is asked for that a bundle names before its
/// signatures hold. What came of a transfer that broke stays in TRUST/download for the next try.
/// @error those of sync::fetch_file() and import_bundle()
Result<sync::ImportOutcome> import_bundle_from_web(const TrustImport& import,
                                                   const sync::WebPorts& ports);

/// For a kiosk that has no network itself: lays a bundle that it could import into a folder, as on
/// a stick, in place of what was laid there before. Nothing is imported; a bundle that would be
/// refused, or is in force or laid there already, is not laid down.
/// @param import  as above; a trial, whatever it says
/// @error as above, and those of writing
Result<sync::ImportOutcome> carry_bundle(const TrustImport& import, const std::string& folder,
                                         const sync::WebPorts& ports);

/// One line for people: what was in the way.
std::string words_for_web(const Error& error);

}  // namespace outpost::station
