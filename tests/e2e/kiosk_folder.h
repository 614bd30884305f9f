// A kiosk for tests of issuing: a key, its public half as trust, a state folder.
#pragma once

#include "tests/e2e/run_program.h"
#include "tests/support/files.h"

#include <filesystem>
#include <string>
#include <vector>

namespace outpost::tests {

/// Instants later than any build of the program, in order.
inline constexpr const char* first_instant = "2090-01-01T10:00:00Z";
inline constexpr const char* second_instant = "2090-01-02T10:00:00Z";

enum class SigningKeyKind : std::uint8_t { Ed25519, Rsa };

class KioskFolder {
  public:
    explicit KioskFolder(SigningKeyKind kind = SigningKeyKind::Ed25519);

    [[nodiscard]] std::string path(const std::string& name) const {
        return (folder_.path() / name).string();
    }
    /// Writes a file of the folder and returns its path.
    std::string file(const std::string& name, const std::string& content) const;

    /// outpost issue --json with profile, key, state (named "state") and these arguments.
    [[nodiscard]] ProgramResult issue(const std::vector<std::string>& arguments,
                                      const std::vector<std::string>& environment = {}) const;
    /// The words that issue() runs the program with.
    [[nodiscard]] std::vector<std::string> issue_words(
        const std::vector<std::string>& arguments) const;
    /// outpost ARGUMENTS --state state
    [[nodiscard]] ProgramResult with_state(std::vector<std::string> arguments) const;
    /// outpost verify --json --trust trust ARGUMENTS
    [[nodiscard]] ProgramResult verify(std::vector<std::string> arguments) const;
    /// Names of the files in the state's spool, sorted.
    [[nodiscard]] std::vector<std::string> spooled() const;

    std::string profile;  // the shipped one, until a test sets another
    std::string state = "state";

  private:
    TemporaryFolder folder_;
};

/// One request of the shipped profile with an invented person. Changed by replaced().
std::string request_item(const std::string& code, int dose);
std::string replaced_in(std::string text, const std::string& from, const std::string& to);

}  // namespace outpost::tests
