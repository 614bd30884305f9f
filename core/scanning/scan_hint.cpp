// From the numbers of a frame to the one thing that is worth saying.
#include "core/scanning/scan_hint.h"

#include <algorithm>
#include <array>

namespace outpost::scanning {

namespace {

// docs/scan-hints.md says where each comes from.
constexpr double fill_most = 0.92;           // longer extent over the frame's short side
constexpr double cut_share_least = 0.01;     // of the outline
constexpr double module_px_least = 2.0;      // pixels a module
constexpr double light_level_least = 60.0;   // grey levels
constexpr double clipped_share_most = 0.2;   // of the frame
constexpr double glare_share_least = 0.008;  // of the symbol
constexpr double motion_modules_most = 1.0;  // a frame
constexpr double anisotropy_most = 0.45;     // of a blur that is at least edge_width_smear
constexpr double edge_width_smear = 0.9;     // modules
constexpr double edge_width_most = 0.95;     // modules
constexpr double keystone_most = 0.22;       // 1 - shortest edge / longest
constexpr double curl_modules_most = 0.8;    // modules
constexpr double moire_most = 0.15;          // of the contrast

bool is_too_close(const SymbolTrace& symbol, FrameExtent frame) {
    if (symbol.cut_left > cut_share_least && symbol.cut_right > cut_share_least) return true;
    if (symbol.cut_top > cut_share_least && symbol.cut_bottom > cut_share_least) return true;
    const auto short_side = std::min(frame.width_px, frame.height_px);
    if (short_side <= 0) return false;
    const auto by_x = [](PixelPoint a, PixelPoint b) { return a.x_px < b.x_px; };
    const auto by_y = [](PixelPoint a, PixelPoint b) { return a.y_px < b.y_px; };
    const auto [left, right] =
        std::minmax_element(symbol.corners.begin(), symbol.corners.end(), by_x);
    const auto [top, bottom] =
        std::minmax_element(symbol.corners.begin(), symbol.corners.end(), by_y);
    const auto extent = std::max(right->x_px - left->x_px, bottom->y_px - top->y_px);
    return extent > fill_most * short_side;
}

/// The side of the frame that hides most, if any does.
ScanHint cut_hint(const SymbolTrace& symbol) {
    const std::array<std::pair<double, ScanHint>, 4> sides{
        {{symbol.cut_left, ScanHint::CutLeft},
         {symbol.cut_top, ScanHint::CutTop},
         {symbol.cut_right, ScanHint::CutRight},
         {symbol.cut_bottom, ScanHint::CutBottom}}};
    const auto most = std::max_element(
        sides.begin(), sides.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    return most->first > cut_share_least ? most->second : ScanHint::None;
}

bool is_too_dark(const FrameQuality& quality, const SymbolTrace& symbol) {
    // Dark modules are about the darkest in view: this much above them is the light of the paper.
    return symbol.contrast > 0.0 && quality.dark_level + symbol.contrast < light_level_least;
}

bool is_moving(const SymbolTrace& symbol) {
    if (symbol.module_px > 0.0 && symbol.motion_px > motion_modules_most * symbol.module_px)
        return true;
    return symbol.blur_anisotropy > anisotropy_most && symbol.edge_width_modules > edge_width_smear;
}

}  // namespace

ScanHint hint_of(const FrameQuality& quality, FrameExtent frame) {
    if (!quality.symbol || quality.symbol->was_read) return ScanHint::None;
    const auto& symbol = *quality.symbol;
    if (is_too_close(symbol, frame)) return ScanHint::TooClose;
    if (const auto cut = cut_hint(symbol); cut != ScanHint::None) return cut;
    if (symbol.module_px > 0.0 && symbol.module_px < module_px_least) return ScanHint::TooFar;
    if (is_too_dark(quality, symbol)) return ScanHint::TooDark;
    if (quality.clipped_share > clipped_share_most) return ScanHint::TooBright;
    if (symbol.glare_share > glare_share_least) return ScanHint::Glare;
    if (is_moving(symbol)) return ScanHint::Moving;
    if (symbol.edge_width_modules > edge_width_most) return ScanHint::Blurred;
    if (symbol.keystone > keystone_most) return ScanHint::Tilted;
    if (symbol.curl_modules > curl_modules_most) return ScanHint::Curled;
    if (symbol.moire > moire_most) return ScanHint::ScreenMoire;
    return ScanHint::None;
}

}  // namespace outpost::scanning
