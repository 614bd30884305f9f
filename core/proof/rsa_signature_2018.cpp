// RsaSignature2018 as DIVOC signs: PS256 in a detached JWS (not RS256, as the name suggests).
#include "core/proof/suite_2018.h"

namespace outpost::proof {

namespace {

ProofFault decode(std::string_view text, Bytes& signature) {
    return decode_jws_2018(text, JwsAlgorithm::Ps256, signature);
}

std::string encode(ByteView signature) {
    return write_detached_jws(JwsAlgorithm::Ps256, signature);
}

Result<SignedBytes> signed_bytes(const SuiteInput& input) {
    return signed_bytes_2018(input, JwsAlgorithm::Ps256);
}

bool holds(const crypto::PublicKey& key, ByteView message, ByteView signature) {
    return key.verify_ps256(message, signature);
}

Result<Bytes> sign(const crypto::SigningKey& key, ByteView message) {
    return key.sign_ps256(message);
}

}  // namespace

const Suite rsa_signature_2018{
    .suite = Cryptosuite::RsaSignature2018,
    .name = "RsaSignature2018",
    .proof_type = "RsaSignature2018",
    .cryptosuite = "",
    .signature_member = "jws",
    .key_type = crypto::KeyType::Rsa,
    .needs_created = true,
    .allows_context = false,
    .decode_signature = decode,
    .encode_signature = encode,
    .signed_bytes = signed_bytes,
    .holds = holds,
    .sign = sign,
};

}  // namespace outpost::proof
