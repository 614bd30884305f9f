// What toml++ may see. The same for every reader of TOML.
#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>

namespace outpost::toml_text {

/// The same TOML in ASCII, line for line: characters beyond it become \uXXXX within double quotes
/// and "?" within comments. toml++ 3.3 has undefined behaviour where it looks at others for white
/// space, even while it words an error.
/// @error BadUtf8; BadSyntax: such a character elsewhere, offset that of its first byte
Result<std::string> ascii_toml(std::string_view text);

}  // namespace outpost::toml_text
