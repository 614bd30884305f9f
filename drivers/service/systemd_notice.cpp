// What the program tells systemd.
#include "drivers/service/systemd_notice.h"

#include "core/bytes/utf8.h"

#include <algorithm>
#include <string>

#include <systemd/sd-daemon.h>

namespace outpost {

namespace {

/// The variables stay in the environment: there is more to tell later.
constexpr int keep_environment = 0;

Result<void> tell(const std::string& state) {
    // 0: there is no manager, which is no fault.
    if (sd_notify(keep_environment, state.c_str()) < 0)
        return Error{Errc::Io, 0, "the service manager takes no notice"};
    return {};
}

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
}

}  // namespace

Result<void> SystemdNotice::ready() {
    return tell("READY=1");
}

Result<void> SystemdNotice::status(std::string_view line) {
    if (line.size() > service_status_bytes_max)
        return Error{Errc::TooLong, service_status_bytes_max, "status line"};
    OUTPOST_TRY_VOID(bytes::validate_utf8(line));
    // A line end would begin another assignment, such as MAINPID= or WATCHDOG=trigger.
    const auto control = std::find_if(line.begin(), line.end(), is_control);
    if (control != line.end())
        return Error{Errc::BadCharacter, static_cast<std::size_t>(control - line.begin()),
                     "status line"};
    return tell("STATUS=" + std::string(line));
}

Result<void> SystemdNotice::alive() {
    return tell("WATCHDOG=1");
}

Result<void> SystemdNotice::stopping() {
    return tell("STOPPING=1");
}

Result<std::optional<std::chrono::microseconds>> SystemdNotice::watchdog_limit() {
    std::uint64_t limit_us = 0;
    const int enabled = sd_watchdog_enabled(keep_environment, &limit_us);
    if (enabled < 0) return Error{Errc::BadValue, 0, "watchdog of the service manager"};
    constexpr std::uint64_t longest_us = std::uint64_t{365} * 24 * 3600 * 1'000'000;
    if (enabled == 0) return std::optional<std::chrono::microseconds>();
    return std::optional<std::chrono::microseconds>(
        static_cast<std::int64_t>(std::min(limit_us, longest_us)));
}

}  // namespace outpost
