// Escapes and lays out troff.
#include "tools/outpost/manual.h"

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
    out_ = ".TH OUTPOST 1 \"\" \"outpost " + escaped(version) + "\" \"User Commands\"\n";
    out_ += ".SH NAME\n" + escaped(program) + " \\- " + escaped(description) + "\n";
    out_ += ".SH SYNOPSIS\n.B " + escaped(program) + "\n.I COMMAND\n[OPTION]... [INPUT]...\n";
    out_ +=
        ".SH VERDICTS\n"
        ".TP\n.B accepted\nproven, current, and the policy in force says yes\n"
        ".TP\n.B not_accepted\nproven, but the policy says no\n"
        ".TP\n.B rejected\nforged, altered or revoked\n"
        ".TP\n.B unknown\ncannot be told here: unknown issuer or key, unsupported format, data "
        "too old\n"
        ".SH COMMANDS\n";
}

void Manual::add_command(std::string_view name, std::string_view text) {
    out_ += ".SS " + escaped(name) + "\n" + escaped(text) + ".\n";
}

void Manual::add_option(std::string_view option, std::string_view text) {
    while (!option.empty() && option.back() == ' ') option.remove_suffix(1);
    out_ += ".TP\n.B " + escaped(option) + "\n" + escaped(text) + "\n";
}

void Manual::add_paragraph(std::string_view text) {
    if (!text.empty()) out_ += ".PP\n" + escaped(text) + "\n";
}

std::string Manual::take() && {
    out_ +=
        ".SH EXIT STATUS\n0 all well; 1 rejected, refused or not accepted; 2 wrong usage or an "
        "unreadable input; 3 the machine could not do it, or for verify: unknown.\n";
    return std::move(out_);
}

}  // namespace outpost::tools
