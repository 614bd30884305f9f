#include "firmware-app/kiosk/stick_desk.h"

#include "firmware-app/station/trust_import.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

namespace outpost::kiosk {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t offers_max = 16;
constexpr std::size_t entries_max = 2'000;
constexpr int depth_max = 3;
constexpr std::size_t date_chars = 10;  // YYYY-MM-DD

/// What the page says of a bundle that would not be taken; empty for one that would be.
std::string refusal_of(sync::ImportCode code) {
    using sync::ImportCode;
    switch (code) {
        case ImportCode::Installed:
            return {};
        case ImportCode::AlreadyInstalled:
            return "op.import.already";
        case ImportCode::Older:
            return "op.import.older";
        case ImportCode::NoRoots:
        case ImportCode::UnknownSigner:
        case ImportCode::SignerExpired:
        case ImportCode::TooFewSignatures:
        case ImportCode::NotEntitled:
            return "op.import.not_signed";
        case ImportCode::Expired:
            return "op.import.expired";
        case ImportCode::FromTheFuture:
            return "op.import.clock";
        case ImportCode::OtherBase:
        case ImportCode::TooManyDeltas:
            return "op.import.needs_full";
        case ImportCode::Forged:
        case ImportCode::Unusable:
        case ImportCode::PartMissing:
        case ImportCode::PartAltered:
        case ImportCode::PartUnusable:
        case ImportCode::StoreFailed:
            break;
    }
    return "op.import.damaged";
}

std::string words_of(const std::vector<std::string>& words) {
    std::string all;
    for (const auto& word : words) all += (all.empty() ? "" : " ") + word;
    return all;
}

/// A folder that is only there to be mounted on is no stick: what is written there stays here.
bool is_stick(const fs::path& folder) {
    struct stat itself {};
    struct stat parent {};
    if (::stat(folder.c_str(), &itself) != 0) return false;
    if (::stat(folder.parent_path().c_str(), &parent) != 0) return false;
    std::error_code failure;
    return itself.st_dev != parent.st_dev ||
           fs::is_directory(fs::symlink_status(folder / "outpost", failure));
}

/// What `is_wanted` by its path and its own kind, links not followed; sorted, at most offers_max.
/// Nothing is looked for inside of what was found.
template <typename IsWanted>
std::vector<std::string> found_below(const std::vector<std::string>& folders, int deepest,
                                     IsWanted is_wanted) {
    std::vector<std::string> found;
    std::size_t seen = 0;
    for (const auto& folder : folders) {
        std::error_code failure;
        fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied,
                                            failure);
        for (; !failure && at != fs::recursive_directory_iterator(); at.increment(failure)) {
            if (++seen > entries_max || found.size() >= offers_max) break;
            if (at.depth() >= deepest) at.disable_recursion_pending();
            const auto status = at->symlink_status(failure);
            auto path = at->path().string();
            if (failure || !is_wanted(path, status)) continue;
            at.disable_recursion_pending();
            found.push_back(std::move(path));
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace

std::vector<std::string> bundles_below(const std::vector<std::string>& folders) {
    return found_below(folders, depth_max, [](const std::string& path, fs::file_status status) {
        std::error_code failure;
        return fs::is_regular_file(status) && path.ends_with(".json") &&
               fs::is_regular_file(fs::symlink_status(path + ".minisig", failure));
    });
}

std::vector<std::string> sticks_below(const std::vector<std::string>& folders) {
    constexpr int stick_depth_max = 1;  // /run/media/USER/LABEL
    return found_below(folders, stick_depth_max,
                       [](const std::string& path, fs::file_status status) {
                           return fs::is_directory(status) && is_stick(path);
                       });
}

StickDesk::StickDesk(FileStore& files, FolderStore& folders, const Clock& clock,
                     StickOptions options, Tell tell)
    : files_(files),
      folders_(folders),
      clock_(clock),
      options_(std::move(options)),
      tell_(std::move(tell)) {
    if (options_.folders.empty()) options_.folders = {"/media", "/run/media"};
}

bool StickDesk::is_free() {
    if (is_busy_) return false;
    finish();
    is_busy_ = true;
    return true;
}

void StickDesk::finish() {
    if (worker_.joinable()) worker_.join();
}

bool StickDesk::take_change() {
    return has_changed_.exchange(false);
}

Result<sync::ImportOutcome> StickDesk::read_bundle(const std::string& path, bool is_trial) const {
    return station::import_bundle_file(
        {path, options_.trust_folder, options_.first_roots, clock_.now(), is_trial}, files_,
        folders_);
}

session::ImportOffer StickDesk::offer_of(const std::string& path) const {
    session::ImportOffer offer;
    offer.file = fs::path(path).filename().string();
    const auto outcome = read_bundle(path, true);
    if (!outcome) {
        offer.refusal = "op.import.damaged";
        return offer;
    }
    offer.refusal = refusal_of(outcome->code);
    offer.signer = words_of(outcome->signed_by);
    offer.sequence = static_cast<std::int64_t>(outcome->sequence);
    if (outcome->issued_at)
        offer.made_on = format_rfc3339(*outcome->issued_at).substr(0, date_chars);
    offer.keys_added = outcome->keys_added;
    offer.keys_removed = outcome->keys_removed;
    for (const auto& part : outcome->parts)
        offer.changes.push_back(std::string(trust::part_kind_name(part.kind)) + " " + part.name);
    return offer;
}

void StickDesk::look() {
    if (!is_free()) return;
    worker_ = std::jthread([this] {
        offered_ = bundles_below(options_.folders);
        session::OffersFound found;
        for (const auto& path : offered_) {
            found.offers.push_back(offer_of(path));
            found.offers.back().number = static_cast<std::int64_t>(found.offers.size()) - 1;
        }
        auto sticks = sticks_below(options_.folders);
        for (const auto& path : sticks) found.targets.push_back(fs::path(path).filename().string());
        {
            const std::lock_guard guard(targets_mutex_);
            targets_ = std::move(sticks);
        }
        tell_(std::move(found));
        is_busy_ = false;
    });
}

std::string StickDesk::target(std::size_t place) const {
    const std::lock_guard guard(targets_mutex_);
    return place < targets_.size() ? targets_[place] : std::string();
}

void StickDesk::import(std::int64_t number) {
    if (!is_free()) return;
    const auto place = static_cast<std::size_t>(number);
    if (number < 0 || place >= offered_.size()) {
        is_busy_ = false;
        return tell_(session::ImportDone{"op.import.nothing"});
    }
    worker_ = std::jthread([this, path = offered_[place]] {
        tell_(session::ImportDone{import_now(path) ? "op.import.done" : "op.import.nothing"});
        is_busy_ = false;
    });
}

void StickDesk::import_all(const std::string& folder) {
    if (!is_free()) return;
    worker_ = std::jthread([this, folder] {
        // Of several the highest counts: an older one is refused before or replaced after it.
        for (const auto& path : bundles_below({folder})) import_now(path);
        is_busy_ = false;
    });
}

/// @return whether it is in force now, and was not before
bool StickDesk::import_now(const std::string& path) {
    const auto outcome = read_bundle(path, false);
    const bool is_installed = outcome && outcome->code == sync::ImportCode::Installed;
    if (is_installed) has_changed_ = true;
    return is_installed;
}

}  // namespace outpost::kiosk
