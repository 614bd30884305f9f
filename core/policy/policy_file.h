// The policy file (docs/formats/policy.md).
#pragma once

#include "core/base/result.h"
#include "core/policy/policy.h"

#include <string_view>

namespace outpost::policy {

/// Parses a policy document; strict: an unknown member or word is an error, so that a misspelt rule
/// can not silently fall away.
/// @error those of json::read; BadSyntax, BadValue with `what` naming the member at fault
Result<Policy> parse_policy(std::string_view json_text);

}  // namespace outpost::policy
