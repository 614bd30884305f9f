// A pseudo-terminal: what a test writes into it, the driver reads from a real terminal device.
#pragma once

#include "core/base/bytes.h"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <array>
#include <string>
#include <utility>

namespace outpost::tests {

class PseudoTerminal {
  public:
    PseudoTerminal() : master_(::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)) {
        REQUIRE(master_ >= 0);
        REQUIRE(::grantpt(master_) == 0);
        REQUIRE(::unlockpt(master_) == 0);
        std::array<char, 128> name{};
        REQUIRE(::ptsname_r(master_, name.data(), name.size()) == 0);
        path_ = name.data();
    }
    ~PseudoTerminal() { hang_up(); }
    PseudoTerminal(const PseudoTerminal&) = delete;
    PseudoTerminal& operator=(const PseudoTerminal&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }

    /// How many bytes the terminal took: it has room for some thousands.
    std::size_t send(ByteView bytes) const {
        const auto count = ::write(master_, bytes.data(), bytes.size());
        return count > 0 ? static_cast<std::size_t>(count) : 0;
    }
    /// What came back, which must be nothing.
    [[nodiscard]] std::size_t echoed() const {
        std::array<std::uint8_t, 4096> back{};
        const auto count = ::read(master_, back.data(), back.size());
        return count > 0 ? static_cast<std::size_t>(count) : 0;
    }
    void hang_up() {
        if (master_ >= 0) ::close(std::exchange(master_, -1));
    }

  private:
    int master_;
    std::string path_;
};

}  // namespace outpost::tests
