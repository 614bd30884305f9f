// A kiosk for scripts: settings, keys, a member of staff.
#pragma once

#include "tests/e2e/kiosk_folder.h"
#include "tests/e2e/run_program.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace outpost::tests {

inline constexpr const char* pin = "417292";

inline std::string sample(const std::string& name) {
    return (source_dir() / "assets/samples" / name).string();
}

inline std::string taps_of(const std::string& digits) {
    std::string script;
    for (const char digit : digits) script += "tap digit " + std::string(1, digit) + "\n";
    return script + "tap pin_ok\nwait 500\n";
}

/// A kiosk that checks the samples and issues with its own key.
class Station {
  public:
    /// @param more  settings, as they stand in kiosk.toml
    explicit Station(const std::string& more = {}) {
        settings_ = kiosk_.file("kiosk.toml",
                                "[kiosk]\ncan_issue = true\ndemo = true\n[check]\ntrust = [\"" +
                                    sample("trust") + "\", \"" + kiosk_.path("trust") +
                                    "\"]\n[issue]\nprofile = \"" + kiosk_.profile + "\"\nkey = \"" +
                                    kiosk_.path("key.json") + "\"\npassphrase_file = \"" +
                                    kiosk_.path("passphrase") + "\"\nkiosk_number = 7\n" + more);
        const auto added =
            run_outpost({"operator", "add", "A. Silva", "--role", "supervisor", "--state", state(),
                         "--pin-file", kiosk_.file("pin", std::string(pin) + "\n")});
        INFO(added.err);
        REQUIRE(added.exit_code == 0);
    }
    [[nodiscard]] std::string state() const { return kiosk_.path("state"); }
    [[nodiscard]] ProgramResult play(const std::string& script,
                                     const char* at = first_instant) const {
        return run_kiosk({"--config", settings_, "--state", state(), "--script",
                          kiosk_.file("script.txt", script), "--shots", kiosk_.path("shots"),
                          "--at", at});
    }
    void drop(const std::string& name, const std::string& content) const {
        const auto folder = std::filesystem::path(state()) / "queue/incoming/certify-v3";
        std::filesystem::create_directories(folder);
        kiosk_.file("state/queue/incoming/certify-v3/" + name, content);
    }
    [[nodiscard]] const KioskFolder& kiosk() const { return kiosk_; }

  private:
    KioskFolder kiosk_;
    std::string settings_;
};

}  // namespace outpost::tests
