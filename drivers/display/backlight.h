// The panel's light as the kernel offers it: two small files in /sys/class/backlight/<name>.
#pragma once

#include <cstdint>
#include <string>

namespace outpost {

inline constexpr std::int32_t brightness_percent_min = 5;

class Backlight {
  public:
    /// @param folder  of the two files; empty: there is none
    explicit Backlight(std::string folder) : folder_(std::move(folder)) {}

    /// @param percent  brightness_percent_min to 100; of the range that the kernel tells
    /// @return false where the light cannot be set: the caller darkens the picture instead
    bool set(std::int32_t percent);

  private:
    std::string folder_;
    std::int64_t written_ = -1;
};

}  // namespace outpost
