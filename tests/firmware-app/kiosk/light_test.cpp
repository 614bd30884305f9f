// The panel grows dark when nobody is there, and as bright as it was at the first movement; the
// lamp tells a verdict as long as it is shown.
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

/// The colours in turn; what it is told while it is unplugged is not shown.
class WatchedLamp final : public Lamp {
  public:
    bool show(LampColour colour) override {
        if (!is_plugged) return false;
        shown.push_back(colour);
        return true;
    }
    bool is_plugged = true;
    std::vector<LampColour> shown;
};

struct Kiosk {
    explicit Kiosk(std::int32_t brightness, std::int32_t dimmed, bool is_discreet = false) {
        AppOptions options;
        options.session.languages = {"en"};
        options.session.discreet = is_discreet;
        options.panel.width_px = 800;
        options.panel.height_px = 480;
        options.panel.px_per_mm = 5;
        options.brightness = brightness;
        options.dimmed_brightness = dimmed;
        app = std::make_unique<KioskApp>(
            AppPorts{display, painter, words, clock, inbox, nullptr, nullptr, &lamp}, options,
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

    void show(policy::Verdict verdict) {
        session::CheckOutcome outcome;
        outcome.verdict = verdict;
        outcome.payload_digest = "1";
        app->happen(session::CodeRead{"1"});
        app->happen(session::Checked{outcome});
        app->turn(0, nullptr);
    }
    void wait_ms(std::int64_t ms) {
        constexpr std::int64_t step_ms = 50;
        for (std::int64_t passed = 0; passed < ms; passed += step_ms) {
            clock.advance_ms(step_ms);
            app->turn(0, nullptr);
        }
    }

    WatchedLamp lamp;
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

TEST_CASE("the lamp tells the verdict in its rhythm, and is dark when the verdict has gone") {
    using enum LampColour;
    Kiosk kiosk(80, 30);
    REQUIRE(std::holds_alternative<session::Attract>(kiosk.app->state().screen));
    CHECK(kiosk.lamp.shown.empty());
    SECTION("accepted: steady") {
        kiosk.show(policy::Verdict::Accepted);
        CHECK(kiosk.lamp.shown == std::vector{Green});
        kiosk.wait_ms(60'000);
        CHECK(kiosk.lamp.shown == std::vector{Green, Dark});
    }
    SECTION("rejected: four times red within two seconds, then dark") {
        kiosk.show(policy::Verdict::Rejected);
        kiosk.wait_ms(60'000);
        CHECK(kiosk.lamp.shown == std::vector{Red, Dark, Red, Dark, Red, Dark, Red, Dark});
    }
    SECTION("cannot check: blinks in pairs") {
        kiosk.show(policy::Verdict::Unknown);
        kiosk.wait_ms(1'900);
        CHECK(kiosk.lamp.shown == std::vector{Blue, Dark, Blue, Dark});
        kiosk.wait_ms(60'000);
        CHECK(kiosk.lamp.shown.back() == Dark);
        CHECK(kiosk.lamp.shown.size() >= 8);
    }
    SECTION("a lamp that comes back shows what is on") {
        kiosk.lamp.is_plugged = false;
        kiosk.show(policy::Verdict::Accepted);
        CHECK(kiosk.lamp.shown.empty());
        kiosk.lamp.is_plugged = true;
        kiosk.wait_ms(100);
        CHECK(kiosk.lamp.shown == std::vector{Green});
    }
}

TEST_CASE("where verdicts are discreet the lamp stays dark") {
    Kiosk kiosk(80, 30, true);
    kiosk.show(policy::Verdict::Rejected);
    REQUIRE(std::holds_alternative<session::VerdictShown>(kiosk.app->state().screen));
    kiosk.wait_ms(60'000);
    CHECK(kiosk.lamp.shown.empty());
}
