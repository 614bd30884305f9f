// JSON pointers (RFC 6901): writing them, and finding values by them.
#pragma once

#include "core/json/value.h"

#include <functional>
#include <string>
#include <string_view>

namespace outpost::json {

/// One step of a pointer, escaped (section 3): "~" is "~0", "/" is "~1".
std::string pointer_step(std::string_view name);

/// Appends "/" and the step.
void append_pointer_step(std::string& pointer, std::string_view name);

/// The value at a pointer, or null. Array items are named by their place.
const Value* value_at(const Value& root, std::string_view pointer);

/// Calls `each` for every scalar with its pointer, in document order.
using EachScalar = std::function<void(const std::string& pointer, const Value& value)>;
void walk_scalars(const Value& value, const std::string& pointer, const EachScalar& each);

}  // namespace outpost::json
