#include "core/parts/bytewords.h"

#include "core/parts/crc32.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace outpost::parts {

namespace {

constexpr std::size_t checksum_bytes = 4;
constexpr std::size_t letters = 26;

// First and last letter of each of the 256 words, in the order of BCR-2020-012.
constexpr std::string_view word_letters =
    "aeadaoaxaaahamatayasbkbdbnbtbabsbebybgbwbbbzcmchcscfcycwcecackct"
    "cxclcpcndkdadsdidedtdrdndwdpdmdldyeheyeoeeecenemetesftfrfnfsfmfh"
    "fzfpfwfxfyfefgflfdgagegrgsgtglgwgdgygmgughgohfhghdhkhthphhhlhyhe"
    "hnhsidiaieihiyioisinimjejzjnjtjljojsjpjkjykpkoktkskkknkgkekikblb"
    "lalylflslrlplnltloldlelulklgmnmymhmemomumwmdmtmsmknlnyndnsntnnne"
    "nboyoeotoxonolospdptpkpypspmplpepfpaprqdqzrerprlrorhrdrkrfryrnrs"
    "rtsesasrssskswstspsosgsbsfsntotktitttdtetytltbtstptatnuyuoutueur"
    "vtvyvovlvevwvavdvswlwdwmwpwewywswtwnwzwfwkykynylyaytzszoztzczezm";
static_assert(word_letters.size() == 512);

constexpr std::int16_t no_word = -1;

constexpr std::size_t index_of(char letter) {
    return static_cast<std::size_t>(letter - 'a');
}

constexpr std::array<std::int16_t, letters * letters> bytes_by_letters() {
    std::array<std::int16_t, letters * letters> table{};
    for (auto& byte : table) byte = no_word;
    for (std::size_t byte = 0; byte < 256; ++byte) {
        const auto first = index_of(word_letters[2 * byte]);
        table[first * letters + index_of(word_letters[2 * byte + 1])] =
            static_cast<std::int16_t>(byte);
    }
    return table;
}

constexpr auto byte_of_letters = bytes_by_letters();

void append_word(std::string& text, std::uint8_t byte) {
    text.append(word_letters.substr(std::size_t{2} * byte, 2));
}

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

std::int16_t byte_of(char first, char last) {
    first = lower(first);
    last = lower(last);
    if (first < 'a' || first > 'z' || last < 'a' || last > 'z') return no_word;
    return byte_of_letters[index_of(first) * letters + index_of(last)];
}

std::array<std::uint8_t, checksum_bytes> checksum_of(ByteView bytes) {
    const auto crc = crc32(bytes);
    return {static_cast<std::uint8_t>(crc >> 24U), static_cast<std::uint8_t>(crc >> 16U),
            static_cast<std::uint8_t>(crc >> 8U), static_cast<std::uint8_t>(crc)};
}

}  // namespace

std::string encode_bytewords(ByteView bytes) {
    std::string text;
    text.reserve(2 * (bytes.size() + checksum_bytes));
    for (const auto byte : bytes) append_word(text, byte);
    for (const auto byte : checksum_of(bytes)) append_word(text, byte);
    return text;
}

Result<Bytes> decode_bytewords(std::string_view text) {
    if (text.size() > bytewords_chars_max)
        return Error{Errc::TooLong, bytewords_chars_max, "bytewords"};
    if (text.size() % 2 != 0 || text.size() <= 2 * checksum_bytes)
        return Error{Errc::BadLength, text.size(), "bytewords"};
    Bytes bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t at = 0; at < text.size(); at += 2) {
        const auto byte = byte_of(text[at], text[at + 1]);
        if (byte == no_word) return Error{Errc::BadCharacter, at, "byteword"};
        bytes.push_back(static_cast<std::uint8_t>(byte));
    }
    const auto body = ByteView(bytes).first(bytes.size() - checksum_bytes);
    const auto written = ByteView(bytes).subspan(body.size());
    const auto expected = checksum_of(body);
    if (!std::equal(written.begin(), written.end(), expected.begin()))
        return Error{Errc::BadChecksum, 2 * body.size(), "bytewords"};
    bytes.resize(body.size());
    return bytes;
}

}  // namespace outpost::parts
