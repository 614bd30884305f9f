// sign_document and the check of what it made, over small contexts of our own.
#include "core/proof/sign_document.h"

#include "core/json/reader.h"
#include "core/rdf/context_set.h"
#include "tests/support/vectors.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <memory>
#include <string>

using namespace outpost;
using proof::Cryptosuite;
using proof::ProofFault;
using tests::outcome_of;

namespace {

// Just enough of the proof vocabulary for the 2018 suites, and a document context that has it too.
constexpr const char* security_text = R"({"@context":{"@version":1.1,
  "type":"@type","id":"@id",
  "Ed25519Signature2018":"https://w3id.org/security#Ed25519Signature2018",
  "RsaSignature2018":"https://w3id.org/security#RsaSignature2018",
  "created":{"@id":"http://purl.org/dc/terms/created","@type":"http://www.w3.org/2001/XMLSchema#dateTime"},
  "nonce":"https://w3id.org/security#nonce",
  "proofPurpose":{"@id":"https://w3id.org/security#proofPurpose","@type":"@vocab"},
  "assertionMethod":"https://w3id.org/security#assertionMethod",
  "verificationMethod":{"@id":"https://w3id.org/security#verificationMethod","@type":"@id"}}})";
constexpr const char* document_text = R"({"@context":{"@version":1.1,
  "type":"@type","id":"@id","name":"https://example.org/name","Thing":"https://example.org/Thing",
  "Ed25519Signature2020":"https://w3id.org/security#Ed25519Signature2020",
  "DataIntegrityProof":"https://w3id.org/security#DataIntegrityProof",
  "cryptosuite":"https://w3id.org/security#cryptosuite",
  "created":{"@id":"http://purl.org/dc/terms/created","@type":"http://www.w3.org/2001/XMLSchema#dateTime"},
  "proofPurpose":{"@id":"https://w3id.org/security#proofPurpose","@type":"@vocab"},
  "assertionMethod":"https://w3id.org/security#assertionMethod",
  "verificationMethod":{"@id":"https://w3id.org/security#verificationMethod","@type":"@id"}}})";

std::shared_ptr<const rdf::ContextSet> contexts() {
    const std::array<std::string, 1> security{"https://w3id.org/security/v2"};
    const std::array<std::string, 1> own{"https://example.org/v1"};
    const std::array<rdf::ContextDocument, 2> documents{
        rdf::ContextDocument{security_text, security, {}},
        rdf::ContextDocument{document_text, own, {}}};
    auto set = rdf::ContextSet::make(documents);
    REQUIRE(set);
    return std::move(set).value();
}

const std::string plain =
    R"({"@context":"https://example.org/v1","id":"urn:x:1","type":"Thing","name":"A \"name\""})";

json::Document parsed(const std::string& text) {
    auto document = json::read(text);
    REQUIRE(document);
    return std::move(document).value();
}

crypto::SigningKey key_for(Cryptosuite suite) {
    auto key = proof::key_type_of(suite) == crypto::KeyType::Rsa
                   ? crypto::SigningKey::generate_rsa()
                   : crypto::SigningKey::from_ed25519_seed(Bytes(32, 5));
    REQUIRE(key);
    return std::move(key).value();
}

/// "none", or why the text is not proven by the key.
std::string check(const std::string& text, const crypto::PublicKey& key) {
    const json::Document document = parsed(text);
    ProofFault fault = ProofFault::None;
    const auto record = proof::read_proof(document.root(), fault);
    if (!record) return std::string(proof::fault_name(fault));
    rdf::Processor processor(contexts());
    const auto bytes = proof::bytes_to_be_signed(document.root(), *record, processor);
    if (!bytes) return std::string(code_name(bytes.error().code));
    for (const auto* report : {&bytes->report, &bytes->proof_report})
        for (const auto& member : report->members)
            if (member.fate == rdf::MemberFate::Dropped) return "unmapped_member";
    return proof::signature_holds(*record, *bytes, key) ? "none" : "signature_mismatch";
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

constexpr std::array<Cryptosuite, 5> all_suites{
    Cryptosuite::RsaSignature2018, Cryptosuite::Ed25519Signature2018,
    Cryptosuite::Ed25519Signature2020, Cryptosuite::EddsaRdfc2022, Cryptosuite::EddsaJcs2022};
constexpr std::string_view created = "2026-01-02T03:04:05Z";

}  // namespace

TEST_CASE("sign_document: each suite signs what it then proves", "[proof]") {
    rdf::Processor processor(contexts());
    const json::Document document = parsed(plain);
    for (const Cryptosuite suite : all_suites) {
        DYNAMIC_SECTION(proof::suite_name(suite)) {
            const crypto::SigningKey key = key_for(suite);
            const auto text =
                proof::sign_document(document.root(), {suite, "did:x", created}, key, processor);
            REQUIRE(outcome_of(text) == "OK");
            CHECK(text->starts_with(plain.substr(0, plain.size() - 1) + ",\"proof\":{\"type\":"));
            CHECK(check(*text, key.public_key()) == "none");
            // Each part of document and proof is under the signature.
            CHECK(check(replaced(*text, "name\\\"", "Name\\\""), key.public_key()) ==
                  "signature_mismatch");
            CHECK(check(replaced(*text, "urn:x:1", "urn:x:2"), key.public_key()) ==
                  "signature_mismatch");
            CHECK(check(replaced(*text, "did:x", "did:y"), key.public_key()) ==
                  "signature_mismatch");
            CHECK(check(replaced(*text, "03:04:05", "03:04:06"), key.public_key()) ==
                  "signature_mismatch");
            CHECK(check(replaced(*text, "assertionMethod", "authentication"), key.public_key()) ==
                  "purpose_mismatch");
            const auto other = crypto::SigningKey::from_ed25519_seed(Bytes(32, 6));
            REQUIRE(other);
            CHECK(check(*text, other->public_key()) == "signature_mismatch");
        }
    }
}

TEST_CASE("sign_document: members that would not be signed", "[proof]") {
    rdf::Processor processor(contexts());
    const crypto::SigningKey key = key_for(Cryptosuite::Ed25519Signature2018);
    const proof::ProofRequest request{Cryptosuite::Ed25519Signature2018, "did:x", created};
    const auto outcome = [&](const std::string& text) {
        const json::Document document = parsed(text);
        return outcome_of(proof::sign_document(document.root(), request, key, processor));
    };
    CHECK(outcome(plain) == "OK");
    CHECK(outcome(replaced(plain, "\"name\"", "\"nickname\"")) == "unmapped_member@0");
    CHECK(outcome(replaced(plain, "urn:x:1", "199912345678")) == "unmapped_member@0");
    // For canonical JSON every member counts, whatever its context says.
    const json::Document unmapped = parsed(replaced(plain, "\"name\"", "\"nickname\""));
    CHECK(proof::sign_document(unmapped.root(), {Cryptosuite::EddsaJcs2022, "did:x", created}, key,
                               processor));
}

TEST_CASE("sign_document: requests that are refused", "[proof]") {
    rdf::Processor processor(contexts());
    const crypto::SigningKey key = key_for(Cryptosuite::Ed25519Signature2018);
    const json::Document document = parsed(plain);
    const auto outcome = [&](const json::Value& value, const proof::ProofRequest& request) {
        return outcome_of(proof::sign_document(value, request, key, processor));
    };
    const auto suite = Cryptosuite::Ed25519Signature2018;
    CHECK(outcome(document.root(), {suite, "x", created}) == "bad_value@0");
    CHECK(outcome(document.root(), {suite, "", created}) == "bad_value@0");
    CHECK(outcome(document.root(), {suite, "did:x", "2026-01-02"}) == "bad_value@0");
    CHECK(outcome(document.root(), {Cryptosuite::RsaSignature2018, "did:x", created}) ==
          "bad_key@0");
    CHECK(outcome(json::Value::string("x"), {suite, "did:x", created}) == "bad_value@0");
    const json::Document signed_already =
        parsed(replaced(plain, "\"id\"", "\"proof\":null,\"id\""));
    CHECK(outcome(signed_already.root(), {suite, "did:x", created}) == "bad_value@0");
    const json::Document foreign = parsed(replaced(plain, "example.org/v1", "example.org/v2"));
    CHECK(outcome(foreign.root(), {suite, "did:x", created}).starts_with("context_not_allowed"));
}

TEST_CASE("bytes_to_be_signed: further members of a 2018 proof", "[proof]") {
    rdf::Processor processor(contexts());
    const crypto::SigningKey key = key_for(Cryptosuite::Ed25519Signature2018);
    const json::Document document = parsed(plain);
    const auto text = proof::sign_document(
        document.root(), {Cryptosuite::Ed25519Signature2018, "did:x", created}, key, processor);
    REQUIRE(text);
    // A mapped one changes the bytes, one that no context defines shows in the report.
    CHECK(check(replaced(*text, "\"created\"", "\"nonce\":\"n\",\"created\""), key.public_key()) ==
          "signature_mismatch");
    CHECK(check(replaced(*text, "\"created\"", "\"note\":\"n\",\"created\""), key.public_key()) ==
          "unmapped_member");
    CHECK(check(replaced(*text, "\"created\"", "\"@context\":[],\"created\""), key.public_key()) ==
          "proof_context");
}

TEST_CASE("bytes_to_be_signed: form and canonical texts on demand", "[proof]") {
    rdf::Processor processor(contexts());
    const crypto::SigningKey key = key_for(Cryptosuite::Ed25519Signature2018);
    const json::Document unsigned_document = parsed(plain);
    const auto text =
        proof::sign_document(unsigned_document.root(),
                             {Cryptosuite::Ed25519Signature2018, "did:x", created}, key, processor);
    REQUIRE(text);
    const json::Document document = parsed(*text);
    ProofFault fault = ProofFault::None;
    const auto record = proof::read_proof(document.root(), fault);
    REQUIRE(record);
    const auto without = proof::bytes_to_be_signed(document.root(), *record, processor);
    REQUIRE(without);
    CHECK(without->message.size() == 121);
    CHECK(without->document_canonical.empty());
    CHECK(without->proof_canonical.empty());
    const auto with = proof::bytes_to_be_signed(document.root(), *record, processor, {true, false});
    REQUIRE(with);
    CHECK(with->message == without->message);
    CHECK(with->document_canonical ==
          "<urn:x:1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://example.org/Thing> "
          ".\n"
          "<urn:x:1> <https://example.org/name> \"A \\\"name\\\"\" .\n");
    CHECK(crypto::sha256(as_bytes(with->proof_canonical)) == with->proof_hash);
    CHECK(std::count(with->proof_canonical.begin(), with->proof_canonical.end(), '\n') == 4);
    REQUIRE(with->report.members.size() == 4);
    CHECK(with->report.members[3].name == "name");
    CHECK(with->report.members[3].predicate == "https://example.org/name");
}
