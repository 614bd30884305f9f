// From the name that a person gives to the camera that shows it.
#include "drivers/camera/choose_camera.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

namespace outpost {

namespace {

using FileHandle = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

/// The first bytes of a file: a video is too long to read whole.
Result<Bytes> read_head(const std::string& path) {
    constexpr std::size_t head_bytes = 64;
    const FileHandle file(std::fopen(path.c_str(), "rbe"), &std::fclose);
    if (file == nullptr) return Error{Errc::Io, 0, "cannot open the file"};
    Bytes head(head_bytes);
    head.resize(std::fread(head.data(), 1, head.size(), file.get()));
    return head;
}

}  // namespace

Result<CameraChoice> choose_camera(const std::string& name, FileStore& files,
                                   std::vector<PictureReader*> readers, const Clock& clock,
                                   FileCameraOptions file_options,
                                   VideoCameraOptions video_options) {
    CameraChoice choice;
    if (name.size() > camera_name_bytes_max) return Error{Errc::TooLong, 0, "camera name"};
    const auto place = place_of(name);
    if (place == CameraPlace::Pipeline && !(video_options.allow_pipelines && ends_in_appsink(name)))
        return Error{Errc::Unsupported, 0, "a pipeline that is not allowed or without appsink"};
    if (place != CameraPlace::File) {
        choice.camera = std::make_unique<VideoCamera>(name, clock, std::move(video_options));
        return choice;
    }
    std::error_code failure;
    bool shows_pictures = std::filesystem::is_directory(name, failure);
    if (!shows_pictures) {
        if (!std::filesystem::is_regular_file(name, failure))
            return Error{Errc::NotFound, 0, "no such camera, file or folder"};
        OUTPOST_TRY(const auto head, read_head(name));
        shows_pictures =
            std::any_of(readers.begin(), readers.end(),
                        [&head](const PictureReader* reader) { return reader->recognises(head); });
    }
    if (shows_pictures) {
        choice.is_finite = !file_options.repeats && file_options.interval.count() == 0;
        choice.camera =
            std::make_unique<FileCamera>(name, files, std::move(readers), clock, file_options);
    } else {
        choice.is_finite = !video_options.in_real_time;
        choice.camera = std::make_unique<VideoCamera>(name, clock, std::move(video_options));
    }
    return choice;
}

}  // namespace outpost
