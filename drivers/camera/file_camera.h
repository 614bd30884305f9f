// A camera that shows pictures: one file, or every file of a folder in the order of their names.
#pragma once

#include "core/ports/camera.h"
#include "core/ports/clock.h"
#include "core/ports/file_store.h"
#include "core/ports/picture.h"
#include "drivers/camera/frame_pacer.h"

#include <deque>
#include <string>
#include <vector>

namespace outpost {

struct FileCameraOptions {
    std::chrono::milliseconds interval{
        0};                // between two pictures; zero: as fast as they are asked for
    bool repeats = false;  // begins again instead of ending
};

/// Longest file that is read.
inline constexpr std::size_t camera_file_bytes_max = std::size_t{64} * 1024 * 1024;

/// Ships: demonstrations and end-to-end runs use it in place of a device. A document gives one
/// frame a page. Files that no reader recognises or that are damaged are passed over and
/// remembered.
class FileCamera final : public Camera {
  public:
    /// @param path  a picture or a folder of pictures
    /// The referenced objects outlive this one; `readers` are asked in order.
    FileCamera(std::string path, FileStore& files, std::vector<PictureReader*> readers,
               const Clock& clock, FileCameraOptions options = {});

    /// Starts from the first picture. @error NotFound (path, or no picture there), Io, TooLong
    Result<void> open() override;
    Result<void> next_frame(Frame& frame, std::chrono::milliseconds deadline) override;
    [[nodiscard]] CameraState state() const override { return state_; }
    [[nodiscard]] std::string_view label() const override { return path_; }
    void close() override;

    /// The file that the newest frame came from.
    [[nodiscard]] const std::string& shown_file() const { return shown_file_; }
    /// Files that gave no frame since open(), in order.
    [[nodiscard]] const std::vector<std::string>& unreadable_files() const { return unreadable_; }

  private:
    Result<std::vector<Frame>> read_pages(const std::string& path);
    bool fill_pages();

    std::string path_;
    FileStore& files_;
    std::vector<PictureReader*> readers_;
    const Clock& clock_;
    FileCameraOptions options_;
    FramePacer pacer_;
    CameraState state_ = CameraState::Closed;
    std::vector<std::string> paths_;
    std::size_t next_path_ = 0;
    std::deque<Frame> pages_;  // of the file at hand, not yet shown
    std::string shown_file_;
    std::vector<std::string> unreadable_;
    std::uint64_t sequence_ = 0;
    std::uint64_t sequence_of_round_ = 0;
};

}  // namespace outpost
