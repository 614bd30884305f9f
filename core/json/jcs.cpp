// RFC 8785: sorted members, ECMAScript numbers, no white space.
#include "core/json/jcs.h"

#include "core/json/writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <vector>

namespace outpost::json {

namespace {

constexpr std::int64_t exact_integer_max = std::int64_t{1} << 53U;

// The digits of the shortest decimal that reads back as the same double, and the place of its
// point: 0.d1d2d3... * 10^point (the n of ECMA-262, Number::toString).
struct ShortestDecimal {
    std::string digits;
    int point = 0;
};

ShortestDecimal shortest_decimal(double positive) {
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), positive,
                                   std::chars_format::scientific)
                         .ptr;
    const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    const auto mark = text.find('e');
    ShortestDecimal decimal;
    for (const char c : text.substr(0, mark)) {
        if (c != '.') decimal.digits += c;
    }
    auto exponent = text.substr(mark + 1);
    if (exponent.starts_with('+')) exponent.remove_prefix(1);
    int power = 0;
    std::from_chars(exponent.data(), exponent.data() + exponent.size(), power);
    decimal.point = power + 1;
    return decimal;
}

std::string exponent_form(const ShortestDecimal& decimal) {
    std::string out = decimal.digits.substr(0, 1);
    if (decimal.digits.size() > 1) out.append(1, '.').append(decimal.digits, 1);
    const int power = decimal.point - 1;
    out += power < 0 ? "e-" : "e+";
    out += std::to_string(std::abs(power));
    return out;
}

std::string positive_number(double positive) {
    const auto decimal = shortest_decimal(positive);
    const auto& digits = decimal.digits;
    const int count = static_cast<int>(digits.size());
    if (decimal.point < -5 || decimal.point > 21) return exponent_form(decimal);
    std::string out;
    if (decimal.point <= 0) {
        out.append("0.").append(static_cast<std::size_t>(-decimal.point), '0').append(digits);
        return out;
    }
    const auto point = static_cast<std::size_t>(decimal.point);
    if (decimal.point >= count) return out.append(digits).append(point - digits.size(), '0');
    return out.append(digits, 0, point).append(1, '.').append(digits, point);
}

Result<void> append_canonical(std::string& out, const Value& value, std::size_t depth);

Result<void> append_number(std::string& out, const Value& value) {
    if (value.kind() == Kind::Integer) {
        const auto number = value.as_integer();
        if (number > exact_integer_max || number < -exact_integer_max)
            return Error{Errc::BadValue, 0, "integer beyond 2^53"};
        out += std::to_string(number);
        return {};
    }
    const bool is_written_as_integer =
        value.number_text().find_first_of(".eE") == std::string_view::npos;
    if (is_written_as_integer) return Error{Errc::BadValue, 0, "integer beyond 2^53"};
    if (!std::isfinite(value.as_double())) return Error{Errc::BadValue, 0, "number not finite"};
    out += ecmascript_number(value.as_double());
    return {};
}

Result<void> append_array(std::string& out, const Value& value, std::size_t depth) {
    out += '[';
    bool is_first = true;
    for (const auto& item : value.items()) {
        if (!is_first) out += ',';
        is_first = false;
        OUTPOST_TRY_VOID(append_canonical(out, item, depth));
    }
    out += ']';
    return {};
}

Result<void> append_object(std::string& out, const Value& value, std::size_t depth) {
    std::vector<const Member*> sorted;
    sorted.reserve(value.members().size());
    for (const auto& member : value.members()) sorted.push_back(&member);
    std::sort(sorted.begin(), sorted.end(),
              [](const Member* a, const Member* b) { return utf16_less(a->name, b->name); });
    out += '{';
    for (const auto* member : sorted) {
        if (member != sorted.front()) out += ',';
        out += quote(member->name);
        out += ':';
        OUTPOST_TRY_VOID(append_canonical(out, member->value, depth));
    }
    out += '}';
    return {};
}

Result<void> append_canonical(std::string& out, const Value& value, std::size_t depth) {
    if (depth > depth_ceiling) return Error{Errc::TooDeep, 0, "json nesting"};
    switch (value.kind()) {
        case Kind::Null:
            out += "null";
            break;
        case Kind::Boolean:
            out += value.as_boolean() ? "true" : "false";
            break;
        case Kind::Integer:
        case Kind::Double:
            return append_number(out, value);
        case Kind::String:
            out += quote(value.as_string());
            break;
        case Kind::Array:
            return append_array(out, value, depth + 1);
        case Kind::Object:
            return append_object(out, value, depth + 1);
    }
    return {};
}

// In UTF-16, U+E000 to U+FFFF (first byte EE, EF) sort behind the surrogate pairs (F0 to F4).
// These two bytes are never continuation bytes, so they can be moved up wherever they stand.
unsigned utf16_rank(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0xEE || byte == 0xEF ? byte + 0x10U : byte;
}

}  // namespace

Result<std::string> canonicalize_jcs(const Value& value) {
    std::string out;
    OUTPOST_TRY_VOID(append_canonical(out, value, 0));
    return out;
}

std::string ecmascript_number(double number) {
    if (std::isnan(number)) return "NaN";
    if (std::isinf(number)) return number < 0 ? "-Infinity" : "Infinity";
    if (number == 0) return "0";  // of both signs
    std::string out = number < 0 ? "-" : "";
    out += positive_number(std::abs(number));
    return out;
}

bool utf16_less(std::string_view a, std::string_view b) {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return utf16_rank(x) < utf16_rank(y);
    });
}

}  // namespace outpost::json
