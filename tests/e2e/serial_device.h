// A pseudo-terminal that stands for a serial scanner.
#pragma once

#include "core/parts/part_encoder.h"

#include <catch2/catch.hpp>

#include <cstdint>
#include <string>
#include <vector>

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

/// A message as three codes or more of an animated code, the last first, each as a scanner with
/// the suffix CR LF sends it.
inline std::vector<std::string> scans_of_parts(const std::string& message) {
    const auto encoder =
        parts::PartEncoder::open(Bytes(message.begin(), message.end()), message.size() / 3 + 1);
    REQUIRE(encoder);
    std::vector<std::string> scans;
    for (auto k = static_cast<std::uint32_t>(encoder->part_count()); k >= 1; --k)
        scans.push_back(encoder->part(k) + "\r\n");
    return scans;
}

}  // namespace outpost::tests
