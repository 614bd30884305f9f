// eddsa-jcs-2022 (W3C vc-di-eddsa section 3.3): Data Integrity over canonical JSON (RFC 8785).
#include "core/json/jcs.h"
#include "core/proof/graph_hash.h"
#include "core/proof/proof_value.h"

#include <utility>

namespace outpost::proof {

namespace {

/// Every member is hashed under its own name, so there is no mapping to report.
Result<SignedBytes> signed_bytes(const SuiteInput& input) {
    SignedBytes bytes;
    bytes.document_members = members_without(input.document, "proof");
    // Section 3.3.2: the proof configuration keeps a context of its own. read_proof() has made sure
    // that it is the document's, so the document is hashed as it stands.
    bytes.proof_members = proof_options(*input.proof.node, eddsa_jcs_2022.signature_member,
                                        input.proof.node->find("@context"));
    OUTPOST_TRY(std::string document,
                json::canonicalize_jcs(json::Value::object(bytes.document_members)));
    OUTPOST_TRY(std::string options,
                json::canonicalize_jcs(json::Value::object(bytes.proof_members)));
    bytes.document_hash = crypto::sha256(as_bytes(document));
    bytes.proof_hash = crypto::sha256(as_bytes(options));
    append_hashes(bytes, bytes.message);
    if (input.options.keep_canonical) {
        bytes.document_canonical = std::move(document);
        bytes.proof_canonical = std::move(options);
    }
    return bytes;
}

}  // namespace

const Suite eddsa_jcs_2022{
    .suite = Cryptosuite::EddsaJcs2022,
    .name = "eddsa-jcs-2022",
    .proof_type = "DataIntegrityProof",
    .cryptosuite = "eddsa-jcs-2022",
    .signature_member = "proofValue",
    .key_type = crypto::KeyType::Ed25519,
    .needs_created = false,
    .allows_context = true,
    .decode_signature = decode_proof_value,
    .encode_signature = encode_proof_value,
    .signed_bytes = signed_bytes,
    .holds = ed25519_holds,
    .sign = ed25519_sign,
};

}  // namespace outpost::proof
