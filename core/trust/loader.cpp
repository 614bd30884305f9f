// Paths to sources, sources to one snapshot.
#include "core/trust/loader.h"

#include "core/json/reader.h"
#include "core/trust/bundle.h"
#include "core/trust/loose_keys.h"

#include <utility>

namespace outpost::trust {

namespace {

std::string join(const std::string& folder, const std::string& name) {
    return folder.ends_with('/') ? folder + name : folder + "/" + name;
}

Result<TrustSnapshot> load_folder(FileStore& files, const std::string& folder,
                                  const std::vector<std::string>& names,
                                  std::vector<LoadNote>& notes) {
    if (names.size() > trust_folder_files_max)
        return Error{Errc::TooLong, trust_folder_files_max, "files in a trust folder"};
    std::vector<VerificationMethod> methods;
    for (const auto& name : names) {
        const auto path = join(folder, name);
        if (!is_key_file_name(name)) {
            notes.push_back({path, "not a key file by its name", false});
            continue;
        }
        const auto content = files.read(path, key_file_bytes_max);
        auto parsed = content ? parse_key_file(name, *content) : Result<KeyFile>(content.error());
        if (!parsed) {
            notes.push_back({path, parsed.error().what, true});
            continue;
        }
        if (parsed->skipped != nullptr) notes.push_back({path, parsed->skipped, false});
        for (auto& method : parsed->methods) methods.push_back(std::move(method));
    }
    return TrustSnapshot(std::move(methods), {});
}

Result<TrustSnapshot> load_file(FileStore& files, const std::string& path,
                                std::span<const MinisignPublicKey> roots,
                                std::vector<BundlePart>& parts) {
    OUTPOST_TRY(const Bytes content, files.read(path, bundle_bytes_max));
    if (!roots.empty() || looks_like_bundle(content)) {
        if (roots.empty())
            return Error{Errc::BadSignature, 0, "a trust bundle needs a root key to check it"};
        OUTPOST_TRY(const Bytes signature, files.read(path + ".minisig", minisign_text_bytes_max));
        OUTPOST_TRY(auto bundle, open_whole_bundle(content, as_text(signature), roots));
        if (!bundle.base.empty()) return Error{Errc::Unsupported, 0, "a delta must be imported"};
        for (auto& part : bundle.parts) {
            // Passing one over could hide a revocation.
            if (!part.data)
                return Error{Errc::Unsupported, 0, "the bundle lacks its parts: import it"};
            parts.push_back(std::move(part));
        }
        return TrustSnapshot(std::move(bundle.methods), std::move(bundle.origin));
    }
    OUTPOST_TRY(auto parsed, parse_key_file(path, content));
    if (parsed.skipped != nullptr) return Error{Errc::Unsupported, 0, parsed.skipped};
    return TrustSnapshot(std::move(parsed.methods), {});
}

}  // namespace

bool looks_like_bundle(ByteView content) {
    const auto document = json::read(as_text(content), {bundle_bytes_max, 16, 1024 * 1024});
    return document && document->root().find("outpost_bundle") != nullptr;
}

Result<LoadedTrust> load_trust(FileStore& files, std::span<const std::string> paths,
                               std::span<const MinisignPublicKey> roots) {
    std::vector<TrustSnapshot> sources;
    LoadedTrust loaded{TrustSnapshot({}, {}), {}, {}};
    for (const auto& path : paths) {
        const auto names = files.list(path);
        auto source = names ? load_folder(files, path, *names, loaded.notes)
                            : load_file(files, path, roots, loaded.parts);
        if (!source) return source.error();
        sources.push_back(std::move(*source));
    }
    loaded.snapshot = merge_snapshots(sources);
    return loaded;
}

Result<std::vector<MinisignPublicKey>> load_roots(FileStore& files, const std::string& path) {
    OUTPOST_TRY(const Bytes content, files.read(path, minisign_text_bytes_max));
    return parse_root_keys(as_text(content));
}

}  // namespace outpost::trust
