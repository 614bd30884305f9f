#include "core/json/pointer.h"

#include <charconv>
#include <cstddef>

namespace outpost::json {

void append_pointer_step(std::string& pointer, std::string_view name) {
    pointer += '/';
    if (name.find_first_of("~/") == std::string_view::npos) {  // nearly always
        pointer += name;
        return;
    }
    for (const char c : name) {
        if (c == '~')
            pointer += "~0";
        else if (c == '/')
            pointer += "~1";
        else
            pointer += c;
    }
}

std::string pointer_step(std::string_view name) {
    std::string pointer;
    append_pointer_step(pointer, name);
    return pointer.substr(1);
}

const Value* value_at(const Value& root, std::string_view pointer) {
    const Value* value = &root;
    while (value != nullptr && !pointer.empty()) {
        if (pointer.front() != '/') return nullptr;
        pointer.remove_prefix(1);
        const auto step = pointer.substr(0, pointer.find('/'));
        pointer.remove_prefix(step.size());
        if (value->is_array()) {
            std::size_t index = 0;
            const auto read = std::from_chars(step.data(), step.data() + step.size(), index);
            if (step.empty() || read.ptr != step.data() + step.size() ||
                index >= value->items().size())
                return nullptr;
            value = &value->items()[index];
            continue;
        }
        const Value* next = nullptr;
        if (value->is_object())
            for (const auto& member : value->members())
                if (pointer_step(member.name) == step) next = &member.value;
        value = next;
    }
    return value;
}

void walk_scalars(const Value& value, const std::string& pointer, const EachScalar& each) {
    if (value.is_object()) {
        for (const auto& member : value.members())
            walk_scalars(member.value, pointer + "/" + pointer_step(member.name), each);
    } else if (value.is_array()) {
        std::size_t index = 0;
        for (const auto& item : value.items())
            walk_scalars(item, pointer + "/" + std::to_string(index++), each);
    } else {
        each(pointer, value);
    }
}

}  // namespace outpost::json
