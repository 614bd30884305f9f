// The imported trust data as a kiosk uses it (docs/formats/trust-folder.md).
#pragma once

#include "core/base/result.h"
#include "core/ports/file_store.h"
#include "core/sync/installed.h"
#include "core/trust/bundle.h"
#include "core/trust/snapshot.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace outpost::sync {

/// A part with the date of the bundle that brought it.
struct PartInForce {
    trust::BundlePart part;  // never with data: read_part_in_force()
    UtcInstant issued_at;
};

/// Bundles of one generation, laid over each other.
struct TrustInForce {
    std::vector<trust::VerificationMethod> methods;
    /// Dates of the bundle that brought the keys: a delta without keys does not vouch for them.
    /// Sequence and id are of the last bundle.
    trust::TrustOrigin origin;
    std::vector<PartInForce> parts;
};

/// Lays one more bundle over what is there; a full one replaces everything.
void lay_over(TrustInForce& trust, const trust::Bundle& bundle);

/// Whether a folder holds imported trust data.
bool is_trust_folder(FileStore& files, const std::string& folder);

/// @error NotFound (nothing was imported), and those of parse_installed
Result<Installed> read_installed(FileStore& files, const std::string& folder);

/// One of the installed bundles. @error BadChecksum (the file is not the bundle that was imported),
/// NotFound, Io, and those of trust::parse_bundle
Result<trust::Bundle> read_bundle(FileStore& files, const std::string& folder,
                                  const std::string& bundle_id);

/// What is in force. @error those of read_installed and read_bundle
Result<TrustInForce> load_trust_in_force(FileStore& files, const std::string& folder);
/// The same of one generation.
Result<TrustInForce> load_generation(FileStore& files, const std::string& folder,
                                     const Generation& generation);

/// A part's content. @error NotFound, Io, BadChecksum
Result<Bytes> read_part_in_force(FileStore& files, const std::string& folder,
                                 const trust::BundlePart& part);

/// Whether every bundle in force is signed by one of these roots, for whoever names roots again.
/// @error BadSignature, NotFound (signed by none of them), Io
Result<void> check_signed_by(FileStore& files, const std::string& folder,
                             std::span<const trust::MinisignPublicKey> roots);

}  // namespace outpost::sync
