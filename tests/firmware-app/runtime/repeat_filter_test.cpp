#include "firmware-app/runtime/repeat_filter.h"

#include <catch2/catch.hpp>

using namespace outpost;
using namespace outpost::runtime;
using std::chrono::milliseconds;

TEST_CASE("repeat filter: new again only after the whole time out of view", "[runtime]") {
    RepeatFilter filter(milliseconds(2000));
    const Bytes a{1};
    const Bytes b{2};
    CHECK(filter.is_new(a, {}, 1000));
    CHECK_FALSE(filter.is_new(a, {}, 1500));
    CHECK(filter.is_new(b, {}, 1500));
    CHECK_FALSE(filter.is_new(a, {}, 3499));  // in view until 1500
    CHECK_FALSE(filter.is_new(a, {}, 5498));
    CHECK(filter.is_new(a, {}, 7498));
    CHECK(filter.is_new(b, {}, 7498));
}

TEST_CASE("repeat filter: an older frame that is finished late does not shorten the time",
          "[runtime]") {
    RepeatFilter filter(milliseconds(2000));
    const Bytes a{1};
    CHECK(filter.is_new(a, {}, 1000));
    CHECK_FALSE(filter.is_new(a, {}, 2000));
    CHECK_FALSE(filter.is_new(a, {}, 1900));
    CHECK_FALSE(filter.is_new(a, {}, 3999));
}

TEST_CASE("repeat filter: zero folds nothing, forgetting makes new", "[runtime]") {
    RepeatFilter open(milliseconds(0));
    const Bytes a{1};
    CHECK(open.is_new(a, {}, 1));
    CHECK(open.is_new(a, {}, 1));
    RepeatFilter filter(milliseconds(2000));
    CHECK(filter.is_new(a, {}, 1));
    filter.forget(a, {});
    CHECK(filter.is_new(a, {}, 2));
}

TEST_CASE("repeat filter: each file shows its symbols anew", "[runtime]") {
    RepeatFilter filter(milliseconds(2000));
    const Bytes a{1};
    CHECK(filter.is_new(a, "one.png", 10));
    CHECK(filter.is_new(a, "two.png", 11));
    CHECK_FALSE(filter.is_new(a, "one.png", 12));
    filter.forget(a, "two.png");
    CHECK_FALSE(filter.is_new(a, "one.png", 13));
    CHECK(filter.is_new(a, "two.png", 14));
}

TEST_CASE("repeat filter: holds so many payloads and no more", "[runtime]") {
    RepeatFilter filter(milliseconds(2000));
    const auto payload = [](std::size_t k) { return Bytes{static_cast<std::uint8_t>(k), 9}; };
    for (std::size_t k = 0; k <= RepeatFilter::payloads_max; ++k)
        CHECK(filter.is_new(payload(k), {}, static_cast<std::int64_t>(100 + k)));
    CHECK_FALSE(filter.is_new(payload(RepeatFilter::payloads_max), {}, 200));
    CHECK(filter.is_new(payload(0), {}, 200));  // it had to make room
}
