// Ed25519Signature2020 (W3C vc-di-eddsa, appendix on the older suite): RDFC-1.0, proofValue.
#include "core/proof/graph_hash.h"
#include "core/proof/proof_value.h"

namespace outpost::proof {

const Suite ed25519_signature_2020{
    .suite = Cryptosuite::Ed25519Signature2020,
    .name = "Ed25519Signature2020",
    .proof_type = "Ed25519Signature2020",
    .cryptosuite = "",
    .signature_member = "proofValue",
    .key_type = crypto::KeyType::Ed25519,
    .needs_created = true,
    .allows_context = false,
    .decode_signature = decode_proof_value,
    .encode_signature = encode_proof_value,
    .signed_bytes = signed_bytes_rdfc,
    .holds = ed25519_holds,
    .sign = ed25519_sign,
};

}  // namespace outpost::proof
