// A settings file of plain values in [sections], in TOML, with the line of each value.
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace outpost::toml_text {

inline constexpr std::size_t settings_bytes_max = std::size_t{256} * 1024;
inline constexpr std::size_t settings_values_max = 1000;
inline constexpr std::size_t list_values_max = 64;

using Plain = std::variant<bool, std::int64_t, double, std::string, std::vector<std::string>>;

struct SettingLine {
    std::string section;  // "screen"; with dots for nested ones; empty before the first heading
    std::string key;
    Plain value;
    std::int32_t line = 0;
};

/// All values in the order of their lines. Dates, lists of anything but text, and arrays of tables
/// are refused.
/// @error TooLong, BadUtf8; BadSyntax, Unsupported (offset is the line, from 1)
Result<std::vector<SettingLine>> read_settings_text(std::string_view text);

}  // namespace outpost::toml_text
