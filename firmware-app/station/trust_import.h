// Importing a bundle file into the state folder's trust data.
#pragma once

#include "core/ports/file_store.h"
#include "core/ports/folder_store.h"
#include "core/sync/bundle_import.h"
#include "core/trust/root_set.h"

#include <string>
#include <string_view>

namespace outpost::station {

/// STATE/trust
std::string trust_folder_of(const std::string& state);

struct TrustImport {
    std::string bundle;  // path; its signatures lie in PATH.minisig, its parts in PATH.parts/
    std::string folder;  // the trust folder
    trust::RootSet first_roots;
    UtcInstant at;
    bool is_trial = false;  // says what would come of it, and writes nothing
};

/// The same of a bundle that was read already; `import.bundle` is not looked at.
/// @error Unavailable (another import goes on), Io
Result<sync::ImportOutcome> import_bundle(const TrustImport& import, const sync::BundleFile& bundle,
                                          FileStore& files, FolderStore& folders);

/// @error those of reading the bundle and its signatures: NotFound, TooLong, Io; Unavailable
/// (another import goes on)
Result<sync::ImportOutcome> import_bundle_file(const TrustImport& import, FileStore& files,
                                               FolderStore& folders);

/// One sentence for the people who look after the kiosk.
std::string_view words_for_import(sync::ImportCode code);

}  // namespace outpost::station
