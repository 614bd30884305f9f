// ZXing-cpp by itself. Its headers define macros: the only file of the bench that includes them.
#include "tools/scancorpus/zxing_decoder.h"

#include <exception>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#define ZX_USE_UTF8
#include <ZXing/ReadBarcode.h>

namespace outpost::corpus {

namespace {

constexpr std::uint8_t symbols_max = 8;

std::vector<Bytes> read_once(FrameView frame) {
    std::vector<Bytes> payloads;
    try {
        const ZXing::ImageView image(frame.pixels, frame.width_px, frame.height_px,
                                     ZXing::ImageFormat::Lum, static_cast<int>(frame.stride_bytes));
        ZXing::DecodeHints hints;
        hints.setFormats(ZXing::BarcodeFormat::QRCode);
        hints.setTryHarder(true).setTryRotate(false).setTryDownscale(false);
        hints.setMaxNumberOfSymbols(symbols_max);
        for (const auto& result : ZXing::ReadBarcodes(image, hints)) {
            if (!result.isValid()) continue;
            const auto& bytes = result.bytes();
            payloads.emplace_back(bytes.begin(), bytes.end());
        }
    } catch (const std::exception&) {
        payloads.clear();
    }
    return payloads;
}

class ZxingDecoder final : public Decoder {
  public:
    explicit ZxingDecoder(bool enlarges) : enlarges_(enlarges) {}

    std::vector<Bytes> read(FrameView frame) override {
        auto payloads = read_once(frame);
        if (!payloads.empty() || !enlarges_) return payloads;
        const cv::Mat grey(frame.height_px, frame.width_px, CV_8UC1,
                           const_cast<std::uint8_t*>(frame.pixels), frame.stride_bytes);
        cv::resize(grey, twice_, {}, 2.0, 2.0, cv::INTER_LINEAR);
        return read_once({twice_.data, twice_.cols, twice_.rows, twice_.step[0]});
    }

  private:
    bool enlarges_;
    cv::Mat twice_;
};

}  // namespace

std::unique_ptr<Decoder> make_zxing_decoder() {
    return std::make_unique<ZxingDecoder>(false);
}

std::unique_ptr<Decoder> make_zxing_twice_decoder() {
    return std::make_unique<ZxingDecoder>(true);
}

}  // namespace outpost::corpus
