// read_proof: one well-formed proof, or the fault that names what is wrong with it.
#include "core/proof/proof.h"

#include "core/json/reader.h"
#include "core/proof/jws.h"
#include "core/proof/proof_value.h"
#include "tests/support/vectors.h"

#include <catch2/catch.hpp>

#include <string>

using namespace outpost;
using proof::Cryptosuite;
using proof::JwsAlgorithm;
using proof::ProofFault;

namespace {

struct Outcome {
    std::string fault;
    bool in_array = false;
    std::size_t signature_bytes = 0;
};

Outcome read(const std::string& text) {
    const auto document = json::read(text);
    REQUIRE(document);
    ProofFault fault = ProofFault::None;
    const auto record = proof::read_proof(document->root(), fault);
    CHECK(record.has_value() == (fault == ProofFault::None));
    if (!record) return {std::string(proof::fault_name(fault))};
    CHECK(record->node != nullptr);
    CHECK(record->purpose == "assertionMethod");
    return {"none", record->in_array, record->signature.size()};
}

std::string fault_of(const std::string& text) {
    return read(text).fault;
}

/// Replaces the @ names of the vector file by real signatures.
std::string with_signatures(std::string text) {
    const auto replace = [&](const std::string& name, const std::string& value) {
        for (auto at = text.find(name); at != std::string::npos; at = text.find(name))
            text.replace(at, name.size(), value);
    };
    replace("%ED_JWS%", proof::write_detached_jws(JwsAlgorithm::EdDsa, Bytes(64, 1)));
    replace("%RSA_JWS%", proof::write_detached_jws(JwsAlgorithm::Ps256, Bytes(256, 1)));
    replace("%PROOF_VALUE%", proof::encode_proof_value(Bytes(64, 1)));
    replace("%SHORT_VALUE%", proof::encode_proof_value(Bytes(63, 1)));
    replace("%LONG_VALUE%", "z" + std::string(200, '2'));
    return text;
}

}  // namespace

TEST_CASE("read_proof: every form of a proof, good and bad", "[proof][vectors]") {
    const auto vectors = tests::load_vectors("proof/read_proof.vec");
    REQUIRE(vectors.size() >= 50);
    for (const auto& v : vectors) {
        DYNAMIC_SECTION(v.place()) {
            const Outcome outcome = read(with_signatures(v.text("Document")));
            CHECK(outcome.fault == v.text("Fault"));
            if (v.has("InArray")) CHECK(outcome.in_array == (v.text("InArray") == "yes"));
        }
    }
}

TEST_CASE("read_proof: the record of each suite", "[proof]") {
    const auto document = json::read(with_signatures(
        R"({"@context":"c:d","proof":{"type":"RsaSignature2018","created":"2022-02-08T09:15:42Z",)"
        R"("verificationMethod":"did:x","proofPurpose":"assertionMethod","jws":"%RSA_JWS%"}})"));
    REQUIRE(document);
    ProofFault fault = ProofFault::ProofMissing;
    const auto record = proof::read_proof(document->root(), fault);
    REQUIRE(record);
    CHECK(fault == ProofFault::None);
    CHECK(record->suite == Cryptosuite::RsaSignature2018);
    CHECK(record->created == "2022-02-08T09:15:42Z");
    CHECK(record->verification_method == "did:x");
    CHECK(record->expires.empty());
    CHECK_FALSE(record->in_array);
    CHECK(record->signature == Bytes(256, 1));
    CHECK(record->node == document->root().find("proof"));
}

TEST_CASE("read_proof: documents that are no object", "[proof]") {
    for (const char* text : {"[]", "1", "null", "\"proof\"", "[{\"proof\":{}}]"})
        CHECK(fault_of(text) == "proof_missing");
}

TEST_CASE("names of suites and faults", "[proof]") {
    CHECK(proof::suite_name(Cryptosuite::RsaSignature2018) == "RsaSignature2018");
    CHECK(proof::suite_name(Cryptosuite::EddsaJcs2022) == "eddsa-jcs-2022");
    CHECK(proof::key_type_of(Cryptosuite::RsaSignature2018) == crypto::KeyType::Rsa);
    for (const auto suite : {Cryptosuite::Ed25519Signature2018, Cryptosuite::Ed25519Signature2020,
                             Cryptosuite::EddsaRdfc2022, Cryptosuite::EddsaJcs2022})
        CHECK(proof::key_type_of(suite) == crypto::KeyType::Ed25519);
    CHECK(proof::fault_name(ProofFault::SignatureMismatch) == "signature_mismatch");
}

TEST_CASE("proof value: base58 multibase of 64 bytes", "[proof]") {
    Bytes signature;
    const std::string text = proof::encode_proof_value(Bytes(64, 0xa5));
    REQUIRE(proof::decode_proof_value(text, signature) == ProofFault::None);
    CHECK(signature == Bytes(64, 0xa5));
    for (std::size_t length = 0; length < text.size(); ++length)
        CHECK((proof::decode_proof_value(text.substr(0, length), signature) != ProofFault::None ||
               signature != Bytes(64, 0xa5)));
    CHECK(proof::decode_proof_value("u" + text.substr(1), signature) == ProofFault::ProofMalformed);
    CHECK(proof::decode_proof_value("z0", signature) == ProofFault::ProofMalformed);
    CHECK(proof::decode_proof_value(text + " ", signature) == ProofFault::ProofMalformed);
    CHECK(proof::decode_proof_value("z1" + text.substr(1), signature) ==
          ProofFault::SignatureLength);
}
