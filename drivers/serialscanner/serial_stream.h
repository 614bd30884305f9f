// A serial port or USB-COM (CDC ACM) device as a line of raw bytes.
#pragma once

#include "core/ports/byte_stream.h"

#include <string>

namespace outpost {

/// 8 data bits, no parity, 1 stop bit, no flow control, nothing echoed, translated or sent; the
/// port is taken for this process alone (TIOCEXCL).
class SerialStream final : public ByteStream {
  public:
    /// @param path  a terminal device, such as /dev/ttyACM0 or a link in /dev/serial/by-id
    /// @param baud  one of the usual rates, 1200 to 921600; USB-COM devices ignore it
    explicit SerialStream(std::string path, std::uint32_t baud = 115200);
    ~SerialStream() override;
    SerialStream(const SerialStream&) = delete;
    SerialStream& operator=(const SerialStream&) = delete;

    /// @error NotFound; Unavailable (in use, no permission); Unsupported (no terminal device, baud)
    Result<void> open() override;
    Result<std::size_t> read(std::span<std::uint8_t> bytes,
                             std::chrono::milliseconds deadline) override;
    [[nodiscard]] std::string_view label() const override { return path_; }
    void close() override;

  private:
    std::string path_;
    std::uint32_t baud_;
    int file_ = -1;
};

}  // namespace outpost
