#include "core/exposure/automatic_exposure.h"

#include "tests/core/exposure/simulated_camera.h"

#include <catch2/catch.hpp>

using namespace outpost;
using namespace outpost::exposure;
using outpost::tests::Scene;
using outpost::tests::Sensor;
using outpost::tests::SimulatedCamera;

namespace {

constexpr std::int64_t frame_ms = 66;  // 15 frames a second
constexpr int frames_to_converge = 35;

struct Bench {
    SimulatedCamera camera;
    std::unique_ptr<AutomaticExposure> exposure;
    std::int64_t now_ms = 1'000;
    int frames_read = 0;

    Bench(Scene scene, Sensor sensor)
        : camera(scene, sensor), exposure(std::move(*AutomaticExposure::start(camera))) {}
    void run(int frames) {
        for (int k = 0; k < frames; ++k) {
            const auto frame = camera.next();
            const auto trace = camera.trace();
            REQUIRE(exposure->after_frame(frame.view(), trace ? &*trace : nullptr, now_ms));
            now_ms += frame_ms;
            if (trace) ++frames_read;
        }
    }
    [[nodiscard]] bool is_readable() const {
        return camera.white_level() >= 140.0 && camera.white_level() < 254.0 &&
               camera.white_level() - camera.black_level() >= 60.0;
    }
};

struct Case {
    const char* name;
    Scene scene;
};
const std::vector<Case> cases{
    {"phone screen in a dark room", {0.02, 0.001, 0.00002}},
    {"bright phone screen in a dark room", {0.3, 0.01, 0.0001}},
    {"paper in the sun", {0.25, 0.03, 0.01}},
    {"paper before a bright window", {0.003, 0.0004, 0.06}},
    {"paper in the shade, sun behind", {0.01, 0.001, 0.3}},
};

}  // namespace

TEST_CASE("exposure: what the device's automatic cannot do becomes readable, and then it rests",
          "[exposure]") {
    for (const auto& one : cases) {
        for (const int delay : {0, 2, 3}) {
            for (const double gamma : {1.0, 2.2}) {
                for (const double gain_stops : {2.0, 6.0}) {
                    CAPTURE(one.name, delay, gamma, gain_stops);
                    Bench bench(one.scene, Sensor{delay, gamma, gain_stops});
                    bench.run(frames_to_converge);
                    CAPTURE(bench.camera.white_level(), bench.camera.black_level());
                    CHECK(bench.is_readable());
                    const auto orders = bench.camera.orders();
                    bench.run(300);
                    CHECK(bench.camera.orders() == orders);  // no hunting
                    CHECK(bench.is_readable());
                }
            }
        }
    }
}

TEST_CASE("exposure: without gain and without knowing where the automatic stands", "[exposure]") {
    for (const auto& one : cases) {
        CAPTURE(one.name);
        Sensor sensor;
        sensor.gain_max = 0;
        sensor.tells_automatic = false;
        Bench bench(one.scene, sensor);
        bench.run(frames_to_converge);
        CHECK(bench.is_readable());
    }
}

TEST_CASE("exposure: a camera that can only be set coarsely is not chased", "[exposure]") {
    Sensor sensor;
    sensor.gain_max = 0;
    sensor.gamma = 1.0;
    sensor.time_step = 60;  // nothing between far too much and far too little
    Bench bench({0.02, 0.001, 0.00002}, sensor);
    bench.run(150);
    const auto orders = bench.camera.orders();
    bench.run(150);
    CHECK(bench.camera.orders() - orders <= 8);
}

TEST_CASE("exposure: a good picture is left to the device", "[exposure]") {
    Bench bench({0.01, 0.001, 0.006}, Sensor{});
    bench.run(100);
    CHECK(bench.frames_read == 100);
    CHECK(bench.camera.is_automatic());
    CHECK(bench.camera.orders() == 0);
}

TEST_CASE("exposure: goes back to the device when nothing is in view", "[exposure]") {
    Bench bench({0.02, 0.001, 0.00002}, Sensor{});
    bench.run(frames_to_converge);
    REQUIRE(bench.exposure->is_in_charge());
    REQUIRE_FALSE(bench.camera.is_automatic());
    bench.camera.show({0.001, 0.001, 0.001, false});  // the empty room
    bench.run(static_cast<int>(ExposureControl::idle_ms / frame_ms) - 1);
    CHECK_FALSE(bench.camera.is_automatic());
    bench.run(3);
    CHECK(bench.camera.is_automatic());
    CHECK_FALSE(bench.exposure->is_in_charge());
    bench.camera.show({0.02, 0.001, 0.00002});  // the next person
    bench.run(static_cast<int>(ExposureControl::rest_ms / frame_ms) + frames_to_converge);
    CHECK(bench.is_readable());
}

TEST_CASE("exposure: a lamp in the middle is tried now and then, not for ever", "[exposure]") {
    Bench bench({0.5, 0.5, 0.0005, false}, Sensor{});
    bench.run(200);
    CHECK(bench.camera.is_automatic());
    int in_charge = 0;
    for (int k = 0; k < 1'000; ++k) {
        bench.run(1);
        in_charge += bench.exposure->is_in_charge() ? 1 : 0;
    }
    CHECK(in_charge < 300);
}

TEST_CASE("exposure: from one extreme to the other", "[exposure]") {
    Bench bench(cases[0].scene, Sensor{});
    for (const auto next : {2U, 3U, 1U, 4U, 0U}) {
        bench.camera.show(cases[next].scene);
        CAPTURE(cases[next].name);
        bench.run(100);
        CHECK(bench.is_readable());
    }
}

TEST_CASE("exposure: a camera without the controls, or that goes", "[exposure]") {
    class NoControls final : public CameraControls {
      public:
        Result<ControlRange> range(CameraControl) override { return refusal(); }
        Result<std::int32_t> value(CameraControl) override { return refusal(); }
        Result<std::int32_t> set(CameraControl, std::int32_t) override { return refusal(); }

      private:
        static Error refusal() { return {Errc::Unsupported, 0, ""}; }
    };
    NoControls none;
    CHECK(AutomaticExposure::start(none).error().code == Errc::Unsupported);
    CHECK(carry_out({false, {100, 3}}, none).error().code == Errc::Unsupported);

    Bench bench(cases[0].scene, Sensor{});
    bench.camera.gone = true;
    Result<bool> outcome = false;
    for (int k = 0; k < 10 && outcome; ++k) {
        const auto frame = bench.camera.next();
        outcome = bench.exposure->after_frame(frame.view(), nullptr, 1'000 + k * frame_ms);
    }
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().code == Errc::Unavailable);
}
