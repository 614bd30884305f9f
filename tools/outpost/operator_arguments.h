// What the subcommands about a kiosk's staff and statistics were asked to do, as plain data. Filled
// by command_line_kiosk.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace outpost::tools {

struct OperatorAddArguments {
    std::string state;
    std::string role;      // "operator" or "supervisor"
    std::string pin_file;  // its first line is the PIN; empty: ask
    std::string name;
};

struct OperatorListArguments {
    std::string state;
    bool json = false;
};

struct OperatorRemoveArguments {
    std::string state;
    std::string name;
};

struct OperatorResetLockArguments {
    std::string state;
};

enum class ClockWhat : std::uint8_t { Show, Confirm, Set };

struct ClockArguments {
    std::string state;
    ClockWhat what = ClockWhat::Show;
    std::optional<std::string> time;  // RFC 3339, of Set
    bool json = false;
};

struct TallyArguments {
    std::string state;
    std::int64_t days = 7;
    bool json = false;
};

}  // namespace outpost::tools
