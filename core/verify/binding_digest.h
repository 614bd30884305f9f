// The claim-binding digest that our issuer puts into evidence[0].id
// (docs/formats/claim-binding-digest.md): signed, because it is part of the node's name, and
// ignored by every other verifier.
#pragma once

#include "core/base/result.h"
#include "core/json/value.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace outpost::verify {

enum class BindingDigest : std::uint8_t {
    Absent,   // no fragment of ours
    Holds,    // every member of subject and evidence stands under the name that was signed
    Differs,  // members were exchanged after signing
};

/// "#cb1." and 22 characters of base64url: 16 bytes of SHA-256.
inline constexpr std::string_view binding_digest_prefix = "#cb1.";

/// The fragment for a credential whose evidence[0].id has none yet; what an issuer appends.
/// @error BadValue  (no subject or not exactly one evidence object, or a number beyond 2^53)
Result<std::string> binding_digest_fragment(const json::Value& document);

/// The last part of evidence[0].id, before any fragment: the certificate's number as it is signed.
std::string_view evidence_id_tail(std::string_view id);

/// Compares the fragment of evidence[0].id with the members as they are written.
BindingDigest check_binding_digest(const json::Value& document);

}  // namespace outpost::verify
