// A camera over a video device or a video file.
#include "drivers/camera/video_camera.h"

#include "drivers/camera/black_guess.h"

#include <dlfcn.h>

#include <bit>
#include <filesystem>
#include <system_error>

namespace outpost {

namespace {

Result<std::unique_ptr<VideoSource>> load_video_source(const std::string& plugin_folder) {
    if (plugin_folder.empty() || plugin_folder.front() != '/')
        return Error{Errc::Unavailable, 0, "no absolute folder for plug-ins"};
    const auto path = plugin_folder + "/" + video_plugin_file;
    // NODELETE: the libraries behind it start threads and do not survive unloading.
    void* plugin = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (plugin == nullptr) return Error{Errc::Unavailable, 0, "video plug-in cannot be loaded"};
    void* entry = ::dlsym(plugin, video_plugin_entry);
    if (entry == nullptr) return Error{Errc::Unavailable, 0, "video plug-in of another version"};
    std::unique_ptr<VideoSource> source(std::bit_cast<VideoPluginEntry>(entry)());
    if (source == nullptr) return Error{Errc::Unavailable, 0, "video plug-in does not start"};
    return source;
}

bool is_there(const std::string& path) {
    std::error_code failure;
    return std::filesystem::exists(path, failure);
}

}  // namespace

VideoCamera::VideoCamera(std::string name, const Clock& clock, VideoCameraOptions options)
    : VideoCamera(std::move(name), clock, std::move(options), nullptr) {}

VideoCamera::VideoCamera(std::string name, const Clock& clock, VideoCameraOptions options,
                         std::unique_ptr<VideoSource> source)
    : path_(device_path(name)),
      clock_(clock),
      options_(std::move(options)),
      source_(std::move(source)) {}

Result<void> VideoCamera::open() {
    close();
    if (!is_there(path_)) return fail(CameraState::Unplugged, Errc::NotFound, "no such camera");
    if (source_ == nullptr) {
        OUTPOST_TRY(source_, load_video_source(options_.plugin_folder));
    }
    if (!source_->open(path_, options_.format))
        return fail(CameraState::Unplugged, Errc::Unavailable, "the camera does not open");
    is_open_ = true;
    state_ = CameraState::Streaming;
    newest_at_ms_ = clock_.monotonic_ms();
    black_in_a_row_ = 0;
    sequence_ = 0;
    pacer_.emplace(
        clock_, options_.in_real_time ? source_->frame_interval() : std::chrono::milliseconds(0));
    pacer_->restart();
    return {};
}

Result<void> VideoCamera::next_frame(Frame& frame, std::chrono::milliseconds deadline) {
    if (!is_open_) return Error{Errc::Unavailable, 0, "the camera is not open"};
    if (!pacer_->wait(deadline)) return Error{Errc::Timeout, 0, "the next frame is not due"};
    switch (source_->grab(frame, deadline)) {
        case GrabOutcome::Grabbed:
            return accept(frame);
        case GrabOutcome::Nothing:
            return note_silence();
        case GrabOutcome::WrongFormat:
            state_ = CameraState::WrongFormat;
            newest_at_ms_ = clock_.monotonic_ms();
            return Error{Errc::Timeout, 0, "frame in a form that cannot be used"};
        case GrabOutcome::Ended:
            return fail(CameraState::Ended, Errc::Unavailable, "the last frame has been shown");
        case GrabOutcome::Lost:
            break;
    }
    return fail(CameraState::Unplugged, Errc::Unavailable, "the camera fails");
}

void VideoCamera::close() {
    if (is_open_) source_->close();
    is_open_ = false;
    state_ = CameraState::Closed;
}

Result<void> VideoCamera::fail(CameraState state, Errc code, const char* what) {
    close();
    state_ = state;
    return Error{code, 0, what};
}

Result<void> VideoCamera::accept(Frame& frame) {
    frame.sequence = sequence_++;
    frame.taken_at_ms = newest_at_ms_ = clock_.monotonic_ms();
    black_in_a_row_ = is_black(frame.view()) ? black_in_a_row_ + 1 : 0;
    state_ = black_in_a_row_ >= options_.black_frames ? CameraState::Black : CameraState::Streaming;
    return {};
}

Result<void> VideoCamera::note_silence() {
    if (!is_there(path_))
        return fail(CameraState::Unplugged, Errc::Unavailable, "the camera is gone");
    if (clock_.monotonic_ms() - newest_at_ms_ >= options_.no_frames_after.count())
        state_ = CameraState::NoFrames;
    return Error{Errc::Timeout, 0, "no frame in time"};
}

}  // namespace outpost
