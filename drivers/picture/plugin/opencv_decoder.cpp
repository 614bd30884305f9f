// Plug-in: PNG and JPEG through OpenCV's imgcodecs.
#include "drivers/picture/picture_decoder.h"

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include <exception>

namespace outpost {

namespace {

std::uint32_t grey_of(std::uint32_t blue, std::uint32_t green, std::uint32_t red) {
    return (29 * blue + 150 * green + 77 * red + 128) >> 8;  // ITU-R BT.601, weights sum to 256
}

/// Blue, green, red, alpha to grey over white; 16-bit channels have been narrowed before.
Frame lay_on_white(const cv::Mat& picture) {
    Frame frame;
    frame.width_px = picture.cols;
    frame.height_px = picture.rows;
    frame.pixels.reserve(picture.total());
    for (int y = 0; y < picture.rows; ++y) {
        const auto* pixel = picture.ptr<std::uint8_t>(y);
        for (int x = 0; x < picture.cols; ++x, pixel += 4) {
            const std::uint32_t alpha = pixel[3];
            const auto grey = grey_of(pixel[0], pixel[1], pixel[2]);
            const auto laid = (grey * alpha + 255 * (255 - alpha) + 127) / 255;
            frame.pixels.push_back(static_cast<std::uint8_t>(laid));
        }
    }
    return frame;
}

Frame copy_grey(const cv::Mat& picture) {
    Frame frame;
    frame.width_px = picture.cols;
    frame.height_px = picture.rows;
    frame.pixels.reserve(picture.total());
    for (int y = 0; y < picture.rows; ++y) {
        const auto* row = picture.ptr<std::uint8_t>(y);
        frame.pixels.insert(frame.pixels.end(), row, row + picture.cols);
    }
    return frame;
}

Result<Frame> decode_with_opencv(ByteView content, bool has_transparency) {
    // Older interface: cv::Mat has no view of constant bytes; imdecode does not write to it.
    const cv::Mat encoded(1, static_cast<int>(content.size()), CV_8UC1,
                          const_cast<std::uint8_t*>(content.data()));
    auto picture =
        cv::imdecode(encoded, has_transparency ? cv::IMREAD_UNCHANGED : cv::IMREAD_GRAYSCALE);
    if (picture.empty()) return Error{Errc::BadSyntax, 0, "damaged picture"};
    if (picture.depth() == CV_16U) picture.convertTo(picture, CV_8U, 1.0 / 257.0);
    if (picture.type() == CV_8UC4) return lay_on_white(picture);
    if (picture.type() == CV_8UC1) return copy_grey(picture);
    return Error{Errc::Unsupported, 0, "picture with unusual channels"};
}

class OpenCvDecoder final : public PictureDecoder {
  public:
    Result<Frame> decode(ByteView content, bool has_transparency) override {
        try {
            return decode_with_opencv(content, has_transparency);
        } catch (const std::exception&) {
            return Error{Errc::BadSyntax, 0, "picture that the codec refuses"};
        }
    }
};

}  // namespace

}  // namespace outpost

extern "C" __attribute__((visibility("default"))) outpost::PictureDecoder*
outpost_picture_decoder_1() {
    static outpost::OpenCvDecoder decoder;
    return &decoder;
}
