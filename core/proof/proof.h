// Linked-data proofs: which suites we know, the bytes that were signed, and the check.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/public_key.h"
#include "core/json/value.h"
#include "core/rdf/dataset.h"
#include "core/rdf/mapping_report.h"
#include "core/rdf/processor.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::proof {

enum class Cryptosuite : std::uint8_t {
    RsaSignature2018,      // PS256, detached JWS (divoc.md 2.5 facts; W3C LDS-RSA2018 draft)
    Ed25519Signature2018,  // EdDSA, detached JWS
    Ed25519Signature2020,  // multibase proofValue, RDFC-1.0
    EddsaRdfc2022,         // W3C vc-di-eddsa section 3.2
    EddsaJcs2022,          // W3C vc-di-eddsa section 3.3
};

std::string_view suite_name(Cryptosuite suite);
crypto::KeyType key_type_of(Cryptosuite suite);

/// Why a proof fails before or at the signature. Each has a finding code of the same name.
enum class ProofFault : std::uint8_t {
    None,
    ProofMissing,       // no proof member, or null
    ProofMalformed,     // not an object, a member of the wrong type, a member missing
    ProofSet,           // more than one proof
    ProofContext,       // the proof brings its own @context (2018/2020 suites)
    SuiteUnsupported,   // a proof type or cryptosuite that we do not know
    PurposeMismatch,    // proofPurpose is not assertionMethod
    JwsMalformed,       // not header..signature in base64url without padding
    JwsHeader,          // not one of the two exact headers
    SignatureLength,    // the signature has another length than the algorithm makes
    UnmappedMember,     // strict mapping: a member that no context defines
    SignatureMismatch,  // the signature does not hold under the key
};

std::string_view fault_name(ProofFault fault);  // "signature_mismatch"

/// The proof of a document, read but not checked. Views borrow from the document.
struct ProofRecord {
    const json::Value* node = nullptr;  // the proof object
    Cryptosuite suite{};
    std::string_view verification_method;
    std::string_view created;
    std::string_view purpose;
    std::string_view expires;  // Data Integrity suites: empty when absent; the text is not judged
    bool in_array = false;     // written as an array of one
    Bytes signature;
};

/// Reads `proof` of a secured document: exactly one, every member of the right type, signature
/// decoded.
/// @param fault  set when the result is empty
std::optional<ProofRecord> read_proof(const json::Value& document, ProofFault& fault);

/// The exact bytes under the signature, and how the document's members map to statements. Movable,
/// not copyable: the reports borrow from the other members and from the document. At the top level
/// MemberTrace::value points to a copy of the document's member, equal but not the same object.
struct SignedBytes {
    Bytes message;  // what the signature algorithm gets
    crypto::Sha256Digest document_hash;
    crypto::Sha256Digest proof_hash;
    std::string document_canonical;  // kept only when asked for
    std::string proof_canonical;
    rdf::MappingReport report;  // of the document without its proof; empty for the JCS suite
    rdf::MappingReport proof_report;

    /// What the reports borrow from.
    std::vector<json::Member> document_members;
    std::vector<json::Member> proof_members;
    rdf::Dataset document_statements;
    rdf::Dataset proof_statements;
};

struct SignedBytesOptions {
    bool keep_canonical = false;
    bool inline_contexts = false;
};

/// Canonicalizes document and proof options as the suite says and puts the bytes together.
/// Strict mapping is not judged here: look at report (Dropped members) afterwards.
/// @error those of Processor::to_rdf, canonical_nquads and canonicalize_jcs
Result<SignedBytes> bytes_to_be_signed(const json::Value& document, const ProofRecord& proof,
                                       rdf::Processor& processor,
                                       const SignedBytesOptions& options = {});

/// True when the signature holds under the key, whose type must be the suite's.
bool signature_holds(const ProofRecord& proof, const SignedBytes& bytes,
                     const crypto::PublicKey& key);

}  // namespace outpost::proof
