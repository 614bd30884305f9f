#include "firmware-app/station/web_trust.h"

#include "core/bytes/hex.h"
#include "core/crypto/digest.h"
#include "core/sync/trust_in_force.h"

#include <optional>
#include <utility>

namespace outpost::station {

namespace {

constexpr std::size_t key_digits = 16;

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
    Stage(const std::string& trust_folder, ByteView minisig, const sync::WebPorts& ports)
        : folder_(trust_folder + "/download"),
          key_(bytes::encode_hex(crypto::sha256(minisig)).substr(0, key_digits)),
          ports_(ports) {}

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

Result<sync::ImportOutcome> import_bundle_from_web(const TrustImport& import,
                                                   const sync::WebPorts& ports) {
    OUTPOST_TRY_VOID(ports.folders.make_folder(import.folder));
    // Two that fetch into one stage would tread on each other's pieces.
    OUTPOST_TRY(const auto lock, ports.folders.lock(import.folder, "download-lock"));
    OUTPOST_TRY(const Bytes minisig,
                sync::fetch_file(ports, {import.bundle + ".minisig", import.folder + "/minisig",
                                         trust::minisign_text_bytes_max}));
    if (as_text(minisig) == minisig_in_force(import.folder, ports.files)) {
        sync::ImportOutcome outcome;
        outcome.code = sync::ImportCode::AlreadyInstalled;
        OUTPOST_TRY(const auto installed, sync::read_installed(ports.files, import.folder));
        outcome.sequence = outcome.sequence_before = installed.current.sequence;
        outcome.bundle_id = installed.current.bundles.back();
        return outcome;
    }
    Stage stage(import.folder, minisig, ports);
    OUTPOST_TRY_VOID(stage.begin());
    const sync::WebFile document_file{import.bundle, stage.path("document"),
                                      trust::bundle_bytes_max};
    OUTPOST_TRY(const Bytes document, sync::fetch_file(ports, document_file));
    WebParts parts(import.bundle, stage, ports);
    const auto beside = [&](const trust::BundlePart& part) { return parts(part); };
    auto outcome =
        import_bundle(import, {document, as_text(minisig), beside}, ports.files, ports.folders);
    if (parts.failure()) return *parts.failure();
    // A trial's parts are of use to the import that follows it.
    const bool is_kept = outcome && outcome->code == sync::ImportCode::Installed && import.is_trial;
    if (outcome && !is_kept) stage.clear();
    return outcome;
}

}  // namespace outpost::station
