// Plug-in: V4L2 devices, video files and streams through OpenCV's videoio.
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

enum class Origin : std::uint8_t { Device, File, Network, Pipeline };

constexpr std::string_view pipeline_prefix = "gst:";

Origin origin_of(std::string_view name) {
    if (name.starts_with("/dev/")) return Origin::Device;
    if (name.starts_with("http://") || name.starts_with("https://")) return Origin::Network;
    return name.starts_with(pipeline_prefix) ? Origin::Pipeline : Origin::File;
}

/// 8-bit grey or blue-green-red to grey; false for anything else.
bool copy_as_grey(const cv::Mat& picture, Frame& frame) {
    constexpr int side_px_max = 8'192;
    if (picture.cols > side_px_max || picture.rows > side_px_max) return false;
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
            origin_ = origin_of(name);
            switch (origin_) {
                case Origin::Device:
                    return open_device(name, format);
                case Origin::Network:
                    return open_network(name);
                case Origin::Pipeline:
                    return capture_.open(name.substr(pipeline_prefix.size()), cv::CAP_GSTREAMER);
                case Origin::File:
                    break;
            }
            return capture_.open(name, cv::CAP_FFMPEG);
        } catch (const std::exception&) {
            return false;
        }
    }

    GrabOutcome grab(Frame& frame, std::chrono::milliseconds deadline) override {
        try {
            return origin_ == Origin::Device ? grab_device(frame, deadline) : grab_file(frame);
        } catch (const std::exception&) {
            return GrabOutcome::Lost;
        }
    }

    [[nodiscard]] std::chrono::milliseconds frame_interval() const override {
        const auto rate = origin_ == Origin::File ? capture_.get(cv::CAP_PROP_FPS) : 0.0;
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
    bool open_device(const std::string& name, VideoFormat format) {
        if (!capture_.open(name, cv::CAP_V4L2)) return false;
        // The format first: sizes and rates depend on it.
        if (format.fourcc != 0)
            capture_.set(cv::CAP_PROP_FOURCC, static_cast<double>(format.fourcc));
        capture_.set(cv::CAP_PROP_FRAME_WIDTH, format.width_px);
        capture_.set(cv::CAP_PROP_FRAME_HEIGHT, format.height_px);
        if (format.frames_per_second > 0.0)
            capture_.set(cv::CAP_PROP_FPS, format.frames_per_second);
        capture_.set(cv::CAP_PROP_BUFFERSIZE, 1);  // old frames help nobody
        return capture_.isOpened();
    }

    bool open_network(const std::string& name) {
        return capture_.open(
            name, cv::CAP_FFMPEG,
            {cv::CAP_PROP_OPEN_TIMEOUT_MSEC, static_cast<int>(stream_open_timeout.count()),
             cv::CAP_PROP_READ_TIMEOUT_MSEC, static_cast<int>(stream_read_timeout.count())});
    }

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

    /// A file, or a stream: that one within a thread of its own.
    GrabOutcome grab_file(Frame& frame) {
        if (!capture_.read(picture_)) return GrabOutcome::Ended;
        return copy_as_grey(picture_, frame) ? GrabOutcome::Grabbed : GrabOutcome::WrongFormat;
    }

    cv::VideoCapture capture_;
    cv::Mat picture_;
    Origin origin_ = Origin::File;
};

}  // namespace

}  // namespace outpost

extern "C" __attribute__((visibility("default"))) outpost::VideoSource* outpost_video_source_2() {
    return new outpost::OpenCvVideoSource;  // NOLINT: the caller owns it
}
