// A hub for tests: outpost-hub with a state folder of its own.
#pragma once

#include "tests/e2e/kiosk_folder.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace outpost::tests {

/// Where outpost-hub was built.
std::string hub_program();

class HubFolder {
  public:
    explicit HubFolder(const KioskFolder& folder) : folder_(folder) {}

    [[nodiscard]] std::vector<std::string> words(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin() + 1, {"--state", state()});
        return arguments;
    }
    [[nodiscard]] ProgramResult run(const std::vector<std::string>& arguments) const {
        return run_other(hub_program(), words(arguments));
    }
    [[nodiscard]] std::string state() const { return folder_.path("hub"); }
    /// Makes keys. @return the file for kiosks
    [[nodiscard]] std::string make_keys() const {
        const auto file = folder_.path("hub.json");
        const auto made = run({"keys", "--name", "Capital", "--out", file});
        INFO(made.err);
        REQUIRE(made.exit_code == 0);
        return file;
    }

  private:
    const KioskFolder& folder_;
};

}  // namespace outpost::tests
