#include "core/proof/suite_2018.h"

#include "core/proof/graph_hash.h"

#include <utility>

namespace outpost::proof {

Result<SignedBytes> signed_bytes_2018(const SuiteInput& input, JwsAlgorithm algorithm) {
    const json::Value context = json::Value::string("https://w3id.org/security/v2");
    const GraphRules rules{rdf::RdfForm::JsonLdJs2, rdf::CanonicalOptions::urdna2015()};
    OUTPOST_TRY(SignedBytes bytes, hash_graphs(input, rules, &context));
    const ByteView header = as_bytes(jws_header(algorithm));
    bytes.message.reserve(header.size() + 1 + 64);
    bytes.message.assign(header.begin(), header.end());
    bytes.message.push_back('.');
    append_hashes(bytes, bytes.message);
    return bytes;
}

ProofFault decode_jws_2018(std::string_view text, JwsAlgorithm algorithm, Bytes& signature) {
    DetachedJws jws;
    const ProofFault fault = parse_detached_jws(text, jws);
    if (fault != ProofFault::None) return fault;
    if (jws.algorithm != algorithm) return ProofFault::JwsHeader;
    signature = std::move(jws.signature);
    return ProofFault::None;
}

}  // namespace outpost::proof
