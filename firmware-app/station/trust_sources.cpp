// Keys, lists and policy of all sources.
#include "firmware-app/station/trust_sources.h"

#include "core/policy/policy_file.h"
#include "core/sync/trust_in_force.h"
#include "core/trust/loader.h"
#include "firmware-app/station/check_setup.h"

#include <utility>

namespace outpost::station {

namespace {

Result<void> use_part(const trust::BundlePart& part, ByteView content, TrustSources& sources) {
    if (part.name.kind == trust::PartKind::Revocations) {
        OUTPOST_TRY(auto list, revocation::parse_status_list(as_text(content)));
        sources.revocations.push_back(
            std::make_shared<revocation::StatusSnapshot>(std::move(list)));
    }
    if (part.name.kind == trust::PartKind::Policy) {
        if (sources.policy) return Error{Errc::Duplicate, 0, "two policies"};
        OUTPOST_TRY(sources.policy, policy::parse_policy(as_text(content)));
    }
    return {};
}

Result<trust::TrustSnapshot> load_imported(const std::string& folder,
                                           std::span<const trust::MinisignPublicKey> roots,
                                           FileStore& files, TrustSources& sources) {
    // Whoever names roots gets what they signed, not only what was signed at the time.
    if (!roots.empty()) OUTPOST_TRY_VOID(sync::check_signed_by(files, folder, roots));
    OUTPOST_TRY(auto trust, sync::load_trust_in_force(files, folder));
    for (const auto& each : trust.parts) {
        OUTPOST_TRY(const Bytes content, sync::read_part_in_force(files, folder, each.part));
        OUTPOST_TRY_VOID(use_part(each.part, content, sources));
    }
    return trust::TrustSnapshot(std::move(trust.methods), std::move(trust.origin));
}

Result<trust::TrustSnapshot> load_source(const std::string& path,
                                         std::span<const trust::MinisignPublicKey> roots,
                                         FileStore& files, const Console& console,
                                         TrustSources& sources) {
    if (sync::is_trust_folder(files, path)) return load_imported(path, roots, files, sources);
    OUTPOST_TRY(auto loaded, trust::load_trust(files, std::span(&path, 1), roots));
    for (const auto& note : loaded.notes)
        console.message((note.damaged ? "skipped, damaged: " : "skipped: ") + printable(note.path) +
                        ": " + note.reason);
    for (const auto& part : loaded.parts) OUTPOST_TRY_VOID(use_part(part, *part.data, sources));
    return std::move(loaded.snapshot);
}

}  // namespace

std::optional<TrustSources> load_trust_sources(const CheckArguments& arguments, FileStore& files,
                                               const Console& console) {
    std::vector<trust::MinisignPublicKey> roots;
    if (!read_roots(arguments.root, files, roots, console)) return std::nullopt;
    TrustSources sources;
    std::vector<trust::TrustSnapshot> snapshots;
    for (const auto& path : arguments.trust) {
        auto snapshot = load_source(path, roots, files, console, sources);
        if (!snapshot) {
            console.message("cannot load the trust data of " + printable(path) + ": " +
                            words_for(snapshot.error()));
            if (arguments.root.empty())
                console.message("a signed trust bundle needs its root keys: --root FILE");
            return std::nullopt;
        }
        snapshots.push_back(std::move(*snapshot));
    }
    if (!arguments.imported.empty() && sync::is_trust_folder(files, arguments.imported)) {
        // Its roots may have changed since: those of the arguments were for the first import.
        auto snapshot = load_imported(arguments.imported, {}, files, sources);
        if (!snapshot) {
            console.message("cannot load the imported trust data: " + words_for(snapshot.error()));
            return std::nullopt;
        }
        snapshots.push_back(std::move(*snapshot));
    }
    auto merged = std::make_shared<trust::TrustSnapshot>(trust::merge_snapshots(snapshots));
    if (merged->methods().empty())
        console.message("no keys are loaded (--trust PATH): every certificate will be unknown");
    sources.snapshot = std::move(merged);
    return sources;
}

}  // namespace outpost::station
