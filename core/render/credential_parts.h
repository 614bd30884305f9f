// Short ways into a credential's tree; absent parts are null, empty or 0.
#pragma once

#include "core/json/value.h"

#include <string_view>

namespace outpost::render {

inline const json::Value* member(const json::Value* object, std::string_view name) {
    return object == nullptr ? nullptr : object->find(name);
}

/// Text of a string, digits of a number; else empty.
inline std::string_view text(const json::Value* object, std::string_view name) {
    const json::Value* value = member(object, name);
    if (value == nullptr) return {};
    if (value->is_string()) return value->as_string();
    return value->is_number() ? value->number_text() : std::string_view{};
}

inline double number(const json::Value* object, std::string_view name) {
    const json::Value* value = member(object, name);
    return value != nullptr && value->is_number() ? value->as_double() : 0;
}

/// evidence[0], or evidence where it is an object itself.
inline const json::Value* first_evidence(const json::Value& credential) {
    const json::Value* evidence = credential.find("evidence");
    if (evidence == nullptr || evidence->is_object()) return evidence;
    if (!evidence->is_array() || evidence->items().empty()) return nullptr;
    const json::Value& first = evidence->items().front();
    return first.is_object() ? &first : nullptr;
}

}  // namespace outpost::render
