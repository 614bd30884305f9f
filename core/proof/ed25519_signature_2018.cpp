// Ed25519Signature2018: EdDSA in a detached JWS, formed like RsaSignature2018.
#include "core/proof/suite_2018.h"

namespace outpost::proof {

namespace {

ProofFault decode(std::string_view text, Bytes& signature) {
    return decode_jws_2018(text, JwsAlgorithm::EdDsa, signature);
}

std::string encode(ByteView signature) {
    return write_detached_jws(JwsAlgorithm::EdDsa, signature);
}

Result<SignedBytes> signed_bytes(const SuiteInput& input) {
    return signed_bytes_2018(input, JwsAlgorithm::EdDsa);
}

}  // namespace

const Suite ed25519_signature_2018{
    .suite = Cryptosuite::Ed25519Signature2018,
    .name = "Ed25519Signature2018",
    .proof_type = "Ed25519Signature2018",
    .cryptosuite = "",
    .signature_member = "jws",
    .key_type = crypto::KeyType::Ed25519,
    .needs_created = true,
    .allows_context = false,
    .decode_signature = decode,
    .encode_signature = encode,
    .signed_bytes = signed_bytes,
    .holds = ed25519_holds,
    .sign = ed25519_sign,
};

}  // namespace outpost::proof
