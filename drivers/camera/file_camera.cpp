// A camera that shows pictures from files.
#include "drivers/camera/file_camera.h"

#include "drivers/camera/black_guess.h"

#include <utility>

namespace outpost {

FileCamera::FileCamera(std::string path, FileStore& files, std::vector<PictureReader*> readers,
                       const Clock& clock, FileCameraOptions options)
    : path_(std::move(path)),
      files_(files),
      readers_(std::move(readers)),
      clock_(clock),
      options_(options),
      pacer_(clock, options.interval) {}

Result<void> FileCamera::open() {
    close();
    auto names = files_.list(path_);
    if (names) {
        for (const auto& name : *names) paths_.push_back(path_ + "/" + name);
    } else if (names.error().code == Errc::NotFound) {
        paths_.push_back(path_);
    } else {
        return names.error();
    }
    // A path that leads nowhere is told at once, not as a camera without frames.
    if (!fill_pages()) {
        paths_.clear();
        return Error{Errc::NotFound, 0, "no readable picture there"};
    }
    state_ = CameraState::Streaming;
    pacer_.restart();
    return {};
}

Result<void> FileCamera::next_frame(Frame& frame, std::chrono::milliseconds deadline) {
    if (state_ == CameraState::Closed || state_ == CameraState::Ended)
        return Error{Errc::Unavailable, 0, "file camera is closed or has ended"};
    if (!fill_pages()) {
        state_ = CameraState::Ended;
        return Error{Errc::Unavailable, 0, "the last picture has been shown"};
    }
    if (!pacer_.wait(deadline)) return Error{Errc::Timeout, 0, "the next picture is not due"};
    std::swap(frame, pages_.front());
    pages_.pop_front();
    frame.sequence = sequence_++;
    frame.source = shown_file_;
    frame.taken_at_ms = clock_.monotonic_ms();
    state_ = is_black(frame.view()) ? CameraState::Black : CameraState::Streaming;
    return {};
}

void FileCamera::close() {
    state_ = CameraState::Closed;
    paths_.clear();
    pages_.clear();
    unreadable_.clear();
    shown_file_.clear();
    next_path_ = 0;
    sequence_ = 0;
    sequence_of_round_ = 0;
}

Result<std::vector<Frame>> FileCamera::read_pages(const std::string& path) {
    OUTPOST_TRY(const auto content, files_.read(path, camera_file_bytes_max));
    for (auto* reader : readers_) {
        if (reader->recognises(content)) return reader->read(content);
    }
    return Error{Errc::Unsupported, 0, "no picture"};
}

/// Makes sure that a page is at hand; false after the last one.
bool FileCamera::fill_pages() {
    while (pages_.empty()) {
        if (next_path_ == paths_.size()) {
            // A round without one frame would be followed by another such round.
            if (!options_.repeats || sequence_ == sequence_of_round_) return false;
            next_path_ = 0;
            sequence_of_round_ = sequence_;
        }
        const auto& path = paths_[next_path_++];
        auto pages = read_pages(path);
        if (!pages) {
            if (sequence_of_round_ == 0) unreadable_.push_back(path);
            continue;
        }
        shown_file_ = path;
        for (auto& page : *pages) pages_.push_back(std::move(page));
    }
    return true;
}

}  // namespace outpost
