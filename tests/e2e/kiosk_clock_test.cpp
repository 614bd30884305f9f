// Somebody turns the kiosk's clock: what it then checks and issues, and how a supervisor ends it.
#include "tests/e2e/kiosk_station.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <sstream>

using namespace outpost;
using namespace outpost::tests;
namespace fs = std::filesystem;

namespace {

const std::string staff = "press operator\n" + taps_of(pin) + "expect operator_home\n";
const std::string issue_first =
    "tap open_queue\nwait 300\nexpect queue\ntap row 0\nwait 500\nexpect confirm\ntap yes\n"
    "wait 3000\n";

/// Entries of a kind, in the journal's order.
std::vector<std::string> entries_of(const Station& station, const std::string& kind) {
    const auto listed = station.kiosk().with_state({"journal", "list", "--json"});
    INFO(listed.err);
    REQUIRE(listed.exit_code == 0);
    std::vector<std::string> found;
    std::istringstream lines(listed.out);
    for (std::string line; std::getline(lines, line);) {
        std::erase(line, '\\');  // the body is text in the line's JSON
        if (line.find("\"kind\":\"" + kind + "\"") != std::string::npos) found.push_back(line);
    }
    return found;
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("e2e: with a clock that somebody turned nothing is issued until a supervisor looked",
          "[kiosk][clock]") {
    const Station station;
    station.drop("a.json", "[" + request_item("CLK-1", 1) + "," + request_item("CLK-2", 1) + "]");
    const auto turned = station.play("wait 12000\nclock 7200\nwait 1500\n" + staff + issue_first +
                                     "shot refused\n");
    INFO(turned.err);
    REQUIRE(turned.exit_code == 0);
    CHECK(entries_of(station, "signed").empty());
    CHECK(entries_of(station, "clock_set").empty());

    // The next start has the record, a battery clock, and nobody who vouches.
    const auto confirmed =
        station.play("clock 60\nwait 1500\n" + staff +
                         "tap open_health\nwait 300\nexpect health\nshot doubted\n"
                         "tap open_clock 2\nwait 300\nexpect clock\nshot clock\n"
                         "tap time_more 3\nwait 300\nshot changed\ntap time_is_right\nwait 1500\n"
                         "expect health\nshot good\nwait 12000\ntap back\nwait 300\n" +
                         issue_first,
                     second_instant);
    INFO(confirmed.err);
    REQUIRE(confirmed.exit_code == 0);
    const auto set = entries_of(station, "clock_set");
    REQUIRE(set.size() == 1);
    CHECK(has(set[0], R"("by":"supervisor")"));
    CHECK(has(set[0], R"("from":"2090-01-02T10:01:)"));
    CHECK(has(set[0], R"("to":"2090-01-02T11:01:)"));
    const auto issued = entries_of(station, "signed");
    REQUIRE(issued.size() == 1);
    CHECK(has(issued[0], R"("clock":"staff")"));
    if (const char* keep = std::getenv("OUTPOST_KEEP_SHOTS"))
        fs::copy(station.kiosk().path("shots"), keep, fs::copy_options::recursive);
}

TEST_CASE("e2e: the clock by command, and what issuing says of it", "[kiosk][clock]") {
    const Station station;
    const auto& kiosk = station.kiosk();
    const auto made = kiosk.issue({"--kiosk", "7", kiosk.file("a.json", request_item("CLC-1", 1))});
    INFO(made.err);
    REQUIRE(made.exit_code == 0);
    CHECK(fs::exists(fs::path(station.state()) / "clock.json"));
    const auto vouched = entries_of(station, "signed");
    REQUIRE(vouched.size() == 1);
    const bool is_by_first_use = has(vouched[0], R"("clock":"first_use")");
    CHECK((is_by_first_use || has(vouched[0], R"("clock":"network")")));

    // A record that says that somebody turned the clock, as if another start had seen it.
    if (is_by_first_use) {
        kiosk.file("state/clock.json",
                   R"({"outpost_clock":1,"voucher":"none","doubt":"stepped_back","is_set":false,)"
                   R"("seen":"2026-01-01T00:00:00Z"})");
        const auto refused = kiosk.issue({kiosk.file("b.json", request_item("CLC-2", 1))});
        CHECK(refused.exit_code == 3);
        CHECK(has(refused.err, "stepped_back"));
        const auto shown = kiosk.with_state({"clock", "show", "--json"});
        CHECK(shown.exit_code == 1);
        CHECK(has(shown.out, R"("trust":"unconfirmed")"));
        const auto doctor = run_outpost({"doctor", "--state", station.state()});
        CHECK(has(doctor.out, "stepped_back"));
        // What was given with --at was never the clock's.
        CHECK(kiosk.issue({"--at", first_instant, kiosk.file("c.json", request_item("CLC-3", 1))})
                  .exit_code == 0);
        const auto given = entries_of(station, "signed");
        REQUIRE(given.size() == 2);
        CHECK(has(given[1], R"("clock":"given")"));
    } else {
        CHECK(kiosk.issue({"--at", first_instant, kiosk.file("c.json", request_item("CLC-3", 1))})
                  .exit_code == 0);
    }
    // The journal has an instant of 2090 now: no earlier time is right.
    CHECK(kiosk.with_state({"clock", "confirm"}).exit_code == 1);
    CHECK(kiosk.with_state({"clock", "set", "2089-12-31T00:00:00Z"}).exit_code == 1);
    CHECK(kiosk.with_state({"clock", "set", "soon"}).exit_code == 2);
    const auto set = kiosk.with_state({"clock", "set", "2090-02-01T08:30:00Z", "--json"});
    INFO(set.out << set.err);
    if (!has(set.out, R"("synchronised":true)")) {
        CHECK(set.exit_code == 0);
        CHECK(has(set.out, R"("now":"2090-02-01T08:30:0)"));
        CHECK(has(set.out, R"("voucher":"staff")"));
        CHECK(entries_of(station, "clock_set").size() == 1);
        CHECK(kiosk.issue({kiosk.file("d.json", request_item("CLC-4", 1))}).exit_code == 0);
        const auto all = entries_of(station, "signed");
        CHECK(has(all.back(), R"("clock":"staff")"));
    }
    CHECK(kiosk.with_state({"journal", "check"}).exit_code == 0);
}

TEST_CASE("e2e: checks by hand say what their time is worth", "[kiosk][clock]") {
    const std::vector<std::string> words{"verify", "--json", "--trust", sample("trust"),
                                         sample("good-v3-dose2-ed25519.png")};
    const auto checked = run_outpost(words);
    auto with_instant = words;
    with_instant.insert(with_instant.end(), {"--at", first_instant});
    const auto with_at = run_outpost(with_instant);
    INFO(checked.err);
    CHECK(has(checked.out, R"("clock":"trusted")"));
    CHECK(has(with_at.out, R"("clock":"given")"));
}
