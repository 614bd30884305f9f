#include "drivers/display/backlight.h"

#include <algorithm>
#include <fstream>

namespace outpost {

namespace {

// So that a nonsense value in the file cannot overflow.
constexpr std::int64_t level_max = 1'000'000;

}  // namespace

bool Backlight::set(std::int32_t percent) {
    if (folder_.empty()) return false;
    std::ifstream most(folder_ + "/max_brightness");
    std::int64_t max = 0;
    if (!(most >> max) || max < 1 || max > level_max) return false;
    // 0 is "off" on many panels: nobody could see where to touch.
    const auto level =
        std::max<std::int64_t>(1, max * std::clamp(percent, brightness_percent_min, 100) / 100);
    if (level == written_) return true;
    std::ofstream file(folder_ + "/brightness");
    file << level << '\n';
    file.flush();
    if (!file) return false;
    written_ = level;
    return true;
}

}  // namespace outpost
