// The drawings of assets/icons, compiled into the program.
#pragma once

#include <span>
#include <string_view>

namespace outpost {

struct ShippedIcon {
    std::string_view name;  // "verdict-accepted"
    std::string_view svg;
};

/// All of them, by name.
std::span<const ShippedIcon> shipped_icons();

/// Empty when there is none of that name.
std::string_view shipped_icon(std::string_view name);

}  // namespace outpost
