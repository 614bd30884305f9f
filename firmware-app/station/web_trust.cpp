#include "firmware-app/station/web_trust.h"

#include "core/bytes/hex.h"
#include "core/crypto/digest.h"
#include "core/sync/trust_in_force.h"

#include <optional>
#include <utility>

namespace outpost::station {

namespace {

constexpr std::size_t key_digits = 16;
constexpr std::string_view fetched_name = "fetched-";

/// The signatures of the bundle in force, empty when there is none.
std::string minisig_in_force(const std::string& folder, FileStore& files) {
    const auto installed = sync::read_installed(files, folder);
    if (!installed) return {};
    const auto path = sync::bundle_path(folder, installed->current.bundles.back()) + ".minisig";
    const auto text = files.read(path, trust::minisign_text_bytes_max);
    return text ? std::string(as_text(*text)) : std::string();
}

/// TRUST/download: pieces of one bundle, whose files begin with a name of its own.
class Stage {
  public:
    Stage(const std::string& trust_folder, std::string key, const sync::WebPorts& ports)
        : folder_(trust_folder + "/download"), key_(std::move(key)), ports_(ports) {}

    /// What is there of another bundle is of no more use.
    Result<void> begin() {
        OUTPOST_TRY_VOID(ports_.folders.make_folder(folder_));
        remove_all_but(key_);
        return {};
    }
    void clear() { remove_all_but("-"); }
    [[nodiscard]] std::string path(const std::string& name) const {
        return folder_ + "/" + key_ + "-" + name;
    }

  private:
    void remove_all_but(const std::string& beginning) {
        const auto names = ports_.files.list(folder_);
        if (!names) return;
        for (const auto& name : *names)
            if (!name.starts_with(beginning)) (void)ports_.folders.remove(folder_ + "/" + name);
    }

    std::string folder_, key_;
    const sync::WebPorts& ports_;
};

/// The bundle's parts, each fetched once. Whole ones stay in the stage until the import is over.
class WebParts {
  public:
    WebParts(std::string address, const Stage& stage, const sync::WebPorts& ports)
        : address_(std::move(address)), stage_(stage), ports_(ports) {}

    Result<Bytes> operator()(const trust::BundlePart& part) {
        const auto digest = bytes::encode_hex(part.digest);
        const auto kept_at = stage_.path(digest);
        auto kept = ports_.files.read(kept_at, trust::part_bytes_max);
        if (kept && trust::is_content_of(part, *kept)) return kept;
        const sync::WebFile file{address_ + ".parts/" + digest, kept_at,
                                 static_cast<std::size_t>(part.bytes)};
        auto content = sync::fetch_file(ports_, file);
        if (!content) {
            if (content.error().code != Errc::NotFound) failure_ = content.error();
            return content;
        }
        if (trust::is_content_of(part, *content))
            OUTPOST_TRY_VOID(ports_.files.write_atomically(kept_at, *content));
        return content;
    }

    /// Why the transfer broke, when it did: then the bundle is not to blame.
    [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }

  private:
    std::string address_;
    const Stage& stage_;
    const sync::WebPorts& ports_;
    std::optional<Error> failure_;
};

}  // namespace

bool is_web_address(std::string_view text) {
    return text.starts_with("https://") || text.starts_with("http://");
}

std::string words_for_web(const Error& error) {
    std::string words = *error.what == '\0' ? std::string(code_name(error.code)) : error.what;
    constexpr std::size_t first_status = 100;
    constexpr std::size_t last_status = 599;
    const bool has_status = (error.code == Errc::Unavailable || error.code == Errc::Io) &&
                            error.offset >= first_status && error.offset <= last_status;
    if (has_status) words += " (status " + std::to_string(error.offset) + ")";
    return words;
}

namespace {

/// What was fetched of a bundle, parts aside.
struct Fetched {
    Bytes minisig;
    Bytes document;
};

std::string key_of(ByteView minisig) {
    return bytes::encode_hex(crypto::sha256(minisig)).substr(0, key_digits);
}

Result<Bytes> fetch_minisig(const TrustImport& import, const sync::WebPorts& ports) {
    return sync::fetch_file(ports, {import.bundle + ".minisig", import.folder + "/minisig",
                                    trust::minisign_text_bytes_max});
}

Result<Bytes> fetch_document(const TrustImport& import, const Stage& stage,
                             const sync::WebPorts& ports) {
    return sync::fetch_file(ports,
                            {import.bundle, stage.path("document"), trust::bundle_bytes_max});
}

Result<sync::ImportOutcome> already_installed(const TrustImport& import, FileStore& files) {
    sync::ImportOutcome outcome;
    outcome.code = sync::ImportCode::AlreadyInstalled;
    OUTPOST_TRY(const auto installed, sync::read_installed(files, import.folder));
    outcome.sequence = outcome.sequence_before = installed.current.sequence;
    outcome.bundle_id = installed.current.bundles.back();
    return outcome;
}

/// An import, or a trial of it, with the parts from the web. @error also why the transfer broke
Result<sync::ImportOutcome> import_fetched(const TrustImport& import, const Fetched& fetched,
                                           WebParts& parts, const sync::WebPorts& ports) {
    const auto beside = [&](const trust::BundlePart& part) { return parts(part); };
    auto outcome = import_bundle(import, {fetched.document, as_text(fetched.minisig), beside},
                                 ports.files, ports.folders);
    if (parts.failure()) return *parts.failure();
    return outcome;
}

/// The bundle as files, the signatures last: without them nobody takes the rest for a bundle.
Result<void> lay_down(const std::string& path, const Fetched& fetched, WebParts& parts,
                      const sync::WebPorts& ports) {
    OUTPOST_TRY(const auto bundle, trust::parse_bundle(fetched.document));
    for (const auto& part : bundle.parts) {
        if (part.data) continue;
        OUTPOST_TRY(const Bytes content, parts(part));
        OUTPOST_TRY_VOID(ports.folders.make_folder(path + ".parts"));
        OUTPOST_TRY_VOID(ports.files.write_atomically(
            path + ".parts/" + bytes::encode_hex(part.digest), content));
    }
    OUTPOST_TRY_VOID(ports.files.write_atomically(path, fetched.document));
    return ports.files.write_atomically(path + ".minisig", fetched.minisig);
}

/// Bundles that were laid down before this one.
void remove_older(const std::string& folder, const std::string& newest,
                  const sync::WebPorts& ports) {
    const auto names = ports.files.list(folder);
    if (!names) return;
    for (const auto& name : *names) {
        if (!name.starts_with(fetched_name) || name.starts_with(newest)) continue;
        (void)ports.folders.remove(folder + "/" + name);
        const auto parts = folder + "/" + name + ".parts";
        const auto contents = ports.files.list(parts);
        if (!contents) continue;
        for (const auto& content : *contents) (void)ports.folders.remove(parts + "/" + content);
    }
}

}  // namespace

Result<sync::ImportOutcome> import_bundle_from_web(const TrustImport& import,
                                                   const sync::WebPorts& ports) {
    OUTPOST_TRY_VOID(ports.folders.make_folder(import.folder));
    // Two that fetch into one stage would tread on each other's pieces.
    OUTPOST_TRY(const auto lock, ports.folders.lock(import.folder, "download-lock"));
    Fetched fetched;
    OUTPOST_TRY(fetched.minisig, fetch_minisig(import, ports));
    if (as_text(fetched.minisig) == minisig_in_force(import.folder, ports.files))
        return already_installed(import, ports.files);
    Stage stage(import.folder, key_of(fetched.minisig), ports);
    OUTPOST_TRY_VOID(stage.begin());
    OUTPOST_TRY(fetched.document, fetch_document(import, stage, ports));
    WebParts parts(import.bundle, stage, ports);
    auto outcome = import_fetched(import, fetched, parts, ports);
    // A trial's parts are of use to the import that follows it.
    const bool is_kept = outcome && outcome->code == sync::ImportCode::Installed && import.is_trial;
    if (outcome && !is_kept) stage.clear();
    return outcome;
}

Result<sync::ImportOutcome> carry_bundle(const TrustImport& import, const std::string& folder,
                                         const sync::WebPorts& ports) {
    auto trial = import;
    trial.is_trial = true;
    OUTPOST_TRY_VOID(ports.folders.make_folder(import.folder));
    OUTPOST_TRY_VOID(ports.folders.make_folder(folder));
    OUTPOST_TRY(const auto lock, ports.folders.lock(import.folder, "download-lock"));
    Fetched fetched;
    OUTPOST_TRY(fetched.minisig, fetch_minisig(import, ports));
    if (as_text(fetched.minisig) == minisig_in_force(import.folder, ports.files))
        return already_installed(import, ports.files);
    const auto key = key_of(fetched.minisig);
    const auto name = std::string(fetched_name) + key;
    const auto path = folder + "/" + name + ".json";
    if (ports.folders.identity(path + ".minisig")) {
        sync::ImportOutcome laid_down;
        laid_down.code = sync::ImportCode::Installed;
        return laid_down;
    }
    Stage stage(import.folder, key, ports);
    OUTPOST_TRY_VOID(stage.begin());
    OUTPOST_TRY(fetched.document, fetch_document(import, stage, ports));
    WebParts parts(import.bundle, stage, ports);
    auto outcome = import_fetched(trial, fetched, parts, ports);
    if (!outcome) return outcome;
    if (outcome->code == sync::ImportCode::Installed) {
        OUTPOST_TRY_VOID(lay_down(path, fetched, parts, ports));
        remove_older(folder, name, ports);
    }
    stage.clear();
    return outcome;
}

}  // namespace outpost::station
