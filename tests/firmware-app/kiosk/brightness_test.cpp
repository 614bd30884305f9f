// The panel grows dark when nobody is there, and as bright as it was at the first movement.
#include "drivers/display/memory_display.h"
#include "firmware-app/kiosk/kiosk_app.h"
#include "tests/support/manual_clock.h"

#include <catch2/catch.hpp>

#include <type_traits>

using namespace outpost;
using namespace outpost::kiosk;

namespace {

/// Every text fits, and nothing is seen of it.
class BlankPainter final : public Painter {
  public:
    void paint(const DrawList& list, CanvasPicture& canvas) override {
        canvas.width_px = list.width_px;
        canvas.height_px = list.height_px;
        canvas.pixels.assign(
            static_cast<std::size_t>(list.width_px) * static_cast<std::size_t>(list.height_px), 0U);
    }
    [[nodiscard]] TextFit fit(const TextItem& /*item*/) const override { return {}; }
};

class KeysAsWords final : public Messages, public MessageCatalogs {
  public:
    [[nodiscard]] const Language& language() const override { return languages_.front(); }
    [[nodiscard]] std::string text(std::string_view key) const override { return std::string(key); }
    [[nodiscard]] std::string plural(std::string_view key, std::int64_t /*count*/) const override {
        return std::string(key);
    }
    [[nodiscard]] bool has(std::string_view /*key*/) const override { return true; }
    [[nodiscard]] const std::vector<Language>& languages() const override { return languages_; }
    [[nodiscard]] const Messages& messages(std::string_view /*tag*/) const override {
        return *this;
    }

  private:
    std::vector<Language> languages_{{"en", "English", false}};
};

struct Kiosk {
    explicit Kiosk(std::int32_t brightness, std::int32_t dimmed) {
        AppOptions options;
        options.session.languages = {"en"};
        options.panel.width_px = 800;
        options.panel.height_px = 480;
        options.panel.px_per_mm = 5;
        options.brightness = brightness;
        options.dimmed_brightness = dimmed;
        app = std::make_unique<KioskApp>(AppPorts{display, painter, words, clock, inbox}, options,
                                         World{});
        app->happen(session::StartUpProgress{{}, true});
        app->turn(0, nullptr);
    }
    void nobody_comes() {
        clock.advance_ms(session::Settings{}.dim_after_ms + 1'000);
        app->turn(0, nullptr);
    }
    void somebody_moves() {
        app->happen(session::Movement{});
        app->turn(0, nullptr);
    }

    MemoryDisplay display{800, 480};
    BlankPainter painter;
    KeysAsWords words;
    tests::ManualClock clock;
    Inbox inbox;
    std::unique_ptr<KioskApp> app;
};

}  // namespace

TEST_CASE("the panel is dimmed when nobody is there, and wakes") {
    Kiosk kiosk(80, 30);
    REQUIRE(std::holds_alternative<session::Attract>(kiosk.app->state().screen));
    CHECK(kiosk.display.brightness() == 80);
    kiosk.nobody_comes();
    CHECK(kiosk.display.brightness() == 30);
    kiosk.somebody_moves();
    CHECK(kiosk.display.brightness() == 80);
}

TEST_CASE("dimming never makes a dark panel brighter") {
    Kiosk kiosk(20, 30);
    CHECK(kiosk.display.brightness() == 20);
    kiosk.nobody_comes();
    CHECK(kiosk.display.brightness() == 20);
}
