#include "firmware-app/kiosk/issue_thread.h"

#include "tests/support/comes_true.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <memory>

using namespace outpost;
using namespace outpost::kiosk;

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
        REQUIRE(tests::comes_true([&] { return told >= 1; }));
        constexpr int asked = 20;  // by itself it would take 200 s
        for (int k = 1; k <= asked; ++k) {
            thread.look_now();
            REQUIRE(tests::comes_true([&] { return openings > k && told > k; }));
        }
        // What is asked of a counter that is not there is dropped, and ends nothing.
        thread.post(session::LoadQueue{});
    }
    CHECK(openings >= 21);
}
