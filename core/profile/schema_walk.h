// Reads a request schema for what it speaks of, before the library gets it. Internal to
// core/profile.
#pragma once

#include "core/json/value.h"
#include "core/profile/json_lines.h"
#include "core/profile/request_schema.h"

#include <string>
#include <string_view>
#include <vector>

namespace outpost::profile {

struct SchemaReading {
    std::vector<SchemaPlace> places;
    std::vector<std::string> patterns;
    std::vector<ProfileFault> faults;
};

/// No nesting of choices and repeats, no back references, few open-ended repeats: matching a text
/// of 1,000 characters then ends in time, and within the stack.
bool is_bounded_pattern(std::string_view pattern);

/// Faults: keywords that nobody knows, references out of the file or in a circle, formats other
/// than date and date-time or where they can not be checked, patterns whose time or stack is
/// not bounded.
SchemaReading read_schema(const json::Value& root, const JsonLines& lines, const std::string& file);

}  // namespace outpost::profile
