// One verification method as a JSON object, as loose key files and bundles carry it.
#pragma once

#include "core/base/result.h"
#include "core/crypto/digest.h"
#include "core/json/value.h"
#include "core/json/writer.h"
#include "core/trust/snapshot.h"

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace outpost::trust {

inline constexpr std::size_t text_bytes_max = 2048;   // ids, URLs, names
inline constexpr std::size_t restrictions_max = 256;  // entries of issuers, contexts, purposes

/// Where the object comes from decides which members it may have.
enum class MethodSource : std::uint8_t {
    LooseFile,  // "controller", "name", "expires" and "revoked" too; foreign members are passed
                // over
    Bundle,     // "status" too; an unknown member is refused
};

/// Reads one method: `id`, `type`, one or more agreeing key forms, restrictions and period.
/// @error BadKey       no key form, forms that disagree, a type that is not the key's, private keys
/// @error BadValue     an empty restriction list, an impossible period or date, text with controls
/// @error BadSyntax    a member of the wrong kind, or a member missing
/// @error TooLong, Duplicate, Unsupported (unknown member, type or algorithm)
Result<VerificationMethod> parse_method(const json::Value& object, MethodSource source);

/// Writes the method as an object of a bundle's `keys`, or of a loose key file.
void write_method(json::Writer& out, const VerificationMethod& method,
                  MethodSource source = MethodSource::Bundle);

/// True when the object has a member that holds a public key.
bool has_key_form(const json::Value& object);
/// True when the object has a member that holds a private key.
bool has_private_key(const json::Value& object);

/// A method with nothing but a key.
VerificationMethod bare_method(crypto::PublicKey key);

/// True for an object that has no member but these.
bool has_only(const json::Value& object, std::initializer_list<std::string_view> names);
/// The member's text: printable, at most text_bytes_max. @error BadSyntax (missing, no string),
/// BadValue (empty or with control characters), TooLong
Result<std::string> read_text(const json::Value& object, std::string_view name);
/// The member as 64 hexadecimal digits. @error BadValue
Result<crypto::Sha256Digest> read_digest(const json::Value& object, std::string_view name);
/// The member's RFC 3339 instant; nothing when it is absent. @error BadSyntax, BadValue
Result<std::optional<UtcInstant>> read_instant(const json::Value& object, std::string_view name);

}  // namespace outpost::trust
