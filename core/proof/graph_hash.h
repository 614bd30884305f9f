// The step that all RDF suites share: JSON-LD to canonical N-Quads to SHA-256.
#pragma once

#include "core/proof/suite.h"
#include "core/rdf/canonical.h"

#include <string>
#include <string_view>
#include <vector>

namespace outpost::proof {

/// Which reading of JSON-LD and which canonical form a suite hashes.
struct GraphRules {
    rdf::RdfForm form = rdf::RdfForm::JsonLd11;
    rdf::CanonicalOptions canonical;
};

/// The members of an object except one; values are shared with it, not copied deeply.
std::vector<json::Member> members_without(const json::Value& object, std::string_view left_out);

/// Proof options: "@context" with the given value (none when null), then the proof's members except
/// the signature and a context of its own.
std::vector<json::Member> proof_options(const json::Value& proof, std::string_view signature_member,
                                        const json::Value* context);

/// Fills hashes, reports and, when asked, canonical texts of document and proof options.
/// @param context  of the proof options; null when there is none
/// @error those of Processor::to_rdf and canonical_nquads
Result<SignedBytes> hash_graphs(const SuiteInput& input, const GraphRules& rules,
                                const json::Value* context);

/// Proof hash, then document hash.
void append_hashes(const SignedBytes& bytes, Bytes& message);

/// Both hashes of an RDFC-1.0 suite. The proof options take the @context of the unsecured document
/// (vc-di-eddsa section 3.2.5), which must define the proof's terms.
Result<SignedBytes> signed_bytes_rdfc(const SuiteInput& input);

}  // namespace outpost::proof
