// Parsing of a scanner's option: exact names, each once, no white space.
#include "core/framing/scanner_option.h"

#include "core/bytes/hex.h"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <vector>

namespace outpost::framing {

namespace {

constexpr std::size_t path_chars_max = 512;
constexpr std::size_t layout_chars_max = 40;

/// One NAME=VALUE and where it stands.
struct Setting {
    std::string_view name;
    std::string_view value;
    std::size_t offset = 0;
};

template <typename Number>
Result<Number> parse_number(const Setting& setting) {
    Number number = 0;
    const char* begin = setting.value.data();
    const char* end = begin + setting.value.size();
    const auto parsed = std::from_chars(begin, end, number);
    if (setting.value.empty() || parsed.ec != std::errc{} || parsed.ptr != end)
        return Error{Errc::BadValue, setting.offset, "a number is expected"};
    return number;
}

Result<Bytes> parse_mark(const Setting& setting) {
    if (setting.value == "none") return Bytes{};
    if (setting.value.empty() || setting.value.size() > 2 * mark_bytes_max)
        return Error{Errc::BadValue, setting.offset, "1 to 8 bytes in hex, or none"};
    auto mark = bytes::decode_hex(setting.value);
    if (!mark) return Error{Errc::BadValue, setting.offset, "1 to 8 bytes in hex, or none"};
    return mark;
}

bool is_layout(std::string_view text) {
    const auto is_plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    };
    if (text.empty() || text.size() > layout_chars_max) return false;
    auto layout = text;
    if (text.back() == ')') {
        const auto bracket = text.find('(');
        if (bracket == std::string_view::npos) return false;
        const auto variant = text.substr(bracket + 1, text.size() - bracket - 2);
        if (variant.empty() || !std::all_of(variant.begin(), variant.end(), is_plain)) return false;
        layout = text.substr(0, bracket);
    }
    return !layout.empty() && std::all_of(layout.begin(), layout.end(), is_plain);
}

bool is_path(std::string_view path) {
    return path.size() > 1 && path.size() <= path_chars_max && path.front() == '/' &&
           std::all_of(path.begin(), path.end(), [](char c) { return c > ' ' && c < '\x7F'; });
}

Result<void> apply(ScannerOption& option, const Setting& setting) {
    const bool is_serial = option.kind == SourceKind::SerialBytes;
    if (setting.name == "prefix") {
        OUTPOST_TRY(option.rules.prefix, parse_mark(setting));
    } else if (setting.name == "suffix") {
        OUTPOST_TRY(option.rules.suffix, parse_mark(setting));
    } else if (setting.name == "idle") {
        OUTPOST_TRY(option.rules.idle_ms, parse_number<std::int64_t>(setting));
    } else if (setting.name == "pause") {
        OUTPOST_TRY(option.rules.pause_ms, parse_number<std::int64_t>(setting));
    } else if (setting.name == "max") {
        OUTPOST_TRY(option.rules.payload_bytes_max, parse_number<std::size_t>(setting));
    } else if (setting.name == "baud" && is_serial) {
        OUTPOST_TRY(option.baud, parse_number<std::uint32_t>(setting));
    } else if (setting.name == "layout" && !is_serial) {
        if (!is_layout(setting.value))
            return Error{Errc::BadValue, setting.offset, "name of a keyboard layout"};
        option.layout = setting.value;
    } else {
        return Error{Errc::Unsupported, setting.offset, "setting of a scanner"};
    }
    return {};
}

/// Takes the part up to the next comma off `text`.
std::string_view take_part(std::string_view& text) {
    const auto comma = text.find(',');
    const auto part = text.substr(0, comma);
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    return part;
}

Result<ScannerOption> start_option(std::string_view source) {
    ScannerOption option;
    const auto colon = source.find(':');
    if (colon == std::string_view::npos)
        return Error{Errc::BadSyntax, 0, "serial:PATH or keys:PATH is expected"};
    const auto kind = source.substr(0, colon);
    if (kind == "keys")
        option.kind = SourceKind::TypedText;
    else if (kind != "serial")
        return Error{Errc::Unsupported, 0, "a scanner is serial:PATH or keys:PATH"};
    const auto path = source.substr(colon + 1);
    if (!is_path(path)) return Error{Errc::BadValue, colon + 1, "absolute path of a scanner"};
    option.path = path;
    option.rules.idle_ms = option.kind == SourceKind::TypedText ? 150 : 80;
    return option;
}

}  // namespace

Result<ScannerOption> parse_scanner_option(std::string_view text) {
    if (text.size() > scanner_option_chars_max)
        return Error{Errc::TooLong, scanner_option_chars_max, "option of a scanner"};
    auto rest = text;
    OUTPOST_TRY(auto option, start_option(take_part(rest)));
    bool has_pause = false;
    std::vector<std::string_view> seen;
    if (text.back() == ',') return Error{Errc::BadSyntax, text.size(), "a setting is expected"};
    while (!rest.empty()) {
        const auto offset = text.size() - rest.size();
        const auto part = take_part(rest);
        const auto equals = part.find('=');
        if (equals == std::string_view::npos)
            return Error{Errc::BadSyntax, offset, "NAME=VALUE is expected"};
        const Setting setting{part.substr(0, equals), part.substr(equals + 1), offset};
        if (std::find(seen.begin(), seen.end(), setting.name) != seen.end())
            return Error{Errc::Duplicate, offset, "setting of a scanner"};
        OUTPOST_TRY_VOID(apply(option, setting));
        seen.push_back(setting.name);
        has_pause = has_pause || setting.name == "pause";
    }
    constexpr std::int64_t pause_least_ms = 400;
    if (!has_pause && option.rules.idle_ms > 0 && option.rules.idle_ms <= 2'000)
        option.rules.pause_ms = std::max(pause_least_ms, 5 * option.rules.idle_ms);
    OUTPOST_TRY_VOID(check_rules(option.rules));
    return option;
}

}  // namespace outpost::framing
