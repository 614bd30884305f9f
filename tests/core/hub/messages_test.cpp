#include "core/hub/messages.h"

#include "core/json/reader.h"

#include <catch2/catch.hpp>

#include <string>

using namespace outpost;

namespace {

constexpr UtcInstant morning{1'700'000'000'000};

/// Counters of so many days, each as long as it can be.
std::string long_tally(int days) {
    std::string text = R"({"days":[)";
    for (int day = 0; day < days; ++day) {
        text +=
            day == 0 ? R"({"day":"2026-01-01","counts":[)" : R"(,{"day":"2026-01-01","counts":[)";
        for (int k = 0; k < 129; ++k) text += k == 0 ? "999999999" : ",999999999";
        text += "]}";
    }
    return text + "]}";
}

}  // namespace

TEST_CASE("hub: the longest report of a kiosk reaches the events whole", "[hub]") {
    const auto tally = long_tally(400);
    CHECK(tally.size() > std::size_t{500} * 1024);
    const auto body = hub::event_body("kiosk-1", "tally", morning, tally);
    const auto read = json::read(body, {2 * 1024 * 1024, 16, 256 * 1024});
    REQUIRE(read);
    const auto* extra = read->root().find("extra");
    REQUIRE(extra != nullptr);
    REQUIRE(extra->is_object());
    CHECK(extra->find("days")->items().size() == 400);
}

TEST_CASE("hub: a report that cannot be read is kept as it stands", "[hub]") {
    for (const std::string text : {"not JSON", "{\"a\":1,\"a\":2}", "[1,"}) {
        CAPTURE(text);
        const auto body = hub::event_body("kiosk-1", "health", morning, text);
        const auto read = json::read(body);
        REQUIRE(read);
        CHECK(read->root().text_of("extra") == text);
    }
}
