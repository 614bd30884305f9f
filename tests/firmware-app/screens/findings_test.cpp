// Every reason that an operator can be shown, whole, in every language and size.
#include "assets/shipped_icons.h"
#include "drivers/canvas/cairo_painter.h"
#include "tests/firmware-app/screens/sample_states.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <set>
#include <string>

using namespace outpost;
using namespace outpost::tests;

namespace {

/// Codes of the findings that the English catalog has words for.
std::set<std::string> codes() {
    std::set<std::string> out;
    std::ifstream catalog(OUTPOST_ENGLISH_CATALOG);
    const std::string begin = "msgid \"finding.";
    for (std::string line; std::getline(catalog, line);)
        if (line.starts_with(begin))
            out.insert(line.substr(begin.size(), line.size() - begin.size() - 1));
    return out;
}

}  // namespace

TEST_CASE("each reason has room on the operator's page, in every language and size") {
    const auto catalogs = shipped_catalogs();
    const auto settings = sample_settings(*catalogs);
    const auto samples = sample_states();
    const auto detail = std::find_if(samples.begin(), samples.end(),
                                     [](const auto& sample) { return sample.name == "detail"; });
    REQUIRE(detail != samples.end());
    const auto all = codes();
    REQUIRE(all.size() > 50);
    std::size_t seen = 0;
    for (const auto& panel : sample_panels()) {
        CairoPainter painter(shipped_icon);
        for (const auto& language : catalogs->languages())
            for (const auto& code : all) {
                auto state = detail->state;
                state.language = language.tag;
                state.last_check->findings.front().code = code;
                const auto drawn = screens::draw(state, settings, panel.panel, *catalogs, painter);
                for (const auto& text : drawn.texts) {
                    if (text.key != "finding." + code) continue;
                    ++seen;
                    INFO(code << " " << panel.name << " " << language.tag << ": " << text.text);
                    CHECK_FALSE(text.fit.is_cut);
                    CHECK(text.fit.has_all_glyphs);
                }
            }
    }
    CHECK(seen == all.size() * catalogs->languages().size() * sample_panels().size());
}
