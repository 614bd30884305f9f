// Escapes and lays out troff.
#include "tools/commandline/manual.h"

#include <algorithm>

namespace outpost::tools {

namespace {

/// A leading '.' or '\'' would be a request, '\' an escape, '-' a hyphen that can not be copied.
std::string escaped(std::string_view text) {
    std::string out;
    if (!text.empty() && (text.front() == '.' || text.front() == '\'')) out += "\\&";
    for (const char c : text) {
        if (c == '\\')
            out += "\\e";
        else if (c == '-')
            out += "\\-";
        else
            out += c;
    }
    return out;
}

}  // namespace

Manual::Manual(std::string_view program, std::string_view version, std::string_view description) {
    std::string title(program);
    std::transform(title.begin(), title.end(), title.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    out_ = ".TH " + escaped(title) + " 1 \"\" \"outpost " + escaped(version) +
           "\" \"User Commands\"\n";
    out_ += ".SH NAME\n" + escaped(program) + " \\- " + escaped(description) + "\n";
    out_ += ".SH SYNOPSIS\n.B " + escaped(program) + "\n.I COMMAND\n[OPTION]... [INPUT]...\n";
}

void Manual::add_words(std::string_view title,
                       std::span<const std::pair<std::string_view, std::string_view>> words) {
    out_ += ".SH " + escaped(title) + "\n";
    for (const auto& [word, meaning] : words)
        out_ += ".TP\n.B " + escaped(word) + "\n" + escaped(meaning) + "\n";
}

void Manual::add_command(std::string_view name, std::string_view text) {
    if (!has_commands_) out_ += ".SH COMMANDS\n";
    has_commands_ = true;
    out_ += ".SS " + escaped(name) + "\n" + escaped(text) + ".\n";
}

void Manual::add_option(std::string_view option, std::string_view text) {
    while (!option.empty() && option.back() == ' ') option.remove_suffix(1);
    out_ += ".TP\n.B " + escaped(option) + "\n" + escaped(text) + "\n";
}

void Manual::add_paragraph(std::string_view text) {
    if (!text.empty()) out_ += ".PP\n" + escaped(text) + "\n";
}

std::string Manual::take(std::string_view exit_status) && {
    out_ += ".SH EXIT STATUS\n" + escaped(exit_status) + "\n";
    return std::move(out_);
}

}  // namespace outpost::tools
