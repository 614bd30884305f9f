// Loose key files: one file of a trust folder to verification methods.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/trust/snapshot.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace outpost::trust {

inline constexpr std::size_t key_file_bytes_max = 4 * 1024 * 1024;
inline constexpr std::size_t key_file_methods_max = 1000;

/// What one file held. A file that is none of ours is no error: `skipped` says why it was passed
/// over.
struct KeyFile {
    std::vector<VerificationMethod> methods;
    const char* skipped = nullptr;  // static text; null when methods were read
};

/// True for *.json *.pem *.der *.cer *.crt: the names that parse_key_file looks into.
bool is_key_file_name(std::string_view file_name);

/// Reads a key file; the end of its name says what it is (docs/formats/trust-bundle.md, loose
/// keys).
/// - *.json: one key object; an array of them; an object that maps names to them; or a controller
///   document with `verificationMethod` (or `publicKey`) and `assertionMethod`. There the purposes
///   of a key are the relationships that list it, and a key that none lists is left out.
/// - *.der *.cer *.crt *.pem: an X.509 certificate. It has no verification method's id, so the id
/// is
///   the SHA-256 of its SubjectPublicKeyInfo in hex; its period is not read here.
/// - *.pem: a plain public key, with the same kind of id.
/// @error BadKey    damaged or private key material, also where one entry of many is
/// @error TooLong   key_file_bytes_max, key_file_methods_max
/// @error those of json::read and parse_method
Result<KeyFile> parse_key_file(std::string_view file_name, ByteView content);

}  // namespace outpost::trust
