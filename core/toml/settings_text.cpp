#include "core/toml/settings_text.h"

#include "core/toml/toml_text.h"

#include <toml++/toml.h>

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

namespace outpost::toml_text {

namespace {

std::int32_t line_of(const toml::node& node) {
    return static_cast<std::int32_t>(node.source().begin.line);
}

/// A list of texts; nothing when it holds anything else.
std::optional<Plain> texts_of(const toml::array& list) {
    if (list.size() > list_values_max) return std::nullopt;
    std::vector<std::string> texts;
    for (const auto& entry : list) {
        auto text = entry.value_exact<std::string>();
        if (!text) return std::nullopt;
        texts.push_back(std::move(*text));
    }
    return Plain{std::move(texts)};
}

std::optional<Plain> plain_of(const toml::node& node) {
    if (const auto value = node.value_exact<bool>()) return Plain{*value};
    if (const auto value = node.value_exact<std::int64_t>()) return Plain{*value};
    if (const auto value = node.value_exact<double>()) return Plain{*value};
    if (auto value = node.value_exact<std::string>()) return Plain{std::move(*value)};
    if (const auto* list = node.as_array()) return texts_of(*list);
    return std::nullopt;
}

Result<void> collect(const toml::table& table, const std::string& section,
                     std::vector<SettingLine>& lines) {
    for (const auto& [key, node] : table) {
        const std::string name(key.str());
        if (const auto* inner = node.as_table()) {
            OUTPOST_TRY_VOID(collect(*inner, section.empty() ? name : section + "." + name, lines));
            continue;
        }
        auto value = plain_of(node);
        if (!value)
            return Error{Errc::Unsupported, static_cast<std::size_t>(line_of(node)),
                         "a setting is a word, a number, true, false or a list of words"};
        if (lines.size() == settings_values_max) return Error{Errc::TooLong, 0, "settings"};
        lines.push_back({section, name, std::move(*value), line_of(node)});
    }
    return {};
}

}  // namespace

Result<std::vector<SettingLine>> read_settings_text(std::string_view text) {
    if (text.size() > settings_bytes_max) return Error{Errc::TooLong, 0, "settings file"};
    const auto ascii = ascii_toml(text);
    if (!ascii) {
        if (ascii.error().code == Errc::BadUtf8) return ascii.error();
        const auto before = text.substr(0, ascii.error().offset);
        const auto line = 1 + std::count(before.begin(), before.end(), '\n');
        return Error{ascii.error().code, static_cast<std::size_t>(line), ascii.error().what};
    }
    std::vector<SettingLine> lines;
    try {
        const auto table = toml::parse(*ascii);
        OUTPOST_TRY_VOID(collect(table, {}, lines));
    } catch (const toml::parse_error& failure) {
        return Error{Errc::BadSyntax, failure.source().begin.line, "this line is no TOML"};
    } catch (const std::exception&) {
        return Error{Errc::BadSyntax, 0, "no TOML"};
    }
    std::stable_sort(lines.begin(), lines.end(),
                     [](const auto& a, const auto& b) { return a.line < b.line; });
    return lines;
}

}  // namespace outpost::toml_text
