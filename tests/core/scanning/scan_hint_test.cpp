#include "core/scanning/scan_hint.h"

#include <catch2/catch.hpp>

#include <string>

using namespace outpost;
using namespace outpost::scanning;

namespace {

constexpr FrameExtent extent{1280, 720};

/// A symbol that nothing is wrong with, but that was not read.
FrameQuality unread() {
    FrameQuality quality;
    quality.mean_level = 120.0;
    quality.dark_level = 20.0;
    quality.bright_level = 230.0;
    SymbolTrace symbol;
    symbol.corners = {{{400, 100}, {800, 100}, {800, 500}, {400, 500}}};
    symbol.finder_patterns = 3;
    symbol.side_modules = 117;
    symbol.module_px = 3.4;
    symbol.edge_width_modules = 0.4;
    symbol.contrast = 200.0;
    quality.symbol = symbol;
    return quality;
}

/// The hint when one number is changed.
template <typename Change>
ScanHint hint_with(Change change) {
    auto quality = unread();
    change(quality, *quality.symbol);
    return hint_of(quality, extent);
}

}  // namespace

TEST_CASE("scan hint: none when nothing is wrong, nothing is there or it was read", "[scan_hint]") {
    CHECK(hint_of(unread(), extent) == ScanHint::None);
    CHECK(hint_of(unread()) == ScanHint::None);
    CHECK(hint_of(FrameQuality{}, extent) == ScanHint::None);
    CHECK(hint_with([](FrameQuality& frame, SymbolTrace& symbol) {
              symbol.was_read = true;
              symbol.module_px = 1.0;
              symbol.cut_left = 0.3;
              frame.clipped_share = 0.9;
          }) == ScanHint::None);
}

TEST_CASE("scan hint: each cause alone", "[scan_hint]") {
    using Q = FrameQuality;
    using S = SymbolTrace;
    CHECK(hint_with([](Q&, S& s) { s.module_px = 1.9; }) == ScanHint::TooFar);
    CHECK(hint_with([](Q&, S& s) { s.module_px = 2.1; }) == ScanHint::None);
    CHECK(hint_with([](Q&, S& s) { s.module_px = 0.0; }) == ScanHint::None);  // not known
    CHECK(hint_with([](Q&, S& s) { s.cut_left = 0.02; }) == ScanHint::CutLeft);
    CHECK(hint_with([](Q&, S& s) { s.cut_top = 0.02; }) == ScanHint::CutTop);
    CHECK(hint_with([](Q&, S& s) { s.cut_right = 0.02; }) == ScanHint::CutRight);
    CHECK(hint_with([](Q&, S& s) { s.cut_bottom = 0.02; }) == ScanHint::CutBottom);
    CHECK(hint_with([](Q&, S& s) { s.cut_bottom = 0.005; }) == ScanHint::None);
    CHECK(hint_with([](Q&, S& s) { s.motion_px = 3.6; }) == ScanHint::Moving);
    CHECK(hint_with([](Q&, S& s) { s.motion_px = 3.2; }) == ScanHint::None);
    CHECK(hint_with([](Q&, S& s) { s.edge_width_modules = 1.0; }) == ScanHint::Blurred);
    CHECK(hint_with([](Q&, S& s) { s.edge_width_modules = 0.9; }) == ScanHint::None);
    CHECK(hint_with([](Q&, S& s) { s.glare_share = 0.01; }) == ScanHint::Glare);
    CHECK(hint_with([](Q&, S& s) { s.glare_share = 0.005; }) == ScanHint::None);
    CHECK(hint_with([](Q&, S& s) { s.contrast = 35.0; }) == ScanHint::TooDark);
    CHECK(hint_with([](Q&, S& s) { s.contrast = 45.0; }) == ScanHint::None);
    CHECK(hint_with([](Q& q, S&) { q.clipped_share = 0.25; }) == ScanHint::TooBright);
    CHECK(hint_with([](Q& q, S&) { q.clipped_share = 0.15; }) == ScanHint::None);
    CHECK(hint_with([](Q&, S& s) { s.keystone = 0.25; }) == ScanHint::Tilted);
    CHECK(hint_with([](Q&, S& s) { s.keystone = 0.20; }) == ScanHint::None);
    CHECK(hint_with([](Q&, S& s) { s.curl_modules = 0.9; }) == ScanHint::Curled);
    CHECK(hint_with([](Q&, S& s) { s.curl_modules = 0.7; }) == ScanHint::None);
    CHECK(hint_with([](Q&, S& s) { s.moire = 0.2; }) == ScanHint::ScreenMoire);
    CHECK(hint_with([](Q&, S& s) { s.moire = 0.1; }) == ScanHint::None);
}

TEST_CASE("scan hint: a sharp edge one way only is moving, not blurred", "[scan_hint]") {
    CHECK(hint_with([](FrameQuality&, SymbolTrace& symbol) {
              symbol.edge_width_modules = 1.3;
              symbol.blur_anisotropy = 0.6;
          }) == ScanHint::Moving);
    CHECK(hint_with([](FrameQuality&, SymbolTrace& symbol) {
              symbol.edge_width_modules = 0.5;
              symbol.blur_anisotropy = 0.6;  // of next to nothing
          }) == ScanHint::None);
}

TEST_CASE("scan hint: too close, with and without the frame's size", "[scan_hint]") {
    auto quality = unread();
    quality.symbol->corners = {{{300, 20}, {980, 20}, {980, 700}, {300, 700}}};
    CHECK(hint_of(quality, extent) == ScanHint::TooClose);
    CHECK(hint_of(quality) == ScanHint::None);
    // Moving it aside cannot help.
    quality.symbol->cut_top = 0.1;
    CHECK(hint_of(quality, extent) == ScanHint::TooClose);
    CHECK(hint_of(quality) == ScanHint::CutTop);
    quality.symbol->cut_bottom = 0.05;
    CHECK(hint_of(quality) == ScanHint::TooClose);
}

TEST_CASE("scan hint: the most useful one of several", "[scan_hint]") {
    CHECK(hint_with([](FrameQuality&, SymbolTrace& symbol) {
              symbol.cut_left = 0.05;
              symbol.cut_bottom = 0.2;
              symbol.module_px = 1.5;
              symbol.edge_width_modules = 2.0;
          }) == ScanHint::CutBottom);
    CHECK(hint_with([](FrameQuality&, SymbolTrace& symbol) {
              symbol.module_px = 1.5;
              symbol.edge_width_modules = 1.2;  // few pixels a module look blurred
              symbol.keystone = 0.4;
          }) == ScanHint::TooFar);
    CHECK(hint_with([](FrameQuality&, SymbolTrace& symbol) {
              symbol.glare_share = 0.05;
              symbol.edge_width_modules = 2.0;
              symbol.moire = 0.5;
          }) == ScanHint::Glare);
    CHECK(hint_with([](FrameQuality&, SymbolTrace& symbol) {
              symbol.keystone = 0.3;
              symbol.curl_modules = 3.0;
          }) == ScanHint::Tilted);
}
