// What the program tells systemd: ready, status, alive, stopping (sd_notify).
#pragma once

#include "core/ports/service_notice.h"

namespace outpost {

/// Speaks to the socket that NOTIFY_SOCKET names, and obeys WATCHDOG_USEC and WATCHDOG_PID; never
/// waits for an answer. Start no thread that changes the environment while this is in use.
class SystemdNotice final : public ServiceNotice {
  public:
    Result<void> ready() override;
    Result<void> status(std::string_view line) override;
    Result<void> alive() override;
    Result<void> stopping() override;
    Result<std::optional<std::chrono::microseconds>> watchdog_limit() override;
};

}  // namespace outpost
