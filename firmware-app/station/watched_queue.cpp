#include "firmware-app/station/watched_queue.h"

#include "firmware-app/station/check_setup.h"
#include "firmware-app/station/regular_sealing.h"

#include <string_view>

namespace outpost::station {

namespace {

constexpr std::string_view signature_suffix = ".minisig";
constexpr std::size_t signed_file_bytes_max = std::size_t{512} * 1024 * 1024;
constexpr std::int64_t wait_for_arrival_ms = 250;
/// A file that lay there before the watch began may still be in the making.
constexpr std::int64_t settled_ns = 10'000'000'000;
constexpr std::size_t names_tried_max = 1000;
constexpr std::size_t refused_told_max = 1000;

bool ends_with(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

std::string name_of(const std::string& path) {
    return path.substr(path.rfind('/') + 1);
}

/// Hidden and half-made files, and signatures, are no requests.
bool is_request_name(std::string_view name) {
    return !name.empty() && name.front() != '.' && !ends_with(name, signature_suffix) &&
           !ends_with(name, ".tmp") && !ends_with(name, ".part") && !ends_with(name, "~");
}

}  // namespace

std::string WatchedQueue::kind_of(const std::string& path) const {
    const auto folder = path.substr(0, path.rfind('/'));
    const auto name = name_of(folder);
    for (const char* kind : profile::request_kinds)
        if (name == kind) return kind;
    return options_.kind;
}

bool WatchedQueue::is_signed(const std::string& path) const {
    const auto text = ports_.state.files.read(path + std::string(signature_suffix),
                                              trust::minisign_text_bytes_max);
    if (!text) return false;
    const auto signature = trust::parse_minisign_signature(as_text(*text));
    if (!signature) return false;
    const auto content = ports_.state.files.read(path, signed_file_bytes_max);
    if (!content) return false;
    for (const auto& signer : options_.signers)
        if (trust::check_minisign(*signature, *content, signer)) return true;
    return false;
}

std::optional<std::string> WatchedQueue::move_to(const std::string& path,
                                                 const std::string& folder) {
    // Another file of that name may lie there from an earlier day: nothing is ever replaced.
    for (std::size_t number = 0; number < names_tried_max; ++number) {
        const auto name =
            (number == 0 ? std::string() : std::to_string(number) + "-") + name_of(path);
        const auto to = folder + "/" + name;
        const auto moved = ports_.state.folders.move(path, to);
        if (moved) {
            const auto suffix = std::string(signature_suffix);
            // The signature belongs to the file; one that is missing is no fault here.
            static_cast<void>(ports_.state.folders.move(path + suffix, to + suffix));
            return name;
        }
        if (moved.error().code != Errc::Duplicate) {
            duty_.tell_failure(moved.error());
            return std::nullopt;
        }
    }
    duty_.tell_failure({Errc::TooLong, 0, "too many files of one name"});
    return std::nullopt;
}

bool WatchedQueue::hold(const std::string& path, const std::string& kind, const std::string& why) {
    const auto name = name_of(path);
    journal::HeldItem held;
    held.reason = intake::item_code_name(intake::ItemCode::FileUnsigned);
    held.request_name = name;
    held.kind = kind;
    held.held_at = duty_.now();
    const auto number = duty_.state().journal->hold(held);
    if (!number) return duty_.tell_failure(number.error()), false;
    // In a folder of its own number: names repeat, numbers do not.
    const auto folder = queue() + "/held/" + std::to_string(*number);
    if (const auto made = ports_.state.folders.make_folder(folder); !made)
        return duty_.tell_failure(made.error()), false;
    if (!move_to(path, folder)) return false;
    duty_.note_refused();
    runtime::FinishedItem item;
    item.request_name = name;
    item.result.status = issuing::ItemStatus::Held;
    item.result.errors.push_back({{},
                                  intake::ItemCode::FileUnsigned,
                                  why + "; held as item " + std::to_string(*number),
                                  0,
                                  {}});
    duty_.report(item);
    return true;
}

bool WatchedQueue::take(const std::string& path, const std::string& kind) {
    if (options_.told_waiting) {
        const auto folder = queue() + "/waiting/" + kind;
        if (const auto made = ports_.state.folders.make_folder(folder); !made)
            return duty_.tell_failure(made.error()), false;
        const auto name = move_to(path, folder);
        return name && options_.told_waiting(kind, *name);
    }
    auto source = ports_.state.folders.open(path);
    if (!source) {
        console_.message("cannot read " + printable(path) + ": " + words_for(source.error()));
        return true;
    }
    if (!duty_.take_all(**source, name_of(path), kind) || !duty_.finish()) return false;
    // Cut off in the middle, the file stays and is taken again: what was issued is a duplicate.
    if (ports_.interrupted) return true;
    return move_to(path, queue() + "/done").has_value();
}

bool WatchedQueue::take_released(const journal::HeldItem& held) {
    const auto folder = queue() + "/held/" + std::to_string(held.number);
    const auto names = ports_.state.files.list(folder);
    for (const auto& name : names ? *names : std::vector<std::string>{})
        if (!ends_with(name, signature_suffix) && !take(folder + "/" + name, held.kind))
            return false;
    return true;
}

void WatchedQueue::tell_refused(const std::string& folder) {
    const auto entries = refused_entries(folder, ports_.state);
    if (!entries) return;
    for (const auto& entry : *entries) {
        const auto path = folder + "/" + entry.name;
        if (told_.size() >= refused_told_max || !told_.insert(path).second) continue;
        console_.message("refused: " + printable(path) + " is a " + entry.what +
                         ", and only plain files are read: take it away");
    }
}

bool WatchedQueue::arrive(const std::string& path, bool is_whole) {
    // A signature that comes after its file makes the file arrive again.
    if (ends_with(path, signature_suffix)) {
        const auto request = path.substr(0, path.size() - signature_suffix.size());
        if (!ports_.state.folders.identity(request)) return true;
        return arrive(request, is_whole);
    }
    if (!is_request_name(name_of(path))) return true;
    const auto identity = ports_.state.folders.identity(path);
    if (!identity) {
        if (identity.error().code != Errc::NotFound)  // else it was taken away again
            tell_refused(path.substr(0, path.rfind('/')));
        return true;
    }
    const auto kind = kind_of(path);
    if (is_signed(path)) return take(path, kind);
    const auto now_ns = ports_.state.clock.now().since_epoch_ms * 1'000'000;
    if (!is_whole && now_ns - identity->changed_ns < settled_ns) return true;
    if (options_.is_demo) return take(path, kind);
    return hold(path, kind, "the file carries no signature by a configured queue signer");
}

bool WatchedQueue::look_at_waiting() {
    for (const auto& folder : incoming_folders(duty_.state().path)) {
        tell_refused(folder);
        const auto names = ports_.state.files.list(folder);
        if (!names) return duty_.tell_failure(names.error()), false;
        for (const auto& name : *names)
            if (!ends_with(name, signature_suffix) && !arrive(folder + "/" + name, false))
                return false;
    }
    return true;
}

bool WatchedQueue::serve() {
    const auto folders = incoming_folders(duty_.state().path);
    auto watch = ports_.watch(folders);
    if (!watch) return duty_.tell_failure(watch.error()), false;
    console_.message("watching " + printable(folders.front()) + "; Ctrl-C ends it");
    if (!look_at_waiting()) return false;
    RegularSealing sealing(duty_.state(), ports_.state, console_);
    while (!ports_.interrupted) {
        sealing.turn(duty_.now());
        const auto arrived = (*watch)->next(wait_for_arrival_ms);
        if (!arrived) return duty_.tell_failure(arrived.error()), false;
        if (*arrived && !arrive(**arrived, true)) return false;
    }
    return true;
}

}  // namespace outpost::station
