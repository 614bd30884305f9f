// Detached JWS, proof values, and whole proofs in a document: one text for each signature.
#include "core/json/reader.h"
#include "core/proof/jws.h"
#include "core/proof/proof.h"
#include "core/proof/proof_value.h"
#include "tests/fuzz/fuzz.h"

using namespace outpost;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > fuzz::input_bytes_max) return 0;
    const std::string_view text = as_text({data, size});
    proof::DetachedJws jws;
    if (proof::parse_detached_jws(text, jws) == proof::ProofFault::None)
        OUTPOST_CHECK(proof::write_detached_jws(jws.algorithm, jws.signature) == text);
    Bytes signature;
    if (proof::decode_proof_value(text, signature) == proof::ProofFault::None)
        OUTPOST_CHECK(proof::encode_proof_value(signature) == text);

    const auto document = json::read(text);
    if (!document) return 0;
    auto fault = proof::ProofFault::None;
    const auto record = proof::read_proof(document->root(), fault);
    OUTPOST_CHECK(record.has_value() == (fault == proof::ProofFault::None));
    if (!record) return 0;
    OUTPOST_CHECK(record->node != nullptr && record->purpose == "assertionMethod");
    OUTPOST_CHECK(!record->verification_method.empty() && record->signature.size() >= 64);
    return 0;
}
