// The kiosk in a real window: a display of its own (Xvfb), real keys and clicks (xdotool).
#include "tests/e2e/kiosk_folder.h"
#include "tests/e2e/run_program.h"
#include "tests/support/comes_true.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

using namespace outpost;
using namespace outpost::tests;

namespace {

/// A display that nobody else uses.
class PrivateDisplay {
  public:
    PrivateDisplay()
        : server_("Xvfb",
                  {"-displayfd", "1", "-screen", "0", "800x480x24", "-nolisten", "tcp", "-noreset"},
                  {}) {
        comes_true([this] {
            return !server_.is_running() || server_.out().find('\n') != std::string::npos;
        });
        const auto number = server_.out();
        if (server_.is_running() && !number.empty())
            name_ = ":" + number.substr(0, number.find('\n'));
    }
    /// The server runs, and there is a hand for its keys.
    [[nodiscard]] bool can_be_used() const {
        return !name_.empty() && type({"version"}).exit_code == 0;
    }
    [[nodiscard]] std::vector<std::string> environment() const {
        // Graphics libraries are unloaded with blocks of theirs still allocated: no leak of ours.
        return {"DISPLAY=" + name_, "SDL_VIDEODRIVER=x11", "SDL_AUDIODRIVER=dummy",
                "ASAN_OPTIONS=detect_leaks=0"};
    }
    ProgramResult type(const std::vector<std::string>& words) const {
        return run_other("xdotool", words, environment());
    }

  private:
    RunningProgram server_;
    std::string name_;
};

/// A kiosk in a window of 800 x 480 that sees one accepted sample.
class WindowKiosk {
  public:
    explicit WindowKiosk(const PrivateDisplay& display) : display_(display) {
        const auto samples = (source_dir() / "assets/samples").string();
        settings_ =
            folder_.file("kiosk.toml", "[screen]\nfull_screen = false\n[check]\ntrust = [\"" +
                                           samples + "/trust\"]\n");
        std::filesystem::create_directories(folder_.path("pictures"));
        std::filesystem::copy(samples + "/good-v3-dose2-ed25519.png",
                              folder_.path("pictures/one.png"));
    }
    [[nodiscard]] std::string state() const { return folder_.path("state"); }
    void start() {
        kiosk_ = std::make_unique<RunningProgram>(
            kiosk_program(),
            std::vector<std::string>{"--config", settings_, "--state", state(), "--camera",
                                     "file:" + folder_.path("pictures"), "--window", "--size",
                                     "800x480"},
            display_.environment());
        REQUIRE(comes_true([&] {
            return !kiosk_->is_running() ||
                   display_.type({"search", "--onlyvisible", "--name", "Outpost"}).exit_code == 0;
        }));
        INFO(kiosk_->err());
        REQUIRE(kiosk_->is_running());
        // Nobody manages windows there: the focus is given by hand.
        display_.type({"search", "--onlyvisible", "--name", "Outpost", "windowfocus"});
    }
    int stop() { return kiosk_->stop(); }

  private:
    const PrivateDisplay& display_;
    KioskFolder folder_;
    std::string settings_;
    std::unique_ptr<RunningProgram> kiosk_;
};

}  // namespace

TEST_CASE("e2e: a camera's code is checked in a window", "[kiosk]") {
    const PrivateDisplay display;
    if (!display.can_be_used()) {
        WARN("skipped: Xvfb and xdotool are not installed");
        return;
    }
    WindowKiosk kiosk(display);
    // Counters are written at the end; a slow machine gets more time before it.
    bool is_counted = false;
    for (int seconds = 3; seconds <= 48 && !is_counted; seconds *= 2) {
        kiosk.start();
        std::this_thread::sleep_for(std::chrono::seconds(seconds));
        CHECK(kiosk.stop() == 0);
        const auto tally = run_outpost({"tally", "--state", kiosk.state(), "--json"});
        is_counted = tally.out.find("\"accepted\":1") != std::string::npos;
    }
    CHECK(is_counted);
}

TEST_CASE("e2e: real keys open the staff door, and wrong PINs are counted", "[kiosk]") {
    const PrivateDisplay display;
    if (!display.can_be_used()) {
        WARN("skipped: Xvfb and xdotool are not installed");
        return;
    }
    WindowKiosk kiosk(display);
    kiosk.start();
    const auto lock = std::filesystem::path(kiosk.state()) / "operator-lock.json";
    CHECK(comes_true([&] {
        display.type({"key", "F1"});
        std::this_thread::sleep_for(std::chrono::milliseconds(500));
        display.type({"type", "010212"});
        display.type({"key", "Return"});
        std::this_thread::sleep_for(std::chrono::milliseconds(1'000));
        return std::filesystem::exists(lock);
    }));
    CHECK(kiosk.stop() == 0);
}
