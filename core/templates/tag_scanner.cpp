#include "core/templates/tag_scanner.h"

#include "core/bytes/utf8.h"

#include <algorithm>

namespace outpost::templates {

namespace {

constexpr std::size_t name_chars_max = 128;

bool is_name_character(char c) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return is_letter || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' || c == '@';
}

bool is_name(std::string_view text) {
    if (text == ".") return true;
    if (text.empty() || text.size() > name_chars_max) return false;
    if (text.front() == '.' || text.back() == '.' || text.find("..") != std::string_view::npos)
        return false;
    return std::all_of(text.begin(), text.end(), is_name_character);
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

class Scanner {
  public:
    explicit Scanner(std::string_view text) : text_(text) {}

    Result<ScannedText> run() {
        while (true) {
            const auto open = text_.find("{{", at_);
            if (open == std::string_view::npos) break;
            ScannedTag scanned;
            scanned.text_before = std::string(text_.substr(at_, open - at_));
            pass_text(open);
            OUTPOST_TRY_VOID(read_tag(open, scanned));
            out_.tags.push_back(std::move(scanned));
            if (out_.tags.size() > tags_max) return Error{Errc::TooLong, open, "too many tags"};
        }
        out_.text_after = std::string(text_.substr(at_));
        pass_text(text_.size());
        if (!open_.empty()) return Error{Errc::BadSyntax, open_.back().offset, "unclosed section"};
        if (in_string_) out_.has_even_quotes = false;
        return std::move(out_);
    }

  private:
    struct Open {
        std::string name;
        std::size_t offset;
        bool in_string;
    };

    /// Counts lines and follows the double quotes of plain text.
    void pass_text(std::size_t end) {
        for (; at_ < end; ++at_) {
            const char c = text_[at_];
            if (is_escaped_)
                is_escaped_ = false;
            else if (c == '\\')
                is_escaped_ = in_string_;
            else if (c == '"')
                in_string_ = !in_string_;
            count_line(c);
        }
    }

    void count_line(char c) {
        // A continuation byte of UTF-8 is no column.
        if (c == '\n') {
            ++line_;
            column_ = 1;
        } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
            ++column_;
        }
    }

    Result<void> read_tag(std::size_t open, ScannedTag& scanned) {
        const bool is_triple = text_.substr(open).starts_with("{{{");
        const std::string_view close = is_triple ? "}}}" : "}}";
        const auto start = open + close.size();
        const auto end = text_.find(close, start);
        if (end == std::string_view::npos) return Error{Errc::BadSyntax, open, "unclosed tag"};
        auto& tag = scanned.tag;
        tag.line = line_;
        tag.column = column_;
        tag.in_json_string = in_string_;
        OUTPOST_TRY_VOID(read_content(trimmed(text_.substr(start, end - start)), is_triple, tag));
        if (tag.kind != TagKind::Comment && !is_name(tag.name))
            return Error{Errc::BadSyntax, open, "a tag's name has letters, digits, . _ - @"};
        OUTPOST_TRY_VOID(nest(open, tag));
        for (at_ = open; at_ < end + close.size(); ++at_) count_line(text_[at_]);
        return {};
    }

    Result<void> read_content(std::string_view content, bool is_triple, Tag& tag) const {
        const char mark = content.empty() || is_triple ? '\0' : content.front();
        if (mark == '>') return Error{Errc::Unsupported, at_, "partials are not taken"};
        if (mark == '=') return Error{Errc::Unsupported, at_, "delimiters can not be changed"};
        tag.kind = TagKind::Variable;
        if (mark == '#') tag.kind = TagKind::Section;
        if (mark == '^') tag.kind = TagKind::InvertedSection;
        if (mark == '/') tag.kind = TagKind::SectionEnd;
        if (mark == '!') tag.kind = TagKind::Comment;
        if (tag.kind == TagKind::Comment) return {};
        const bool has_mark = tag.kind != TagKind::Variable || mark == '&';
        tag.name = std::string(trimmed(content.substr(has_mark ? 1 : 0)));
        return {};
    }

    Result<void> nest(std::size_t open, const Tag& tag) {
        if (tag.kind == TagKind::Section || tag.kind == TagKind::InvertedSection) {
            open_.push_back({tag.name, open, in_string_});
            if (open_.size() > sections_depth_max)
                return Error{Errc::TooDeep, open, "sections within sections"};
        } else if (tag.kind == TagKind::SectionEnd) {
            if (open_.empty() || open_.back().name != tag.name)
                return Error{Errc::BadSyntax, open, "this section is not open here"};
            if (open_.back().in_string != in_string_) out_.has_even_quotes = false;
            open_.pop_back();
        }
        return {};
    }

    std::string_view text_;
    ScannedText out_;
    std::size_t at_ = 0;
    std::int32_t line_ = 1;
    std::int32_t column_ = 1;
    bool in_string_ = false;
    bool is_escaped_ = false;
    std::vector<Open> open_;
};

}  // namespace

Result<ScannedText> scan_tags(std::string_view text) {
    if (text.size() > template_bytes_max)
        return Error{Errc::TooLong, template_bytes_max, "template"};
    OUTPOST_TRY_VOID(bytes::validate_utf8(text));
    const auto control = std::find_if(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t';
    });
    if (control != text.end())
        return Error{Errc::BadSyntax, static_cast<std::size_t>(control - text.begin()),
                     "control character"};
    return Scanner(text).run();
}

}  // namespace outpost::templates
