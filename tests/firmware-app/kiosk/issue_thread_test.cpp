#include "firmware-app/kiosk/issue_thread.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <thread>

using namespace outpost;
using namespace outpost::kiosk;

namespace {

bool comes(const std::function<bool()>& is_there) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (std::chrono::steady_clock::now() < until) {
        if (is_there()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
}

}  // namespace

TEST_CASE("a counter that cannot be opened is asked again at once when somebody asks") {
    std::atomic<int> openings{0};
    std::atomic<int> told{0};
    {
        IssueThread thread(
            [&]() -> std::unique_ptr<IssueCounter> {
                ++openings;
                return nullptr;
            },
            [&](CounterHealth health) {
                CHECK_FALSE(health.is_open);
                ++told;
            });
        REQUIRE(comes([&] { return told >= 1; }));
        constexpr int asked = 20;  // by itself it would take 200 s
        for (int k = 1; k <= asked; ++k) {
            thread.look_now();
            REQUIRE(comes([&] { return openings > k && told > k; }));
        }
        // What is asked of a counter that is not there is dropped, and ends nothing.
        thread.post(session::LoadQueue{});
    }
    CHECK(openings >= 21);
}
