// The numbers must order rightly what the scan corpus does to its frames.
#include "core/scanning/frame_measure.h"

#include "core/scanning/scan_hint.h"
#include "tools/scancorpus/corpus.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>

using namespace outpost;
using namespace outpost::scanning;
using corpus::CorpusFrame;
using corpus::CorpusSymbol;
using corpus::Variant;

namespace {

/// Sampling without an outside decoder: the grid is found and never read.
class NoGridReader final : public GridReader {
  public:
    std::optional<SymbolRead> read_grid(const ModuleGrid&) override { return std::nullopt; }
};

enum class Known { Corners, Grid, Patterns };

std::vector<CorpusSymbol> some_symbols() {
    auto symbols = corpus::corpus_symbols();
    REQUIRE(symbols);
    std::erase_if(*symbols, [](const CorpusSymbol& symbol) {
        return symbol.name != "v12-M" && symbol.name != "v25-L";
    });
    REQUIRE(symbols->size() == 2);
    return std::move(*symbols);
}

Variant variant_named(std::string_view name) {
    for (const auto set : {corpus::standard_variants(), corpus::extra_variants()})
        for (const auto& variant : set)
            if (variant.name == name) return variant;
    FAIL("no variant " << name);
    return {};
}

/// Of the look that shows the best three, as the ladder does it.
std::vector<FinderPattern> patterns_of(FrameView frame) {
    Frame smoothed;
    smooth(frame, 1, smoothed);
    std::vector<FinderPattern> best;
    double best_quality = -1.0;
    const std::pair<FrameView, LocalThreshold> looks[] = {
        {smoothed.view(), {12, 3}}, {frame, {6, 2}}, {smoothed.view(), {6, 1}}};
    for (const auto& [picture, threshold] : looks) {
        DarkPlane plane;
        plane.assign(picture, threshold);
        auto patterns = find_finder_patterns(plane);
        const auto triples = find_triples(patterns);
        const double quality = triples.empty() ? 0.0 : triples[0].quality;
        if (quality <= best_quality) continue;
        best_quality = quality;
        best = std::move(patterns);
        if (quality > 0.5) break;
    }
    return best;
}

SamplingResult best_grid(FrameView frame, const std::vector<FinderPattern>& patterns) {
    NoGridReader reader;
    SymbolSampler sampler(reader, [] { return false; });
    SamplingResult best;
    for (const auto& triple : find_triples(patterns)) {
        auto result = sampler.read(frame, triple);
        if (result.agreement > best.agreement) best = std::move(result);
    }
    return best;
}

FrameQuality measure(const CorpusFrame& made, Known known, const SymbolTrace* previous = nullptr) {
    const auto frame = made.frame.view();
    MeasureInput input;
    input.previous = previous;
    if (known == Known::Corners) {
        REQUIRE_FALSE(made.symbols.empty());
        SymbolRead symbol;
        symbol.corners = made.symbols[0].corners;
        input.symbols = {&symbol, 1};
        return measure_frame(frame, input);
    }
    const auto patterns = patterns_of(frame);
    input.patterns = patterns;
    if (known == Known::Patterns) return measure_frame(frame, input);
    const auto grid = best_grid(frame, patterns);
    input.grid = &grid;
    return measure_frame(frame, input);
}

CorpusFrame frame_of(const CorpusSymbol& symbol, std::string_view name, std::uint64_t seed = 1) {
    auto made = corpus::make_frame(symbol, variant_named(name), seed);
    REQUIRE(made);
    return std::move(*made);
}

SymbolTrace trace_of(const CorpusSymbol& symbol, std::string_view name, Known known) {
    INFO(symbol.name << " " << name);
    const auto quality = measure(frame_of(symbol, name), known);
    REQUIRE(quality.symbol);
    return *quality.symbol;
}

/// The number grows from each kind of frame to the next by at least `step`.
void check_grows(double SymbolTrace::*number, const std::vector<std::string_view>& names,
                 Known known, double step) {
    for (const auto& symbol : some_symbols()) {
        double before = 0.0;
        for (std::size_t k = 0; k < names.size(); ++k) {
            const double now = trace_of(symbol, names[k], known).*number;
            INFO(symbol.name << " " << names[k] << ": " << now << " after " << before);
            if (k > 0) CHECK(now >= before + step);
            before = now;
        }
    }
}

double away(PixelPoint a, PixelPoint b) {
    return std::hypot(a.x_px - b.x_px, a.y_px - b.y_px);
}

bool is_finite(const SymbolTrace& trace) {
    for (const double number : {trace.module_px, trace.turn_deg, trace.keystone,
                                trace.edge_width_modules, trace.blur_anisotropy, trace.motion_px,
                                trace.contrast, trace.glare_share, trace.curl_modules, trace.moire,
                                trace.cut_left, trace.cut_top, trace.cut_right, trace.cut_bottom})
        if (!std::isfinite(number)) return false;
    return true;
}

}  // namespace

TEST_CASE("frame levels: mean, percentiles and clipped share of known pixels", "[frame_measure]") {
    Frame frame;
    frame.width_px = 400;
    frame.height_px = 200;
    for (int y = 0; y < 200; ++y)
        for (int x = 0; x < 400; ++x)
            frame.pixels.push_back(static_cast<std::uint8_t>(x < 40 ? 10 : x < 360 ? 100 : 255));
    const auto levels = measure_levels(frame.view());
    CHECK(levels.mean == Approx(0.1 * 10 + 0.8 * 100 + 0.1 * 255).margin(0.01));
    CHECK(levels.dark == 10.0);
    CHECK(levels.bright == 255.0);
    CHECK(levels.clipped_share == Approx(0.1));
    CHECK(measure_levels(FrameView{}).mean == 0.0);
    // Part of a wider picture: what lies beside it does not count.
    const FrameView part{frame.pixels.data() + 40, 300, 200, 400};
    CHECK(measure_levels(part).mean == 100.0);
    CHECK(measure_levels(part).clipped_share == 0.0);
}

TEST_CASE("frame levels: dark, usual and bright frames", "[frame_measure]") {
    const auto symbols = some_symbols();
    const auto dark = measure_levels(frame_of(symbols[1], "light.15").frame.view());
    const auto usual = measure_levels(frame_of(symbols[1], "clean-3.5").frame.view());
    const auto bright = measure_levels(frame_of(symbols[1], "overexposed").frame.view());
    CHECK(dark.mean < usual.mean / 3);
    CHECK(bright.mean > usual.mean + 40);
    CHECK(dark.bright < usual.bright);
    CHECK(bright.clipped_share > 0.3);
    CHECK(usual.clipped_share < 0.02);
}

TEST_CASE("frame measure: corners, size and turn agree with the truth", "[frame_measure]") {
    for (const auto known : {Known::Corners, Known::Grid, Known::Patterns}) {
        for (const auto& symbol : some_symbols()) {
            for (const auto name :
                 {"clean-4.0", "clean-2.0", "rot15", "rot180", "persp20", "real"}) {
                INFO(symbol.name << " " << name << " known " << static_cast<int>(known));
                const auto made = frame_of(symbol, name);
                const auto quality = measure(made, known);
                REQUIRE(quality.symbol);
                const auto& trace = *quality.symbol;
                CHECK(trace.was_read == (known == Known::Corners));
                CHECK(trace.finder_patterns == 3);
                CHECK(trace.side_modules == symbol.grid.side_modules);
                const auto& truth = made.symbols[0];
                // Before key-stoning; the edges of a key-stoned one are shorter in the mean.
                CHECK(trace.module_px == Approx(truth.module_px).epsilon(0.12));
                for (std::size_t k = 0; k < 4; ++k)
                    CHECK(away(trace.corners[k], truth.corners[k]) < 2.5 * truth.module_px);
                const double turn = std::atan2(truth.corners[1].y_px - truth.corners[0].y_px,
                                               truth.corners[1].x_px - truth.corners[0].x_px);
                const double miss = trace.turn_deg - turn * 57.29578;
                CHECK(std::abs(std::remainder(miss, 360.0)) < 1.0);
                CHECK(is_finite(trace));
            }
        }
    }
}

TEST_CASE("frame measure: pixels a module", "[frame_measure]") {
    for (const auto known : {Known::Corners, Known::Grid, Known::Patterns})
        check_grows(&SymbolTrace::module_px, {"clean-1.7", "clean-2.5", "clean-4.0"}, known, 0.5);
}

TEST_CASE("frame measure: key-stone", "[frame_measure]") {
    for (const auto known : {Known::Corners, Known::Grid, Known::Patterns})
        check_grows(&SymbolTrace::keystone, {"clean-4.0", "persp10", "persp20", "persp30"}, known,
                    0.05);
}

TEST_CASE("frame measure: blur", "[frame_measure]") {
    check_grows(&SymbolTrace::edge_width_modules, {"clean-3.5", "blur1.0", "blur1.5"},
                Known::Corners, 0.15);
    for (const auto known : {Known::Grid, Known::Patterns}) {
        check_grows(&SymbolTrace::edge_width_modules,
                    {"clean-3.5", "blur1.0", "blur1.5", "blur2.0", "blur2.5"}, known, 0.15);
        check_grows(&SymbolTrace::edge_width_modules, {"clean-3.5", "defocus1.5", "defocus2.5"},
                    known, 0.15);
    }
}

TEST_CASE("frame measure: blur one way is told from blur both ways", "[frame_measure]") {
    for (const auto known : {Known::Grid, Known::Patterns}) {
        for (const auto motion : {"motion5", "motion7"})
            for (const auto even : {"clean-3.5", "blur2.5", "defocus2.5"})
                check_grows(&SymbolTrace::blur_anisotropy, {even, motion}, known, 0.3);
    }
}

TEST_CASE("frame measure: contrast", "[frame_measure]") {
    for (const auto known : {Known::Corners, Known::Grid, Known::Patterns})
        check_grows(&SymbolTrace::contrast, {"light.15", "light.30", "clean-3.5"}, known, 20.0);
    const auto symbols = some_symbols();
    // 230 - 25, and 0.15 of it.
    CHECK(trace_of(symbols[1], "clean-3.5", Known::Grid).contrast == Approx(205.0).margin(15.0));
    CHECK(trace_of(symbols[1], "light.15", Known::Grid).contrast == Approx(30.8).margin(4.0));
}

TEST_CASE("frame measure: share and place of glare", "[frame_measure]") {
    for (const auto known : {Known::Corners, Known::Grid, Known::Patterns})
        check_grows(&SymbolTrace::glare_share, {"clean-3.5", "glare2", "glare5"}, known, 0.01);
    for (const auto& symbol : some_symbols()) {
        const auto made = frame_of(symbol, "glare5");
        const auto quality = measure(made, Known::Grid);
        REQUIRE(quality.symbol);
        CHECK(quality.symbol->glare_share == Approx(0.05).margin(0.015));
        // The brightest part of the symbol: its middle from the pixels.
        const auto at = quality.symbol->glare_at;
        REQUIRE(at.x_px >= 0);
        REQUIRE(at.x_px < made.frame.width_px);
        REQUIRE(at.y_px >= 0);
        REQUIRE(at.y_px < made.frame.height_px);
        CHECK(
            made.frame.pixels[static_cast<std::size_t>(at.y_px * made.frame.width_px + at.x_px)] ==
            255);
        for (const auto clean : {"gradient.85", "noise45", "overexposed", "hand-shadow"})
            CHECK(trace_of(symbol, clean, Known::Grid).glare_share < 0.005);
    }
}

TEST_CASE("frame measure: curl", "[frame_measure]") {
    check_grows(&SymbolTrace::curl_modules, {"clean-3.5", "curl2", "curl5"}, Known::Grid, 0.2);
    const auto symbols = some_symbols();
    for (const auto flat : {"clean-3.5", "persp30", "rot15", "noise30"})
        CHECK(trace_of(symbols[1], flat, Known::Grid).curl_modules < 0.3);
}

TEST_CASE("frame measure: the beat of a screen", "[frame_measure]") {
    for (const auto& symbol : some_symbols()) {
        const double beat = trace_of(symbol, "screen-moire", Known::Patterns).moire;
        CHECK(beat > 0.2);
        CHECK(beat <= 1.0);
        for (const auto clean : {"clean-3.5", "noise45", "jpeg15", "screen-dim", "flicker",
                                 "thermal203", "quiet0", "gradient.85"}) {
            INFO(symbol.name << " " << clean);
            CHECK(trace_of(symbol, clean, Known::Patterns).moire < 0.12);
        }
    }
}

TEST_CASE("frame measure: motion from one frame to the next", "[frame_measure]") {
    const auto symbols = some_symbols();
    const auto made = frame_of(symbols[1], "clean-3.5");
    const auto first = measure(made, Known::Grid);
    REQUIRE(first.symbol);
    CHECK(first.symbol->motion_px == 0.0);
    auto moved = made;
    const std::size_t by = 9;
    std::rotate(moved.frame.pixels.begin(), moved.frame.pixels.end() - by,
                moved.frame.pixels.end());
    const auto second = measure(moved, Known::Grid, &*first.symbol);
    REQUIRE(second.symbol);
    CHECK(second.symbol->motion_px == Approx(9.0).margin(1.5));
    CHECK(hint_of(second) == ScanHint::Moving);
    const auto third = measure(moved, Known::Grid, &*second.symbol);
    REQUIRE(third.symbol);
    CHECK(third.symbol->motion_px < 1.0);
    // A trace that lies elsewhere is another symbol's.
    auto other = *first.symbol;
    for (auto& corner : other.corners) corner.x_px += 5000;
    const auto fourth = measure(made, Known::Grid, &other);
    REQUIRE(fourth.symbol);
    CHECK(fourth.symbol->motion_px == 0.0);
}

TEST_CASE("frame measure: a symbol that leaves the frame, each side", "[frame_measure]") {
    struct Cut {
        double SymbolTrace::*share;
        ScanHint hint;
        int left, top, right, bottom;
    };
    const Cut cuts[] = {{&SymbolTrace::cut_left, ScanHint::CutLeft, 1, 0, 0, 0},
                        {&SymbolTrace::cut_top, ScanHint::CutTop, 0, 1, 0, 0},
                        {&SymbolTrace::cut_right, ScanHint::CutRight, 0, 0, 1, 0},
                        {&SymbolTrace::cut_bottom, ScanHint::CutBottom, 0, 0, 0, 1}};
    for (const auto& symbol : some_symbols()) {
        for (const auto name : {"clean-3.0", "rot15", "rot90"}) {
            const auto made = frame_of(symbol, name);
            const auto& corners = made.symbols[0].corners;
            const auto by_x = [](auto a, auto b) { return a.x_px < b.x_px; };
            const auto by_y = [](auto a, auto b) { return a.y_px < b.y_px; };
            const auto [west, east] = std::minmax_element(corners.begin(), corners.end(), by_x);
            const auto [north, south] = std::minmax_element(corners.begin(), corners.end(), by_y);
            for (const auto& cut : cuts) {
                double before = 0.0;
                for (const double share : {0.15, 0.35, 0.55}) {
                    const auto x = static_cast<int>(share * (east->x_px - west->x_px));
                    const auto y = static_cast<int>(share * (south->y_px - north->y_px));
                    PixelBox box{cut.left * (west->x_px + x), cut.top * (north->y_px + y), 0, 0};
                    box.width_px = (cut.right != 0 ? east->x_px - x : 1280) - box.x_px;
                    box.height_px = (cut.bottom != 0 ? south->y_px - y : 720) - box.y_px;
                    const auto frame = part_of(made.frame.view(), box);
                    const auto patterns = patterns_of(frame);
                    MeasureInput input;
                    input.patterns = patterns;
                    const auto quality = measure_frame(frame, input);
                    INFO(symbol.name << " " << name << " " << static_cast<int>(cut.hint) << " "
                                     << share);
                    REQUIRE(quality.symbol);
                    CHECK(hint_of(quality) == cut.hint);
                    const double now = (*quality.symbol).*(cut.share);
                    CHECK(now > before);
                    before = now;
                    double others = -now;
                    for (const auto& other : cuts) others += (*quality.symbol).*(other.share);
                    CHECK(others < 0.01);
                }
            }
        }
    }
}

TEST_CASE("frame measure: each kind of frame gives its hint", "[frame_measure]") {
    const std::pair<std::string_view, ScanHint> expected[] = {
        {"clean-4.0", ScanHint::None},     {"clean-3.5", ScanHint::None},
        {"clean-2.5", ScanHint::None},     {"rot15", ScanHint::None},
        {"rot45", ScanHint::None},         {"persp10", ScanHint::None},
        {"noise30", ScanHint::None},       {"jpeg15", ScanHint::None},
        {"gradient.70", ScanHint::None},   {"mirrored", ScanHint::None},
        {"clean-1.7", ScanHint::TooFar},   {"blur2.0", ScanHint::Blurred},
        {"defocus2.5", ScanHint::Blurred}, {"motion5", ScanHint::Moving},
        {"motion7", ScanHint::Moving},     {"glare2", ScanHint::Glare},
        {"glare5", ScanHint::Glare},       {"light.15", ScanHint::TooDark},
        {"screen-dim", ScanHint::TooDark}, {"overexposed", ScanHint::TooBright},
        {"persp30", ScanHint::Tilted},     {"curl5", ScanHint::Curled},
        {"curl-strong", ScanHint::Curled}, {"screen-moire", ScanHint::ScreenMoire}};
    for (const auto& symbol : some_symbols()) {
        for (const auto& [name, hint] : expected) {
            INFO(symbol.name << " " << name);
            const auto quality = measure(frame_of(symbol, name, 2), Known::Grid);
            REQUIRE(quality.symbol);
            CHECK_FALSE(quality.symbol->was_read);
            CHECK(hint_of(quality, {1280, 720}) == hint);
        }
    }
}

TEST_CASE("frame measure: a symbol that fills the frame is too close", "[frame_measure]") {
    const auto symbols = some_symbols();
    const auto made = frame_of(symbols[1], "clean-4.0");
    const auto& corners = made.symbols[0].corners;
    PixelBox box{corners[0].x_px - 10, corners[0].y_px - 12, 490, 492};
    const auto frame = part_of(made.frame.view(), box);
    const auto patterns = patterns_of(frame);
    MeasureInput input;
    input.patterns = patterns;
    CHECK(hint_of(measure_frame(frame, input), {frame.width_px, frame.height_px}) ==
          ScanHint::TooClose);
}

TEST_CASE("frame measure: a symbol light on dark", "[frame_measure]") {
    const auto symbols = some_symbols();
    auto made = frame_of(symbols[1], "inverted");
    auto inverted = made.frame;
    for (auto& pixel : inverted.pixels) pixel = static_cast<std::uint8_t>(255 - pixel);
    const auto patterns = patterns_of(inverted.view());
    MeasureInput input;
    input.patterns = patterns;
    input.is_inverted = true;
    const auto quality = measure_frame(made.frame.view(), input);
    REQUIRE(quality.symbol);
    CHECK(quality.symbol->side_modules == 117);
    CHECK(quality.symbol->edge_width_modules < 0.7);
    CHECK(quality.mean_level == measure_levels(made.frame.view()).mean);
}

TEST_CASE("frame measure: nothing is traced where nothing is", "[frame_measure]") {
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        const auto empty = corpus::make_empty_frame(seed);
        REQUIRE(empty);
        const auto patterns = patterns_of(empty->frame.view());
        MeasureInput input;
        input.patterns = patterns;
        const auto quality = measure_frame(empty->frame.view(), input);
        CHECK_FALSE(quality.symbol);
        CHECK(quality.mean_level > 0.0);
        CHECK(hint_of(quality, {1280, 720}) == ScanHint::None);
    }
    CHECK_FALSE(measure_frame(FrameView{}, {}).symbol);
}

TEST_CASE("frame measure: any input does no harm", "[frame_measure]") {
    std::mt19937 dice(11);
    const auto coordinate = [&] { return static_cast<std::int32_t>(dice() % 4000) - 1500; };
    for (int round = 0; round < 150; ++round) {
        Frame frame;
        frame.width_px = 1 + static_cast<std::int32_t>(dice() % 300);
        frame.height_px = 1 + static_cast<std::int32_t>(dice() % 300);
        for (std::int32_t k = 0; k < frame.width_px * frame.height_px; ++k)
            frame.pixels.push_back(static_cast<std::uint8_t>(dice() % 2 * 255));
        std::vector<FinderPattern> patterns(dice() % 20);
        for (auto& pattern : patterns)
            pattern = {{coordinate() * 0.3, coordinate() * 0.3},
                       static_cast<double>(dice() % 100) * 0.2,
                       3};
        SymbolRead symbol;
        for (auto& corner : symbol.corners) corner = {coordinate(), coordinate()};
        if (round % 5 == 0) symbol.corners = {};
        SamplingResult grid;
        grid.is_grid_found = true;
        grid.agreement = 0.9;
        grid.bend_modules = round % 8 == 0 ? 2.0 : 0.0;
        grid.side_modules = 21 + 4 * static_cast<std::int32_t>(dice() % 40);
        for (auto& corner : grid.corners)
            corner = {static_cast<double>(coordinate()), static_cast<double>(coordinate())};
        if (round % 7 == 0) grid.corners = {};
        MeasureInput input;
        input.patterns = patterns;
        if (round % 3 == 0) input.symbols = {&symbol, 1};
        if (round % 4 == 0) input.grid = &grid;
        input.is_inverted = round % 2 == 0;
        const auto quality = measure_frame(frame.view(), input);
        if (quality.symbol) CHECK(is_finite(*quality.symbol));
        CHECK(quality.clipped_share <= 1.0);
    }
}
