#include "core/parts/ur_text.h"

#include "core/parts/bytewords.h"
#include "core/parts/decimal.h"

namespace outpost::parts {

namespace {

constexpr std::string_view scheme = "ur:";
constexpr std::string_view type = "bytes";

bool starts_with_ignoring_case(std::string_view text, std::string_view lower_case) {
    if (text.size() < lower_case.size()) return false;
    for (std::size_t i = 0; i < lower_case.size(); ++i) {
        const auto letter = text[i];
        const bool is_capital = letter >= 'A' && letter <= 'Z';
        if ((is_capital ? static_cast<char>(letter - 'A' + 'a') : letter) != lower_case[i])
            return false;
    }
    return true;
}

Result<UrSequence> read_sequence(std::string_view text, std::size_t at) {
    const auto dash = text.find('-');
    if (dash == std::string_view::npos) return Error{Errc::BadSyntax, at, "ur sequence"};
    UrSequence sequence;
    OUTPOST_TRY(sequence.number, read_ordinal(text.substr(0, dash), at));
    OUTPOST_TRY(sequence.count, read_ordinal(text.substr(dash + 1), at + dash + 1));
    return sequence;
}

Result<Bytes> read_body(std::string_view text, std::size_t at) {
    auto bytes = decode_bytewords(text.substr(at));
    if (!bytes) return Error{bytes.error().code, at + bytes.error().offset, bytes.error().what};
    return bytes;
}

}  // namespace

bool is_ur(std::string_view text) {
    return starts_with_ignoring_case(text, scheme);
}

Result<UrText> read_ur(std::string_view text) {
    if (text.size() > ur_chars_max) return Error{Errc::TooLong, ur_chars_max, "ur"};
    if (!is_ur(text)) return Error{Errc::BadSyntax, 0, "ur scheme"};
    const auto type_end = text.find('/');
    if (type_end == std::string_view::npos) return Error{Errc::BadSyntax, text.size(), "ur fields"};
    const auto named = text.substr(scheme.size(), type_end - scheme.size());
    if (named.size() != type.size() || !starts_with_ignoring_case(named, type))
        return Error{Errc::Unsupported, scheme.size(), "ur type"};
    auto body_at = type_end + 1;
    UrText ur;
    const auto sequence_end = text.find('/', body_at);
    if (sequence_end != std::string_view::npos) {
        OUTPOST_TRY(ur.sequence,
                    read_sequence(text.substr(body_at, sequence_end - body_at), body_at));
        body_at = sequence_end + 1;
        if (const auto more = text.find('/', body_at); more != std::string_view::npos)
            return Error{Errc::BadSyntax, more, "ur fields"};
    }
    OUTPOST_TRY(ur.body, read_body(text, body_at));
    return ur;
}

std::string write_ur(const UrText& ur) {
    std::string text(scheme);
    text.append(type).append("/");
    if (ur.sequence) {
        text.append(std::to_string(ur.sequence->number)).append("-");
        text.append(std::to_string(ur.sequence->count)).append("/");
    }
    return text.append(encode_bytewords(ur.body));
}

}  // namespace outpost::parts
