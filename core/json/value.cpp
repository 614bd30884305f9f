// Accessors of the immutable tree; a wrong kind is our own mistake and ends the process.
#include "core/json/value.h"

#include "core/base/check.h"

#include <limits>

namespace outpost::json {

namespace {

std::uint32_t size_of(std::size_t size) {
    OUTPOST_CHECK(size <= std::numeric_limits<std::uint32_t>::max());
    return static_cast<std::uint32_t>(size);
}

}  // namespace

Value Value::boolean(bool value) {
    Value made;
    made.kind_ = Kind::Boolean;
    made.boolean_ = value;
    return made;
}

Value Value::integer(std::int64_t value, std::string_view text) {
    Value made;
    made.kind_ = Kind::Integer;
    made.size_ = size_of(text.size());
    made.text_ = text.data();
    made.integer_ = value;
    return made;
}

Value Value::floating(double value, std::string_view text) {
    Value made;
    made.kind_ = Kind::Double;
    made.size_ = size_of(text.size());
    made.text_ = text.data();
    made.double_ = value;
    return made;
}

Value Value::string(std::string_view text) {
    Value made;
    made.kind_ = Kind::String;
    made.size_ = size_of(text.size());
    made.text_ = text.data();
    return made;
}

Value Value::array(std::span<const Value> items) {
    Value made;
    made.kind_ = Kind::Array;
    made.size_ = size_of(items.size());
    made.items_ = items.data();
    return made;
}

Value Value::object(std::span<const Member> members) {
    Value made;
    made.kind_ = Kind::Object;
    made.size_ = size_of(members.size());
    made.members_ = members.data();
    return made;
}

bool Value::as_boolean() const {
    OUTPOST_CHECK(is_boolean());
    return boolean_;
}

std::int64_t Value::as_integer() const {
    OUTPOST_CHECK(kind_ == Kind::Integer);
    return integer_;
}

double Value::as_double() const {
    OUTPOST_CHECK(is_number());
    return kind_ == Kind::Integer ? static_cast<double>(integer_) : double_;
}

std::string_view Value::number_text() const {
    OUTPOST_CHECK(is_number());
    return {text_, size_};
}

std::string_view Value::as_string() const {
    OUTPOST_CHECK(is_string());
    return {text_, size_};
}

std::span<const Value> Value::items() const {
    OUTPOST_CHECK(is_array());
    return {items_, size_};
}

std::span<const Member> Value::members() const {
    OUTPOST_CHECK(is_object());
    return {members_, size_};
}

const Value* Value::find(std::string_view name) const {
    if (!is_object()) return nullptr;
    for (const auto& member : members()) {
        if (member.name == name) return &member.value;
    }
    return nullptr;
}

std::string_view Value::text_of(std::string_view name) const {
    const auto* found = find(name);
    return found != nullptr && found->is_string() ? found->as_string() : std::string_view{};
}

}  // namespace outpost::json
