#include "core/proof/jws.h"

#include "core/bytes/base64.h"

#include <optional>
#include <utility>

namespace outpost::proof {

namespace {

// base64url of {"alg":"PS256","b64":false,"crit":["b64"]} and of the same with "EdDSA". A header
// that says the same in other words is refused: these bytes are signed as they stand.
constexpr std::string_view ps256_header =
    "eyJhbGciOiJQUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19";
constexpr std::string_view eddsa_header =
    "eyJhbGciOiJFZERTQSIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19";

std::optional<JwsAlgorithm> algorithm_of(std::string_view header) {
    if (header == ps256_header) return JwsAlgorithm::Ps256;
    if (header == eddsa_header) return JwsAlgorithm::EdDsa;
    return std::nullopt;
}

bool is_signature_length(JwsAlgorithm algorithm, std::size_t bytes) {
    if (algorithm == JwsAlgorithm::EdDsa) return bytes == 64;
    return bytes >= 256 && bytes <= 512;
}

}  // namespace

std::string_view jws_header(JwsAlgorithm algorithm) {
    return algorithm == JwsAlgorithm::Ps256 ? ps256_header : eddsa_header;
}

ProofFault parse_detached_jws(std::string_view text, DetachedJws& jws) {
    const auto dot = text.find('.');
    if (dot == std::string_view::npos || text.size() > jws_chars_max)
        return ProofFault::JwsMalformed;
    // RFC 7515 appendix F: the payload part is empty. A third dot fails as base64url below.
    if (text.substr(dot, 2) != "..") return ProofFault::JwsMalformed;
    const std::string_view header = text.substr(0, dot);
    auto signature = bytes::decode_base64url(text.substr(dot + 2));
    if (!signature) return ProofFault::JwsMalformed;
    const auto algorithm = algorithm_of(header);
    if (!algorithm) {
        const bool readable = !header.empty() && bytes::decode_base64url(header).has_value();
        return readable ? ProofFault::JwsHeader : ProofFault::JwsMalformed;
    }
    if (!is_signature_length(*algorithm, signature->size())) return ProofFault::SignatureLength;
    jws = {*algorithm, std::move(signature).value()};
    return ProofFault::None;
}

std::string write_detached_jws(JwsAlgorithm algorithm, ByteView signature) {
    std::string text(jws_header(algorithm));
    return text.append("..").append(bytes::encode_base64url(signature));
}

}  // namespace outpost::proof
