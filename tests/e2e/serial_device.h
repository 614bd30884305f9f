// A pseudo-terminal that stands for a serial scanner.
#pragma once

#include <catch2/catch.hpp>

#include <string>

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

namespace outpost::tests {

/// The computer's end is a device path; this end is the scanner.
class SerialDevice {
  public:
    SerialDevice() : master_(::posix_openpt(O_RDWR | O_NOCTTY)) {
        REQUIRE(master_ >= 0);
        REQUIRE(::grantpt(master_) == 0);
        REQUIRE(::unlockpt(master_) == 0);
        path_ = ::ptsname(master_);
    }
    ~SerialDevice() { ::close(master_); }
    SerialDevice(const SerialDevice&) = delete;
    SerialDevice& operator=(const SerialDevice&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }
    /// What comes before the program has taken the device is thrown away.
    void send(const std::string& bytes) const {
        std::size_t sent = 0;
        while (sent < bytes.size()) {
            const auto now = ::write(master_, bytes.data() + sent, bytes.size() - sent);
            REQUIRE(now > 0);
            sent += static_cast<std::size_t>(now);
        }
    }

  private:
    int master_;
    std::string path_;
};

}  // namespace outpost::tests
