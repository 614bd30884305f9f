#include "core/exposure/exposure_control.h"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

using namespace outpost::exposure;

namespace {

ExposureView view_of(double bright, double clipped, std::int64_t now_ms, bool has_symbol = true) {
    ExposureView view;
    view.region = {20.0, bright, clipped};
    view.whole = view.region;
    view.has_symbol = has_symbol;
    view.now_ms = now_ms;
    view.current = {100, 0};
    return view;
}

}  // namespace

TEST_CASE("exposure scale: time first, then gain; there and back", "[exposure]") {
    const ExposureScale scale({1, 5'000, 0, 255});
    CHECK(scale.setting_at(0.0) == ExposureSetting{1, 0});
    CHECK(scale.setting_at(-5.0) == ExposureSetting{1, 0});
    CHECK(scale.setting_at(std::numeric_limits<double>::quiet_NaN()) == ExposureSetting{1, 0});
    CHECK(scale.setting_at(1e9) == ExposureSetting{666, 255});
    CHECK(scale.setting_at(std::log2(100.0)) == ExposureSetting{100, 0});
    CHECK(scale.setting_at(std::log2(100.0) + 2.0).time_100us == 100);
    CHECK(std::abs(scale.setting_at(std::log2(100.0) + 2.0).gain - 127) <= 1);
    CHECK(scale.setting_at(std::log2(333.0) + 2.0).time_100us == 333);
    ExposureSetting before = scale.setting_at(0.0);
    for (double stops = 0.0; stops <= scale.stops_max(); stops += 0.05) {
        const auto setting = scale.setting_at(stops);
        CHECK(setting.time_100us >= before.time_100us);
        CHECK(setting.gain >= before.gain);
        CHECK(std::abs(scale.stops_of(setting) - stops) < 0.6);  // 1 and 2 are a stop apart
        before = setting;
    }
}

TEST_CASE("exposure scale: limits that make no sense", "[exposure]") {
    constexpr auto most = std::numeric_limits<std::int32_t>::max();
    constexpr auto least = std::numeric_limits<std::int32_t>::min();
    for (const auto& limits :
         {ExposureLimits{0, 0, 0, 0}, ExposureLimits{-5, -9, 7, 3},
          ExposureLimits{least, most, least, most}, ExposureLimits{most, least, most, least}}) {
        const ExposureScale scale(limits);
        CHECK(std::isfinite(scale.stops_max()));
        for (const double stops : {0.0, 1.0, 5.0, 1e6}) {
            const auto setting = scale.setting_at(stops);
            CHECK(setting.time_100us >= 1);
            CHECK(setting.time_100us <= 666);
            CHECK(setting.gain >= limits.gain_min);
        }
        CHECK(std::isfinite(scale.stops_of({most, least})));
    }
}

TEST_CASE("exposure control: three bad frames, one step, then patience", "[exposure]") {
    ExposureControl control({1, 333, 0, 0});
    std::int64_t now_ms = 0;
    CHECK_FALSE(control.next(view_of(255.0, 0.5, ++now_ms)));
    CHECK_FALSE(control.next(view_of(255.0, 0.5, ++now_ms)));
    CHECK(control.needs_current());
    const auto first = control.next(view_of(255.0, 0.5, ++now_ms));
    REQUIRE(first);
    CHECK_FALSE(first->automatic);
    CHECK(first->setting.time_100us < 60);
    CHECK(first->setting.time_100us > 20);
    for (int k = 0; k < ExposureControl::settle_frames; ++k)
        CHECK_FALSE(control.next(view_of(255.0, 0.5, ++now_ms)));
    const auto second = control.next(view_of(255.0, 0.5, ++now_ms));
    REQUIRE(second);
    CHECK(second->setting.time_100us < first->setting.time_100us);
}

TEST_CASE("exposure control: a flash of light is no reason", "[exposure]") {
    ExposureControl control({1, 333, 0, 0});
    for (std::int64_t k = 0; k < 30; ++k) {
        const bool is_flash = k % 3 == 2;
        CHECK_FALSE(control.next(view_of(is_flash ? 255.0 : 200.0, is_flash ? 0.5 : 0.0, k)));
    }
    CHECK_FALSE(control.is_in_charge());
}

TEST_CASE("exposure control: the end of the scale is held in silence", "[exposure]") {
    ExposureControl control({1, 333, 0, 0});
    std::int64_t now_ms = 0;
    int orders = 0;
    for (; now_ms < 2'000; now_ms += 10) orders += control.next(view_of(20.0, 0.0, now_ms)) ? 1 : 0;
    CHECK(orders <= 3);
    CHECK(control.is_in_charge());
}
