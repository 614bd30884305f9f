// Layouts as pictures: each screen, made small and grey, looks as the kept picture of it. Made
// anew, after they were looked at, with OUTPOST_GOLDEN_WRITE=1.
#include "assets/shipped_icons.h"
#include "drivers/canvas/cairo_painter.h"
#include "tests/firmware-app/screens/rendered.h"
#include "tests/firmware-app/screens/sample_states.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>

using namespace outpost;
using namespace outpost::tests;

namespace {

// A quarter of each side: letters become grey bars, whose edges no change of the font's rasterizer
// moves; a key that moved by a few millimetres still does.
constexpr int reduction = 4;
// Greatest difference of any place, of 255. Edges that fall into the next pixel make up to 16, the
// smallest of things that move 59.
constexpr double difference_max = 32;

const std::set<std::string> golden_screens{"attract",
                                           "languages",
                                           "scan",
                                           "confirm",
                                           "printing",
                                           "hand-over",
                                           "pin",
                                           "queue",
                                           "operator-home",
                                           "health",
                                           "import",
                                           "verdict-accepted",
                                           "printer-help",
                                           "easy-use",
                                           "verdict-rejected",
                                           "verdict-unknown",
                                           "verdict-not-accepted"};
const std::set<std::string> golden_panels{"800x480", "1080x1920"};

cv::Mat small_picture(const CanvasPicture& canvas) {
    const cv::Mat pixels(canvas.height_px, canvas.width_px, CV_8UC4,
                         const_cast<std::uint32_t*>(canvas.pixels.data()));
    cv::Mat grey, small;
    cv::cvtColor(pixels, grey, cv::COLOR_BGRA2GRAY);
    cv::resize(grey, small, {canvas.width_px / reduction, canvas.height_px / reduction}, 0, 0,
               cv::INTER_AREA);
    return small;
}

struct Difference {
    double greatest = 255;
    cv::Mat picture;
    [[nodiscard]] bool is_small() const { return greatest <= difference_max; }
};

Difference compare(const cv::Mat& one, const cv::Mat& other) {
    Difference found;
    if (one.size() != other.size() || one.type() != other.type()) return found;
    constexpr double softness = 1.5;
    cv::Mat soft_one, soft_other;
    cv::GaussianBlur(one, soft_one, {0, 0}, softness);
    cv::GaussianBlur(other, soft_other, {0, 0}, softness);
    cv::absdiff(soft_one, soft_other, found.picture);
    cv::minMaxLoc(found.picture, nullptr, &found.greatest);
    return found;
}

std::filesystem::path golden_folder() {
    return data_dir() / "golden";
}

void check(const std::string& name, const cv::Mat& picture) {
    const auto path = golden_folder() / (name + ".png");
    if (std::getenv("OUTPOST_GOLDEN_WRITE") != nullptr) {
        std::filesystem::create_directories(golden_folder());
        REQUIRE(cv::imwrite(path.string(), picture, {cv::IMWRITE_PNG_COMPRESSION, 9}));
        return;
    }
    const auto kept = cv::imread(path.string(), cv::IMREAD_GRAYSCALE);
    const auto difference = compare(kept, picture);
    if (difference.is_small()) return;
    const auto folder = std::filesystem::temp_directory_path() / "outpost-golden";
    std::filesystem::create_directories(folder);
    cv::imwrite((folder / (name + ".png")).string(), picture);
    if (!difference.picture.empty())
        cv::imwrite((folder / (name + "-difference.png")).string(), difference.picture);
    FAIL_CHECK(name << ": a difference of " << difference.greatest << "; see " << folder.string());
}

screens::Drawn draw_sample(SampleState sample, const screens::Panel& panel,
                           const std::string& language, const MessageCatalogs& catalogs,
                           const TextMeasure& measure) {
    auto settings = sample_settings(catalogs);
    settings.reduced_motion = true;
    sample.state.language = language;
    return screens::draw(sample.state, settings, panel, catalogs, measure);
}

/// Moves the n-th item of a list.
void move(DrawItem& item, double x_px, double y_px) {
    std::visit(
        [&](auto& what) {
            if constexpr (requires { what.box; }) {
                what.box.x += x_px;
                what.box.y += y_px;
            }
        },
        item);
}

}  // namespace

TEST_CASE("layouts look as the kept pictures") {
    const auto catalogs = shipped_catalogs();
    CairoPainter painter(shipped_icon);
    std::size_t compared = 0;
    std::set<std::string> seen;
    for (const auto& panel : sample_panels())
        for (const auto& sample : sample_states()) {
            if (!golden_panels.contains(panel.name) || !golden_screens.contains(sample.name))
                continue;
            seen.insert(sample.name);
            for (const std::string language : {"en", "ar"}) {
                const auto drawn = draw_sample(sample, panel.panel, language, *catalogs, painter);
                check(sample.name + "-" + panel.name + "-" + language,
                      small_picture(painted(painter, drawn.list)));
                ++compared;
            }
        }
    CHECK(seen == golden_screens);
    CHECK(compared == golden_screens.size() * golden_panels.size() * 2);
}

TEST_CASE("a kept picture finds what moved or is gone, and no change of edges") {
    const auto catalogs = shipped_catalogs();
    CairoPainter painter(shipped_icon);
    const auto samples = sample_states();
    for (const auto& sample : samples) {
        if (!golden_screens.contains(sample.name)) continue;
        CAPTURE(sample.name);
        const auto drawn = draw_sample(sample, {800, 480, 5.25, {}}, "en", *catalogs, painter);
        const auto kept = small_picture(painted(painter, drawn.list));
        // Every edge a third of a pixel on: as another rasterizer might have it.
        auto softened = drawn;
        for (auto& item : softened.list.items)
            if (std::holds_alternative<TextItem>(item)) move(item, 0.33, 0.33);
        CHECK(compare(kept, small_picture(painted(painter, softened.list))).is_small());
        // The longest words 4 mm lower; the largest sign gone.
        auto moved = drawn;
        auto without = drawn;
        double widest = 0, largest = 0;
        std::size_t words = 0, sign = drawn.list.items.size();
        for (std::size_t index = 0; index < drawn.list.items.size(); ++index) {
            const auto& item = drawn.list.items[index];
            if (const auto* text = std::get_if<TextItem>(&item)) {
                const double wide = painter.fit(*text).width_px;
                if (wide > widest) words = index;
                widest = std::max(widest, wide);
            }
            if (const auto* icon = std::get_if<IconItem>(&item)) {
                if (icon->box.width > largest) sign = index;
                largest = std::max(largest, icon->box.width);
            }
        }
        move(moved.list.items[words], 0, 21);
        CHECK_FALSE(compare(kept, small_picture(painted(painter, moved.list))).is_small());
        if (sign == drawn.list.items.size()) continue;
        without.list.items.erase(without.list.items.begin() + static_cast<std::ptrdiff_t>(sign));
        CHECK_FALSE(compare(kept, small_picture(painted(painter, without.list))).is_small());
    }
}
