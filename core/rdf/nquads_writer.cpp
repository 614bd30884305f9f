// Canonical N-Quads lines: the writing half of nquads.h, and line_text.h.
#include "core/rdf/line_text.h"
#include "core/rdf/nquads.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace outpost::rdf {

namespace {

constexpr std::string_view hex_digits = "0123456789ABCDEF";

constexpr std::uint64_t every_byte(std::uint8_t value) {
    return std::uint64_t{0x0101010101010101U} * value;
}

// Nonzero when one of the eight bytes is zero.
constexpr std::uint64_t zero_bytes(std::uint64_t word) {
    return (word - every_byte(1)) & ~word & every_byte(0x80);
}

// True when one of eight bytes may need an escape under either rule: a control, '"', '\\' or DEL.
bool may_need_escape(std::uint64_t word) {
    const auto controls = (word - every_byte(0x20)) & ~word & every_byte(0x80);
    return (controls | zero_bytes(word ^ every_byte('"')) | zero_bytes(word ^ every_byte('\\')) |
            zero_bytes(word ^ every_byte(0x7F))) != 0;
}

std::uint64_t word_at(const char* at) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
    return word;
}

// Eight bytes at a time, the last eight perhaps twice.
bool may_need_escape(std::string_view text) {
    constexpr auto step = sizeof(std::uint64_t);
    if (text.size() < step) {
        std::array<char, step> padded{'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x'};
        std::copy(text.begin(), text.end(), padded.begin());
        return may_need_escape(word_at(padded.data()));
    }
    const char* const last = text.data() + text.size() - step;
    for (const char* at = text.data(); at < last; at += step)
        if (may_need_escape(word_at(at))) return true;
    return may_need_escape(word_at(last));
}

// The letter after the backslash, 'u' for a numeric escape, or 0 for a character that stands as is.
char escape_letter(char c, Escaping escaping) {
    switch (c) {
        case '"':
        case '\\':
            return c;
        case '\n':
            return 'n';
        case '\r':
            return 'r';
        default:
            break;
    }
    if (escaping == Escaping::Urdna2015) return 0;
    switch (c) {
        case '\b':
            return 'b';
        case '\t':
            return 't';
        case '\f':
            return 'f';
        default:
            return static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? 'u' : '\0';
    }
}

std::size_t escaped_size(std::string_view text, Escaping escaping) {
    auto size = text.size();
    if (!may_need_escape(text)) return size;
    for (const char c : text) {
        const char letter = escape_letter(c, escaping);
        if (letter != 0) size += letter == 'u' ? 5 : 1;
    }
    return size;
}

char* put_escaped(char* at, std::string_view text, Escaping escaping) {
    if (!may_need_escape(text)) return put(at, text);
    for (const char c : text) {
        const char letter = escape_letter(c, escaping);
        if (letter == 0) {
            *at++ = c;
            continue;
        }
        *at++ = '\\';
        *at++ = letter;
        if (letter != 'u') continue;
        const auto byte = static_cast<unsigned char>(c);
        at = put(at, "00");
        *at++ = hex_digits[byte >> 4U];
        *at++ = hex_digits[byte & 0x0FU];
    }
    return at;
}

bool is_language_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

std::size_t term_size(const Term& term, Escaping escaping) {
    if (term.kind == TermKind::BlankNode) return 2 + term.value.size();
    return ground_term_size(term, escaping);
}

char* put_term(char* at, const Term& term, Escaping escaping) {
    if (term.kind == TermKind::BlankNode) return put(put(at, "_:"), term.value);
    return put_ground_term(at, term, escaping);
}

}  // namespace

std::size_t ground_term_size(const Term& term, Escaping escaping) {
    if (term.kind != TermKind::Literal) return term.value.size() + 2;
    const auto lexical = escaped_size(term.value, escaping) + 2;
    if (!term.language.empty()) return lexical + 1 + term.language.size();
    if (term.datatype == xsd_string) return lexical;
    return lexical + 4 + term.datatype.size();
}

char* put_ground_term(char* at, const Term& term, Escaping escaping) {
    if (term.kind != TermKind::Literal) {
        *at++ = '<';
        at = put(at, term.value);
        *at++ = '>';
        return at;
    }
    *at++ = '"';
    at = put_escaped(at, term.value, escaping);
    *at++ = '"';
    if (!term.language.empty()) {
        *at++ = '@';
        return put(at, term.language);
    }
    if (term.datatype == xsd_string) return at;
    at = put(put(at, "^^<"), term.datatype);
    *at++ = '>';
    return at;
}

bool is_unambiguous(const Term& term) {
    constexpr auto none = std::string_view::npos;
    if (term.kind == TermKind::Iri) return term.value.find('>') == none;
    if (term.kind != TermKind::Literal) return true;
    if (term.language.empty())
        return term.datatype == xsd_string || term.datatype.find('>') == none;
    return std::all_of(term.language.begin(), term.language.end(), is_language_character);
}

void append_nquad(std::string& out, const Quad& quad, Escaping escaping) {
    const bool has_graph = quad.graph.kind != TermKind::None;
    auto size = term_size(quad.subject, escaping) + term_size(quad.predicate, escaping) +
                term_size(quad.object, escaping) + std::string_view("   .\n").size();
    if (has_graph) size += 1 + term_size(quad.graph, escaping);
    const auto start = out.size();
    out.resize(start + size);
    char* at = out.data() + start;
    at = put_term(at, quad.subject, escaping);
    *at++ = ' ';
    at = put_term(at, quad.predicate, escaping);
    *at++ = ' ';
    at = put_term(at, quad.object, escaping);
    if (has_graph) {
        *at++ = ' ';
        at = put_term(at, quad.graph, escaping);
    }
    put(at, " .\n");
}

std::string write_nquads(const Dataset& dataset, Escaping escaping) {
    std::string out;
    for (const auto& quad : dataset.quads) append_nquad(out, quad, escaping);
    return out;
}

}  // namespace outpost::rdf
