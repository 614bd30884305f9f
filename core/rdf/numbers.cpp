// Number formatting with std::to_chars, rounded as ECMAScript rounds.
#include "core/rdf/numbers.h"

#include "core/json/jcs.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <limits>

namespace outpost::rdf {

namespace {

constexpr double exponent_form_from = 1e21;  // ECMAScript prints larger numbers with an exponent

// ECMAScript toFixed(0); halves away from zero do not occur: such numbers are doubles here.
std::string fixed_text(double number) {
    if (std::abs(number) >= exponent_form_from) return json::ecmascript_number(number);
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number,
                                   std::chars_format::fixed, 0);
    return {buffer.data(), end.ptr};
}

// Rounds "d.ddd..." to 15 places after the dot, halves up, as toExponential(15) does.
bool round_digits(std::string& digits) {
    constexpr std::size_t kept = 17;  // digit, dot, 15 digits
    const bool up = digits[kept] >= '5';
    digits.resize(kept);
    if (!up) return false;
    for (auto i = digits.size(); i-- > 0;) {
        if (digits[i] == '.') continue;
        if (digits[i] != '9') {
            ++digits[i];
            return false;
        }
        digits[i] = '0';
    }
    digits.insert(1, 1, '0');  // 9.99... became 10.00...: the caller raises the exponent
    digits[0] = '1';
    return true;
}

}  // namespace

std::string canonical_double(double number) {
    if (std::isnan(number)) return "NaN";
    if (std::isinf(number)) return number < 0 ? "-INF" : "INF";
    constexpr int exact_places = 766;  // enough for every double
    std::array<char, 800> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::abs(number),
                                   std::chars_format::scientific, exact_places);
    const std::string_view all(buffer.data(), static_cast<std::size_t>(end.ptr - buffer.data()));
    const auto e = all.find('e');
    std::string digits(all.substr(0, e));
    int exponent = 0;
    const auto sign_at = all[e + 1] == '+' ? e + 2 : e + 1;
    std::from_chars(all.data() + sign_at, all.data() + all.size(), exponent);
    if (round_digits(digits)) {
        ++exponent;
        digits = "1.0";
    }
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.back() == '.') digits += '0';
    return (std::signbit(number) ? "-" : "") + digits + "E" + std::to_string(exponent);
}

NumberText number_text(double number, bool as_double, RdfForm form) {
    bool is_double = as_double;
    if (form == RdfForm::JsonLd11) {
        is_double =
            is_double || number != std::trunc(number) || std::abs(number) >= exponent_form_from;
    } else {
        // jsonld.js 2 asks whether the number's text has a dot.
        is_double = is_double || json::ecmascript_number(number).find('.') != std::string::npos;
    }
    if (is_double) return {canonical_double(number), true};
    if (number == 0.0) return {"0", false};
    return {fixed_text(number), false};
}

std::string js2_double_of_text(std::string_view text) {
    const auto start = text.find_first_not_of(" \t\r\n");
    text = start == std::string_view::npos ? std::string_view{} : text.substr(start);
    if (!text.empty() && text.front() == '+') text.remove_prefix(1);
    double number = std::numeric_limits<double>::quiet_NaN();
    const auto* const end = text.data() + text.size();
    if (std::from_chars(text.data(), end, number).ec != std::errc{})
        number = std::numeric_limits<double>::quiet_NaN();
    return canonical_double(number);
}

}  // namespace outpost::rdf
