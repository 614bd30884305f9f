// zbar by itself, for comparison; nothing where it is not installed.
#ifdef OUTPOST_HAS_ZBAR

#include "tools/scancorpus/zbar_decoder.h"

#include "core/base/bytes.h"

#include <zbar.h>

#include <string_view>

namespace outpost::corpus {

namespace {

struct DestroyScanner {
    void operator()(zbar::zbar_image_scanner_t* scanner) const {
        zbar::zbar_image_scanner_destroy(scanner);
    }
};
struct DestroyImage {
    void operator()(zbar::zbar_image_t* image) const { zbar::zbar_image_destroy(image); }
};

class ZbarDecoder final : public Decoder {
  public:
    ZbarDecoder() : scanner_(zbar::zbar_image_scanner_create()) {
        auto* scanner = scanner_.get();
        zbar::zbar_image_scanner_set_config(scanner, zbar::ZBAR_NONE, zbar::ZBAR_CFG_ENABLE, 0);
        zbar::zbar_image_scanner_set_config(scanner, zbar::ZBAR_QRCODE, zbar::ZBAR_CFG_ENABLE, 1);
        zbar::zbar_image_scanner_set_config(scanner, zbar::ZBAR_QRCODE, zbar::ZBAR_CFG_BINARY, 1);
    }

    std::vector<Bytes> read(FrameView frame) override {
        constexpr unsigned long grey_format = 0x30303859;  // "Y800"
        const std::unique_ptr<zbar::zbar_image_t, DestroyImage> image(zbar::zbar_image_create());
        zbar::zbar_image_set_format(image.get(), grey_format);
        zbar::zbar_image_set_size(image.get(), static_cast<unsigned>(frame.width_px),
                                  static_cast<unsigned>(frame.height_px));
        const auto size = frame.stride_bytes * static_cast<std::size_t>(frame.height_px);
        zbar::zbar_image_set_data(image.get(), frame.pixels, size, nullptr);
        std::vector<Bytes> payloads;
        if (zbar::zbar_scan_image(scanner_.get(), image.get()) <= 0) return payloads;
        const auto* symbol = zbar::zbar_image_first_symbol(image.get());
        for (; symbol != nullptr; symbol = zbar::zbar_symbol_next(symbol)) {
            const std::string_view data(zbar::zbar_symbol_get_data(symbol),
                                        zbar::zbar_symbol_get_data_length(symbol));
            payloads.push_back(to_bytes(as_bytes(data)));
        }
        return payloads;
    }

  private:
    std::unique_ptr<zbar::zbar_image_scanner_t, DestroyScanner> scanner_;
};

}  // namespace

std::unique_ptr<Decoder> make_zbar_decoder() {
    return std::make_unique<ZbarDecoder>();
}

}  // namespace outpost::corpus

#endif  // OUTPOST_HAS_ZBAR
