// Lines, base64 and two Ed25519 signatures.
#include "core/trust/minisign.h"

#include "core/bytes/base64.h"
#include "core/bytes/hex.h"
#include "core/crypto/blake2b.h"
#include "core/crypto/digest.h"
#include "core/trust/display_text.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace outpost::trust {

namespace {

constexpr std::string_view untrusted_prefix = "untrusted comment: ";
constexpr std::string_view trusted_prefix = "trusted comment: ";
constexpr std::size_t algorithm_bytes = 2;
constexpr std::size_t key_id_bytes = 8;
constexpr std::size_t public_key_bytes = 32;
constexpr std::size_t signature_bytes = 64;
constexpr std::size_t signature_lines = 4;

// The lines of a small text without their ends; one line end after the last line is optional.
std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        auto line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        lines.push_back(line);
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return lines;
}

Result<std::string_view> comment_of(std::string_view line, std::string_view prefix) {
    if (!line.starts_with(prefix)) return Error{Errc::BadSyntax, 0, "minisign comment line"};
    const auto comment = line.substr(prefix.size());
    const bool trusted = prefix == trusted_prefix;
    const auto limit = trusted ? minisign_trusted_comment_bytes_max : minisign_comment_bytes_max;
    if (comment.size() > limit) return Error{Errc::TooLong, limit, "minisign comment"};
    if (!is_display_text(comment, true))
        return Error{Errc::BadValue, 0, "a minisign comment that is not printable"};
    return comment;
}

Result<Bytes> decode_line(std::string_view line, std::size_t bytes) {
    auto decoded = bytes::decode_base64(line);
    if (!decoded) return Error{Errc::BadSyntax, 0, "minisign base64 line"};
    if (decoded->size() != bytes) return Error{Errc::BadLength, 0, "minisign base64 line"};
    return decoded;
}

// The slices come from buffers whose length decode_line has checked.
template <std::size_t Size>
std::array<std::uint8_t, Size> slice(const Bytes& bytes, std::size_t at) {
    OUTPOST_CHECK(at + Size <= bytes.size());
    std::array<std::uint8_t, Size> part{};
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), Size, part.begin());
    return part;
}

Result<MinisignPublicKey> parse_key_line(std::string_view line, std::string_view comment) {
    OUTPOST_TRY(const Bytes raw,
                decode_line(line, algorithm_bytes + key_id_bytes + public_key_bytes));
    if (raw[0] != 'E' || raw[1] != 'd')
        return Error{Errc::Unsupported, 0, "minisign key algorithm"};
    const auto point = slice<public_key_bytes>(raw, algorithm_bytes + key_id_bytes);
    OUTPOST_TRY(auto key, crypto::PublicKey::from_ed25519_raw(point));
    if (crypto::is_published(key))
        return Error{Errc::KeyPublished, 0, "a root key whose private half is public"};
    return MinisignPublicKey{slice<key_id_bytes>(raw, algorithm_bytes), std::move(key),
                             std::string(comment)};
}

Result<MinisignSignature> parse_four_lines(std::span<const std::string_view> lines) {
    MinisignSignature parsed;
    OUTPOST_TRY(parsed.comment, comment_of(lines[0], untrusted_prefix));
    OUTPOST_TRY(const Bytes raw,
                decode_line(lines[1], algorithm_bytes + key_id_bytes + signature_bytes));
    if (raw[0] != 'E' || (raw[1] != 'd' && raw[1] != 'D'))
        return Error{Errc::Unsupported, 0, "minisign signature algorithm"};
    parsed.prehashed = raw[1] == 'D';
    parsed.key_id = slice<key_id_bytes>(raw, algorithm_bytes);
    parsed.signature = slice<signature_bytes>(raw, algorithm_bytes + key_id_bytes);
    OUTPOST_TRY(parsed.trusted_comment, comment_of(lines[2], trusted_prefix));
    OUTPOST_TRY(const Bytes global, decode_line(lines[3], signature_bytes));
    parsed.global_signature = slice<signature_bytes>(global, 0);
    return parsed;
}

// What the global signature covers: the signature's 64 bytes, then the trusted comment's text.
Bytes global_message(ByteView signature, std::string_view trusted_comment) {
    Bytes message = to_bytes(signature);
    const auto comment = as_bytes(trusted_comment);
    message.insert(message.end(), comment.begin(), comment.end());
    return message;
}

void append(Bytes& out, ByteView more) {
    out.insert(out.end(), more.begin(), more.end());
}

}  // namespace

Result<std::vector<MinisignPublicKey>> parse_root_keys(std::string_view text) {
    if (text.size() > minisign_text_bytes_max)
        return Error{Errc::TooLong, minisign_text_bytes_max, "root keys"};
    std::vector<MinisignPublicKey> keys;
    std::string_view comment;
    bool has_comment = false;
    for (const auto line : lines_of(text)) {
        if (line.starts_with(untrusted_prefix)) {
            if (has_comment) return Error{Errc::BadSyntax, 0, "two comments before one root key"};
            OUTPOST_TRY(comment, comment_of(line, untrusted_prefix));
            has_comment = true;
            continue;
        }
        if (line.empty() && !has_comment) continue;
        if (keys.size() == root_keys_max) return Error{Errc::TooLong, root_keys_max, "root keys"};
        OUTPOST_TRY(auto key, parse_key_line(line, comment));
        comment = {};
        has_comment = false;
        const bool known = std::any_of(keys.begin(), keys.end(), [&](const auto& earlier) {
            return earlier.key_id == key.key_id || earlier.key == key.key;
        });
        if (known) return Error{Errc::Duplicate, 0, "a root key twice"};
        keys.push_back(std::move(key));
    }
    if (has_comment || keys.empty()) return Error{Errc::BadSyntax, text.size(), "no root key"};
    return keys;
}

Result<MinisignPublicKey> parse_minisign_public_key(std::string_view text) {
    OUTPOST_TRY(auto keys, parse_root_keys(text));
    if (keys.size() != 1) return Error{Errc::BadSyntax, 0, "more than one minisign public key"};
    return std::move(keys.front());
}

Result<MinisignSignature> parse_minisign_signature(std::string_view text) {
    OUTPOST_TRY(auto signatures, parse_minisign_signatures(text));
    if (signatures.size() != 1)
        return Error{Errc::BadSyntax, 0, "a minisign signature has four lines"};
    return std::move(signatures.front());
}

Result<std::vector<MinisignSignature>> parse_minisign_signatures(std::string_view text) {
    if (text.size() > minisign_text_bytes_max)
        return Error{Errc::TooLong, minisign_text_bytes_max, "minisign signature"};
    const auto lines = lines_of(text);
    if (lines.empty() || lines.size() % signature_lines != 0)
        return Error{Errc::BadSyntax, 0, "a minisign signature has four lines"};
    if (lines.size() / signature_lines > root_keys_max)
        return Error{Errc::TooLong, root_keys_max, "minisign signatures"};
    std::vector<MinisignSignature> signatures;
    for (std::size_t at = 0; at < lines.size(); at += signature_lines) {
        OUTPOST_TRY(auto parsed, parse_four_lines(std::span(lines).subspan(at, signature_lines)));
        for (const auto& earlier : signatures)
            if (earlier.key_id == parsed.key_id)
                return Error{Errc::Duplicate, 0, "two signatures by one key"};
        signatures.push_back(std::move(parsed));
    }
    return signatures;
}

Result<void> check_minisign(const MinisignSignature& signature, ByteView content,
                            const MinisignPublicKey& key) {
    if (signature.key_id != key.key_id)
        return Error{Errc::NotFound, 0, "signed by another key than this root"};
    const bool holds = signature.prehashed ? key.key.verify_ed25519(crypto::blake2b_512(content),
                                                                    signature.signature)
                                           : key.key.verify_ed25519(content, signature.signature);
    if (!holds) return Error{Errc::BadSignature, 0, "the minisign signature does not hold"};
    const auto message = global_message(signature.signature, signature.trusted_comment);
    if (!key.key.verify_ed25519(message, signature.global_signature))
        return Error{Errc::BadSignature, 0, "the trusted comment's signature does not hold"};
    return {};
}

MinisignKeyId minisign_key_id_of(const crypto::PublicKey& key) {
    const auto digest = crypto::sha256(key.raw());
    MinisignKeyId id{};
    std::copy_n(digest.begin(), id.size(), id.begin());
    return id;
}

std::string format_key_id(const MinisignKeyId& id) {
    MinisignKeyId reversed{};
    std::reverse_copy(id.begin(), id.end(), reversed.begin());
    auto digits = bytes::encode_hex(reversed);
    std::transform(digits.begin(), digits.end(), digits.begin(), [](char c) {
        return c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return digits;
}

Result<std::string> sign_minisign(const crypto::SigningKey& key, ByteView content,
                                  const MinisignComments& comments) {
    if (key.type() != crypto::KeyType::Ed25519)
        return Error{Errc::BadKey, 0, "minisign signs with Ed25519 keys only"};
    const auto untrusted = std::string(untrusted_prefix) + std::string(comments.untrusted);
    const auto trusted = std::string(trusted_prefix) + std::string(comments.trusted);
    if (auto fits = comment_of(untrusted, untrusted_prefix); !fits) return fits.error();
    if (auto fits = comment_of(trusted, trusted_prefix); !fits) return fits.error();
    OUTPOST_TRY(const Bytes signature, key.sign_ed25519(crypto::blake2b_512(content)));
    OUTPOST_TRY(const Bytes global, key.sign_ed25519(global_message(signature, comments.trusted)));
    Bytes line = {'E', 'D'};
    append(line, minisign_key_id_of(key.public_key()));
    append(line, signature);
    return untrusted + "\n" + bytes::encode_base64(line) + "\n" + trusted + "\n" +
           bytes::encode_base64(global) + "\n";
}

Result<std::string> write_minisign_public_key(const crypto::PublicKey& key) {
    if (key.type() != crypto::KeyType::Ed25519)
        return Error{Errc::BadKey, 0, "minisign keys are Ed25519 keys"};
    const MinisignPublicKey named{minisign_key_id_of(key), key, {}};
    return std::string(untrusted_prefix) + "minisign public key " + format_key_id(named.key_id) +
           "\n" + minisign_key_line(named) + "\n";
}

std::string minisign_key_line(const MinisignPublicKey& key) {
    Bytes line = {'E', 'd'};
    append(line, key.key_id);
    append(line, key.key.raw());
    return bytes::encode_base64(line);
}

}  // namespace outpost::trust
