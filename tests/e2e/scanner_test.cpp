// scan with a serial scanner: a pseudo-terminal stands for the device.
#include "tests/e2e/run_program.h"
#include "tests/e2e/serial_device.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <string>
#include <thread>

using namespace outpost;
using namespace outpost::tests;

namespace {

std::string sample(const std::string& name) {
    return (source_dir() / "assets" / "samples" / name).string();
}

RunningProgram scan_with(const SerialDevice& device, const std::string& options) {
    return RunningProgram({"scan", "--json", "--at", "2026-01-01T00:00:00Z", "--trust",
                           sample("trust"), "--count", "1", "--scanner",
                           "serial:" + device.path() + options});
}

/// Sends again and again until the program has answered: nobody tells when it is listening.
std::string answer_to(const SerialDevice& device, const RunningProgram& program,
                      const std::vector<std::string>& scans) {
    using namespace std::chrono_literals;
    for (int round = 0; round < 120 && program.out().empty(); ++round) {
        for (const auto& scan : scans) {
            device.send(scan);
            std::this_thread::sleep_for(250ms);  // the silence that ends a scan
        }
    }
    return program.out();
}

}  // namespace

TEST_CASE("e2e: a serial scanner's certificate is checked", "[e2e][scan][scanner]") {
    const SerialDevice device;
    auto program = scan_with(device, "");
    const auto credential = read_text(sample("credentials/v3-dose1-rsa.json"));
    const auto out = answer_to(device, program, {credential});
    INFO(program.err());
    CHECK(out.find("\"verdict\":\"accepted\"") != std::string::npos);
    CHECK(out.find(device.path()) != std::string::npos);
    CHECK(program.stop() == 0);
}

TEST_CASE("e2e: the parts of an animated code are joined", "[e2e][scan][scanner]") {
    const SerialDevice device;
    auto program = scan_with(device, ",suffix=0d0a");
    const auto scans = scans_of_parts(read_text(sample("credentials/altered-name.json")));
    REQUIRE(scans.size() >= 3);
    const auto out = answer_to(device, program, scans);
    INFO(program.err());
    CHECK(out.find("\"verdict\":\"rejected\"") != std::string::npos);
    CHECK(program.err().find("part 2 of ") != std::string::npos);
    CHECK(program.stop() == 1);
}

TEST_CASE("e2e: a scanner that is not there, or badly named", "[e2e][scan][scanner]") {
    const std::vector<std::string> trust{"scan", "--trust", sample("trust"), "--scanner"};
    const auto with = [&](const std::string& scanner) {
        auto arguments = trust;
        arguments.push_back(scanner);
        return run_outpost(arguments);
    };
    CHECK(with("serial:/dev/nothing-here").exit_code == 3);
    CHECK(with("serial:/dev/nothing-here").err.find("no scanner") != std::string::npos);
    CHECK(with("keys:/dev/nothing-here").exit_code == 3);
    CHECK(with("telepathy:/dev/x").exit_code == 2);
    CHECK(with("keys:/dev/x,layout=../../etc/passwd").exit_code == 2);
    CHECK(with("serial:/dev/x,suffix=zz").exit_code == 2);
}
