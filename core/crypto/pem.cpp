#include "core/crypto/pem.h"

#include "core/bytes/base64.h"

#include <algorithm>

namespace outpost::crypto {

namespace {

constexpr std::string_view white_space = " \t\r\n";
constexpr std::size_t line_characters = 64;

std::string boundary(std::string_view which, std::string_view label) {
    std::string line("-----");
    line.append(which).append(" ").append(label).append("-----");
    return line;
}

}  // namespace

Result<Bytes> decode_pem(std::string_view text, std::string_view label, std::size_t der_bytes_max) {
    // Four characters for three bytes, a line end for each 64 or fewer, and the two boundaries.
    if (text.size() > 2 * der_bytes_max + 256) return Error{Errc::TooLong, text.size(), "PEM"};
    const auto first = text.find_first_not_of(white_space);
    if (first == std::string_view::npos) return Error{Errc::BadSyntax, 0, "empty PEM"};
    std::string_view block = text.substr(first, text.find_last_not_of(white_space) - first + 1);
    const std::string begin = boundary("BEGIN", label);
    const std::string end = boundary("END", label);
    if (!block.starts_with(begin)) return Error{Errc::BadSyntax, first, "PEM of another label"};
    block.remove_prefix(begin.size());
    if (!block.ends_with(end)) return Error{Errc::BadSyntax, text.size(), "PEM without its end"};
    block.remove_suffix(end.size());
    std::string base64;
    base64.reserve(block.size());
    std::copy_if(block.begin(), block.end(), std::back_inserter(base64),
                 [](char c) { return c != '\n' && c != '\r'; });
    OUTPOST_TRY(Bytes der, bytes::decode_base64(base64));
    if (der.size() > der_bytes_max) return Error{Errc::TooLong, der_bytes_max, "PEM"};
    return der;
}

std::string encode_pem(ByteView der, std::string_view label) {
    const std::string base64 = bytes::encode_base64(der);
    std::string text = boundary("BEGIN", label) + "\n";
    for (std::size_t at = 0; at < base64.size(); at += line_characters)
        text.append(base64, at, line_characters).append("\n");
    return text + boundary("END", label) + "\n";
}

}  // namespace outpost::crypto
