// Signed bundles and a trust folder on disk, for the tests of importing.
#pragma once

#include "core/sync/bundle_import.h"
#include "core/sync/trust_in_force.h"
#include "drivers/store/posix_file_store.h"
#include "drivers/store/posix_folder_store.h"
#include "tests/core/trust/trust_samples.h"
#include "tests/support/files.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::tests {

inline const UtcInstant noon = instant("2026-06-01T12:00:00Z");

/// Sequence n is issued n days after New Year and has the key "did:n".
inline trust::Bundle full_bundle(std::uint64_t sequence) {
    trust::Bundle bundle;
    bundle.origin.sequence = sequence;
    bundle.origin.issued_at = UtcInstant{instant("2026-01-01T00:00:00Z").since_epoch_ms +
                                         static_cast<std::int64_t>(sequence) * 86'400'000};
    bundle.methods.push_back(
        sample_method("did:" + std::to_string(sequence), static_cast<std::uint8_t>(sequence)));
    return bundle;
}

inline trust::BundlePart part_of(trust::PartKind kind, std::string name, std::string_view text) {
    return trust::make_part({kind, std::move(name)}, to_bytes(as_bytes(text))).value();
}

inline std::string revocation_list(std::string_view certificate_id) {
    return R"({"outpost_revocations":1,"issued_at":"2026-05-01T00:00:00Z","records":[)"
           R"({"certificate_id":")" +
           std::string(certificate_id) + R"(","kind":"revoked"}]})";
}

/// A bundle's text with signatures by sample keys.
struct Signed {
    std::string text;
    std::string minisig;

    [[nodiscard]] sync::BundleFile file(sync::ReadPart beside = {}) const {
        return {as_bytes(text), minisig, std::move(beside)};
    }
    [[nodiscard]] std::string id() const {
        return trust::parse_bundle(as_bytes(text)).value().origin.bundle_id;
    }
};

inline Signed signed_text(std::string text, const std::vector<std::uint8_t>& seeds) {
    Signed made{std::move(text), {}};
    for (const auto seed : seeds) made.minisig += sample_signature(made.text, seed);
    return made;
}

inline Signed signed_bundle(const trust::Bundle& bundle,
                            const std::vector<std::uint8_t>& seeds = {100}) {
    return signed_text(trust::write_bundle(bundle).value(), seeds);
}

inline trust::RootKey root_of(std::uint8_t seed, std::vector<trust::RootPurpose> purposes = {}) {
    return {sample_root(seed), std::move(purposes), std::nullopt};
}

inline const trust::RootSet first_root{1, {root_of(100)}};

/// A trust folder that goes with the object.
struct Station {
    TemporaryFolder temporary;
    PosixFileStore files;
    PosixFolderStore folders;
    std::string folder = temporary.path() / "trust";
    sync::TrustFolder trust{files, folders, folder};

    sync::ImportOutcome take(const Signed& made, UtcInstant at = noon) {
        return trust.import(made.file(), first_root, at);
    }
    std::string code(const Signed& made, UtcInstant at = noon) {
        return std::string(sync::import_code_name(take(made, at).code));
    }
    /// Ids of the keys in force, "-" when nothing is.
    std::string keys() {
        const auto loaded = sync::load_trust_in_force(files, folder);
        if (!loaded) return "-";
        std::string all;
        for (const auto& method : loaded->methods) all += (all.empty() ? "" : " ") + method.id;
        return all;
    }
    /// Kinds and names of the parts in force, each of which must be readable.
    std::vector<std::string> parts() {
        const auto loaded = sync::load_trust_in_force(files, folder).value();
        std::vector<std::string> all;
        for (const auto& each : loaded.parts) {
            const auto content = sync::read_part_in_force(files, folder, each.part);
            all.push_back(std::string(trust::part_kind_name(each.part.name.kind)) + ":" +
                          each.part.name.name + (content ? "" : " LOST"));
        }
        return all;
    }
};

}  // namespace outpost::tests
