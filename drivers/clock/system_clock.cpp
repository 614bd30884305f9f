// The machine's own clocks.
#include "drivers/clock/system_clock.h"

#include <sys/timex.h>

#include <chrono>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <random>
#include <system_error>

namespace outpost {

namespace {

constexpr const char* boot_id_path = "/proc/sys/kernel/random/boot_id";
constexpr const char* timesyncd_path = "/run/systemd/timesync/synchronized";
constexpr const char* battery_clocks_path = "/sys/class/rtc";

std::string first_word(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::string word;
    file >> word;
    return word;
}

/// A kernel that does not tell is asked by nobody else: each process then is a start of its own.
std::string boot_id() {
    auto id = first_word(boot_id_path);
    constexpr std::size_t chars_max = 64;
    if (!id.empty() && id.size() <= chars_max) return id;
    std::random_device random;
    return "unknown-" + std::to_string(random()) + "-" + std::to_string(random());
}

bool took_time_from_battery_clock() {
    std::error_code failed;
    for (const auto& clock : std::filesystem::directory_iterator(battery_clocks_path, failed))
        if (first_word(clock.path() / "hctosys") == "1") return true;
    return false;
}

/// A service that may not set the clock is often not allowed to ask about it either (systemd's
/// ProtectClock): then the file that systemd-timesyncd leaves says it.
bool is_synchronised() {
    timex state{};
    const int answer = ::adjtimex(&state);
    if (answer >= 0) return answer != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
    std::error_code failed;
    return std::filesystem::exists(timesyncd_path, failed);
}

}  // namespace

UtcInstant SystemClock::now() const {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count()};
}

std::int64_t SystemClock::monotonic_us() const {
    const auto since_start = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(since_start).count();
}

ClockFacts SystemClock::facts() const {
    static const std::string boot = boot_id();
    static const bool runs_while_off = took_time_from_battery_clock();
    timespec since_boot{};
    static_cast<void>(::clock_gettime(CLOCK_BOOTTIME, &since_boot));
    ClockFacts facts;
    facts.wall = now();
    facts.since_boot_ms = std::int64_t{since_boot.tv_sec} * 1'000 + since_boot.tv_nsec / 1'000'000;
    facts.boot = boot;
    facts.is_synchronised = is_synchronised();
    facts.runs_while_off = runs_while_off;
    return facts;
}

}  // namespace outpost
