#include "firmware-app/settings/kiosk_settings.h"

#include "core/framing/scanner_option.h"
#include "core/policy/policy.h"
#include "core/toml/settings_text.h"
#include "firmware-app/settings/setting_table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <set>
#include <utility>

namespace outpost::settings {

namespace {

using toml_text::Plain;

constexpr std::size_t text_chars_max = 1'000;
constexpr std::size_t devices_max = 2;
constexpr std::array verdicts{policy::Verdict::Accepted, policy::Verdict::NotAccepted,
                              policy::Verdict::Rejected, policy::Verdict::Unknown};

std::string number_text(double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%g", value);
    return text.data();
}

std::string bounds_text(double least, double most) {
    return "a number from " + number_text(least) + " to " + number_text(most);
}

/// A whole or a broken number; nothing for anything else.
std::optional<double> number_of(const Plain& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
    if (const auto* number = std::get_if<double>(&value);
        number != nullptr && std::isfinite(*number))
        return *number;
    return std::nullopt;
}

bool is_good_text(const std::string& text) {
    return text.size() <= text_chars_max &&
           std::none_of(text.begin(), text.end(), [](char c) { return c >= 0 && c < 0x20; });
}

/// Puts one value where it belongs; each overload gives what is wrong, empty when nothing is.
struct Put {
    const Plain& value;

    std::string operator()(const Whole& place) const {
        const auto* whole = std::get_if<std::int64_t>(&value);
        if (whole == nullptr || *whole < place.least || *whole > place.most)
            return "a whole number from " + std::to_string(place.least) + " to " +
                   std::to_string(place.most);
        *place.to = *whole;
        return {};
    }
    std::string operator()(const Whole32& place) const {
        std::int64_t whole = 0;
        auto wrong = (*this)(Whole{&whole, place.least, place.most});
        if (wrong.empty()) *place.to = static_cast<std::int32_t>(whole);
        return wrong;
    }
    std::string operator()(const Seconds& place) const {
        const auto number = number_of(value);
        if (!number || *number < place.least || *number > place.most)
            return bounds_text(place.least, place.most) + " (seconds)";
        *place.to_ms = static_cast<std::int64_t>(std::llround(*number * 1000));
        return {};
    }
    std::string operator()(const Number& place) const {
        const auto number = number_of(value);
        if (!number || *number < place.least || *number > place.most)
            return bounds_text(place.least, place.most);
        *place.to = *number;
        return {};
    }
    std::string operator()(const Flag& place) const {
        const auto* flag = std::get_if<bool>(&value);
        if (flag == nullptr) return "true or false, without quotes";
        *place.to = *flag;
        return {};
    }
    std::string operator()(const Text& place) const {
        const auto* text = std::get_if<std::string>(&value);
        if (text == nullptr || !is_good_text(*text))
            return "a text in quotes, of at most 1000 bytes, on one line";
        *place.to = *text;
        return {};
    }
    std::string operator()(const Texts& place) const {
        const auto* texts = std::get_if<std::vector<std::string>>(&value);
        if (texts == nullptr || !std::all_of(texts->begin(), texts->end(), is_good_text))
            return "a list of texts: [\"one\", \"two\"]";
        *place.to = *texts;
        return {};
    }
    std::string operator()(const Choice& place) const {
        const auto* text = std::get_if<std::string>(&value);
        const auto found = text == nullptr
                               ? place.words.end()
                               : std::find(place.words.begin(), place.words.end(), *text);
        if (found == place.words.end()) {
            std::string words = "one of";
            for (const auto word : place.words) words += " \"" + std::string(word) + "\"";
            return words;
        }
        *place.to = static_cast<std::uint8_t>(found - place.words.begin());
        return {};
    }
    std::string operator()(const Verdicts& place) const {
        std::vector<std::string> names;
        if (auto wrong = (*this)(Texts{&names}); !wrong.empty()) return wrong;
        std::array<bool, 4> flags{};
        for (const auto& name : names) {
            const auto found = std::find_if(verdicts.begin(), verdicts.end(), [&](auto verdict) {
                return policy::verdict_name(verdict) == name;
            });
            if (found == verdicts.end())
                return "a list of accepted, not_accepted, rejected, unknown";
            flags[static_cast<std::size_t>(found - verdicts.begin())] = true;
        }
        *place.to = flags;
        return {};
    }
    std::string operator()(const Purposes& place) const {
        std::vector<std::string> lines;
        if (auto wrong = (*this)(Texts{&lines}); !wrong.empty()) return wrong;
        std::vector<session::Purpose> purposes;
        for (const auto& line : lines) {
            const auto colon = line.find(": ");
            if (colon == std::string::npos || colon == 0 || colon + 2 == line.size())
                return "a list of \"name: words shown\"";
            purposes.push_back({line.substr(0, colon), line.substr(colon + 2)});
        }
        *place.to = std::move(purposes);
        return {};
    }
};

std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

std::string list_text(const std::vector<std::string>& texts) {
    std::string out = "[";
    for (const auto& text : texts) out += (out.size() > 1 ? ", " : "") + quoted(text);
    return out + "]";
}

/// The default as it is written in the file.
struct Written {
    std::string operator()(const Whole& place) const { return std::to_string(*place.to); }
    std::string operator()(const Whole32& place) const { return std::to_string(*place.to); }
    std::string operator()(const Seconds& place) const {
        return number_text(static_cast<double>(*place.to_ms) / 1000);
    }
    std::string operator()(const Number& place) const { return number_text(*place.to); }
    std::string operator()(const Flag& place) const { return *place.to ? "true" : "false"; }
    std::string operator()(const Text& place) const { return quoted(*place.to); }
    std::string operator()(const Texts& place) const { return list_text(*place.to); }
    std::string operator()(const Choice& place) const {
        return quoted(std::string(place.words[*place.to]));
    }
    std::string operator()(const Verdicts& place) const {
        std::vector<std::string> names;
        for (const auto verdict : verdicts)
            if ((*place.to)[static_cast<std::size_t>(verdict)])
                names.emplace_back(policy::verdict_name(verdict));
        return list_text(names);
    }
    std::string operator()(const Purposes& place) const {
        std::vector<std::string> lines;
        for (const auto& purpose : *place.to) lines.push_back(purpose.name + ": " + purpose.words);
        return list_text(lines);
    }
};

/// What the values mean together.
void check_together(const KioskSettings& all, std::vector<SettingFault>& faults) {
    const auto fault = [&](std::string setting, std::string text, bool is_warning = false) {
        faults.push_back({0, std::move(setting), std::move(text), is_warning});
    };
    if (!all.session.can_check && !all.session.can_issue)
        fault("kiosk.can_check", "this kiosk neither checks nor issues");
    if (all.session.languages.empty()) fault("kiosk.languages", "at least one language");
    if (all.session.can_issue && all.issuer.profile.empty())
        fault("issue.profile", "issuing needs a profile folder");
    if (all.session.can_issue && all.issuer.key.empty())
        fault("issue.key", "issuing needs a key file");
    if (all.session.can_issue && all.issuer.passphrase_file.empty())
        fault("issue.passphrase_file", "nobody can type a passphrase at a kiosk");
    if (all.camera.devices.size() > devices_max) fault("camera.devices", "at most two cameras");
    if (all.camera.devices.empty() && all.scanner.empty())
        fault("camera.devices", "no camera and no scanner: nothing can be read");
    if (!all.scanner.empty() && !framing::parse_scanner_option(all.scanner))
        fault("scanner.device",
              "must be \"serial:/PATH\" or \"keys:/PATH\", with options as in docs/scanners.md");
    if (all.session.can_check && all.check.trust.empty())
        fault("check.trust", "no keys are trusted: every certificate will be unknown", true);
    if (all.screen.diagonal_in < 7)
        fault("screen.diagonal_in", "below 7 inches not every text has room", true);
    if (all.demo) fault("kiosk.demo", "request files need no signature", true);
}

KioskSettings start_settings() {
    KioskSettings settings;
    settings.session.languages = {"en", "hi", "fr", "es", "pt", "ar", "ta", "si", "sw", "fil"};
    settings.issuer.printer = "spool";
    return settings;
}

}  // namespace

std::optional<KioskSettings> read_settings(std::string_view text,
                                           std::vector<SettingFault>& faults) {
    auto settings = start_settings();
    std::uint8_t theme = 0;
    std::uint8_t identity = 0;
    const auto table = table_of(settings, theme, identity);
    const auto lines = toml_text::read_settings_text(text);
    if (!lines) {
        const bool is_line = lines.error().code != Errc::TooLong;
        faults.push_back({is_line ? static_cast<std::int32_t>(lines.error().offset) : 0, "",
                          lines.error().code == Errc::BadUtf8 ? "the file is not UTF-8 text"
                                                              : lines.error().what,
                          false});
        return std::nullopt;
    }
    for (const auto& line : *lines) {
        const auto found = std::find_if(table.begin(), table.end(), [&](const Setting& setting) {
            return setting.section == line.section && setting.key == line.key;
        });
        const auto name = line.section.empty() ? line.key : line.section + "." + line.key;
        if (found == table.end()) {
            faults.push_back({line.line, name, "no such setting", false});
            continue;
        }
        if (auto wrong = std::visit(Put{line.value}, found->place); !wrong.empty())
            faults.push_back({line.line, name, "must be " + wrong, false});
    }
    settings.session.theme = static_cast<session::Theme>(theme);
    settings.session.public_identity = static_cast<session::PublicIdentity>(identity);
    settings.issuer.state = settings.state;
    check_together(settings, faults);
    if (std::any_of(faults.begin(), faults.end(), [](const auto& f) { return !f.is_warning; }))
        return std::nullopt;
    return settings;
}

std::string settings_explained() {
    auto settings = start_settings();
    std::uint8_t theme = 0;
    std::uint8_t identity = 0;
    auto table = table_of(settings, theme, identity);
    std::vector<std::string_view> sections;
    for (const auto& setting : table)
        if (std::find(sections.begin(), sections.end(), setting.section) == sections.end())
            sections.push_back(setting.section);
    std::string out =
        "# Settings of outpost-kiosk. Every setting is here with its default; remove the mark in\n"
        "# front of one to change it. `outpost-kiosk --check-config FILE` says what is wrong.\n";
    for (const auto section : sections) {
        out += "\n[" + std::string(section) + "]\n";
        for (const auto& setting : table) {
            if (setting.section != section) continue;
            std::string words(setting.words);
            for (std::size_t at = 0; (at = words.find('\n', at)) != std::string::npos; at += 3)
                words.replace(at, 1, "\n# ");
            if (!words.empty()) out += "# " + words + "\n";
            out += "#" + std::string(setting.key) + " = " + std::visit(Written{}, setting.place) +
                   "\n";
        }
    }
    return out;
}

}  // namespace outpost::settings
