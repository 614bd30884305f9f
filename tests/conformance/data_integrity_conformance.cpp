// Linked-data proofs step by step: the W3C EdDSA vectors, our own interoperability sets, and the
// public DIVOC credentials; each intermediate text and hash is compared, not only the outcome.
#include "core/bytes/base58.h"
#include "core/bytes/hex.h"
#include "core/crypto/signing_key.h"
#include "core/json/reader.h"
#include "core/json/writer.h"
#include "core/proof/proof.h"
#include "core/proof/proof_value.h"
#include "core/proof/sign_document.h"
#include "tests/support/files.h"
#include "tests/support/shared_data.h"
#include "tests/support/vectors.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

using namespace outpost;
using proof::Cryptosuite;
using proof::ProofFault;
using tests::outcome_of;
using tests::read_text;

namespace {

using Path = std::filesystem::path;

Path vectors() {
    return tests::shared_dir() / "vectors";
}
Path interop() {
    return vectors() / "interop-public";
}
Path samples() {
    return tests::shared_dir() / "divoc-samples";
}

json::Document parsed(const std::string& text) {
    auto document = json::read(text, {4 * 1024 * 1024, 64, 500'000});
    REQUIRE(outcome_of(document) == "OK");
    return std::move(document).value();
}

json::Document parsed_file(const Path& path) {
    INFO(path.string());
    return parsed(read_text(path));
}

/// The contexts that the vectors need, the open ones of the W3C examples included.
std::shared_ptr<const rdf::ContextSet> all_contexts() {
    static const auto set = [] {
        const Path folder = vectors() / "contexts";
        const json::Document index = parsed_file(folder / "index.json");
        std::map<std::string, std::vector<std::string>> urls;
        for (const auto& member : index.root().members())
            urls[std::string(member.value.text_of("file"))].emplace_back(member.name);
        std::map<std::string, std::string> texts;
        std::vector<rdf::ContextDocument> documents;
        for (const auto& [file, names] : urls) {
            texts[file] = read_text(folder / file);
            documents.push_back({texts[file], names, {}});
        }
        auto made = rdf::ContextSet::make(documents);
        REQUIRE(outcome_of(made) == "OK");
        return std::move(made).value();
    }();
    return set;
}

std::string trimmed(std::string text) {
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
}

crypto::PublicKey key_of(const json::Value& method) {
    auto key = method.find("publicKeyBase58") != nullptr
                   ? crypto::PublicKey::from_base58(method.text_of("publicKeyBase58"))
               : method.find("publicKeyMultibase") != nullptr
                   ? crypto::PublicKey::from_multibase(method.text_of("publicKeyMultibase"))
                   : crypto::PublicKey::from_pem(method.text_of("publicKeyPem"));
    REQUIRE(outcome_of(key) == "OK");
    return std::move(key).value();
}

/// What our side makes of one signed document.
struct Steps {
    std::string fault;  // "none", or where it ended
    std::optional<proof::ProofRecord> record;
    std::optional<proof::SignedBytes> bytes;
};

Steps steps_of(const json::Value& document) {
    static rdf::Processor processor(all_contexts());
    Steps steps;
    ProofFault fault = ProofFault::None;
    steps.record = proof::read_proof(document, fault);
    steps.fault = proof::fault_name(fault);
    if (!steps.record) return steps;
    auto bytes = proof::bytes_to_be_signed(document, *steps.record, processor, {true, true});
    if (!bytes) {
        steps.fault = code_name(bytes.error().code);
        return steps;
    }
    steps.bytes = std::move(bytes).value();
    for (const auto* report : {&steps.bytes->report, &steps.bytes->proof_report})
        for (const auto& member : report->members)
            if (member.fate == rdf::MemberFate::Dropped) steps.fault = "unmapped_member";
    return steps;
}

/// "none" when the document is proven by the key.
std::string check(const json::Value& document, const crypto::PublicKey& key) {
    const Steps steps = steps_of(document);
    if (steps.fault != "none") return steps.fault;
    return proof::signature_holds(*steps.record, *steps.bytes, key) ? "none" : "signature_mismatch";
}

/// The document's text without its proof.
std::string unsigned_text(const json::Value& document) {
    json::Writer writer;
    writer.begin_object();
    for (const auto& member : document.members())
        if (member.name != "proof") writer.key(member.name).value(member.value);
    writer.end_object();
    return std::move(writer).take();
}

/// base58 of seed and public key, as DIVOC keeps its Ed25519 private keys.
crypto::SigningKey divoc_private_key(std::string_view base58) {
    const auto bytes = bytes::decode_base58(base58);
    REQUIRE(bytes);
    REQUIRE(bytes->size() == 64);
    auto key = crypto::SigningKey::from_ed25519_seed(ByteView(*bytes).first(32));
    REQUIRE(key);
    return std::move(key).value();
}

/// Compares canonical texts, hashes and message with a file of expected steps.
void compare_steps(const Steps& steps, const json::Value& expected) {
    REQUIRE(steps.bytes);
    CHECK(steps.bytes->document_canonical == expected.text_of("documentNQuads"));
    CHECK(steps.bytes->proof_canonical == expected.text_of("proofOptionsNQuads"));
    CHECK(bytes::encode_hex(steps.bytes->document_hash) == expected.text_of("documentSha256"));
    CHECK(bytes::encode_hex(steps.bytes->proof_hash) == expected.text_of("proofOptionsSha256"));
    const std::string_view signed_bytes = expected.find("jwsSigningInputHex") != nullptr
                                              ? expected.text_of("jwsSigningInputHex")
                                              : expected.text_of("verifyDataHex");
    CHECK(bytes::encode_hex(steps.bytes->message) == signed_bytes);
    CHECK(bytes::encode_hex(steps.record->signature) == expected.text_of("signatureHex"));
}

std::map<std::string, crypto::PublicKey> keys_in(const Path& path) {
    std::map<std::string, crypto::PublicKey> keys;
    const json::Document document = parsed_file(path);
    for (const auto& member : document.root().members())
        keys.emplace(member.name, key_of(member.value));
    return keys;
}

struct W3cSet {
    const char* folder;
    const char* suffix;
    Cryptosuite suite;
};

void check_w3c_set(const W3cSet& set, const json::Value& key_pair) {
    const Path folder = vectors() / "data-integrity" / "eddsa" / set.folder;
    const auto text = [&](const char* step) {
        return read_text(folder / (std::string(step) + set.suffix + ".txt"));
    };
    const json::Document document =
        parsed_file(folder / (std::string("signed") + set.suffix + ".json"));
    const Steps steps = steps_of(document.root());
    REQUIRE(steps.fault == "none");
    CHECK(steps.record->suite == set.suite);
    CHECK(steps.bytes->document_canonical == text("canonDoc"));
    CHECK(steps.bytes->proof_canonical == text("proofCanon"));
    CHECK(bytes::encode_hex(steps.bytes->document_hash) == trimmed(text("docHash")));
    CHECK(bytes::encode_hex(steps.bytes->proof_hash) == trimmed(text("proofHash")));
    CHECK(bytes::encode_hex(steps.bytes->message) == trimmed(text("combinedHash")));
    CHECK(bytes::encode_hex(steps.record->signature) == trimmed(text("sigHex")));
    CHECK(proof::encode_proof_value(steps.record->signature) == trimmed(text("sigBTC58")));

    const auto key = crypto::PublicKey::from_multibase(key_pair.text_of("publicKeyMultibase"));
    REQUIRE(key);
    CHECK(proof::signature_holds(*steps.record, *steps.bytes, *key));

    // The same document signed by us gives the same signature. The multicodec prefix is 0x8026.
    const auto secret = bytes::decode_base58(key_pair.text_of("privateKeyMultibase").substr(1));
    REQUIRE(secret);
    REQUIRE(secret->size() == 34);
    const auto signing_key = crypto::SigningKey::from_ed25519_seed(ByteView(*secret).last(32));
    REQUIRE(signing_key);
    const json::Document plain = parsed(unsigned_text(document.root()));
    rdf::Processor processor(all_contexts());
    const auto signed_text = proof::sign_document(
        plain.root(), {set.suite, steps.record->verification_method, steps.record->created},
        *signing_key, processor);
    REQUIRE(outcome_of(signed_text) == "OK");
    const json::Document again = parsed(*signed_text);
    CHECK(again.root().find("proof")->text_of("proofValue") == trimmed(text("sigBTC58")));
}

}  // namespace

TEST_CASE("W3C vc-di-eddsa: four step sets", "[data-integrity]") {
    const json::Document key_pair =
        parsed_file(vectors() / "data-integrity" / "eddsa" / "keyPair.json");
    for (const W3cSet& set :
         {W3cSet{"Ed25519Signature2020", "EdSig", Cryptosuite::Ed25519Signature2020},
          W3cSet{"eddsa-jcs-2022", "JCS", Cryptosuite::EddsaJcs2022},
          W3cSet{"eddsa-rdfc-2022", "DataInt", Cryptosuite::EddsaRdfc2022}}) {
        DYNAMIC_SECTION(set.folder) {
            check_w3c_set(set, key_pair.root());
        }
    }
    SECTION("eddsa-rdfc-2022/employ") {
        const json::Document pair =
            parsed_file(vectors() / "data-integrity" / "eddsa" / "keyPair.json");
        check_w3c_set({"eddsa-rdfc-2022/employ", "DataInt", Cryptosuite::EddsaRdfc2022},
                      pair.root());
    }
}

TEST_CASE("W3C vc-di-eddsa: sets and chains are refused, their first proofs hold alone",
          "[data-integrity]") {
    const Path folder = vectors() / "data-integrity" / "eddsa" / "proof-set-chain";
    std::size_t refused = 0;
    std::size_t proven = 0;
    for (const char* name : {"signedProofSet1.json", "signedProofSet2.json",
                             "signedProofChain1.json", "signedProofChain2.json"}) {
        INFO(name);
        const json::Document document = parsed_file(folder / name);
        const json::Value& proofs = *document.root().find("proof");
        if (proofs.is_array() && proofs.items().size() > 1) {
            CHECK(steps_of(document.root()).fault == "proof_set");
            ++refused;
        }
        const auto all = proofs.is_array() ? proofs.items() : std::span(&proofs, 1);
        for (const json::Value& single : all) {
            json::Writer writer;
            writer.begin_object();
            for (const auto& member : document.root().members())
                if (member.name != "proof") writer.key(member.name).value(member.value);
            writer.key("proof").value(single).end_object();
            const json::Document alone = parsed(std::move(writer).take());
            if (single.find("previousProof") != nullptr) {
                CHECK(steps_of(alone.root()).fault == "proof_set");
                continue;
            }
            const std::string method(single.text_of("verificationMethod"));
            const auto key = crypto::PublicKey::from_multibase(method.substr(method.find('#') + 1));
            REQUIRE(key);
            CHECK(check(alone.root(), *key) == "none");
            ++proven;
        }
    }
    CHECK(refused == 3);
    CHECK(proven >= 5);
}

TEST_CASE("Ed25519Signature2020 over DIVOC contexts", "[data-integrity]") {
    const Path folder = interop() / "ed25519-2020";
    const auto keys = keys_in(folder / "keys.json");
    const json::Document manifest = parsed_file(folder / "manifest.json");
    std::size_t proven = 0;
    std::size_t rejected = 0;
    for (const auto& entry : manifest.root().find("entries")->items()) {
        const std::string id(entry.text_of("id"));
        INFO(id << " " << entry.text_of("note"));
        const json::Document document = parsed_file(folder / std::string(entry.text_of("file")));
        const auto& key = keys.at(std::string(entry.text_of("key")));
        if (entry.text_of("expect") == "valid") {
            const Steps steps = steps_of(document.root());
            REQUIRE(steps.fault == "none");
            compare_steps(steps, parsed_file(folder / "expected" / (id + ".json")).root());
            CHECK(proof::signature_holds(*steps.record, *steps.bytes, key));
            ++proven;
        } else {
            CHECK(check(document.root(), key) != "none");
            ++rejected;
        }
    }
    CHECK(proven == 20);
    CHECK(rejected == 12);
}

TEST_CASE("interoperability set: 100 proven step by step", "[data-integrity]") {
    const auto keys = keys_in(interop() / "keys.json");
    const json::Document private_keys = parsed_file(interop() / "throw-away-private-keys.json");
    const json::Document manifest = parsed_file(interop() / "manifest.json");
    rdf::Processor processor(all_contexts());
    std::size_t proven = 0;
    for (const auto& entry : manifest.root().find("entries")->items()) {
        if (entry.text_of("expect") != "valid") continue;
        const std::string id(entry.text_of("id"));
        const std::string key_name(entry.text_of("key"));
        INFO(id << " " << entry.text_of("shape"));
        const json::Document document = parsed_file(interop() / std::string(entry.text_of("file")));
        const Steps steps = steps_of(document.root());
        REQUIRE(steps.fault == "none");
        compare_steps(steps, parsed_file(interop() / "expected" / (id + ".json")).root());
        CHECK(proof::signature_holds(*steps.record, *steps.bytes, keys.at(key_name)));
        ++proven;
        if (steps.record->suite != Cryptosuite::Ed25519Signature2018) continue;
        const json::Value& method = *private_keys.root().find("keys")->find(key_name);
        const auto signing_key = divoc_private_key(method.text_of("privateKeyBase58"));
        const auto signature = signing_key.sign_ed25519(steps.bytes->message);
        REQUIRE(signature);
        CHECK(*signature == steps.record->signature);
    }
    CHECK(proven == 100);
}

TEST_CASE("interoperability set: 100 tampered are rejected", "[data-integrity]") {
    const auto keys = keys_in(interop() / "keys.json");
    const json::Document manifest = parsed_file(interop() / "manifest.json");
    std::map<std::string, std::size_t> outcomes;
    std::size_t rejected = 0;
    for (const auto& entry : manifest.root().find("entries")->items()) {
        if (entry.text_of("expect") != "reject") continue;
        INFO(entry.text_of("id") << " " << entry.text_of("tamper"));
        const std::string text = read_text(interop() / std::string(entry.text_of("file")));
        const auto document = json::read(text);
        const std::string outcome =
            document ? check(document->root(), keys.at(std::string(entry.text_of("key"))))
                     : "not JSON: " + outcome_of(document);
        CHECK(outcome != "none");
        ++outcomes[outcome];
        ++rejected;
    }
    CHECK(rejected == 100);
    CHECK(outcomes.size() >= 5);  // each is told apart, not all "signature_mismatch"
    for (const auto& [outcome, count] : outcomes) UNSCOPED_INFO(count << " " << outcome);
    CHECK(outcomes["signature_mismatch"] >= 30);
}

TEST_CASE("public DIVOC credentials, step by step", "[data-integrity]") {
    const Path folder = vectors() / "divoc";
    std::size_t proven = 0;
    std::size_t rejected = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder / "expected")) {
        INFO(file.path().filename().string());
        const json::Document expected = parsed_file(file.path());
        const bool is_good = expected.root().text_of("expect") == "valid-signature";
        const json::Document document =
            parsed_file(folder / (is_good ? "credentials" : "negative") / file.path().filename());
        const json::Document method =
            parsed_file(folder / "keys" / (std::string(expected.root().text_of("key")) + ".json"));
        const Steps steps = steps_of(document.root());
        ++(is_good ? proven : rejected);
        if (expected.root().text_of("id") == "kde-katie-dragon-zero-signature") {
            CHECK(steps.fault == "jws_malformed");  // zeros in base64 with padding
            continue;
        }
        REQUIRE(steps.fault == "none");
        compare_steps(steps, expected.root());
        CHECK(proof::signature_holds(*steps.record, *steps.bytes, key_of(method.root())) ==
              is_good);
    }
    CHECK(proven == 5);
    CHECK(rejected == 3);
}

TEST_CASE("generated DIVOC vectors: hashes, both suites, Ed25519 bit for bit", "[data-integrity]") {
    const Path folder = samples() / "generated-vectors";
    const json::Document expected = parsed_file(folder / "vectors.json");
    const auto rsa = crypto::PublicKey::from_pem(read_text(folder / "test-rsa-public.pem"));
    const auto ed25519 =
        crypto::PublicKey::from_base58(trimmed(read_text(folder / "test-ed25519-public.base58")));
    REQUIRE((rsa && ed25519));
    // RFC 8032 section 7.1, test 1.
    const auto seed =
        bytes::decode_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    REQUIRE(seed);
    const auto signing_key = crypto::SigningKey::from_ed25519_seed(*seed);
    REQUIRE(signing_key);
    CHECK(signing_key->public_key() == *ed25519);
    rdf::Processor processor(all_contexts());
    REQUIRE(expected.root().members().size() == 8);
    for (const auto& member : expected.root().members()) {
        const std::string name(member.name);
        INFO(name);
        const std::string text = read_text(folder / (name + ".signed.json"));
        const json::Document document = parsed(text);
        const Steps steps = steps_of(document.root());
        REQUIRE(steps.fault == "none");
        CHECK(bytes::encode_hex(steps.bytes->document_hash) == member.value.text_of("sha256Doc"));
        CHECK(bytes::encode_hex(steps.bytes->proof_hash) == member.value.text_of("sha256Proof"));
        const std::string shape = name.substr(0, name.find('.'));
        CHECK(steps.bytes->document_canonical == read_text(folder / (shape + ".canonical.nq")));
        CHECK(steps.bytes->proof_canonical == read_text(folder / (name + ".proof.nq")));
        const bool is_rsa = name.ends_with(".rsa");
        CHECK(proof::signature_holds(*steps.record, *steps.bytes, is_rsa ? *rsa : *ed25519));
        CHECK_FALSE(proof::signature_holds(*steps.record, *steps.bytes, is_rsa ? *ed25519 : *rsa));
        if (is_rsa) continue;
        const json::Document plain = parsed_file(folder / (shape + ".unsigned.json"));
        const auto signed_text = proof::sign_document(
            plain.root(), {Cryptosuite::Ed25519Signature2018, "did:india", "2022-02-08T09:15:42Z"},
            *signing_key, processor);
        REQUIRE(outcome_of(signed_text) == "OK");
        CHECK(*signed_text == trimmed(text));
    }
}

TEST_CASE("lax JWS forms that the reference takes are refused before the signature",
          "[data-integrity]") {
    const Path folder = vectors() / "divoc-edge";
    const json::Document manifest = parsed_file(folder / "manifest.json");
    const json::Value* entries =
        manifest.root().is_array() ? &manifest.root() : manifest.root().find("entries");
    REQUIRE(entries != nullptr);
    std::map<std::string, std::size_t> faults;
    for (const auto& entry : entries->items()) {
        if (entry.text_of("group") != "jws-parsing") continue;
        INFO(entry.text_of("id"));
        const json::Document document = parsed_file(folder / std::string(entry.text_of("file")));
        ProofFault fault = ProofFault::None;
        CHECK_FALSE(proof::read_proof(document.root(), fault));
        ++faults[std::string(proof::fault_name(fault))];
    }
    CHECK(faults == std::map<std::string, std::size_t>{{"jws_header", 6}, {"jws_malformed", 10}});
}

TEST_CASE("lax proof forms that the reference takes", "[data-integrity]") {
    const Path folder = vectors() / "divoc-edge" / "credentials";
    for (const auto& [name, fault] :
         {std::pair{"proof-array-of-one", "none"},
          std::pair{"proof-set-one-good-one-bad", "proof_set"},
          std::pair{"proof-own-context-hides-created", "proof_context"},
          std::pair{"proof-own-context-renames-created", "proof_context"},
          std::pair{"proof-type-array", "proof_malformed"},
          std::pair{"proof-keyword-type", "proof_malformed"},
          std::pair{"verification-method-object", "proof_malformed"}}) {
        INFO(name);
        const json::Document document = parsed_file(folder / (std::string(name) + ".json"));
        CHECK(steps_of(document.root()).fault == fault);
    }
}

TEST_CASE("published keys are known, production keys are not among them", "[data-integrity]") {
    std::size_t published = 0;
    std::size_t others = 0;
    for (const auto& file : std::filesystem::directory_iterator(samples() / "public-keys")) {
        const std::string name = file.path().filename().string();
        INFO(name);
        const std::string text = trimmed(read_text(file.path()));
        const auto key = name.ends_with(".pem") ? crypto::PublicKey::from_pem(text)
                                                : crypto::PublicKey::from_base58(text);
        REQUIRE(outcome_of(key) == "OK");
        const bool expected = name.find("COMPROMISED") != std::string::npos;
        CHECK(crypto::is_published(*key) == expected);
        ++(expected ? published : others);
    }
    CHECK(published == 4);
    CHECK(others == 4);
    for (const auto& file : std::filesystem::directory_iterator(vectors() / "divoc" / "keys")) {
        const std::string name = file.path().filename().string();
        INFO(name);
        if (!name.ends_with(".pem")) continue;
        const auto key = crypto::PublicKey::from_pem(read_text(file.path()));
        REQUIRE(outcome_of(key) == "OK");
        CHECK(crypto::is_published(*key) == name.starts_with("divoc-test-"));
        const json::Document method =
            parsed_file(file.path().parent_path() / (file.path().stem().string() + ".json"));
        CHECK(key_of(method.root()) == *key);
    }
}
