// Options of the commands that take an address in place of a path.
#pragma once

#include "core/ports/web.h"

#include <functional>
#include <memory>
#include <string>

namespace outpost::tools {

struct WebArguments {
    std::string ca;     // file: only these authorities count
    std::string proxy;  // address; empty: as the environment says
};

/// Made when an address was given, and only then.
using MakeWeb = std::function<std::unique_ptr<WebClient>(const WebArguments&)>;

}  // namespace outpost::tools
