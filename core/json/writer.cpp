// Compact JSON text. Escapes are those of ECMAScript's JSON.stringify, which RFC 8785
// also asks for.
#include "core/json/writer.h"

#include "core/base/check.h"
#include "core/bytes/utf8.h"
#include "core/json/jcs.h"

#include <array>
#include <charconv>
#include <cmath>

namespace outpost::json {

namespace {

constexpr std::string_view replacement_character = "\xEF\xBF\xBD";

bool is_plain(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
}

void append_escape(std::string& out, char c) {
    constexpr std::string_view digits = "0123456789abcdef";
    switch (c) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\b':
            out += "\\b";
            return;
        case '\t':
            out += "\\t";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\f':
            out += "\\f";
            return;
        case '\r':
            out += "\\r";
            return;
        default:
            break;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += "\\u00";
    out += digits[byte >> 4U];
    out += digits[byte & 0x0FU];
}

void append_quoted(std::string& out, std::string_view text) {
    out += '"';
    for (std::size_t at = 0; at < text.size();) {
        std::size_t plain = at;
        while (plain < text.size() && is_plain(text[plain])) ++plain;
        out.append(text, at, plain - at);
        at = plain;
        if (at == text.size()) break;
        const auto length = bytes::utf8_sequence_bytes(text, at);
        if (length == 0)
            out += replacement_character;
        else if (length == 1 && text[at] != '\x7F')
            append_escape(out, text[at]);
        else
            out.append(text, at, length);
        at += length == 0 ? 1 : length;
    }
    out += '"';
}

void append_value(std::string& out, const Value& value, std::size_t depth);

void append_items(std::string& out, const Value& value, std::size_t depth) {
    out += '[';
    bool is_first = true;
    for (const auto& item : value.items()) {
        if (!is_first) out += ',';
        is_first = false;
        append_value(out, item, depth);
    }
    out += ']';
}

void append_members(std::string& out, const Value& value, std::size_t depth) {
    out += '{';
    bool is_first = true;
    for (const auto& member : value.members()) {
        if (!is_first) out += ',';
        is_first = false;
        append_quoted(out, member.name);
        out += ':';
        append_value(out, member.value, depth);
    }
    out += '}';
}

void append_value(std::string& out, const Value& value, std::size_t depth) {
    OUTPOST_CHECK(depth <= depth_ceiling);
    switch (value.kind()) {
        case Kind::Null:
            out += "null";
            return;
        case Kind::Boolean:
            out += value.as_boolean() ? "true" : "false";
            return;
        case Kind::Integer:
        case Kind::Double:
            out += value.number_text();
            return;
        case Kind::String:
            append_quoted(out, value.as_string());
            return;
        case Kind::Array:
            append_items(out, value, depth + 1);
            return;
        case Kind::Object:
            append_members(out, value, depth + 1);
            return;
    }
}

template <typename Integer>
void append_integer(std::string& out, Integer number) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

}  // namespace

std::string quote(std::string_view text) {
    std::string out;
    out.reserve(text.size() + 2);
    append_quoted(out, text);
    return out;
}

std::string write(const Value& value) {
    std::string out;
    append_value(out, value, 0);
    return out;
}

void Writer::before_value() {
    OUTPOST_CHECK(!done_);
    if (levels_.empty()) return;
    auto& level = levels_.back();
    OUTPOST_CHECK(level.is_object == key_pending_);  // a member needs its name, an item has none
    if (!level.is_object && level.has_items) out_ += ',';
    level.has_items = true;
    key_pending_ = false;
}

Writer& Writer::begin_object() {
    before_value();
    out_ += '{';
    levels_.push_back({true, false});
    return *this;
}

Writer& Writer::end_object() {
    OUTPOST_CHECK(!levels_.empty() && levels_.back().is_object && !key_pending_);
    out_ += '}';
    levels_.pop_back();
    done_ = levels_.empty();
    return *this;
}

Writer& Writer::begin_array() {
    before_value();
    out_ += '[';
    levels_.push_back({false, false});
    return *this;
}

Writer& Writer::end_array() {
    OUTPOST_CHECK(!levels_.empty() && !levels_.back().is_object);
    out_ += ']';
    levels_.pop_back();
    done_ = levels_.empty();
    return *this;
}

Writer& Writer::key(std::string_view name) {
    OUTPOST_CHECK(!levels_.empty() && levels_.back().is_object && !key_pending_);
    if (levels_.back().has_items) out_ += ',';
    append_quoted(out_, name);
    out_ += ':';
    key_pending_ = true;
    return *this;
}

Writer& Writer::value(std::string_view text) {
    before_value();
    append_quoted(out_, text);
    done_ = levels_.empty();
    return *this;
}

Writer& Writer::value(std::int64_t number) {
    before_value();
    append_integer(out_, number);
    done_ = levels_.empty();
    return *this;
}

Writer& Writer::value(std::uint64_t number) {
    before_value();
    append_integer(out_, number);
    done_ = levels_.empty();
    return *this;
}

Writer& Writer::value(double number) {
    OUTPOST_CHECK(std::isfinite(number));
    before_value();
    out_ += ecmascript_number(number);
    done_ = levels_.empty();
    return *this;
}

Writer& Writer::value(bool boolean) {
    before_value();
    out_ += boolean ? "true" : "false";
    done_ = levels_.empty();
    return *this;
}

Writer& Writer::value(std::span<const std::int64_t> numbers) {
    begin_array();
    for (const auto number : numbers) value(number);
    return end_array();
}

Writer& Writer::value(const Value& tree) {
    before_value();
    append_value(out_, tree, levels_.size());
    done_ = levels_.empty();
    return *this;
}

Writer& Writer::null() {
    before_value();
    out_ += "null";
    done_ = levels_.empty();
    return *this;
}

std::string Writer::take() && {
    OUTPOST_CHECK(done_);
    return std::move(out_);
}

}  // namespace outpost::json
