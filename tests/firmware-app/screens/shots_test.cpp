// Every screen as pixels; with OUTPOST_SHOTS=DIR as PNG files for people to look at.
#include "assets/shipped_icons.h"
#include "drivers/canvas/cairo_painter.h"
#include "tests/firmware-app/screens/rendered.h"
#include "tests/firmware-app/screens/sample_states.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

using namespace outpost;
using namespace outpost::tests;

namespace {

void write_file(const std::string& path, const Bytes& bytes) {
    std::ofstream file(path, std::ios::binary);
    for (const std::uint8_t byte : bytes) file.put(static_cast<char>(byte));
    REQUIRE(file.good());
}

std::vector<std::string> asked(const char* name, const char* usual) {
    const char* value = std::getenv(name);
    std::istringstream words(value == nullptr ? usual : value);
    std::vector<std::string> out;
    for (std::string word; words >> word;) out.push_back(word);
    return out;
}

bool is_asked(const std::vector<std::string>& list, const std::string& name) {
    return list.empty() || std::find(list.begin(), list.end(), name) != list.end();
}

}  // namespace

TEST_CASE("shots of every screen, where they are asked for") {
    const char* folder = std::getenv("OUTPOST_SHOTS");
    if (folder == nullptr) {
        WARN("OUTPOST_SHOTS is not set: no pictures are written");
        return;
    }
    const auto catalogs = shipped_catalogs();
    CairoPainter painter(shipped_icon);
    const auto languages = asked("OUTPOST_SHOTS_LANGUAGES", "en ar ta");
    const auto screens = asked("OUTPOST_SHOTS_SCREENS", "");
    const auto panels = asked("OUTPOST_SHOTS_PANELS", "800x480 1080x1920 1920x1080");
    auto settings = sample_settings(*catalogs);
    for (const std::string& mode : asked("OUTPOST_SHOTS_MODES", "light"))
        for (const auto& panel : sample_panels())
            for (auto sample : sample_states())
                for (const auto& language : languages) {
                    if (!is_asked(panels, panel.name) || !is_asked(screens, sample.name)) continue;
                    settings.theme = mode == "dark" ? session::Theme::Dark : session::Theme::Light;
                    sample.state.access.large_text = mode == "large";
                    sample.state.access.lower_keys = mode == "low";
                    sample.state.access.contrast = mode == "contrast";
                    sample.state.language = language;
                    const auto drawn =
                        screens::draw(sample.state, settings, panel.panel, *catalogs, painter);
                    const auto png = write_png(painted(painter, drawn.list));
                    REQUIRE(png);
                    write_file(std::string(folder) + "/" + sample.name + "-" + panel.name + "-" +
                                   language + "-" + mode + ".png",
                               *png);
                }
}
