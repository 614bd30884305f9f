// Bundle files and what stands beside them.
#include "firmware-app/station/trust_import.h"

#include "core/bytes/hex.h"

namespace outpost::station {

std::string trust_folder_of(const std::string& state) {
    return state + "/trust";
}

Result<sync::ImportOutcome> import_bundle(const TrustImport& import, const sync::BundleFile& bundle,
                                          FileStore& files, FolderStore& folders) {
    OUTPOST_TRY_VOID(folders.make_folder(import.folder));
    // The kiosk's staff page and the command line may both be at it.
    OUTPOST_TRY(const auto lock, folders.lock(import.folder, "lock"));
    sync::TrustFolder folder(files, folders, import.folder);
    return import.is_trial ? folder.try_import(bundle, import.first_roots, import.at)
                           : folder.import(bundle, import.first_roots, import.at);
}

Result<sync::ImportOutcome> import_bundle_file(const TrustImport& import, FileStore& files,
                                               FolderStore& folders) {
    OUTPOST_TRY(const Bytes document, files.read(import.bundle, trust::bundle_bytes_max));
    OUTPOST_TRY(const Bytes minisig,
                files.read(import.bundle + ".minisig", trust::minisign_text_bytes_max));
    // Named by digest alone: no name of the bundle's ever becomes a path.
    const auto beside = [&](const trust::BundlePart& part) {
        return files.read(import.bundle + ".parts/" + bytes::encode_hex(part.digest),
                          trust::part_bytes_max);
    };
    return import_bundle(import, {document, as_text(minisig), beside}, files, folders);
}

std::string_view words_for_import(sync::ImportCode code) {
    using sync::ImportCode;
    switch (code) {
        case ImportCode::Installed:
            return "installed";
        case ImportCode::AlreadyInstalled:
            return "it is in force already";
        case ImportCode::Older:
            return "it is older than what this kiosk has had";
        case ImportCode::NoRoots:
            return "the first import needs the root keys";
        case ImportCode::UnknownSigner:
            return "none of the root keys has signed it";
        case ImportCode::Forged:
            return "it was changed after it was signed, or it is a forgery";
        case ImportCode::SignerExpired:
            return "the root key that signed it is past its end";
        case ImportCode::TooFewSignatures:
            return "too few root keys have signed it";
        case ImportCode::NotEntitled:
            return "the keys that signed it may not change this";
        case ImportCode::Unusable:
            return "it is damaged";
        case ImportCode::Expired:
            return "it is past its end";
        case ImportCode::FromTheFuture:
            return "it was issued later than now: the clock may be wrong";
        case ImportCode::OtherBase:
            return "it continues another bundle than the one in force: bring the full one";
        case ImportCode::TooManyDeltas:
            return "too many small updates in a row: bring the full one";
        case ImportCode::PartMissing:
            return "a part of it is missing";
        case ImportCode::PartAltered:
            return "a part of it was changed";
        case ImportCode::PartUnusable:
            return "a part of it cannot be used";
        case ImportCode::StoreFailed:
            break;
    }
    return "the disk: the trust data is as before";
}

}  // namespace outpost::station
