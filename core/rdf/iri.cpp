// IRI syntax checks and reference resolution.
#include "core/rdf/iri.h"

#include <algorithm>
#include <cstddef>

namespace outpost::rdf {

namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_scheme_character(char c) {
    return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
}

// jsonld.js 2 tests /^([A-Za-z][A-Za-z0-9+-.]*|_):/, where "+-." is the range from + to dot.
bool is_lenient_scheme_character(char c) {
    return is_scheme_character(c) || c == ',';
}

bool is_iriref_character(char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20) return false;
    switch (c) {
        case '<':
        case '>':
        case '"':
        case '{':
        case '}':
        case '|':
        case '^':
        case '`':
        case '\\':
            return false;
        default:
            return true;
    }
}

struct IriParts {
    std::string_view scheme;
    std::string_view authority;
    std::string_view path;
    std::string_view query;
    std::string_view fragment;
    bool has_scheme = false;
    bool has_authority = false;
    bool has_query = false;
    bool has_fragment = false;
};

// RFC 3986 appendix B.
IriParts split_iri(std::string_view text) {
    IriParts parts;
    if (const auto at = text.find('#'); at != std::string_view::npos) {
        parts.has_fragment = true;
        parts.fragment = text.substr(at + 1);
        text = text.substr(0, at);
    }
    if (const auto at = text.find('?'); at != std::string_view::npos) {
        parts.has_query = true;
        parts.query = text.substr(at + 1);
        text = text.substr(0, at);
    }
    if (has_scheme(text)) {
        const auto at = text.find(':');
        parts.has_scheme = true;
        parts.scheme = text.substr(0, at);
        text = text.substr(at + 1);
    }
    if (text.substr(0, 2) == "//") {
        const auto end = std::min(text.find('/', 2), text.size());
        parts.has_authority = true;
        parts.authority = text.substr(2, end - 2);
        text = text.substr(end);
    }
    parts.path = text;
    return parts;
}

// RFC 3986 section 5.2.4, over whole segments.
std::string remove_dot_segments(std::string_view path) {
    std::string out;
    while (!path.empty()) {
        const auto segment_end = std::min(path.find('/', path.front() == '/' ? 1 : 0), path.size());
        const auto segment = path.substr(0, segment_end);
        const bool is_last = segment_end == path.size();
        if (segment == "." || segment == "..") {
            path = path.substr(std::min(segment_end + 1, path.size()));
        } else if (segment == "/.") {
            path = is_last ? std::string_view("/") : path.substr(segment_end);
            if (is_last) return out + "/";
        } else if (segment == "/..") {
            out.erase(std::min(out.rfind('/'), out.size()));
            if (is_last) return out + "/";
            path = path.substr(segment_end);
        } else {
            out += segment;
            path = path.substr(segment_end);
        }
    }
    return out;
}

// RFC 3986 section 5.2.3.
std::string merge_paths(const IriParts& base, std::string_view path) {
    if (base.has_authority && base.path.empty()) return "/" + std::string(path);
    const auto last_slash = base.path.rfind('/');
    std::string merged(last_slash == std::string_view::npos ? std::string_view{}
                                                            : base.path.substr(0, last_slash + 1));
    return merged += path;
}

struct ResolvedPath {
    std::string path;
    std::string_view query;
    bool has_query = false;
};

ResolvedPath resolve_path(const IriParts& base, const IriParts& reference) {
    if (reference.has_authority || (!reference.path.empty() && reference.path.front() == '/'))
        return {remove_dot_segments(reference.path), reference.query, reference.has_query};
    if (!reference.path.empty())
        return {remove_dot_segments(merge_paths(base, reference.path)), reference.query,
                reference.has_query};
    if (reference.has_query) return {std::string(base.path), reference.query, true};
    return {std::string(base.path), base.query, base.has_query};
}

}  // namespace

bool has_scheme(std::string_view text) {
    if (text.empty() || !is_letter(text.front())) return false;
    const auto* const end = std::find_if_not(text.begin(), text.end(), is_scheme_character);
    return end != text.end() && *end == ':';
}

bool is_statement_iri(std::string_view text, RdfForm form) {
    if (form == RdfForm::JsonLd11)
        return has_scheme(text) && std::all_of(text.begin(), text.end(), is_iriref_character) &&
               text.find('#') == text.rfind('#');  // RFC 3987: a fragment holds no second '#'
    if (text.empty() || !is_letter(text.front())) return false;
    const auto* const end = std::find_if_not(text.begin(), text.end(), is_lenient_scheme_character);
    return end != text.end() && *end == ':';
}

std::string resolve_iri(std::string_view base, std::string_view reference) {
    if (base.empty() || has_scheme(reference)) return std::string(reference);
    const auto from = split_iri(base);
    const auto to = split_iri(reference);
    const auto resolved = resolve_path(from, to);
    std::string out;
    if (from.has_scheme) out.append(from.scheme).append(":");
    const auto& authority = to.has_authority ? to : from;
    if (authority.has_authority) out.append("//").append(authority.authority);
    out += resolved.path;
    if (resolved.has_query) out.append("?").append(resolved.query);
    if (to.has_fragment) out.append("#").append(to.fragment);
    return out;
}

bool ends_with_gen_delim(std::string_view iri) {
    return !iri.empty() && std::string_view(":/?#[]@").find(iri.back()) != std::string_view::npos;
}

bool is_language_tag(std::string_view text) {
    constexpr std::size_t subtag_max = 8;
    bool first = true;
    while (true) {
        const auto end = std::min(text.find('-'), text.size());
        const auto subtag = text.substr(0, end);
        if (subtag.empty() || subtag.size() > subtag_max) return false;
        const auto fits = [first](char c) { return is_letter(c) || (!first && is_digit(c)); };
        if (!std::all_of(subtag.begin(), subtag.end(), fits)) return false;
        if (end == text.size()) return true;
        text = text.substr(end + 1);
        first = false;
    }
}

}  // namespace outpost::rdf
