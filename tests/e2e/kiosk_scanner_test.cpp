// A kiosk without a camera: a serial scanner (a pseudo-terminal) gives it the codes.
#include "tests/e2e/kiosk_folder.h"
#include "tests/e2e/run_program.h"
#include "tests/e2e/serial_device.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

using namespace outpost;
using namespace outpost::tests;

namespace {

std::string sample(const std::string& name) {
    return (source_dir() / "assets/samples" / name).string();
}

/// On SDL's own display without a picture.
class ScannerKiosk {
  public:
    explicit ScannerKiosk(const std::string& scanner) {
        settings_ =
            folder_.file("kiosk.toml",
                         "[screen]\nfull_screen = false\nrenderer = "
                         "\"software\"\n[camera]\ndevices = []\n[scanner]\n"
                         "device = \"" +
                             scanner + "\"\n[check]\ntrust = [\"" + sample("trust") + "\"]\n");
    }
    /// Counters are written at the end; a slow machine gets more rounds before it.
    /// @return the tally of the day as JSON
    [[nodiscard]] std::string tally_after(const SerialDevice& device,
                                          const std::vector<std::string>& scans, int rounds) {
        using namespace std::chrono_literals;
        RunningProgram kiosk(
            kiosk_program(), {"--config", settings_, "--state", folder_.path("state"), "--window"},
            {"SDL_VIDEODRIVER=dummy", "SDL_AUDIODRIVER=dummy", "ASAN_OPTIONS=detect_leaks=0"});
        for (int round = 0; round < rounds; ++round)
            for (const auto& scan : scans) {
                std::this_thread::sleep_for(300ms);
                device.send(scan);
            }
        std::this_thread::sleep_for(700ms);
        const bool was_running = kiosk.is_running();
        err_ = kiosk.err();
        INFO(err_);
        CHECK(was_running);
        CHECK(kiosk.stop() == 0);
        return run_outpost({"tally", "--state", folder_.path("state"), "--json"}).out;
    }
    bool is_counted(const SerialDevice& device, const std::vector<std::string>& scans,
                    const std::string& word) {
        for (int rounds = 8; rounds <= 64; rounds *= 2) {
            const auto tally = tally_after(device, scans, rounds);
            if (tally.find(word) != std::string::npos) return true;
        }
        return false;
    }
    [[nodiscard]] const std::string& err() const { return err_; }

  private:
    KioskFolder folder_;
    std::string settings_;
    std::string err_;
};

}  // namespace

TEST_CASE("e2e: a kiosk checks what its serial scanner reads", "[kiosk][scanner]") {
    const SerialDevice device;
    ScannerKiosk kiosk("serial:" + device.path() + ",suffix=0d");
    const auto credential = read_text(sample("credentials/v3-dose1-rsa.json"));
    CHECK(kiosk.is_counted(device, {credential + "\r"}, "\"accepted\":1"));
    INFO(kiosk.err());
    CHECK(kiosk.err().find("Test") == std::string::npos);
}

TEST_CASE("e2e: a kiosk joins the parts that its scanner reads", "[kiosk][scanner]") {
    const SerialDevice device;
    ScannerKiosk kiosk("serial:" + device.path() + ",suffix=0d0a");
    const auto scans = scans_of_parts(read_text(sample("credentials/altered-name.json")));
    REQUIRE(scans.size() >= 3);
    CHECK(kiosk.is_counted(device, scans, "\"rejected\":1"));
}

TEST_CASE("e2e: a scanner that is not there does not end the kiosk", "[kiosk][scanner]") {
    const SerialDevice elsewhere;
    ScannerKiosk gone("serial:/dev/nothing-here");
    static_cast<void>(gone.tally_after(elsewhere, {"x"}, 2));  // runs until it is stopped
    const KioskFolder folder;
    const auto bad = folder.file("bad.toml", "[scanner]\ndevice = \"telepathy:/dev/x\"\n");
    const auto refused = run_kiosk({"--config", bad, "--check-config"});
    CHECK(refused.exit_code == 2);
    CHECK(refused.err.find("scanner.device") != std::string::npos);
}
