#include "firmware-app/runtime/frame_slot.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

using namespace outpost;
using namespace outpost::runtime;

namespace {

Frame numbered(std::uint64_t sequence) {
    Frame frame;
    frame.sequence = sequence;
    return frame;
}

}  // namespace

TEST_CASE("frame slot: the newest frame wins, and what is lost is counted", "[runtime]") {
    FrameSlot slot;
    for (std::uint64_t k = 1; k <= 5; ++k) {
        auto frame = numbered(k);
        slot.put_newest(frame);
    }
    Frame frame;
    std::stop_source stop;
    REQUIRE(slot.take(frame, stop.get_token()));
    CHECK(frame.sequence == 5);
    CHECK(slot.lost() == 4);
    stop.request_stop();
    CHECK_FALSE(slot.take(frame, stop.get_token()));
    CHECK_FALSE(slot.wait_until_idle(stop.get_token()));  // nobody has called done()
    slot.done();
    CHECK(slot.wait_until_idle(stop.get_token()));
}

TEST_CASE("frame slot: every frame reaches exactly one of several workers", "[runtime]") {
    constexpr std::uint64_t frames = 2000;
    FrameSlot slot;
    std::vector<std::atomic<int>> seen(frames);
    std::vector<std::jthread> workers;
    for (int k = 0; k < 3; ++k) {
        workers.emplace_back([&](const std::stop_token& stop) {
            Frame frame;
            while (slot.take(frame, stop)) {
                ++seen[frame.sequence];
                slot.done();
            }
        });
    }
    std::stop_source never;
    for (std::uint64_t k = 0; k < frames; ++k) {
        auto frame = numbered(k);
        REQUIRE(slot.put_every(frame, never.get_token()));
    }
    REQUIRE(slot.wait_until_idle(never.get_token()));
    workers.clear();
    for (const auto& count : seen) CHECK(count == 1);
    CHECK(slot.lost() == 0);
}

TEST_CASE("frame slot: storage goes round", "[runtime]") {
    FrameSlot slot;
    Frame in;
    in.pixels.assign(1000, 1);
    const auto* storage = in.pixels.data();
    slot.put_newest(in);
    Frame out;
    REQUIRE(slot.take(out, {}));
    CHECK(out.pixels.data() == storage);
}

TEST_CASE("frame slot: a waiting giver stops when told to", "[runtime]") {
    FrameSlot slot;
    auto first = numbered(1);
    slot.put_newest(first);
    std::atomic<bool> gave_up{false};
    std::jthread giver([&](const std::stop_token& stop) {
        auto second = numbered(2);
        gave_up = !slot.put_every(second, stop);
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    giver.request_stop();
    giver.join();
    CHECK(gave_up);
}
