#include "core/toml/toml_text.h"

#include "core/bytes/utf8.h"

#include <cstdint>

namespace outpost::toml_text {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

enum class Place : std::uint8_t { Outside, Comment, Basic, BasicLines, Literal, LiteralLines };

bool is_beyond_ascii(char c) {
    return (static_cast<unsigned char>(c) & 0x80U) != 0;
}

/// The code point of one well-formed sequence.
std::uint32_t code_point(std::string_view sequence) {
    std::uint32_t value = static_cast<unsigned char>(sequence.front()) & (0x7FU >> sequence.size());
    for (const char c : sequence.substr(1))
        value = (value << 6U) | (static_cast<unsigned char>(c) & 0x3FU);
    return value;
}

/// As \UXXXXXXXX, which all code points have.
std::string escaped(std::uint32_t point) {
    std::string out = "\\U00000000";
    for (std::size_t k = out.size(); point != 0; point >>= 4U)
        out[--k] = "0123456789ABCDEF"[point & 0xFU];
    return out;
}

class Reader {
  public:
    explicit Reader(std::string_view text) : text_(text) {
        if (text_.substr(0, byte_order_mark.size()) == byte_order_mark)
            at_ = byte_order_mark.size();
    }

    Result<std::string> read() {
        while (at_ < text_.size()) {
            if (is_beyond_ascii(text_[at_])) {
                OUTPOST_TRY_VOID(replace());
            } else {
                OUTPOST_TRY_VOID(step());
            }
        }
        return std::move(out_);
    }

  private:
    Result<void> replace() {
        const auto length = bytes::utf8_sequence_bytes(text_, at_);
        if (length == 0) return Error{Errc::BadUtf8, at_, "profile.toml"};
        if (place_ == Place::Basic || place_ == Place::BasicLines)
            out_ += escaped(code_point(text_.substr(at_, length)));
        else if (place_ == Place::Comment)
            out_ += '?';
        else
            return Error{Errc::BadSyntax, at_, "profile.toml"};
        at_ += length;
        return {};
    }

    /// One ASCII character, or the three quotes that belong together.
    Result<void> step() {
        const char c = text_[at_];
        const bool is_basic = place_ == Place::Basic || place_ == Place::BasicLines;
        if (is_basic && c == '\\') {
            take(1);
            // The new escape would turn this backslash into one that means itself.
            if (at_ < text_.size() && is_beyond_ascii(text_[at_]))
                return Error{Errc::BadSyntax, at_, "profile.toml"};
            take(1);
            return {};
        }
        const bool is_three = text_.substr(at_, 3) == std::string(3, c);
        if (place_ == Place::Outside && (c == '"' || c == '\'')) {
            place_ = c == '"' ? (is_three ? Place::BasicLines : Place::Basic)
                              : (is_three ? Place::LiteralLines : Place::Literal);
            take(is_three ? 3 : 1);
            return {};
        }
        if (place_ == Place::Outside && c == '#') place_ = Place::Comment;
        const bool ends_lines = is_three && ((place_ == Place::BasicLines && c == '"') ||
                                             (place_ == Place::LiteralLines && c == '\''));
        if (ends_lines) {
            take(3);
            // Two more may belong to the text.
            for (int k = 0; k < 2 && at_ < text_.size() && text_[at_] == c; ++k) take(1);
            place_ = Place::Outside;
            return {};
        }
        const bool ends_here =
            (place_ == Place::Basic && c == '"') || (place_ == Place::Literal && c == '\'') ||
            (c == '\n' && place_ != Place::BasicLines && place_ != Place::LiteralLines);
        if (ends_here) place_ = Place::Outside;
        take(1);
        return {};
    }

    void take(std::size_t count) {
        const auto part = text_.substr(at_, count);
        out_ += part;
        at_ += part.size();
    }

    std::string_view text_;
    std::string out_;
    std::size_t at_ = 0;
    Place place_ = Place::Outside;
};

}  // namespace

Result<std::string> ascii_toml(std::string_view text) {
    return Reader(text).read();
}

}  // namespace outpost::toml_text
