// Every setting once: its name, where it is kept, what it may be, what it means. Internal to
// firmware-app/settings.
#pragma once

#include "firmware-app/settings/kiosk_settings.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace outpost::settings {

/// A whole number with its bounds.
struct Whole {
    std::int64_t* to = nullptr;
    std::int64_t least = 0;
    std::int64_t most = 0;
};
struct Whole32 {
    std::int32_t* to = nullptr;
    std::int32_t least = 0;
    std::int32_t most = 0;
};
/// Seconds in the file, milliseconds in the program.
struct Seconds {
    std::int64_t* to_ms = nullptr;
    double least = 0;
    double most = 0;
};
struct Number {
    double* to = nullptr;
    double least = 0;
    double most = 0;
};
struct Flag {
    bool* to = nullptr;
};
struct Text {
    std::string* to = nullptr;
};
struct Texts {
    std::vector<std::string>* to = nullptr;
};
/// One of some words; `to` is the place of it.
struct Choice {
    std::uint8_t* to = nullptr;
    std::vector<std::string_view> words;
};
/// Four flags: the names of the verdicts that are in the list.
struct Verdicts {
    std::array<bool, 4>* to = nullptr;
};
/// "name: words shown" each.
struct Purposes {
    std::vector<session::Purpose>* to = nullptr;
};

using Place =
    std::variant<Whole, Whole32, Seconds, Number, Flag, Text, Texts, Choice, Verdicts, Purposes>;

struct Setting {
    std::string_view section;
    std::string_view key;
    Place place;
    std::string_view words;  // one or more lines
};

/// Bound to one KioskSettings, which outlives it.
/// @param theme, identity  where the words of those two are put as places
std::vector<Setting> table_of(KioskSettings& settings, std::uint8_t& theme, std::uint8_t& identity);

}  // namespace outpost::settings
