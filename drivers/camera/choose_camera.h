// From the name that a person gives to the camera that shows it.
#pragma once

#include "drivers/camera/file_camera.h"
#include "drivers/camera/video_camera.h"

#include <memory>

namespace outpost {

struct CameraChoice {
    std::unique_ptr<Camera> camera;
    /// It ends by itself, and every one of its frames should be looked at.
    bool is_finite = false;
};

/// A number or /dev/... is a device, "auto" the best one, "auto:WISH" the best one of that name
/// (prefer_device()); http:// and https:// are network cameras (MJPEG); gst:PIPELINE is GStreamer,
/// only where the options allow it; a folder, or a file that a reader recognises, is shown picture
/// by picture; any other file is a video. The referenced objects outlive the camera.
/// @error NotFound, Io, TooLong, Unsupported (pipeline)
Result<CameraChoice> choose_camera(const std::string& name, FileStore& files,
                                   std::vector<PictureReader*> readers, const Clock& clock,
                                   FileCameraOptions file_options = {},
                                   VideoCameraOptions video_options = {});

}  // namespace outpost
