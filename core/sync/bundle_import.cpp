// The checks of an import in their order, and the order of its writes.
#include "core/sync/bundle_import.h"

#include "core/bytes/hex.h"
#include "core/sync/trust_in_force.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace outpost::sync {

namespace {

constexpr std::int64_t day_ms = 24LL * 60 * 60 * 1000;
constexpr std::string_view signature_suffix = ".json.minisig";
constexpr std::string_view bundle_suffix = ".json";

std::string digest_of(const trust::BundlePart& part) {
    return bytes::encode_hex(part.digest);
}

ImportCode code_of_signers(const trust::Bundle& bundle, const trust::RootSet& roots,
                           const trust::SignersFound& signers) {
    for (const auto purpose : trust::purposes_of(bundle))
        if (!trust::may_sign(roots, signers, purpose))
            return signers.keys.size() < roots.threshold ? ImportCode::TooFewSignatures
                                                         : ImportCode::NotEntitled;
    return ImportCode::Installed;
}

}  // namespace

/// What an import would make of the folder.
struct TrustFolder::Candidate {
    std::optional<Installed> before;
    Installed after;
    trust::Bundle bundle;
    TrustInForce trust;  // once it is in force
    ReadPart read;       // parts of `trust`, from wherever they are
};

std::string_view import_code_name(ImportCode code) {
    return import_code_names[static_cast<std::size_t>(code)];
}

namespace {

/// Who signed, by the roots that count here. Sets the code when it is not enough to read on.
std::optional<trust::SignersFound> check_signatures(const BundleFile& file,
                                                    const trust::RootSet& roots, UtcInstant at,
                                                    ImportOutcome& outcome) {
    if (file.document.size() > trust::bundle_bytes_max) {
        outcome.error = {Errc::TooLong, trust::bundle_bytes_max, "bundle"};
        return std::nullopt;
    }
    const auto signatures = trust::parse_minisign_signatures(file.minisig);
    if (!signatures) {
        outcome.error = signatures.error();
        return std::nullopt;
    }
    auto signers = trust::find_signers(file.document, *signatures, roots, at);
    for (const auto index : signers.keys)
        outcome.signed_by.push_back(trust::format_key_id(roots.keys[index].key.key_id));
    if (signers.is_forged) {
        outcome.code = ImportCode::Forged;
    } else if (!signers.keys.empty()) {
        return signers;
    } else {
        outcome.code = signers.has_expired ? ImportCode::SignerExpired : ImportCode::UnknownSigner;
    }
    return std::nullopt;
}

/// Whether the bundle follows on what is installed.
ImportCode code_of_place(const trust::Bundle& bundle, const std::optional<Installed>& before,
                         UtcInstant at) {
    const auto& origin = bundle.origin;
    if (before && before->current.bundles.back() == origin.bundle_id)
        return ImportCode::AlreadyInstalled;
    if (before && origin.sequence <= before->sequence_floor) return ImportCode::Older;
    if (origin.expires_at && *origin.expires_at <= at) return ImportCode::Expired;
    if (origin.issued_at->since_epoch_ms > at.since_epoch_ms + day_ms)
        return ImportCode::FromTheFuture;
    if (bundle.base.empty()) return ImportCode::Installed;
    if (!before || before->current.bundles.back() != bundle.base) return ImportCode::OtherBase;
    if (before->current.bundles.size() >= bundles_in_chain_max) return ImportCode::TooManyDeltas;
    return ImportCode::Installed;
}

Installed installed_after(const trust::Bundle& bundle, const std::optional<Installed>& before,
                          const trust::RootSet& roots, UtcInstant at) {
    Installed after;
    after.roots = bundle.roots ? *bundle.roots : roots;
    after.sequence_floor = bundle.origin.sequence;
    after.signed_floor = *bundle.origin.issued_at;
    if (before) {
        after.signed_floor = std::max(after.signed_floor, before->signed_floor);
        after.previous = before->current;
    }
    if (!bundle.base.empty()) after.current.bundles = before->current.bundles;
    after.current.bundles.push_back(bundle.origin.bundle_id);
    after.current.sequence = bundle.origin.sequence;
    after.current.imported_at = at;
    return after;
}

/// Reads a part from the bundle, the folder or beside the bundle.
class PartReader {
  public:
    PartReader(FileStore& files, const std::string& folder, const BundleFile& file,
               const trust::Bundle& bundle)
        : files_(files), folder_(folder), file_(file), bundle_(bundle) {}

    Result<Bytes> operator()(const trust::BundlePart& part) const {
        for (const auto& carried : bundle_.parts)
            if (carried.data && carried.digest == part.digest) return *carried.data;
        auto stored = read_part_in_force(files_, folder_, part);
        // A damaged one is mended by what came with the bundle.
        if (stored || !file_.beside) return stored;
        auto content = file_.beside(part);
        if (!content) return content;
        if (!trust::is_content_of(part, *content))
            return Error{Errc::BadChecksum, 0, "a part of the bundle was changed"};
        return content;
    }

  private:
    FileStore& files_;
    const std::string& folder_;
    const BundleFile& file_;
    const trust::Bundle& bundle_;
};

ImportCode code_of_part_error(const Error& error) {
    if (error.code == Errc::BadChecksum) return ImportCode::PartAltered;
    return ImportCode::PartMissing;
}

using KeySet = std::set<std::pair<std::string, crypto::Sha256Digest>>;  // id, fingerprint

KeySet keys_of(const TrustInForce& trust) {
    KeySet keys;
    for (const auto& method : trust.methods)
        if (!method.revoked) keys.emplace(method.id, method.key.fingerprint());
    return keys;
}

void count_keys(const KeySet& before, const KeySet& after, ImportOutcome& outcome) {
    const auto missing_in = [](const KeySet& keys, const KeySet& from) {
        return std::count_if(from.begin(), from.end(),
                             [&](const auto& key) { return keys.count(key) == 0; });
    };
    outcome.keys_added = missing_in(before, after);
    outcome.keys_removed = missing_in(after, before);
}

/// Every part is there, and the kiosk can use it.
ImportCode check_contents(const TrustInForce& trust, const ReadPart& read, ImportOutcome& outcome) {
    std::vector<trust::BundlePart> parts;
    for (const auto& each : trust.parts) {
        const auto content = read(each.part);
        if (!content) {
            outcome.part = each.part.name;
            outcome.error = content.error();
            return code_of_part_error(content.error());
        }
        parts.push_back(each.part);
    }
    trust::PartName unusable;
    const auto usable = check_parts(parts, read, unusable);
    if (usable) return ImportCode::Installed;
    outcome.part = std::move(unusable);
    outcome.error = usable.error();
    return ImportCode::PartUnusable;
}

}  // namespace

ImportOutcome TrustFolder::examine(const BundleFile& file, const trust::RootSet& first_roots,
                                   UtcInstant at, Candidate& candidate) {
    ImportOutcome outcome;
    auto installed = read_installed(files_, folder_);
    if (!installed && installed.error().code != Errc::NotFound) {
        outcome.code = ImportCode::StoreFailed;
        outcome.error = installed.error();
        return outcome;
    }
    if (installed) {
        candidate.before = std::move(*installed);
        outcome.sequence_before = candidate.before->current.sequence;
        // Whatever the clock says: it is not earlier than the newest signature seen.
        at = std::max(at, candidate.before->signed_floor);
    }
    const auto& roots = candidate.before ? candidate.before->roots : first_roots;
    if (roots.keys.empty()) {
        outcome.code = ImportCode::NoRoots;
        return outcome;
    }
    const auto signers = check_signatures(file, roots, at, outcome);
    if (!signers) return outcome;
    auto bundle = trust::parse_bundle(file.document);
    if (!bundle) {
        outcome.error = bundle.error();
        return outcome;
    }
    candidate.bundle = std::move(*bundle);
    outcome.sequence = candidate.bundle.origin.sequence;
    outcome.bundle_id = candidate.bundle.origin.bundle_id;
    outcome.issued_at = candidate.bundle.origin.issued_at;
    for (const auto& part : candidate.bundle.parts) outcome.parts.push_back(part.name);
    outcome.code = code_of_signers(candidate.bundle, roots, *signers);
    if (outcome.code == ImportCode::Installed)
        outcome.code = code_of_place(candidate.bundle, candidate.before, at);
    if (outcome.code != ImportCode::Installed) return outcome;
    if (candidate.before) {
        auto trust = load_generation(files_, folder_, candidate.before->current);
        // A full bundle mends what was damaged; a delta has nothing to stand on then.
        if (!trust && !candidate.bundle.base.empty()) {
            outcome.code = ImportCode::StoreFailed;
            outcome.error = trust.error();
            return outcome;
        }
        if (trust) candidate.trust = std::move(*trust);
    }
    const auto keys_before = keys_of(candidate.trust);
    lay_over(candidate.trust, candidate.bundle);
    count_keys(keys_before, keys_of(candidate.trust), outcome);
    candidate.read = PartReader(files_, folder_, file, candidate.bundle);
    candidate.after = installed_after(candidate.bundle, candidate.before, roots, at);
    outcome.code = check_contents(candidate.trust, candidate.read, outcome);
    return outcome;
}

Result<void> TrustFolder::write(const BundleFile& file, const Candidate& candidate) {
    OUTPOST_TRY_VOID(folders_.make_folder(folder_ + "/bundles"));
    OUTPOST_TRY_VOID(folders_.make_folder(folder_ + "/parts"));
    for (const auto& each : candidate.trust.parts) {
        const auto path = part_path(folder_, digest_of(each.part));
        if (read_part_in_force(files_, folder_, each.part)) continue;  // it is there, and whole
        OUTPOST_TRY(const Bytes content, candidate.read(each.part));
        OUTPOST_TRY_VOID(files_.write_atomically(path, content));
    }
    const auto path = bundle_path(folder_, candidate.bundle.origin.bundle_id);
    OUTPOST_TRY_VOID(files_.write_atomically(path + ".minisig", as_bytes(file.minisig)));
    OUTPOST_TRY_VOID(files_.write_atomically(path, file.document));
    // Until here nothing has changed for who reads the folder.
    return files_.write_atomically(installed_path(folder_),
                                   as_bytes(write_installed(candidate.after)));
}

void TrustFolder::remove_leftovers(const Installed& installed) {
    std::set<std::string> bundles;
    std::set<std::string> parts;
    for (const auto* generation :
         {&installed.current, installed.previous ? &*installed.previous : nullptr}) {
        if (generation == nullptr) continue;
        for (const auto& id : generation->bundles) bundles.insert(id);
        const auto trust = load_generation(files_, folder_, *generation);
        // What cannot be read now may be mended later: then nothing is thrown away.
        if (!trust) return;
        for (const auto& each : trust->parts) parts.insert(digest_of(each.part));
    }
    const auto remove_others = [&](const std::string& folder, const auto& is_kept) {
        const auto names = files_.list(folder);
        if (!names) return;
        for (const auto& name : *names)
            if (!is_kept(name)) (void)folders_.remove(folder + "/" + name);
    };
    remove_others(folder_ + "/bundles", [&](std::string_view name) {
        for (const auto suffix : {signature_suffix, bundle_suffix})
            if (name.ends_with(suffix))
                return bundles.count(std::string(name.substr(0, name.size() - suffix.size()))) > 0;
        return false;
    });
    remove_others(folder_ + "/parts",
                  [&](const std::string& name) { return parts.count(name) > 0; });
}

ImportOutcome TrustFolder::try_import(const BundleFile& file, const trust::RootSet& roots,
                                      UtcInstant at) {
    Candidate candidate;
    return examine(file, roots, at, candidate);
}

ImportOutcome TrustFolder::import(const BundleFile& file, const trust::RootSet& roots,
                                  UtcInstant at) {
    Candidate candidate;
    auto outcome = examine(file, roots, at, candidate);
    if (outcome.code != ImportCode::Installed) return outcome;
    if (const auto written = write(file, candidate); !written) {
        outcome.code = ImportCode::StoreFailed;
        outcome.error = written.error();
        return outcome;
    }
    remove_leftovers(candidate.after);
    return outcome;
}

Result<Installed> TrustFolder::restore_previous() {
    OUTPOST_TRY(auto installed, read_installed(files_, folder_));
    if (!installed.previous) return Error{Errc::NotFound, 0, "there is no earlier trust data"};
    // What cannot be used must not come into force.
    OUTPOST_TRY(const auto trust, load_generation(files_, folder_, *installed.previous));
    for (const auto& each : trust.parts) {
        OUTPOST_TRY(const Bytes content, read_part_in_force(files_, folder_, each.part));
    }
    std::swap(installed.current, *installed.previous);
    OUTPOST_TRY_VOID(
        files_.write_atomically(installed_path(folder_), as_bytes(write_installed(installed))));
    return installed;
}

}  // namespace outpost::sync
