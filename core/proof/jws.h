// Detached JWS with unencoded payload (RFC 7515, RFC 7797) as the 2018 suites write it.
#pragma once

#include "core/base/bytes.h"
#include "core/proof/proof.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace outpost::proof {

/// Header, two dots, and the 512 bytes of an RSA-4096 signature in base64url.
inline constexpr std::size_t jws_chars_max = 56 + 2 + 683;

enum class JwsAlgorithm : std::uint8_t { Ps256, EdDsa };

struct DetachedJws {
    JwsAlgorithm algorithm{};
    Bytes signature;
};

/// The one header that the suite writes, in base64url: {"alg":...,"b64":false,"crit":["b64"]}
std::string_view jws_header(JwsAlgorithm algorithm);

/// Reads header..signature: two dots with nothing between them, both parts strict base64url without
/// padding, the header one of the two exact ones, the signature of a length that its algorithm
/// makes (Ed25519: 64; RSA of 2048 to 4096 bits: 256 to 512).
/// @return None, JwsMalformed, JwsHeader or SignatureLength
ProofFault parse_detached_jws(std::string_view text, DetachedJws& jws);

std::string write_detached_jws(JwsAlgorithm algorithm, ByteView signature);

}  // namespace outpost::proof
