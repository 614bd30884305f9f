// Reads QR codes with ZXing-cpp 1.4. The only file that includes ZXing: its headers define macros.
#include "drivers/symbol/zxing_symbol_reader.h"

#include "drivers/symbol/finder_guess.h"
#include "drivers/symbol/grey_picture.h"

#include <algorithm>
#include <exception>

#define ZX_USE_UTF8
#include <ZXing/ReadBarcode.h>

namespace outpost {

namespace {

using SteadyClock = std::chrono::steady_clock;
using Symbols = std::vector<SymbolRead>;

/// Enlarging beyond this many pixels of the original costs more than a still picture may.
constexpr std::int64_t enlarge_px_max = 3'000'000;

bool is_worth_reading(FrameView frame) {
    return is_readable(frame) && frame.width_px >= frame_side_px_min &&
           frame.height_px >= frame_side_px_min && frame.width_px <= frame_side_px_max &&
           frame.height_px <= frame_side_px_max &&
           frame.stride_bytes <= std::size_t{4} * static_cast<std::size_t>(frame_side_px_max);
}

std::int64_t pixels_of(FrameView frame) {
    return static_cast<std::int64_t>(frame.width_px) * frame.height_px;
}

PixelPoint clamp_to(PixelPoint point, FrameView frame) {
    return {std::clamp(point.x_px, 0, frame.width_px - 1),
            std::clamp(point.y_px, 0, frame.height_px - 1)};
}

SymbolRead symbol_of(const ZXing::Result& result, const PictureMapping& back, FrameView original) {
    SymbolRead symbol;
    const auto& bytes = result.bytes();
    symbol.payload.assign(bytes.begin(), bytes.end());
    const auto& position = result.position();
    const std::array corners{position.topLeft(), position.topRight(), position.bottomRight(),
                             position.bottomLeft()};
    for (std::size_t k = 0; k < corners.size(); ++k)
        symbol.corners[k] = clamp_to(back.apply({corners[k].x, corners[k].y}), original);
    return symbol;
}

/// One pass of ZXing. `isPure` stays off: on a damaged picture it ends the process (an assertion in
/// Debian's build); text() is never asked for, because it guesses a character set.
Symbols read_once(FrameView frame, const PictureMapping& back, FrameView original) {
    Symbols symbols;
    try {
        const ZXing::ImageView image(frame.pixels, frame.width_px, frame.height_px,
                                     ZXing::ImageFormat::Lum, static_cast<int>(frame.stride_bytes));
        ZXing::DecodeHints hints;
        hints.setFormats(ZXing::BarcodeFormat::QRCode);
        hints.setTryHarder(true);  // without it only every third row of the frame is searched
        hints.setTryRotate(false).setTryDownscale(false);  // QR codes are found at any turn anyway
        hints.setMaxNumberOfSymbols(static_cast<std::uint8_t>(symbols_per_frame_max));
        for (const auto& result : ZXing::ReadBarcodes(image, hints)) {
            if (result.isValid() && symbols.size() < symbols_per_frame_max)
                symbols.push_back(symbol_of(result, back, original));
        }
    } catch (const std::exception&) {
        symbols.clear();  // a picture that ZXing cannot digest holds no symbol for us
    }
    return symbols;
}

/// Plain and enlarged passes over changed copies of one frame, until something is found or the time
/// is used up.
class StillLadder {
  public:
    StillLadder(FrameView original, Frame& enlarged)
        : original_(original), enlarged_(enlarged), ends_at_(SteadyClock::now() + still_budget) {}

    Symbols climb() {
        Symbols symbols = read_both(original_, {});
        using Change = PictureMapping (*)(FrameView, Frame&);
        for (const Change change : {&halve, &invert, &mirror, &turn_45}) {
            if (!symbols.empty() || is_over()) break;
            Frame changed;
            const auto back = change(original_, changed);
            symbols = read_both(changed.view(), back);
        }
        return symbols;
    }

  private:
    [[nodiscard]] bool is_over() const { return SteadyClock::now() >= ends_at_; }

    Symbols read_both(FrameView frame, const PictureMapping& back) {
        if (!is_worth_reading(frame)) return {};
        Symbols symbols = read_once(frame, back, original_);
        if (!symbols.empty() || is_over() || pixels_of(frame) > enlarge_px_max) return symbols;
        const auto halved = enlarge_twice(frame, enlarged_);
        return read_once(enlarged_.view(), back.after(halved), original_);
    }

    FrameView original_;
    Frame& enlarged_;
    SteadyClock::time_point ends_at_;
};

}  // namespace

std::vector<SymbolRead> ZxingSymbolReader::read(FrameView frame, ReadEffort effort) {
    if (!is_worth_reading(frame)) return {};
    if (effort == ReadEffort::Still) return StillLadder(frame, enlarged_).climb();
    auto symbols = read_once(frame, {}, frame);
    if (!symbols.empty() || effort == ReadEffort::Plain || pixels_of(frame) > enlarge_px_max)
        return symbols;
    const auto back = enlarge_twice(frame, enlarged_);
    return read_once(enlarged_.view(), back, frame);
}

bool ZxingSymbolReader::has_finder_pattern(FrameView frame) {
    return is_worth_reading(frame) && guess_finder_pattern(frame);
}

}  // namespace outpost
