// Parser of N-Quads (RDF 1.1 N-Quads, section 4); the writing half is nquads_writer.cpp.
#include "core/rdf/nquads.h"

#include "core/bytes/utf8.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace outpost::rdf {

namespace {

constexpr bool is_letter(char32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool is_digit(char32_t c) {
    return c >= '0' && c <= '9';
}
constexpr bool is_end_of_line(char c) {
    return c == '\n' || c == '\r';
}

struct CodePointRange {
    char32_t first;
    char32_t last;
};

// PN_CHARS_BASE without the ASCII letters (production 157s).
constexpr std::array<CodePointRange, 12> label_start_ranges{{
    {0xC0, 0xD6},
    {0xD8, 0xF6},
    {0xF8, 0x2FF},
    {0x370, 0x37D},
    {0x37F, 0x1FFF},
    {0x200C, 0x200D},
    {0x2070, 0x218F},
    {0x2C00, 0x2FEF},
    {0x3001, 0xD7FF},
    {0xF900, 0xFDCF},
    {0xFDF0, 0xFFFD},
    {0x10000, 0xEFFFF},
}};

// PN_CHARS_U and the digits: what a blank node label may begin with.
bool is_label_start(char32_t c) {
    if (c < 0x80) return is_letter(c) || is_digit(c) || c == '_' || c == ':';
    return std::any_of(label_start_ranges.begin(), label_start_ranges.end(),
                       [c](const auto& range) { return c >= range.first && c <= range.last; });
}

// PN_CHARS.
bool is_label_character(char32_t c) {
    return is_label_start(c) || c == '-' || c == 0xB7 || (c >= 0x300 && c <= 0x36F) ||
           (c >= 0x203F && c <= 0x2040);
}

// IRIREF excludes these, written out or as an escape.
bool is_forbidden_in_iri(char32_t c) {
    return c <= 0x20 || c == '<' || c == '>' || c == '"' || c == '{' || c == '}' || c == '|' ||
           c == '^' || c == '`' || c == '\\';
}

// RFC 3986 section 3.1: what makes an IRI absolute.
bool has_scheme(std::string_view iri) {
    if (iri.empty() || !is_letter(static_cast<unsigned char>(iri.front()))) return false;
    for (const char c : iri) {
        if (c == ':') return true;
        const char32_t unit = static_cast<unsigned char>(c);
        if (!is_letter(unit) && !is_digit(unit) && c != '+' && c != '-' && c != '.') return false;
    }
    return false;
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

void append_utf8(std::string& out, char32_t c) {
    const auto unit = [](char32_t bits) {
        return static_cast<char>(static_cast<unsigned char>(bits));
    };
    if (c < 0x80) {
        out += unit(c);
    } else if (c < 0x800) {
        out += unit(0xC0 | c >> 6U);
        out += unit(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        out += unit(0xE0 | c >> 12U);
        out += unit(0x80 | (c >> 6U & 0x3F));
        out += unit(0x80 | (c & 0x3F));
    } else {
        out += unit(0xF0 | c >> 18U);
        out += unit(0x80 | (c >> 12U & 0x3F));
        out += unit(0x80 | (c >> 6U & 0x3F));
        out += unit(0x80 | (c & 0x3F));
    }
}

// Reads a text that is known to be UTF-8 and lies in the dataset's arena.
class Parser {
  public:
    Parser(std::string_view text, std::size_t quads_max, Dataset& dataset)
        : text_(text), quads_max_(quads_max), dataset_(dataset) {}

    Result<void> document() {
        while (true) {
            skip_blanks_and_comment();
            if (at_end()) return {};
            if (is_end_of_line(text_[at_])) {
                ++at_;
                continue;
            }
            OUTPOST_TRY_VOID(statement());
            skip_blanks_and_comment();
            if (!at_end() && !is_end_of_line(text_[at_])) return bad_syntax("end of line expected");
        }
    }

  private:
    [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
    [[nodiscard]] bool next_is(char c) const { return !at_end() && text_[at_] == c; }
    [[nodiscard]] Error bad_syntax(const char* what) const { return {Errc::BadSyntax, at_, what}; }

    void skip_blanks() {
        while (next_is(' ') || next_is('\t')) ++at_;
    }

    void skip_blanks_and_comment() {
        skip_blanks();
        if (!next_is('#')) return;
        while (!at_end() && !is_end_of_line(text_[at_])) ++at_;
    }

    Result<void> statement() {
        if (dataset_.quads.size() >= quads_max_) return Error{Errc::TooLong, at_, "quads"};
        Quad quad;
        OUTPOST_TRY(quad.subject, resource());
        OUTPOST_TRY(quad.predicate, iri_term());
        skip_blanks();
        if (next_is('"')) {
            OUTPOST_TRY(quad.object, literal());
        } else {
            OUTPOST_TRY(quad.object, resource());
        }
        skip_blanks();
        if (!next_is('.')) {
            OUTPOST_TRY(quad.graph, resource());
            skip_blanks();
        }
        if (!next_is('.')) return bad_syntax("full stop expected");
        ++at_;
        dataset_.quads.push_back(quad);
        return {};
    }

    Result<Term> resource() {
        skip_blanks();
        if (next_is('_')) return blank_node();
        return iri_term();
    }

    Result<Term> iri_term() {
        skip_blanks();
        OUTPOST_TRY(const auto text, iri());
        return Term{TermKind::Iri, text, {}, {}};
    }

    Result<std::string_view> iri() {
        const auto start = at_;
        if (!next_is('<')) return bad_syntax("term expected");
        ++at_;
        OUTPOST_TRY(const auto text, delimited('>'));
        if (!has_scheme(text)) return Error{Errc::BadValue, start, "relative iri"};
        return text;
    }

    // BLANK_NODE_LABEL: full stops inside, never at the end.
    Result<Term> blank_node() {
        if (text_.substr(at_, 2) != "_:") return bad_syntax("blank node label");
        at_ += 2;
        const auto start = at_;
        const auto first = decode();
        if (first.bytes == 0 || !is_label_start(first.value)) return bad_syntax("blank node label");
        at_ += first.bytes;
        auto end = at_;
        while (!at_end()) {
            const auto next = decode();
            if (next.value != '.' && !is_label_character(next.value)) break;
            at_ += next.bytes;
            if (next.value != '.') end = at_;
        }
        at_ = end;
        return Term{TermKind::BlankNode, text_.substr(start, end - start), {}, {}};
    }

    Result<Term> literal() {
        ++at_;
        OUTPOST_TRY(const auto lexical, delimited('"'));
        skip_blanks();
        if (next_is('@')) {
            OUTPOST_TRY(const auto language, language_tag());
            return Term{TermKind::Literal, lexical, rdf_lang_string, language};
        }
        if (!next_is('^')) return Term{TermKind::Literal, lexical, xsd_string, {}};
        if (text_.substr(at_, 2) != "^^") return bad_syntax("datatype");
        at_ += 2;
        skip_blanks();
        OUTPOST_TRY(const auto datatype, iri());
        return Term{TermKind::Literal, lexical, datatype, {}};
    }

    Result<std::string_view> language_tag() {
        const auto start = ++at_;
        auto part = start;
        while (!at_end()) {
            const auto c = static_cast<unsigned char>(text_[at_]);
            const bool in_first_part = part == start;
            if (c == '-' && at_ > part) {
                part = at_ + 1;
            } else if (!is_letter(c) && (in_first_part || !is_digit(c))) {
                break;
            }
            ++at_;
        }
        if (at_ == part) return bad_syntax("language tag");
        return text_.substr(start, at_ - start);
    }

    // An IRI or a quoted string after its opening delimiter, up to and with the closing one.
    Result<std::string_view> delimited(char close) {
        const auto start = at_;
        bool escaped = false;
        while (!at_end() && text_[at_] != close) {
            const auto c = static_cast<unsigned char>(text_[at_]);
            if (c == '\\') {
                if (!escaped) unescaped_.assign(text_.substr(start, at_ - start));
                escaped = true;
                OUTPOST_TRY_VOID(escape(close));
                continue;
            }
            if (close == '>' ? is_forbidden_in_iri(c) : is_end_of_line(text_[at_]))
                return bad_syntax("character not allowed here");
            if (escaped) unescaped_ += text_[at_];
            ++at_;
        }
        if (at_end()) return bad_syntax("term without an end");
        const auto end = at_++;
        if (escaped) return dataset_.keep(unescaped_);
        return text_.substr(start, end - start);
    }

    // ECHAR (in strings only) or UCHAR; appends what it stands for.
    Result<void> escape(char close) {
        const auto start = at_++;
        if (at_end()) return bad_syntax("escape");
        const char kind = text_[at_++];
        if (kind == 'u' || kind == 'U') return numeric_escape(start, kind == 'u' ? 4 : 8, close);
        constexpr std::string_view letters = "tbnrf\"'\\";
        constexpr std::string_view meanings = "\t\b\n\r\f\"'\\";
        const auto place = letters.find(kind);
        if (close == '>' || place == std::string_view::npos)
            return Error{Errc::BadSyntax, start, "escape"};
        unescaped_ += meanings[place];
        return {};
    }

    Result<void> numeric_escape(std::size_t start, std::size_t digits, char close) {
        if (text_.size() - at_ < digits) return Error{Errc::BadSyntax, start, "escape"};
        char32_t value = 0;
        for (std::size_t i = 0; i < digits; ++i) {
            const int digit = hex_value(text_[at_ + i]);
            if (digit < 0) return Error{Errc::BadSyntax, start, "escape"};
            value = value << 4U | static_cast<char32_t>(digit);
        }
        at_ += digits;
        if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
            return Error{Errc::BadValue, start, "escape outside unicode"};
        if (close == '>' && is_forbidden_in_iri(value))
            return Error{Errc::BadValue, start, "escape not allowed in an iri"};
        append_utf8(unescaped_, value);
        return {};
    }

    struct CodePoint {
        char32_t value = 0;
        std::size_t bytes = 0;  // 0 at the end of the text
    };

    [[nodiscard]] CodePoint decode() const {
        const auto length = bytes::utf8_sequence_bytes(text_, at_);
        if (length == 0) return {};
        const auto first = static_cast<unsigned char>(text_[at_]);
        char32_t value = length == 1 ? first : first & (0xFFU >> (length + 1));
        for (std::size_t i = 1; i < length; ++i)
            value = value << 6U | (static_cast<unsigned char>(text_[at_ + i]) & 0x3FU);
        return {value, length};
    }

    std::string_view text_;
    std::size_t quads_max_;
    Dataset& dataset_;
    std::size_t at_ = 0;
    std::string unescaped_;
};

}  // namespace

Result<Dataset> parse_nquads(std::string_view text, const NQuadsLimits& limits) {
    if (text.size() > limits.bytes_max) return Error{Errc::TooLong, limits.bytes_max, "n-quads"};
    OUTPOST_TRY_VOID(bytes::validate_utf8(text));
    Dataset dataset;
    Parser parser(dataset.keep(text), limits.quads_max, dataset);
    OUTPOST_TRY_VOID(parser.document());
    return dataset;
}

}  // namespace outpost::rdf
