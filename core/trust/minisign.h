// minisign's public keys and signature files, so that its own tool checks what we sign.
// Layout: https://jedisct1.github.io/minisign/ (signature format, public key format).
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/public_key.h"
#include "core/crypto/signing_key.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::trust {

inline constexpr std::size_t minisign_text_bytes_max = 16 * 1024;
inline constexpr std::size_t minisign_comment_bytes_max = 1024;
inline constexpr std::size_t minisign_trusted_comment_bytes_max = 8192;
inline constexpr std::size_t root_keys_max = 16;

/// Eight bytes that tell keys apart; they prove nothing.
using MinisignKeyId = std::array<std::uint8_t, 8>;

struct MinisignPublicKey {
    MinisignKeyId key_id{};
    crypto::PublicKey key;  // Ed25519
    std::string comment;    // untrusted
};

struct MinisignSignature {
    bool prehashed = true;  // "ED": over the BLAKE2b-512 of the content; "Ed": over the content
    MinisignKeyId key_id{};
    std::array<std::uint8_t, 64> signature{};
    std::array<std::uint8_t, 64> global_signature{};  // over signature and trusted comment
    std::string comment;                              // untrusted
    std::string trusted_comment;
};

/// Reads a public key file (comment line, key line) or the key line alone.
/// @error TooLong, BadSyntax, Unsupported (another algorithm), BadKey, KeyPublished
Result<MinisignPublicKey> parse_minisign_public_key(std::string_view text);

/// Reads a file of one or more public keys, each with or without its comment line; an empty line
/// ends nothing. @error as parse_minisign_public_key, Duplicate (a key id twice)
Result<std::vector<MinisignPublicKey>> parse_root_keys(std::string_view text);

/// Reads the four lines of a signature file; "\r\n" passes as a line end, as it does in the tool.
/// @error TooLong, BadSyntax, BadLength, Unsupported, BadValue (a comment that is not printable)
Result<MinisignSignature> parse_minisign_signature(std::string_view text);

/// A signature file, or several one after another: one content signed by several keys. The
/// well-known tool looks at the first.
/// @error as parse_minisign_signature, Duplicate (a key id twice)
Result<std::vector<MinisignSignature>> parse_minisign_signatures(std::string_view text);

/// Checks both signatures: over the content and over the trusted comment.
/// @error NotFound (signed by another key id), BadSignature
Result<void> check_minisign(const MinisignSignature& signature, ByteView content,
                            const MinisignPublicKey& key);

/// What stands in a signature file beside the signatures; one line each.
struct MinisignComments {
    std::string_view untrusted;
    std::string_view trusted;
};

/// Signs the content (pre-hashed form) and returns the signature file's text.
/// @error BadKey (no Ed25519 key), BadValue, TooLong (a comment that no reader would take)
Result<std::string> sign_minisign(const crypto::SigningKey& key, ByteView content,
                                  const MinisignComments& comments);

/// The public key file's text. @error BadKey (no Ed25519 key)
Result<std::string> write_minisign_public_key(const crypto::PublicKey& key);

/// Its second line, with the key's own id.
std::string minisign_key_line(const MinisignPublicKey& key);

/// The id that keys of ours carry: the first eight bytes of SHA-256 over the raw public key.
MinisignKeyId minisign_key_id_of(const crypto::PublicKey& key);
/// As minisign prints an id: 16 hexadecimal digits, the last byte first.
std::string format_key_id(const MinisignKeyId& id);

}  // namespace outpost::trust
