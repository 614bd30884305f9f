// Values into the words of screens.
#include "core/ports/message_fill.h"

#include <algorithm>

namespace outpost {

namespace {

constexpr std::string_view isolate_begin = "\u2068";
constexpr std::string_view isolate_end = "\u2069";

/// U+202A to U+202E and U+2066 to U+2069: three bytes each.
bool is_direction_mark(std::string_view text, std::size_t at) {
    if (text.size() - at < 3 || text[at] != '\xE2') return false;
    const auto second = text[at + 1];
    const auto third = text[at + 2];
    if (second == '\x80') return third >= '\xAA' && third <= '\xAE';
    return second == '\x81' && third >= '\xA6' && third <= '\xA9';
}

void append_value(std::string& filled, std::string_view value) {
    filled += isolate_begin;
    for (std::size_t at = 0; at < value.size(); ++at) {
        if (is_direction_mark(value, at)) {
            at += 2;
            continue;
        }
        const auto byte = static_cast<unsigned char>(value[at]);
        filled += byte < 0x20 || byte == 0x7F ? ' ' : value[at];
    }
    filled += isolate_end;
}

}  // namespace

std::string fill(std::string_view text, std::span<const Filling> values) {
    std::string filled;
    filled.reserve(text.size());
    while (!text.empty()) {
        const auto open = std::min(text.find('{'), text.size());
        filled += text.substr(0, open);
        text.remove_prefix(open);
        const auto close = text.find('}');
        if (close == std::string_view::npos) return filled.append(text);
        const auto name = text.substr(1, close - 1);
        const auto* found = std::find_if(values.data(), values.data() + values.size(),
                                         [&](const Filling& one) { return one.name == name; });
        if (found == values.data() + values.size()) {
            filled += '{';  // what follows may begin another name: "{{n}"
            text.remove_prefix(1);
            continue;
        }
        append_value(filled, found->value);
        text.remove_prefix(close + 1);
    }
    return filled;
}

std::string fill(std::string_view text, std::initializer_list<Filling> values) {
    return fill(text, std::span<const Filling>(values.begin(), values.size()));
}

}  // namespace outpost
