// Puts a frame together: desk, sheet, bends, light.
#include "tools/scancorpus/corpus.h"

#include "tools/scancorpus/bend.h"
#include "tools/scancorpus/dice.h"
#include "tools/scancorpus/light.h"
#include "tools/scancorpus/print.h"
#include "tools/scancorpus/scene_parts.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <exception>
#include <string_view>

namespace outpost::corpus {

namespace {

constexpr double beside_module_px = 3.5;
constexpr std::string_view empty_name = "empty";

struct Scene {
    cv::Mat frame;
    std::vector<Placed> placed;
    cv::Mat light_share;
};

cv::Size camera_size(const Variant& variant) {
    return {frame_width_px / variant.shrink, frame_height_px / variant.shrink};
}

cv::Point2f near_middle(cv::Size size, std::int32_t shrink, Dice& dice) {
    return {static_cast<float>(size.width / 2.0 + dice.around(20.0) / shrink),
            static_cast<float>(size.height / 2.0 + dice.around(6.0) / shrink)};
}

/// The second symbol at one side, the first moved to the other.
void lay_second(Scene& scene, const CorpusSymbol& symbol, const Variant& variant, Dice& dice) {
    auto second = variant;
    second.pose.module_px = beside_module_px;
    second.print.paper_modules = 1.0;
    const auto sheet = print_symbol(symbol.beside, second.print, dice.roll());
    const auto half = sheet.side_modules * beside_module_px / 2.0 + 12.0;
    const cv::Point2f at(static_cast<float>(frame_width_px - half),
                         static_cast<float>(frame_height_px / 2.0 + dice.around(180.0)));
    scene.placed.push_back(lay_sheet(scene.frame, sheet, second, at, dice));
}

Scene lay_out(const CorpusSymbol& symbol, const Variant& variant, Dice& dice) {
    Scene scene;
    const auto size = camera_size(variant);
    scene.frame = draw_desk(size, variant.dark_desk, dice);
    const auto grid = damaged_grid(symbol, variant.damage, dice.roll());
    const auto sheet = print_symbol(grid, variant.print, dice.roll());
    auto middle = near_middle(size, variant.shrink, dice);
    if (variant.pose.second_symbol) middle.x -= 190.0F;
    scene.placed.push_back(lay_sheet(scene.frame, sheet, variant, middle, dice));
    if (variant.pose.second_symbol) lay_second(scene, symbol, variant, dice);
    if (is_bent(variant)) {
        auto bent = bend(scene.frame, variant, scene.placed, dice);
        scene.frame = bent.frame;
        scene.light_share = bent.light_share;
    }
    return scene;
}

void take(Scene& scene, const Variant& variant, Dice& dice) {
    expose(scene.frame, variant, scene.placed, scene.light_share, dice);
    if (variant.shrink == 1) return;
    cv::Mat enlarged;
    cv::resize(scene.frame, enlarged, {frame_width_px, frame_height_px}, 0, 0, cv::INTER_LINEAR);
    scene.frame = enlarged;
}

Frame frame_of(const cv::Mat& picture, std::uint64_t seed) {
    Frame frame;
    frame.width_px = picture.cols;
    frame.height_px = picture.rows;
    frame.sequence = seed;
    frame.pixels.reserve(picture.total());
    for (int y = 0; y < picture.rows; ++y) {
        const auto* row = picture.ptr<std::uint8_t>(y);
        frame.pixels.insert(frame.pixels.end(), row, row + picture.cols);
    }
    return frame;
}

ShownSymbol shown(const Placed& placed, Bytes payload, std::int32_t shrink) {
    ShownSymbol symbol;
    symbol.payload = std::move(payload);
    symbol.module_px = placed.module_px * shrink;
    for (std::size_t k = 0; k < symbol.corners.size(); ++k) {
        const auto place = [shrink](float at) {
            return static_cast<std::int32_t>(std::lround(at * static_cast<float>(shrink)));
        };
        symbol.corners[k] = {place(placed.corners[k].x), place(placed.corners[k].y)};
    }
    return symbol;
}

bool is_inside(const PixelPoint& corner) {
    return corner.x_px >= 0 && corner.y_px >= 0 && corner.x_px <= frame_width_px &&
           corner.y_px <= frame_height_px;
}

}  // namespace

Result<CorpusFrame> make_frame(const CorpusSymbol& symbol, const Variant& variant,
                               std::uint64_t seed) {
    try {
        cv::setNumThreads(1);
        Dice dice(mix_seed(variant.name, symbol.name, seed));
        auto scene = lay_out(symbol, variant, dice);
        take(scene, variant, dice);
        CorpusFrame made;
        made.frame = frame_of(scene.frame, seed);
        for (std::size_t k = 0; k < scene.placed.size(); ++k) {
            const auto& payload = k == 0 ? symbol.payload : symbol.beside_payload;
            made.symbols.push_back(shown(scene.placed[k], payload, variant.shrink));
            const auto& corners = made.symbols.back().corners;
            if (!std::all_of(corners.begin(), corners.end(), is_inside))
                return Error{Errc::BadValue, seed, "symbol larger than the frame"};
        }
        if (variant.damage != Damage::None) made.symbols.clear();
        return made;
    } catch (const std::exception&) {
        return Error{Errc::BadValue, seed, "frame cannot be drawn"};
    }
}

Result<CorpusFrame> make_empty_frame(std::uint64_t seed) {
    try {
        cv::setNumThreads(1);
        Dice dice(mix_seed(empty_name, {}, seed));
        const Variant variant{empty_name, {}, Light{.noise = 3.0}};
        auto picture = draw_desk({frame_width_px, frame_height_px}, false, dice);
        expose(picture, variant, {}, {}, dice);
        return CorpusFrame{frame_of(picture, seed), {}};
    } catch (const std::exception&) {
        return Error{Errc::BadValue, seed, "frame cannot be drawn"};
    }
}

Outcome judge(const CorpusFrame& frame, const std::vector<Bytes>& payloads) {
    const auto is_shown = [&](const Bytes& payload) {
        return std::any_of(frame.symbols.begin(), frame.symbols.end(),
                           [&](const ShownSymbol& symbol) { return symbol.payload == payload; });
    };
    const auto was_read = [&](const ShownSymbol& symbol) {
        return std::find(payloads.begin(), payloads.end(), symbol.payload) != payloads.end();
    };
    if (!std::all_of(payloads.begin(), payloads.end(), is_shown)) return Outcome::Misread;
    const bool is_complete = std::all_of(frame.symbols.begin(), frame.symbols.end(), was_read);
    return is_complete ? Outcome::Right : Outcome::Absent;
}

}  // namespace outpost::corpus
