#include "core/render/box_style.h"

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace outpost::render {

namespace {

using namespace std::string_view_literals;

constexpr double font_size_mm_max = 60;

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::optional<std::uint32_t> parse_colour(std::string_view text) {
    constexpr std::array names = {
        std::pair{"black"sv, 0x000000U}, std::pair{"white"sv, 0xFFFFFFU},
        std::pair{"gray"sv, 0x808080U},  std::pair{"grey"sv, 0x808080U},
        std::pair{"red"sv, 0xFF0000U},   std::pair{"green"sv, 0x008000U},
        std::pair{"blue"sv, 0x0000FFU},  std::pair{"navy"sv, 0x000080U},
        std::pair{"none"sv, 0x000000U}};  // a frame that is only outlined while one draws
    for (const auto& [name, colour] : names)
        if (text == name) return colour;
    if (text.empty() || text.front() != '#') return std::nullopt;
    const auto digits = text.substr(1);
    std::uint32_t value = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    if (digits.size() == 6) return value;
    if (digits.size() != 3) return std::nullopt;
    return ((value & 0xF00U) * 0x1100U) | ((value & 0x0F0U) * 0x110U) | ((value & 0x00FU) * 0x11U);
}

std::string family_list(std::string_view text) {
    std::string out;
    for (const char c : text)
        if (c != '\'' && c != '"') out += c;
    return out;
}

std::optional<bool> parse_weight(std::string_view text) {
    if (text == "bold" || text == "bolder") return true;
    if (text == "normal" || text == "lighter") return false;
    const auto number = parse_user_length(text);
    if (!number) return std::nullopt;
    return *number >= 600;
}

/// False: the value is not understood.
bool apply_property(BoxStyle& style, std::string_view name, std::string_view value) {
    if (name == "font-family") {
        style.font_family = family_list(value);
    } else if (name == "font-size") {
        const auto size = parse_user_length(value);
        if (!size || *size <= 0 || *size > font_size_mm_max) return false;
        style.font_size_mm = *size;
    } else if (name == "font-weight") {
        const auto weight = parse_weight(value);
        if (!weight) return false;
        style.is_bold = *weight;
    } else if (name == "font-style") {
        style.is_italic = value == "italic" || value == "oblique";
    } else if (name == "fill") {
        const auto colour = parse_colour(value);
        if (!colour) return false;
        style.colour = *colour;
    } else if (name == "text-align" || name == "text-anchor") {
        const auto alignment = parse_alignment(value);
        if (!alignment) return false;
        style.along = *alignment;
    } else if (name == "display") {
        style.is_hidden = style.is_hidden || value == "none";
    }
    return true;
}

/// translate(x), translate(x,y), matrix(1,0,0,1,x,y)
std::optional<std::pair<double, double>> parse_shift(std::string_view text) {
    std::array<double, 6> numbers{};
    std::size_t count = 0;
    const auto open = text.find('(');
    if (open == std::string_view::npos || text.back() != ')') return std::nullopt;
    auto inside = text.substr(open + 1, text.size() - open - 2);
    while (!(inside = trimmed(inside)).empty()) {
        const auto end = inside.find_first_of(", \t\r\n");
        const auto number = parse_user_length(inside.substr(0, end));
        if (!number || count == numbers.size()) return std::nullopt;
        numbers[count++] = *number;
        if (end == std::string_view::npos) break;
        inside = trimmed(inside.substr(end));
        if (!inside.empty() && inside.front() == ',') inside.remove_prefix(1);
    }
    const auto word = trimmed(text.substr(0, open));
    if (word == "translate" && count == 1) return std::pair{numbers[0], 0.0};
    if (word == "translate" && count == 2) return std::pair{numbers[0], numbers[1]};
    const bool is_plain =
        count == 6 && numbers[0] == 1 && numbers[1] == 0 && numbers[2] == 0 && numbers[3] == 1;
    if (word == "matrix" && is_plain) return std::pair{numbers[4], numbers[5]};
    return std::nullopt;
}

}  // namespace

std::optional<double> parse_user_length(std::string_view text) {
    text = trimmed(text);
    if (text.size() > 2 && text.substr(text.size() - 2) == "px") text.remove_suffix(2);
    if (text.size() > 1 && text.front() == '+') text.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

void apply_style(BoxStyle& style, pugi::xml_node node, std::int32_t line, bool is_box,
                 Faults& faults) {
    const auto apply = [&](std::string_view name, std::string_view value) {
        if (!apply_property(style, name, trimmed(value)) && is_box)
            faults.add(Errc::BadValue, line,
                       "The value of " + std::string(name) +
                           " is not understood (numbers without unit are millimetres, colours are "
                           "#rrggbb).");
    };
    for (const auto attribute : node.attributes())
        if (std::string_view(attribute.name()) != "style")
            apply(attribute.name(), attribute.value());
    std::string_view rest = node.attribute("style").value();
    while (!rest.empty()) {
        const auto end = rest.find(';');
        const auto declaration = rest.substr(0, end);
        const auto colon = declaration.find(':');
        if (colon != std::string_view::npos)
            apply(trimmed(declaration.substr(0, colon)), declaration.substr(colon + 1));
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    }
    for (const char* name : {"lang", "xml:lang"})
        if (const auto language = node.attribute(name)) style.language = language.value();
    const auto transform = trimmed(node.attribute("transform").value());
    if (transform.empty()) return;
    if (const auto shift = parse_shift(transform)) {
        style.shift_x_mm += shift->first;
        style.shift_y_mm += shift->second;
    } else {
        style.bent_line = line;
    }
}

std::optional<Alignment> parse_alignment(std::string_view word) {
    if (word == "start" || word == "left" || word == "top") return Alignment::Start;
    if (word == "middle" || word == "center" || word == "centre") return Alignment::Centre;
    if (word == "end" || word == "right" || word == "bottom") return Alignment::End;
    return std::nullopt;
}

}  // namespace outpost::render
