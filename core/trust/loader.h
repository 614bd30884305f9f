// Brings trust sources from files into one snapshot: bundles, folders of loose keys.
#pragma once

#include "core/base/result.h"
#include "core/ports/file_store.h"
#include "core/trust/bundle_part.h"
#include "core/trust/minisign.h"
#include "core/trust/snapshot.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace outpost::trust {

inline constexpr std::size_t trust_folder_files_max = 2000;

/// A file of a folder that gave no key.
struct LoadNote {
    std::string path;
    const char* reason = "";  // static text
    bool damaged = false;     // it looked like a key file and could not be read
};

struct LoadedTrust {
    TrustSnapshot snapshot;
    std::vector<LoadNote> notes;
    std::vector<BundlePart> parts;  // of all bundles, with their data
};

/// Loads every source and merges them.
/// - a folder: its loose key files; one that can not be read is noted and the others still count.
/// - a file: a trust bundle, whose signature lies beside it in PATH.minisig. Without any root, and
///   only then, it may be a loose key file: who expects a signature must not be given less.
/// @error NotFound, Io, TooLong  the path, or the bundle's signature file
/// @error Unsupported            a delta, or a bundle that names parts and does not carry them:
/// only
///                               an import puts these together
/// @error BadSignature           a bundle, but no root to check it against, or a broken signature
/// @error those of open_bundle and parse_key_file
Result<LoadedTrust> load_trust(FileStore& files, std::span<const std::string> paths,
                               std::span<const MinisignPublicKey> roots);

/// Reads the roots' file. @error those of FileStore::read and parse_root_keys
Result<std::vector<MinisignPublicKey>> load_roots(FileStore& files, const std::string& path);

/// True when the bytes are a JSON object with the member `outpost_bundle`.
bool looks_like_bundle(ByteView content);

}  // namespace outpost::trust
