// Key file: one signing key as JSON, its private half sealed under a
// passphrase (docs/formats/key-file.md).
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/crypto/public_key.h"
#include "core/crypto/sealed_secret.h"
#include "core/crypto/signing_key.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace outpost::proof {

inline constexpr std::size_t key_file_bytes_max = 16 * 1024;
inline constexpr std::size_t key_id_bytes_max = 512;

/// A key file as read: everything but the private half is in the clear.
struct KeyFile {
    std::string id;  // the verification method that proofs name
    std::string controller;
    crypto::PublicKey public_key;
    UtcInstant created;
    Bytes sealed;  // crypto/sealed_secret.h
};

/// What a new key file says besides the key.
struct KeyFileNames {
    std::string_view id;
    std::string_view controller;
    UtcInstant created;
};

/// Seals a new key. @error BadValue (id or controller is no absolute IRI), and those of seal()
Result<KeyFile> make_key_file(const KeyFileNames& names, const crypto::SigningKey& key,
                              const crypto::SecretBytes& passphrase,
                              const crypto::SealRandom& random, const crypto::SealCost& cost = {});

/// Reads a key file; the passphrase is not needed.
/// @error TooLong, Unsupported (another format, version or key type), BadValue (a member missing,
///        unknown or of the wrong type), and those of json::read and of the key
Result<KeyFile> parse_key_file(std::string_view text);

/// The file's text, with a final line feed.
std::string write_key_file(const KeyFile& file);

/// The public half as a verification method: one object with id, type, controller, and
/// publicKeyBase58 (Ed25519VerificationKey2018) or publicKeyPem (RsaVerificationKey2018).
std::string public_document(const KeyFile& file);

/// The signing key. Takes up to 0.3 s.
/// @error WrongPassphrase (or a file whose id, controller, key or date was altered), BadKey, and
///        those of unseal()
Result<crypto::SigningKey> unlock(const KeyFile& file, const crypto::SecretBytes& passphrase);

/// True for an absolute IRI without white space and control characters: what can stand in a proof
/// as verificationMethod and be signed.
bool is_key_id(std::string_view text);

}  // namespace outpost::proof
