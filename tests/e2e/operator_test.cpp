// Staff PINs and the day's counts, with the program alone.
#include "core/json/value.h"
#include "tests/e2e/run_program.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace outpost;
using namespace outpost::tests;

namespace {

class StaffFolder {
  public:
    [[nodiscard]] std::string path(const std::string& name) const {
        return (folder_.path() / name).string();
    }
    void put(const std::string& name, const std::string& content) const {
        std::ofstream(path(name)) << content;
    }
    [[nodiscard]] ProgramResult add(const std::string& name, const std::string& role,
                                    const std::string& pin) const {
        put("pin", pin + "\n");
        return run({"add", name, "--role", role, "--pin-file", path("pin")});
    }
    [[nodiscard]] ProgramResult run(std::vector<std::string> words) const {
        words.insert(words.begin(), "operator");
        words.insert(words.end(), {"--state", path("state")});
        return run_outpost(words);
    }

  private:
    TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("e2e: operators are added, listed and removed", "[e2e][operator]") {
    const StaffFolder staff;
    CHECK(staff.run({"list"}).exit_code == 0);
    const auto first = staff.add("A. Silva", "operator", "471902");
    INFO(first.err);
    REQUIRE(first.exit_code == 0);
    CHECK(first.err.find("no supervisor") != std::string::npos);
    CHECK(first.out.empty());
    const auto second = staff.add("G. Perera", "supervisor", "830516");
    REQUIRE(second.exit_code == 0);
    CHECK(second.err.find("no supervisor") == std::string::npos);

    const auto listed = staff.run({"list", "--json"});
    CHECK(listed.exit_code == 0);
    const auto lines = listed.lines();
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].root().text_of("name") == "A. Silva");
    CHECK(lines[0].root().find("operator")->as_integer() == 1);
    CHECK(lines[1].root().text_of("role") == "supervisor");
    CHECK_FALSE(lines[1].root().text_of("added_at").empty());
    CHECK(staff.run({"list"}).out.find("G. Perera  supervisor") != std::string::npos);

    const auto file = staff.path("state/operators.json");
    CHECK(read_text(file).find("471902") == std::string::npos);
    CHECK((std::filesystem::status(file).permissions() &
           (std::filesystem::perms::group_all | std::filesystem::perms::others_all)) ==
          std::filesystem::perms::none);

    CHECK(staff.run({"remove", "A. Silva"}).exit_code == 0);
    CHECK(staff.run({"remove", "A. Silva"}).exit_code == 2);
    CHECK(staff.run({"list", "--json"}).lines().size() == 1);
    REQUIRE(staff.add("A. Silva", "operator", "471902").exit_code == 0);
    CHECK(staff.run({"list", "--json"}).lines()[1].root().find("operator")->as_integer() == 3);
}

TEST_CASE("e2e: names and PINs that cannot be used", "[e2e][operator]") {
    const StaffFolder staff;
    REQUIRE(staff.add("A. Silva", "operator", "471902").exit_code == 0);
    const auto before = read_text(staff.path("state/operators.json"));
    const auto refused = [&](const std::string& name, const std::string& pin, const char* word) {
        const auto result = staff.add(name, "operator", pin);
        INFO(name << ": " << result.err);
        CHECK(result.exit_code == 2);
        CHECK(result.err.find(word) != std::string::npos);
        CHECK((pin.empty() || result.err.find(pin) == std::string::npos));
    };
    refused("A. Silva", "920461", "there already");
    refused("B. Khan", "471902", "choose another");
    refused("B. Khan", "123456", "too easy");
    refused("B. Khan", "92046", "too short");
    refused("B. Khan", "9204613857024", "too long");
    refused("B. Khan", "92o461", "digits");
    refused("B. Khan", "", "no PIN");
    refused("B.\nKhan", "920461", "cannot be shown");
    refused("", "920461", "name");
    CHECK(read_text(staff.path("state/operators.json")) == before);
    CHECK(staff.add("B. Khan", "admin", "920461").exit_code == 2);
    CHECK(staff.run({"add", "B. Khan", "--role", "operator", "--pin-file", staff.path("none")})
              .exit_code == 2);
    CHECK(staff.run({"add", "B. Khan"}).exit_code == 2);
    CHECK(run_outpost({"operator"}).exit_code == 2);
    CHECK(run_outpost({"operator", "add", "--help"}).exit_code == 0);
}

TEST_CASE("e2e: a damaged roster is told and left alone", "[e2e][operator]") {
    const StaffFolder staff;
    REQUIRE(staff.add("A. Silva", "operator", "471902").exit_code == 0);
    staff.put("state/operators.json", "{\"format\":\"outpost-operators/1\"}");
    CHECK(staff.run({"list"}).exit_code == 3);
    CHECK(staff.run({"remove", "A. Silva"}).exit_code == 3);
    CHECK(staff.add("B. Khan", "operator", "920461").exit_code == 3);
    CHECK(read_text(staff.path("state/operators.json")) == "{\"format\":\"outpost-operators/1\"}");
}

TEST_CASE("e2e: the lock of the staff pages is taken off", "[e2e][operator]") {
    const StaffFolder staff;
    REQUIRE(staff.add("A. Silva", "operator", "471902").exit_code == 0);
    staff.put("state/operator-lock.json", "damaged");
    CHECK(staff.run({"reset-lock"}).exit_code == 0);
    CHECK(read_text(staff.path("state/operator-lock.json")).find("\"failed\":0") !=
          std::string::npos);
    CHECK(run_outpost({"operator", "reset-lock", "--state", staff.path("none")}).exit_code == 3);
}

TEST_CASE("e2e: the tally is printed", "[e2e][tally]") {
    const StaffFolder staff;
    const auto tally = [&](std::vector<std::string> words) {
        words.insert(words.begin(), "tally");
        words.insert(words.end(), {"--state", staff.path("state")});
        return run_outpost(words);
    };
    CHECK(tally({}).exit_code == 0);
    CHECK(tally({"--json"}).out.empty());
    std::filesystem::create_directory(staff.path("state"));
    std::string hours = "[0,0,0,0]";
    for (int hour = 1; hour < 24; ++hour) hours += hour == 10 ? ",[2,0,0,1]" : ",[0,0,0,0]";
    const auto day = [&](const std::string& date) {
        return R"({"day":")" + date + R"(","checks":[[0,2,0,0,0,0,0],[0,0,0,0,0,0,0],)" +
               R"([0,0,0,0,0,0,0],[0,0,0,0,0,0,1]],"hours":[)" + hours + R"(],"work":[5,4,1,0,0]})";
    };
    const auto begin = std::string(R"({"format":"outpost-tally/1","days":[)");
    staff.put("state/tally.json", begin + day("2026-11-22") + "," + day("2026-11-23") + "]}");
    const auto both = tally({"--json"}).lines();
    REQUIRE(both.size() == 2);
    CHECK(both[0].root().text_of("day") == "2026-11-22");
    const auto one = tally({"--json", "--days", "1"}).lines();
    REQUIRE(one.size() == 1);
    const auto& root = one[0].root();
    CHECK(root.text_of("day") == "2026-11-23");
    CHECK(root.find("checks")->find("accepted")->find("divoc")->as_integer() == 2);
    CHECK(root.find("checks")->find("unknown")->find("other")->as_integer() == 1);
    CHECK(root.find("checks")->find("rejected")->members().empty());
    REQUIRE(root.find("hours")->items().size() == 1);
    CHECK(root.find("hours")->items()[0].find("hour")->as_integer() == 10);
    CHECK(root.find("issued")->as_integer() == 5);
    CHECK(root.find("reprinted")->as_integer() == 1);
    CHECK(tally({}).out.find("2026-11-23  checks: accepted 2") != std::string::npos);
    CHECK(tally({"--days", "0"}).exit_code == 2);
    staff.put("state/tally.json", begin);
    CHECK(tally({}).exit_code == 3);
}

TEST_CASE("e2e: help and manual name the commands for staff", "[e2e][operator]") {
    const auto manual = run_outpost({"manual"});
    for (const char* command : {"outpost operator add", "outpost operator list",
                                "outpost operator remove", "outpost tally"})
        CHECK(manual.out.find(command) != std::string::npos);
    CHECK(manual.out.find("outpost operator reset\\-lock") != std::string::npos);
}
