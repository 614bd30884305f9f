// Port: what the program tells the service manager that started it.
#pragma once

#include "core/base/result.h"

#include <chrono>
#include <optional>
#include <string_view>

namespace outpost {

/// Longest status line.
inline constexpr std::size_t service_status_bytes_max = 200;

/// Where there is no service manager, every call succeeds and does nothing.
class ServiceNotice {
  public:
    ServiceNotice() = default;
    virtual ~ServiceNotice() = default;
    ServiceNotice(const ServiceNotice&) = delete;
    ServiceNotice& operator=(const ServiceNotice&) = delete;

    /// Started: the first screen is shown. @error Io
    virtual Result<void> ready() = 0;
    /// One line for whoever looks at the service; nothing personal.
    /// @error TooLong, BadUtf8, BadCharacter (a control character, as a line end), Io
    virtual Result<void> status(std::string_view line) = 0;
    /// Still at work; due at least every half of watchdog_limit(). @error Io
    virtual Result<void> alive() = 0;
    /// Shutting down by intention. @error Io
    virtual Result<void> stopping() = 0;
    /// How long the manager waits for a sign of life before it restarts us; nothing when it does
    /// not watch. @error BadValue (what the manager said cannot be read)
    virtual Result<std::optional<std::chrono::microseconds>> watchdog_limit() = 0;
};

}  // namespace outpost
