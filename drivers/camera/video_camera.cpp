// A camera over a video device, a video file or a stream.
#include "drivers/camera/video_camera.h"

#include "drivers/camera/black_guess.h"
#include "drivers/camera/threaded_source.h"

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
    : name_(std::move(name)),
      place_(place_of(name_)),
      label_(label_of(name_)),
      clock_(clock),
      options_(std::move(options)),
      source_(std::move(source)) {}

bool VideoCamera::is_device() const {
    return place_ == CameraPlace::Device || place_ == CameraPlace::Chosen;
}

V4l2Calls& VideoCamera::calls() {
    return options_.device_calls != nullptr ? *options_.device_calls : system_calls_;
}

/// Which path is meant now; for "auto" that may be another one each time.
Result<void> VideoCamera::find_place() {
    if (name_.size() > camera_name_bytes_max) return Error{Errc::TooLong, 0, "camera name"};
    path_ = device_path(name_);
    if (place_ == CameraPlace::Network) return {};
    if (place_ == CameraPlace::Pipeline) {
        if (!options_.allow_pipelines)
            return Error{Errc::Unsupported, 0, "pipelines are not allowed"};
        if (ends_in_appsink(name_)) return {};
        return Error{Errc::Unsupported, 0, "the pipeline does not end in appsink"};
    }
    if (place_ == CameraPlace::Chosen) {
        const auto devices = list_video_devices(calls(), options_.device_paths);
        const auto colon = name_.find(':');
        const auto* device =
            prefer_device(devices, colon == std::string::npos ? "" : name_.substr(colon + 1));
        if (device == nullptr) return Error{Errc::NotFound, 0, "no such camera"};
        label_ = path_ = device->path;
    }
    if (!is_there(path_)) return Error{Errc::NotFound, 0, "no such camera"};
    return {};
}

Result<void> VideoCamera::open() {
    close();
    if (const auto found = find_place(); !found)
        return fail(CameraState::Unplugged, found.error().code, found.error().what);
    if (source_ == nullptr) {
        OUTPOST_TRY(source_, load_video_source(options_.plugin_folder));
        // The libraries behind streams know no deadline of ours.
        if (place_ == CameraPlace::Network || place_ == CameraPlace::Pipeline)
            source_ = std::make_unique<ThreadedSource>(std::move(source_));
    }
    OUTPOST_TRY_VOID(start());
    black_in_a_row_ = 0;
    sequence_ = 0;
    pacer_.emplace(
        clock_, options_.in_real_time ? source_->frame_interval() : std::chrono::milliseconds(0));
    pacer_->restart();
    return {};
}

/// Opens path_ in the format that suits it.
Result<void> VideoCamera::start() {
    auto format = options_.format;
    if (!format && is_device()) {
        // A device that does not answer these questions may still give frames.
        if (const auto device = query_video_device(calls(), path_))
            format = choose_mode(device->modes, rate_guard_.wish());
    }
    if (!source_->open(path_, format.value_or(VideoFormat{})))
        return fail(CameraState::Unplugged, Errc::Unavailable, "the camera does not open");
    is_open_ = true;
    state_ = CameraState::Streaming;
    newest_at_ms_ = clock_.monotonic_ms();
    rate_guard_.restart(newest_at_ms_);
    if (is_device() && controls_ == nullptr) {
        if (auto opened = V4l2Controls::open(calls(), path_)) controls_ = std::move(*opened);
    }
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
    controls_.reset();
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
    if (!is_device() || options_.format) return {};
    constexpr std::int64_t small_px = std::int64_t{1280} * 720;
    const bool is_large = std::int64_t{frame.width_px} * frame.height_px > small_px;
    if (rate_guard_.frame_came(newest_at_ms_, is_large)) {
        source_->close();
        is_open_ = false;
        (void)start();  // a failure is told by the next call: this frame is good
    }
    return {};
}

Result<void> VideoCamera::note_silence() {
    if (place_ != CameraPlace::Network && place_ != CameraPlace::Pipeline && !is_there(path_))
        return fail(CameraState::Unplugged, Errc::Unavailable, "the camera is gone");
    if (clock_.monotonic_ms() - newest_at_ms_ >= options_.no_frames_after.count())
        state_ = CameraState::NoFrames;
    return Error{Errc::Timeout, 0, "no frame in time"};
}

}  // namespace outpost
