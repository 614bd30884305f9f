#include "firmware-app/runtime/event_queue.h"

#include <catch2/catch.hpp>

#include <thread>

using namespace outpost;
using namespace outpost::runtime;
using std::chrono::milliseconds;

namespace {

SymbolSeen symbol(std::uint8_t payload) {
    return {Bytes{payload}, {}, payload, 0, {}, {}};
}
CameraStateChanged state(CameraState camera_state) {
    return {camera_state, describe(camera_state)};
}

}  // namespace

TEST_CASE("event queue: symbols are bounded, the rest has room", "[runtime]") {
    EventQueue queue(2);
    CHECK(queue.offer(symbol(1)));
    CHECK(queue.offer(symbol(2)));
    CHECK_FALSE(queue.offer(symbol(3)));
    queue.tell(state(CameraState::Black));
    queue.tell(SourceEnded{7});
    CHECK(std::get<SymbolSeen>(*queue.next(milliseconds(0))).payload == Bytes{1});
    CHECK(queue.offer(symbol(4)));
    CHECK(std::get<SymbolSeen>(*queue.next(milliseconds(0))).payload == Bytes{2});
    CHECK(std::get<CameraStateChanged>(*queue.next(milliseconds(0))).state == CameraState::Black);
    CHECK(std::get<SourceEnded>(*queue.next(milliseconds(0))).frames == 7);
    CHECK(std::get<SymbolSeen>(*queue.next(milliseconds(0))).payload == Bytes{4});
    CHECK_FALSE(queue.next(milliseconds(1)));
}

TEST_CASE("event queue: a flapping camera keeps only so many states, the newest among them",
          "[runtime]") {
    EventQueue queue(2);
    REQUIRE(queue.offer(symbol(1)));
    for (int k = 0; k < 1000; ++k)
        queue.tell(state(k % 2 == 0 ? CameraState::Unplugged : CameraState::Streaming));
    int events = 0;
    std::optional<ScanEvent> newest;
    while (auto event = queue.next(milliseconds(0))) {
        ++events;
        newest = event;
    }
    CHECK(events <= 9);
    CHECK(std::get<CameraStateChanged>(*newest).state == CameraState::Streaming);
}

TEST_CASE("event queue: push waits for room and gives up when stopped", "[runtime]") {
    EventQueue queue(1);
    REQUIRE(queue.offer(symbol(1)));
    std::jthread pusher([&queue](const std::stop_token& stop) {
        const bool pushed = queue.push(symbol(2), stop);
        const bool given_up = !queue.push(symbol(3), stop);
        if (pushed && given_up) queue.tell(SourceEnded{1});
    });
    CHECK(std::get<SymbolSeen>(*queue.next(milliseconds(1000))).payload == Bytes{1});
    // The second stays in the queue, so the third finds no room.
    std::this_thread::sleep_for(milliseconds(30));
    pusher.request_stop();
    pusher.join();
    CHECK(std::get<SymbolSeen>(*queue.next(milliseconds(1000))).payload == Bytes{2});
    CHECK(std::holds_alternative<SourceEnded>(*queue.next(milliseconds(1000))));
}
