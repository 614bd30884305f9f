// Port: a line on which a device sends bytes when it likes, such as a serial port.
#pragma once

#include "core/base/result.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace outpost {

/// Contract: open() may be called again after any failure. Used by one thread at a time.
class ByteStream {
  public:
    virtual ~ByteStream() = default;
    /// Closes first what was open; what the device sent before is dropped.
    /// @error NotFound, Unavailable, Unsupported
    virtual Result<void> open() = 0;
    /// Waits for the first byte and takes what is there, up to bytes.size().
    /// @return how many; 0 when none lay there at the last look, at most `deadline` after the call
    /// @error Unavailable  not open, or the device is gone
    virtual Result<std::size_t> read(std::span<std::uint8_t> bytes,
                                     std::chrono::milliseconds deadline) = 0;
    [[nodiscard]] virtual std::string_view label() const = 0;
    virtual void close() = 0;
};

}  // namespace outpost
