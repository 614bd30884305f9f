// Reads QR codes with ZXing-cpp 1.4. The only file that includes ZXing: its headers define macros.
#include "drivers/symbol/zxing_symbol_reader.h"

#include <algorithm>
#include <charconv>
#include <exception>

#define ZX_USE_UTF8
#include <ZXing/ReadBarcode.h>

namespace outpost {

namespace {

constexpr std::int32_t grid_module_px = 3;
constexpr std::int32_t grid_quiet_modules = 4;
constexpr std::int32_t side_modules_min = 21;
constexpr std::int32_t side_modules_max = 177;

bool is_worth_reading(FrameView frame) {
    return frame.pixels != nullptr && frame.width_px >= frame_side_px_min &&
           frame.height_px >= frame_side_px_min && frame.width_px <= frame_side_px_max &&
           frame.height_px <= frame_side_px_max &&
           frame.stride_bytes >= static_cast<std::size_t>(frame.width_px) &&
           frame.stride_bytes <= std::size_t{4} * static_cast<std::size_t>(frame_side_px_max);
}

bool is_worth_reading(const ModuleGrid& grid) {
    const auto side = grid.side_modules;
    return side >= side_modules_min && side <= side_modules_max && (side - 17) % 4 == 0 &&
           grid.dark.size() == static_cast<std::size_t>(side) * static_cast<std::size_t>(side);
}

std::optional<SequencePart> part_of(const ZXing::Result& result) {
    const auto count = result.sequenceSize();
    const auto index = result.sequenceIndex();
    if (count < 2 || count > 16 || index < 0 || index >= count) return std::nullopt;
    const auto id = result.sequenceId();
    SequencePart part;
    const auto* end = id.data() + id.size();
    const auto read = std::from_chars(id.data(), end, part.parity);
    if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    part.index = static_cast<std::uint8_t>(index);
    part.count = static_cast<std::uint8_t>(count);
    return part;
}

SymbolRead symbol_of(const ZXing::Result& result) {
    SymbolRead symbol;
    const auto& bytes = result.bytes();
    symbol.payload.assign(bytes.begin(), bytes.end());
    symbol.part = part_of(result);
    return symbol;
}

void set_corners(SymbolRead& symbol, const ZXing::Result& result, FrameView frame) {
    const auto& position = result.position();
    const std::array corners{position.topLeft(), position.topRight(), position.bottomRight(),
                             position.bottomLeft()};
    for (std::size_t k = 0; k < corners.size(); ++k)
        symbol.corners[k] = {std::clamp(corners[k].x, 0, frame.width_px - 1),
                             std::clamp(corners[k].y, 0, frame.height_px - 1)};
}

/// text() is never asked for, because it guesses a character set.
ZXing::DecodeHints hints_for_frames() {
    ZXing::DecodeHints hints;
    hints.setFormats(ZXing::BarcodeFormat::QRCode);
    hints.setTryHarder(true);  // without it only every third row of the frame is searched
    hints.setTryRotate(false).setTryDownscale(false);  // QR codes are found at any turn anyway
    hints.setMaxNumberOfSymbols(static_cast<std::uint8_t>(symbols_per_frame_max));
    return hints;
}

void draw(const ModuleGrid& grid, std::vector<std::uint8_t>& picture) {
    const auto side_px = (grid.side_modules + 2 * grid_quiet_modules) * grid_module_px;
    const auto stride = static_cast<std::size_t>(side_px);
    picture.assign(stride * stride, 255);
    const auto* dark = grid.dark.data();
    for (std::int32_t y = 0; y < grid.side_modules; ++y) {
        auto* row = picture.data() +
                    static_cast<std::size_t>((y + grid_quiet_modules) * grid_module_px) * stride;
        for (std::int32_t x = 0; x < grid.side_modules; ++x, ++dark)
            std::fill_n(row + (x + grid_quiet_modules) * grid_module_px, grid_module_px,
                        *dark != 0 ? std::uint8_t{0} : std::uint8_t{255});
        for (std::int32_t copy = 1; copy < grid_module_px; ++copy)
            std::copy_n(row, stride, row + static_cast<std::size_t>(copy) * stride);
    }
}

}  // namespace

std::vector<SymbolRead> ZxingSymbolReader::read(FrameView frame) {
    if (!is_worth_reading(frame)) return {};
    std::vector<SymbolRead> symbols;
    try {
        // `isPure` stays off: on a damaged picture it ends the process (an assertion in Debian's
        // build).
        const ZXing::ImageView image(frame.pixels, frame.width_px, frame.height_px,
                                     ZXing::ImageFormat::Lum, static_cast<int>(frame.stride_bytes));
        for (const auto& result : ZXing::ReadBarcodes(image, hints_for_frames())) {
            if (!result.isValid() || symbols.size() >= symbols_per_frame_max) continue;
            symbols.push_back(symbol_of(result));
            set_corners(symbols.back(), result, frame);
        }
    } catch (const std::exception&) {
        symbols.clear();  // a picture that ZXing cannot digest holds no symbol for us
    }
    return symbols;
}

std::optional<SymbolRead> ZxingSymbolReader::read_grid(const ModuleGrid& grid) {
    if (!is_worth_reading(grid)) return std::nullopt;
    try {
        draw(grid, picture_);
        const auto side_px = (grid.side_modules + 2 * grid_quiet_modules) * grid_module_px;
        const ZXing::ImageView image(picture_.data(), side_px, side_px, ZXing::ImageFormat::Lum);
        auto hints = hints_for_frames();
        hints.setIsPure(true).setBinarizer(ZXing::Binarizer::FixedThreshold);
        const auto result = ZXing::ReadBarcode(image, hints);
        if (!result.isValid()) return std::nullopt;
        return symbol_of(result);
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

}  // namespace outpost
