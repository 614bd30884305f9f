// What the subcommands about a kiosk's staff and statistics were asked to do, as plain data. Filled
// by command_line_kiosk.cpp.
#pragma once

#include <cstdint>
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

struct TallyArguments {
    std::string state;
    std::int64_t days = 7;
    bool json = false;
};

}  // namespace outpost::tools
