// Forming a proof: the other direction of proof.h.
#pragma once

#include "core/base/result.h"
#include "core/crypto/signing_key.h"
#include "core/json/value.h"
#include "core/proof/proof.h"
#include "core/rdf/processor.h"

#include <string>
#include <string_view>

namespace outpost::proof {

/// @field verification_method  the key's id; must have a scheme, or it would not be signed
/// @field created              RFC 3339 text, signed as it stands (DIVOC: UTC without fraction)
struct ProofRequest {
    Cryptosuite suite{};
    std::string_view verification_method;
    std::string_view created;
};

/// The document with a new proof as its last member, as compact JSON text; all other members stay
/// as they were written. Nothing is signed whose every member does not become a statement.
/// @error BadValue (no object, a proof already, a request that can not be signed),
///        BadKey (the key's type is not the suite's), UnmappedMember, and those of
///        bytes_to_be_signed and the signature
Result<std::string> sign_document(const json::Value& document, const ProofRequest& request,
                                  const crypto::SigningKey& key, rdf::Processor& processor);

}  // namespace outpost::proof
