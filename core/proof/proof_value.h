// proofValue: a signature as multibase text (base58btc, "z"), as the 2020 and 2022 suites write it.
#pragma once

#include "core/base/bytes.h"
#include "core/proof/proof.h"

#include <string>
#include <string_view>

namespace outpost::proof {

/// @return None, ProofMalformed (no base58btc multibase) or SignatureLength (other than 64 bytes)
ProofFault decode_proof_value(std::string_view text, Bytes& signature);

std::string encode_proof_value(ByteView signature);

}  // namespace outpost::proof
