// Importing a signed bundle into a trust folder, whole or not at all.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/ports/file_store.h"
#include "core/ports/folder_store.h"
#include "core/sync/installed.h"
#include "core/sync/part_check.h"
#include "core/trust/bundle.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::sync {

enum class ImportCode : std::uint8_t {
    Installed,
    AlreadyInstalled,  // replayed: the very bundle that is in force
    Older,             // genuine, but its sequence is not above all that was ever imported
    NoRoots,           // the first import, and no root key to check it with
    UnknownSigner,     // signed by none of the roots
    Forged,            // names a root, but the signature does not hold
    SignerExpired,
    TooFewSignatures,
    NotEntitled,    // the signers may not change what the bundle changes
    Unusable,       // signed, but not as the format says
    Expired,        // past its expires_at
    FromTheFuture,  // issued more than a day after now: the bundle or the clock is wrong
    OtherBase,      // a delta on another bundle than the one in force
    TooManyDeltas,  // a full bundle is needed
    PartMissing,
    PartAltered,
    PartUnusable,
    StoreFailed,  // the disk; the old data is still in force
};

inline constexpr std::array<std::string_view, 18> import_code_names = {
    "installed",    "already_installed", "older",          "no_roots",        "unknown_signer",
    "forged",       "signer_expired",    "few_signatures", "not_entitled",    "unusable",
    "expired",      "from_the_future",   "other_base",     "too_many_deltas", "part_missing",
    "part_altered", "part_unusable",     "store_failed"};

std::string_view import_code_name(ImportCode code);

/// A bundle as it came, nothing of it checked.
/// @field beside  content that travels beside the bundle, by digest; may be empty
struct BundleFile {
    ByteView document;
    std::string_view minisig;
    ReadPart beside;
};

struct ImportOutcome {
    ImportCode code = ImportCode::Unusable;
    Error error{Errc::BadValue, 0, ""};  // the cause, where there is more to say
    trust::PartName part;                // of PartMissing, PartAltered, PartUnusable
    std::uint64_t sequence = 0;          // of the bundle, once it was read
    std::uint64_t sequence_before = 0;   // that was in force; 0: none
    std::optional<UtcInstant> issued_at;
    std::string bundle_id;
    std::int64_t keys_added = 0;  // against what is in force
    std::int64_t keys_removed = 0;
    std::vector<trust::PartName> parts;  // that it brings
    std::vector<std::string> signed_by;  // key ids of the roots whose signatures hold
};

/// A trust folder: FOLDER/installed.json, bundles/, parts/. One at a time works on it (the state
/// folder's lock).
class TrustFolder {
  public:
    TrustFolder(FileStore& files, FolderStore& folders, std::string folder)
        : files_(files), folders_(folders), folder_(std::move(folder)) {}

    /// Checks everything, then writes; until the last write the old data is in force.
    /// @param roots  for the first import; later ones are checked by the roots that are installed
    ImportOutcome import(const BundleFile& file, const trust::RootSet& roots, UtcInstant at);

    /// As import(), and writes nothing: what would come of it.
    ImportOutcome try_import(const BundleFile& file, const trust::RootSet& roots, UtcInstant at);

    /// Puts the generation before in force again; what went up (Installed) stays up.
    /// @error NotFound (there is none before), and those of reading it
    Result<Installed> restore_previous();

  private:
    struct Candidate;
    ImportOutcome examine(const BundleFile& file, const trust::RootSet& roots, UtcInstant at,
                          Candidate& candidate);
    Result<void> write(const BundleFile& file, const Candidate& candidate);
    void remove_leftovers(const Installed& installed);

    FileStore& files_;
    FolderStore& folders_;
    std::string folder_;
};

}  // namespace outpost::sync
