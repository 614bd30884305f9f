// What a cryptosuite is made of; each suite's own file fills in one of these.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/public_key.h"
#include "core/crypto/signing_key.h"
#include "core/json/value.h"
#include "core/proof/proof.h"

#include <string>
#include <string_view>

namespace outpost::proof {

/// A document with its proof, on the way to the bytes under the signature.
struct SuiteInput {
    const json::Value& document;
    const ProofRecord& proof;
    rdf::Processor& processor;
    const SignedBytesOptions& options;
};

struct Suite {
    Cryptosuite suite;
    std::string_view name;         // as people call it
    std::string_view proof_type;   // proof.type
    std::string_view cryptosuite;  // proof.cryptosuite; empty where the type says all
    std::string_view signature_member;
    crypto::KeyType key_type;
    bool needs_created;
    bool allows_context;  // the proof may bring its own @context

    /// Decodes the signature member's text.
    ProofFault (*decode_signature)(std::string_view text, Bytes& signature);
    std::string (*encode_signature)(ByteView signature);
    Result<SignedBytes> (*signed_bytes)(const SuiteInput& input);
    bool (*holds)(const crypto::PublicKey& key, ByteView message, ByteView signature);
    Result<Bytes> (*sign)(const crypto::SigningKey& key, ByteView message);
};

extern const Suite rsa_signature_2018;
extern const Suite ed25519_signature_2018;
extern const Suite ed25519_signature_2020;
extern const Suite eddsa_rdfc_2022;
extern const Suite eddsa_jcs_2022;

const Suite& suite_of(Cryptosuite suite);
/// The suite with this proof type and cryptosuite (empty when the member is absent), or nullptr.
const Suite* find_suite(std::string_view proof_type, std::string_view cryptosuite);

/// The check and the signature that all Edwards-curve suites share.
bool ed25519_holds(const crypto::PublicKey& key, ByteView message, ByteView signature);
Result<Bytes> ed25519_sign(const crypto::SigningKey& key, ByteView message);

}  // namespace outpost::proof
