#include "firmware-app/station/web_trust.h"

#include "core/bytes/hex.h"
#include "core/crypto/digest.h"
#include "core/sync/trust_in_force.h"

#include <memory>
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

/// One bundle on its way: its signatures first, then the document, parts as they are asked for.
class Download {
  public:
    Download(const TrustImport& import, const sync::WebPorts& ports)
        : import_(import), ports_(ports) {}

    /// Takes the stage for this process and fetches the signatures.
    Result<void> begin() {
        OUTPOST_TRY_VOID(ports_.folders.make_folder(import_.folder));
        // Two that fetch into one stage would tread on each other's pieces.
        OUTPOST_TRY(lock_, ports_.folders.lock(import_.folder, "download-lock"));
        OUTPOST_TRY(minisig_, sync::fetch_file(
                                  ports_, {import_.bundle + ".minisig", import_.folder + "/minisig",
                                           trust::minisign_text_bytes_max}));
        stage_.emplace(import_.folder, key(), ports_);
        parts_.emplace(import_.bundle, *stage_, ports_);
        return {};
    }

    /// The same for the same bundle, another for any other.
    [[nodiscard]] std::string key() const {
        return bytes::encode_hex(crypto::sha256(minisig_)).substr(0, key_digits);
    }
    [[nodiscard]] bool is_in_force() const {
        return as_text(minisig_) == minisig_in_force(import_.folder, ports_.files);
    }
    [[nodiscard]] Result<sync::ImportOutcome> already_installed() const {
        sync::ImportOutcome outcome;
        outcome.code = sync::ImportCode::AlreadyInstalled;
        OUTPOST_TRY(const auto installed, sync::read_installed(ports_.files, import_.folder));
        outcome.sequence = outcome.sequence_before = installed.current.sequence;
        outcome.bundle_id = installed.current.bundles.back();
        return outcome;
    }

    /// Fetches the rest and imports it, or tries to. @error also why the transfer broke
    Result<sync::ImportOutcome> import() {
        OUTPOST_TRY_VOID(stage_->begin());
        OUTPOST_TRY(document_, sync::fetch_file(ports_, {import_.bundle, stage_->path("document"),
                                                         trust::bundle_bytes_max}));
        const auto beside = [&](const trust::BundlePart& part) { return (*parts_)(part); };
        auto outcome = import_bundle(import_, {document_, as_text(minisig_), beside}, ports_.files,
                                     ports_.folders);
        if (parts_->failure()) return *parts_->failure();
        return outcome;
    }

    /// As files, the signatures last: without them nobody takes the rest for a bundle.
    Result<void> lay_down(const std::string& path) {
        OUTPOST_TRY(const auto bundle, trust::parse_bundle(document_));
        for (const auto& part : bundle.parts) {
            if (part.data) continue;
            OUTPOST_TRY(const Bytes content, (*parts_)(part));
            OUTPOST_TRY_VOID(ports_.folders.make_folder(path + ".parts"));
            OUTPOST_TRY_VOID(ports_.files.write_atomically(
                path + ".parts/" + bytes::encode_hex(part.digest), content));
        }
        OUTPOST_TRY_VOID(ports_.files.write_atomically(path, document_));
        return ports_.files.write_atomically(path + ".minisig", minisig_);
    }
    void clear() { stage_->clear(); }

  private:
    const TrustImport& import_;
    const sync::WebPorts& ports_;
    std::unique_ptr<FolderLock> lock_;
    Bytes minisig_, document_;
    std::optional<Stage> stage_;
    std::optional<WebParts> parts_;
};

/// Bundles that were laid down before this one.
void remove_older(const std::string& folder, const std::string& newest,
                  const sync::WebPorts& ports) {
    const auto names = ports.files.list(folder);
    if (!names) return;
    for (const auto& name : *names) {
        if (!name.starts_with(fetched_name) || name.starts_with(newest)) continue;
        // Parts first: while their bundle is there, they are found the next time.
        const auto parts = folder + "/" + name + ".parts";
        if (const auto contents = ports.files.list(parts))
            for (const auto& content : *contents) (void)ports.folders.remove(parts + "/" + content);
        (void)ports.folders.remove(folder + "/" + name);
    }
}

}  // namespace

Result<sync::ImportOutcome> import_bundle_from_web(const TrustImport& import,
                                                   const sync::WebPorts& ports) {
    Download download(import, ports);
    OUTPOST_TRY_VOID(download.begin());
    if (download.is_in_force()) return download.already_installed();
    auto outcome = download.import();
    // A trial's parts are of use to the import that follows it.
    const bool is_kept = outcome && outcome->code == sync::ImportCode::Installed && import.is_trial;
    if (outcome && !is_kept) download.clear();
    return outcome;
}

Result<sync::ImportOutcome> carry_bundle(const TrustImport& import, const std::string& folder,
                                         const sync::WebPorts& ports) {
    auto trial = import;
    trial.is_trial = true;
    Download download(trial, ports);
    OUTPOST_TRY_VOID(ports.folders.make_folder(folder));
    OUTPOST_TRY_VOID(download.begin());
    if (download.is_in_force()) return download.already_installed();
    const auto name = std::string(fetched_name) + download.key();
    const auto path = folder + "/" + name + ".json";
    if (ports.folders.identity(path + ".minisig")) {
        sync::ImportOutcome laid_down;
        laid_down.code = sync::ImportCode::Installed;
        return laid_down;
    }
    auto outcome = download.import();
    if (!outcome) return outcome;
    if (outcome->code == sync::ImportCode::Installed) {
        OUTPOST_TRY_VOID(download.lay_down(path));
        remove_older(folder, name, ports);
    }
    download.clear();
    return outcome;
}

}  // namespace outpost::station
