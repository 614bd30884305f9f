// Public keys as JSON Web Keys (RFC 7517, RFC 7518 section 6, RFC 8037).
#pragma once

#include "core/base/result.h"
#include "core/crypto/public_key.h"
#include "core/json/value.h"

namespace outpost::trust {

/// True when a member is there that only a private or symmetric key carries.
bool has_private_member(const json::Value& jwk);

/// Reads the public members of a JWK: kty OKP with crv Ed25519, RSA, EC with crv P-256 or P-384.
/// Coordinates must have the curve's full length; members that do not touch the key are passed
/// over.
/// @error BadKey       no object, a member missing or damaged, or a private member is there
/// @error Unsupported  another kty or crv
Result<crypto::PublicKey> parse_jwk(const json::Value& jwk);

}  // namespace outpost::trust
