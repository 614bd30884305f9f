// From a trust folder to keys and parts.
#include "core/sync/trust_in_force.h"

#include "core/bytes/hex.h"

#include <algorithm>
#include <utility>

namespace outpost::sync {

void lay_over(TrustInForce& trust, const trust::Bundle& bundle) {
    if (bundle.base.empty()) trust = {};
    if (bundle.has_issuers) {
        trust.methods = bundle.methods;
        trust.origin = bundle.origin;
    }
    trust.origin.sequence = bundle.origin.sequence;
    trust.origin.bundle_id = bundle.origin.bundle_id;
    const auto drop = [&](const trust::PartName& name) {
        std::erase_if(trust.parts, [&](const PartInForce& each) { return each.part.name == name; });
    };
    for (const auto& name : bundle.removed) drop(name);
    for (const auto& part : bundle.parts) {
        drop(part.name);
        trust.parts.push_back({part, *bundle.origin.issued_at});
        trust.parts.back().part.data.reset();
    }
}

bool is_trust_folder(FileStore& files, const std::string& folder) {
    const auto found = files.read(installed_path(folder), installed_bytes_max);
    return found || found.error().code != Errc::NotFound;
}

Result<Installed> read_installed(FileStore& files, const std::string& folder) {
    OUTPOST_TRY(const Bytes content, files.read(installed_path(folder), installed_bytes_max));
    return parse_installed(as_text(content));
}

Result<trust::Bundle> read_bundle(FileStore& files, const std::string& folder,
                                  const std::string& bundle_id) {
    OUTPOST_TRY(const Bytes content,
                files.read(bundle_path(folder, bundle_id), trust::bundle_bytes_max));
    if (bytes::encode_hex(crypto::sha256(content)) != bundle_id)
        return Error{Errc::BadChecksum, 0, "an installed bundle was changed"};
    return trust::parse_bundle(content);
}

Result<TrustInForce> load_generation(FileStore& files, const std::string& folder,
                                     const Generation& generation) {
    TrustInForce trust;
    for (const auto& id : generation.bundles) {
        OUTPOST_TRY(const auto bundle, read_bundle(files, folder, id));
        lay_over(trust, bundle);
    }
    return trust;
}

Result<TrustInForce> load_trust_in_force(FileStore& files, const std::string& folder) {
    OUTPOST_TRY(const auto installed, read_installed(files, folder));
    return load_generation(files, folder, installed.current);
}

Result<Bytes> read_part_in_force(FileStore& files, const std::string& folder,
                                 const trust::BundlePart& part) {
    OUTPOST_TRY(auto content, files.read(part_path(folder, bytes::encode_hex(part.digest)),
                                         trust::part_bytes_max));
    if (!trust::is_content_of(part, content))
        return Error{Errc::BadChecksum, 0, "an installed part was changed"};
    return content;
}

Result<void> check_signed_by(FileStore& files, const std::string& folder,
                             std::span<const trust::MinisignPublicKey> roots) {
    OUTPOST_TRY(const auto installed, read_installed(files, folder));
    for (const auto& id : installed.current.bundles) {
        const auto path = bundle_path(folder, id);
        OUTPOST_TRY(const Bytes content, files.read(path, trust::bundle_bytes_max));
        OUTPOST_TRY(const Bytes minisig,
                    files.read(path + ".minisig", trust::minisign_text_bytes_max));
        OUTPOST_TRY(const auto bundle, trust::open_whole_bundle(content, as_text(minisig), roots));
    }
    return {};
}

}  // namespace outpost::sync
