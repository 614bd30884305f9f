#include "firmware-app/kiosk/scan_feed.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace outpost;
using namespace outpost::kiosk;

namespace {

class StillClock final : public Clock {
  public:
    [[nodiscard]] UtcInstant now() const override { return {1'800'000'000'000}; }
    [[nodiscard]] std::int64_t monotonic_us() const override { return 1'000'000; }
};

struct Rig {
    StillClock clock;
    std::vector<session::Happening> heard;
    std::vector<CounterTask> asked;
    ScanFeed feed{nullptr, clock, [this](CounterTask task) { asked.push_back(std::move(task)); },
                  [this](session::Happening what) { heard.push_back(std::move(what)); }};

    template <class T>
    std::size_t count() const {
        const auto found = std::count_if(heard.begin(), heard.end(), [](const auto& one) {
            return std::holds_alternative<T>(one);
        });
        return static_cast<std::size_t>(found);
    }
};

Bytes payload_of(std::string_view text) {
    return {text.begin(), text.end()};
}

}  // namespace

TEST_CASE("codes count only while they are taken") {
    Rig rig;
    rig.feed.take(payload_of("KSK-1"), std::nullopt);
    CHECK(rig.heard.empty());
    rig.feed.accept(true);
    rig.feed.take(payload_of("KSK-1"), std::nullopt);
    CHECK(rig.count<session::CodeRead>() == 1);
    rig.feed.accept(false);
    rig.feed.take(payload_of("KSK-1"), std::nullopt);
    CHECK(rig.count<session::CodeRead>() == 1);
}

TEST_CASE("a short text that is no certificate is looked up as a registration") {
    Rig rig;
    rig.feed.accept(true);
    rig.feed.take(payload_of("KSK-2026-000417"), std::nullopt);
    REQUIRE(rig.asked.size() == 1);
    CHECK(std::get<RegistrationCode>(rig.asked[0]).code == "KSK-2026-000417");
    CHECK_FALSE(std::get<RegistrationCode>(rig.asked[0]).is_for_reprint);
    rig.feed.look_for_reprint(true);
    rig.feed.take(payload_of("100700000013"), std::nullopt);
    REQUIRE(rig.asked.size() == 2);
    CHECK(std::get<RegistrationCode>(rig.asked[1]).is_for_reprint);
}

TEST_CASE("what no registration can be is never passed on") {
    Rig rig;
    rig.feed.accept(true);
    for (const auto& text : {std::string("a\nb"), std::string("\x1b[2J"), std::string("\xFF\xFE"),
                             std::string(65, 'a'), std::string("a\0b", 3)})
        rig.feed.take(payload_of(text), std::nullopt);
    CHECK(rig.asked.empty());
    CHECK(rig.count<session::Checked>() == 5);  // each is some other code
}

TEST_CASE("an empty view is told once") {
    Rig rig;
    rig.feed.see({640, 480, {}, {}});
    const auto first = rig.count<session::CodesInView>();
    rig.feed.see({640, 480, {}, {}});
    CHECK(rig.count<session::CodesInView>() == first);
    Look look{640, 480, {}, {}};
    look.read.emplace_back();
    rig.feed.see(look);
    rig.feed.see({640, 480, {}, {}});
    CHECK(rig.count<session::CodesInView>() == first + 2);
}

TEST_CASE("finder patterns of an unread code are an outline, one alone is not") {
    Rig rig;
    Look look{640, 480, {}, {}};
    look.quality.symbol.emplace();
    look.quality.symbol->finder_patterns = 1;
    rig.feed.see(look);
    CHECK(rig.heard.empty());
    look.quality.symbol->finder_patterns = 3;
    rig.feed.see(look);
    REQUIRE(rig.heard.size() == 1);
    const auto& seen = std::get<session::CodesInView>(rig.heard[0]);
    REQUIRE(seen.outlines.size() == 1);
    CHECK_FALSE(seen.outlines[0].is_read);
    CHECK(seen.width_px == 640);
}
