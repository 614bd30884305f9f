// What RsaSignature2018 and Ed25519Signature2018 share, as DIVOC's signer forms its proofs.
#pragma once

#include "core/proof/jws.h"
#include "core/proof/suite.h"

namespace outpost::proof {

/// ASCII(JWS header) "." proof hash, document hash: 121 bytes. Proof options are the proof without
/// its jws under the context https://w3id.org/security/v2; both graphs in the URDNA2015 form.
Result<SignedBytes> signed_bytes_2018(const SuiteInput& input, JwsAlgorithm algorithm);

/// Decodes a jws whose header must name this algorithm.
ProofFault decode_jws_2018(std::string_view text, JwsAlgorithm algorithm, Bytes& signature);

}  // namespace outpost::proof
