#include "core/proof/proof.h"

#include "core/json/writer.h"
#include "core/proof/suite.h"

namespace outpost::proof {

namespace {

/// The one proof object of a document, or nullptr with `fault` set.
const json::Value* single_proof(const json::Value& document, bool& in_array, ProofFault& fault) {
    const json::Value* proof = document.find("proof");
    fault = ProofFault::ProofMissing;
    if (proof == nullptr || proof->is_null()) return nullptr;
    if (proof->is_array()) {
        if (proof->items().empty()) return nullptr;
        fault = ProofFault::ProofSet;
        if (proof->items().size() > 1) return nullptr;
        in_array = true;
        proof = &proof->items()[0];
    }
    fault = ProofFault::ProofMalformed;
    return proof->is_object() ? proof : nullptr;
}

/// Absent gives an empty view; a value of another type fails.
bool read_optional_text(const json::Value& proof, std::string_view name, std::string_view& text) {
    const json::Value* value = proof.find(name);
    if (value == nullptr) return true;
    if (!value->is_string()) return false;
    text = value->as_string();
    return true;
}

bool read_text(const json::Value& proof, std::string_view name, std::string_view& text) {
    return read_optional_text(proof, name, text) && !text.empty();
}

/// Keywords would say in another way what the plain members say.
bool has_keyword(const json::Value& proof) {
    for (const json::Member& member : proof.members())
        if (member.name.starts_with('@') && member.name != "@context") return true;
    return false;
}

ProofFault read_suite(const json::Value& proof, ProofRecord& record) {
    std::string_view type;
    std::string_view cryptosuite;
    if (has_keyword(proof) || !read_text(proof, "type", type)) return ProofFault::ProofMalformed;
    if (type == "DataIntegrityProof" && !read_text(proof, "cryptosuite", cryptosuite))
        return ProofFault::ProofMalformed;
    const Suite* suite = find_suite(type, cryptosuite);
    if (suite == nullptr) return ProofFault::SuiteUnsupported;
    record.suite = suite->suite;
    return ProofFault::None;
}

/// The proof's own @context: forbidden where the suite would replace it (it would not be signed),
/// and for the others equal to the document's. Data Integrity would let the document's be longer,
/// but then its tail is not signed.
bool context_is_sound(const json::Value& document, const json::Value& proof, const Suite& suite) {
    const json::Value* own = proof.find("@context");
    if (own == nullptr) return true;
    const json::Value* other = document.find("@context");
    return suite.allows_context && other != nullptr && json::write(*own) == json::write(*other);
}

ProofFault read_members(const json::Value& proof, const Suite& suite, ProofRecord& record) {
    if (!read_text(proof, "verificationMethod", record.verification_method) ||
        !read_optional_text(proof, "created", record.created) ||
        !read_optional_text(proof, "expires", record.expires) ||
        !read_text(proof, "proofPurpose", record.purpose))
        return ProofFault::ProofMalformed;
    if (suite.needs_created && record.created.empty()) return ProofFault::ProofMalformed;
    // A chained proof can not be checked without the one that it names.
    if (proof.find("previousProof") != nullptr) return ProofFault::ProofSet;
    if (record.purpose != "assertionMethod") return ProofFault::PurposeMismatch;
    std::string_view signature;
    if (!read_text(proof, suite.signature_member, signature)) return ProofFault::ProofMalformed;
    return suite.decode_signature(signature, record.signature);
}

}  // namespace

std::string_view fault_name(ProofFault fault) {
    switch (fault) {
        case ProofFault::None:
            return "none";
        case ProofFault::ProofMissing:
            return "proof_missing";
        case ProofFault::ProofMalformed:
            return "proof_malformed";
        case ProofFault::ProofSet:
            return "proof_set";
        case ProofFault::ProofContext:
            return "proof_context";
        case ProofFault::SuiteUnsupported:
            return "suite_unsupported";
        case ProofFault::PurposeMismatch:
            return "purpose_mismatch";
        case ProofFault::JwsMalformed:
            return "jws_malformed";
        case ProofFault::JwsHeader:
            return "jws_header";
        case ProofFault::SignatureLength:
            return "signature_length";
        case ProofFault::UnmappedMember:
            return "unmapped_member";
        case ProofFault::SignatureMismatch:
            return "signature_mismatch";
    }
    return "unknown";
}

std::optional<ProofRecord> read_proof(const json::Value& document, ProofFault& fault) {
    ProofRecord record;
    record.node = single_proof(document, record.in_array, fault);
    if (record.node == nullptr) return std::nullopt;
    fault = read_suite(*record.node, record);
    if (fault != ProofFault::None) return std::nullopt;
    const Suite& suite = suite_of(record.suite);
    if (!context_is_sound(document, *record.node, suite)) {
        fault = ProofFault::ProofContext;
        return std::nullopt;
    }
    fault = read_members(*record.node, suite, record);
    if (fault != ProofFault::None) return std::nullopt;
    return record;
}

Result<SignedBytes> bytes_to_be_signed(const json::Value& document, const ProofRecord& proof,
                                       rdf::Processor& processor,
                                       const SignedBytesOptions& options) {
    return suite_of(proof.suite).signed_bytes({document, proof, processor, options});
}

bool signature_holds(const ProofRecord& proof, const SignedBytes& bytes,
                     const crypto::PublicKey& key) {
    const Suite& suite = suite_of(proof.suite);
    return key.type() == suite.key_type && suite.holds(key, bytes.message, proof.signature);
}

}  // namespace outpost::proof
