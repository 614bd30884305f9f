// eddsa-rdfc-2022 (W3C vc-di-eddsa section 3.2): Data Integrity over RDFC-1.0.
#include "core/proof/graph_hash.h"
#include "core/proof/proof_value.h"

namespace outpost::proof {

const Suite eddsa_rdfc_2022{
    .suite = Cryptosuite::EddsaRdfc2022,
    .name = "eddsa-rdfc-2022",
    .proof_type = "DataIntegrityProof",
    .cryptosuite = "eddsa-rdfc-2022",
    .signature_member = "proofValue",
    .key_type = crypto::KeyType::Ed25519,
    .needs_created = false,
    .allows_context = false,
    .decode_signature = decode_proof_value,
    .encode_signature = encode_proof_value,
    .signed_bytes = signed_bytes_rdfc,
    .holds = ed25519_holds,
    .sign = ed25519_sign,
};

}  // namespace outpost::proof
