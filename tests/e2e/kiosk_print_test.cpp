// The kiosk with a real print scheduler and a simulated IPP printer behind it.
#include "tests/drivers/printer/print_lab.h"
#include "tests/e2e/kiosk_folder.h"
#include "tests/e2e/run_program.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <string>
#include <vector>

using namespace outpost;
using namespace outpost::tests;

namespace {

const std::string open_staff_pages =
    "press operator\ntap digit 4\ntap digit 1\ntap digit 7\ntap digit 2\ntap digit 9\n"
    "tap digit 2\ntap pin_ok\nwait 500\n";

/// A kiosk that issues to the queue of a printer.
class PrintingKiosk {
  public:
    PrintingKiosk() {
        cups_.add_ipp_queue("kiosk", device.port());
        settings_ = kiosk_.file(
            "kiosk.toml", "[kiosk]\ncan_issue = true\ndemo = true\n[check]\ntrust = [\"" +
                              kiosk_.path("trust") + "\"]\n[issue]\nprofile = \"" + kiosk_.profile +
                              "\"\nkey = \"" + kiosk_.path("key.json") +
                              "\"\npassphrase_file = \"" + kiosk_.path("passphrase") +
                              "\"\nkiosk_number = 7\nprinter = \"kiosk\"\n");
        REQUIRE(run_outpost({"operator", "add", "A. Silva", "--role", "supervisor", "--state",
                             state(), "--pin-file", kiosk_.file("pin", "417292\n")})
                    .exit_code == 0);
        const auto folder = state() + "/queue/incoming/certify-v3";
        std::filesystem::create_directories(folder);
        kiosk_.file("state/queue/incoming/certify-v3/morning.json",
                    "[" + request_item("KPR-1", 1) + "," + request_item("KPR-2", 1) + "]");
    }
    [[nodiscard]] std::string state() const { return kiosk_.path("state"); }
    [[nodiscard]] std::string shot(const std::string& name) const {
        return kiosk_.path("shots/" + name + ".png");
    }
    /// Plays a script while the test goes on.
    [[nodiscard]] RunningProgram play(const std::string& script, const char* at) const {
        return RunningProgram(
            kiosk_program(),
            {"--config", settings_, "--state", state(), "--script",
             kiosk_.file("script.txt", script), "--shots", kiosk_.path("shots"), "--at", at},
            {"CUPS_SERVER=" + cups_.server()});
    }

  private:
    PrivateCups cups_;

  public:
    SimulatedPrinter device{cups_.root() / "ippeve"};

  private:
    KioskFolder kiosk_;
    std::string settings_;
};

int end_of(RunningProgram& program) {
    becomes_true([&] { return !program.is_running(); });
    INFO(program.err());
    const int code = program.stop();
    CHECK(code == 0);
    return code;
}

}  // namespace

TEST_CASE("e2e: the kiosk prints on a real queue, waits for paper, and prints again", "[kiosk]") {
    if (!ipp_printing_present("printing from the kiosk")) return;
    PrintingKiosk kiosk;
    // Two taps: the row, and "yes".
    auto first = kiosk.play("wait 12000\n" + open_staff_pages +
                                "tap open_queue\nwait 300\nexpect queue\ntap row 0\nwait 300\n"
                                "expect confirm\ntap yes\nawait hand_over\n",
                            first_instant);
    end_of(first);
    CHECK(kiosk.device.job_count() == 1);

    kiosk.device.set_mode("empty");
    auto second = kiosk.play("wait 500\n" + open_staff_pages +
                                 "tap open_queue\nwait 300\ntap row 0\nwait 300\nexpect confirm\n"
                                 "tap yes\nawait printer_help\nshot no_paper\nawait hand_over\n",
                             second_instant);
    CHECK(becomes_true(
        [&] { return std::filesystem::exists(kiosk.shot("no_paper")) || !second.is_running(); }));
    INFO(second.err());
    CHECK(second.is_running());
    kiosk.device.set_mode("ok");  // somebody fills the tray; nobody touches the screen
    end_of(second);
    CHECK(kiosk.device.job_count() == 2);

    auto third = kiosk.play("wait 500\n" + open_staff_pages +
                                "tap open_reprint\nwait 300\ntap row 0\nwait 300\nexpect reprint\n"
                                "tap reason_damaged\nawait hand_over\n",
                            "2090-01-03T10:00:00Z");
    end_of(third);
    CHECK(kiosk.device.job_count() == 3);
    const auto listed = run_outpost({"queue", "list", "--state", kiosk.state(), "--json"});
    CHECK(listed.out.find("out_of_paper") == std::string::npos);
}
