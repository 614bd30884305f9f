// Plug-in: V4L2 devices and video files through OpenCV's videoio.
#include "drivers/camera/video_source.h"

#include <opencv2/core.hpp>
#include <opencv2/videoio.hpp>

#include <algorithm>
#include <cmath>
#include <exception>
#include <string_view>
#include <vector>

namespace outpost {

namespace {

bool is_device(std::string_view name) {
    return name.starts_with("/dev/");
}

/// 8-bit grey or blue-green-red to grey; false for anything else.
bool copy_as_grey(const cv::Mat& picture, Frame& frame) {
    if (picture.empty() || (picture.type() != CV_8UC1 && picture.type() != CV_8UC3)) return false;
    frame.width_px = picture.cols;
    frame.height_px = picture.rows;
    frame.pixels.resize(picture.total());
    auto* to = frame.pixels.data();
    for (int y = 0; y < picture.rows; ++y) {
        const auto* from = picture.ptr<std::uint8_t>(y);
        if (picture.type() == CV_8UC1) {
            to = std::copy(from, from + picture.cols, to);
            continue;
        }
        for (int x = 0; x < picture.cols; ++x, from += 3)  // ITU-R BT.601, weights sum to 256
            *to++ =
                static_cast<std::uint8_t>((29 * from[0] + 150 * from[1] + 77 * from[2] + 128) >> 8);
    }
    return true;
}

class OpenCvVideoSource final : public VideoSource {
  public:
    bool open(const std::string& name, VideoFormat format) override {
        try {
            is_device_ = is_device(name);
            if (!is_device_) return capture_.open(name, cv::CAP_FFMPEG);
            if (!capture_.open(name, cv::CAP_V4L2)) return false;
            capture_.set(cv::CAP_PROP_FRAME_WIDTH, format.width_px);
            capture_.set(cv::CAP_PROP_FRAME_HEIGHT, format.height_px);
            capture_.set(cv::CAP_PROP_BUFFERSIZE, 1);  // old frames help nobody
            return capture_.isOpened();
        } catch (const std::exception&) {
            return false;
        }
    }

    GrabOutcome grab(Frame& frame, std::chrono::milliseconds deadline) override {
        try {
            return is_device_ ? grab_device(frame, deadline) : grab_file(frame);
        } catch (const std::exception&) {
            return GrabOutcome::Lost;
        }
    }

    [[nodiscard]] std::chrono::milliseconds frame_interval() const override {
        const auto rate = is_device_ ? 0.0 : capture_.get(cv::CAP_PROP_FPS);
        if (!std::isfinite(rate) || rate < 1.0 || rate > 240.0) return std::chrono::milliseconds(0);
        return std::chrono::milliseconds(std::lround(1000.0 / rate));
    }

    void close() override {
        try {
            capture_.release();
        } catch (const std::exception&) {
            return;  // a device that is gone cannot be closed better than this
        }
    }

  private:
    /// read() alone would block for seconds when the device falls silent.
    GrabOutcome grab_device(Frame& frame, std::chrono::milliseconds deadline) {
        const std::vector<cv::VideoCapture> captures{capture_};
        std::vector<int> ready;
        const auto deadline_ns = std::chrono::duration_cast<std::chrono::nanoseconds>(deadline);
        if (!cv::VideoCapture::waitAny(captures, ready, deadline_ns.count()))
            return GrabOutcome::Nothing;
        if (!capture_.retrieve(picture_)) return GrabOutcome::Lost;
        return copy_as_grey(picture_, frame) ? GrabOutcome::Grabbed : GrabOutcome::WrongFormat;
    }

    GrabOutcome grab_file(Frame& frame) {
        if (!capture_.read(picture_)) return GrabOutcome::Ended;
        return copy_as_grey(picture_, frame) ? GrabOutcome::Grabbed : GrabOutcome::WrongFormat;
    }

    cv::VideoCapture capture_;
    cv::Mat picture_;
    bool is_device_ = false;
};

}  // namespace

}  // namespace outpost

extern "C" __attribute__((visibility("default"))) outpost::VideoSource* outpost_video_source_1() {
    return new outpost::OpenCvVideoSource;  // NOLINT: the caller owns it
}
