#include "core/proof/graph_hash.h"

#include <algorithm>
#include <utility>

namespace outpost::proof {

namespace {

/// Where one graph's results go.
struct GraphResults {
    rdf::Dataset& statements;
    rdf::MappingReport& report;
    std::string& canonical;
    crypto::Sha256Digest& hash;
};

Result<void> hash_graph(const json::Value& object, const SuiteInput& input, const GraphRules& rules,
                        const GraphResults& results) {
    rdf::ToRdfOptions to_rdf;
    to_rdf.form = rules.form;
    to_rdf.inline_contexts = input.options.inline_contexts;
    OUTPOST_TRY(results.statements, input.processor.to_rdf(object, to_rdf, &results.report));
    if (!input.options.keep_canonical) {
        OUTPOST_TRY(results.hash, rdf::canonical_hash(results.statements, rules.canonical));
        return {};
    }
    OUTPOST_TRY(results.canonical, rdf::canonical_nquads(results.statements, rules.canonical));
    results.hash = crypto::sha256(as_bytes(results.canonical));
    return {};
}

}  // namespace

std::vector<json::Member> members_without(const json::Value& object, std::string_view left_out) {
    std::vector<json::Member> members;
    members.reserve(object.members().size());
    for (const json::Member& member : object.members())
        if (member.name != left_out) members.push_back(member);
    return members;
}

std::vector<json::Member> proof_options(const json::Value& proof, std::string_view signature_member,
                                        const json::Value* context) {
    std::vector<json::Member> members;
    members.reserve(proof.members().size() + 1);
    if (context != nullptr) members.push_back({"@context", *context});
    for (const json::Member& member : proof.members())
        if (member.name != signature_member && member.name != "@context") members.push_back(member);
    return members;
}

Result<SignedBytes> hash_graphs(const SuiteInput& input, const GraphRules& rules,
                                const json::Value* context) {
    SignedBytes bytes;
    bytes.document_members = members_without(input.document, "proof");
    bytes.proof_members =
        proof_options(*input.proof.node, suite_of(input.proof.suite).signature_member, context);
    OUTPOST_TRY_VOID(hash_graph(
        json::Value::object(bytes.document_members), input, rules,
        {bytes.document_statements, bytes.report, bytes.document_canonical, bytes.document_hash}));
    OUTPOST_TRY_VOID(hash_graph(
        json::Value::object(bytes.proof_members), input, rules,
        {bytes.proof_statements, bytes.proof_report, bytes.proof_canonical, bytes.proof_hash}));
    return bytes;
}

void append_hashes(const SignedBytes& bytes, Bytes& message) {
    const std::size_t at = message.size();
    message.resize(at + bytes.proof_hash.size() + bytes.document_hash.size());
    const auto middle =
        std::copy(bytes.proof_hash.begin(), bytes.proof_hash.end(), message.data() + at);
    std::copy(bytes.document_hash.begin(), bytes.document_hash.end(), middle);
}

Result<SignedBytes> signed_bytes_rdfc(const SuiteInput& input) {
    const GraphRules rules{rdf::RdfForm::JsonLd11, rdf::CanonicalOptions::rdfc10()};
    OUTPOST_TRY(SignedBytes bytes, hash_graphs(input, rules, input.document.find("@context")));
    append_hashes(bytes, bytes.message);
    return bytes;
}

}  // namespace outpost::proof
