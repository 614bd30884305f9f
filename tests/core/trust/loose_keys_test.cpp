// Loose key files: the shapes that are read, passed over, and refused.
#include "core/trust/loose_keys.h"

#include "core/bytes/hex.h"
#include "core/bytes/multibase.h"
#include "tests/core/trust/trust_samples.h"
#include "tests/support/files.h"
#include "tests/support/vectors.h"

#include <catch2/catch.hpp>

#include <array>

using namespace outpost;
using namespace outpost::trust;
using tests::key_object;
using tests::outcome_of;

namespace {

Result<KeyFile> parse(std::string_view text, std::string_view name = "key.json") {
    return parse_key_file(name, as_bytes(text));
}

Result<KeyFile> parse_data(const char* name) {
    return parse_key_file(name, tests::read_bytes(tests::data_dir() / "trust" / name));
}

std::string outcome(std::string_view text, std::string_view name = "key.json") {
    const auto file = parse(text, name);
    if (file && file->skipped != nullptr) return "skipped";
    return outcome_of(file);
}

}  // namespace

TEST_CASE("loose keys: a map of names, with one id for two keys", "[trust]") {
    const auto file = parse_data("interop-keys.json");
    REQUIRE(file);
    REQUIRE(file->methods.size() == 6);
    CHECK(file->skipped == nullptr);
    const TrustSnapshot snapshot(file->methods, {});
    const auto india = snapshot.find("did:india");
    REQUIRE(india.size() == 2);
    CHECK(india[0].key.type() == crypto::KeyType::Rsa);
    CHECK(india[1].key.type() == crypto::KeyType::Ed25519);
    CHECK(india[0].controller == "https://issuer.example/pub/");
    CHECK_FALSE(india[0].published);
}

TEST_CASE("loose keys: multibase keys and keys on NIST curves", "[trust]") {
    const auto multibase = parse_data("ed25519-2020-keys.json");
    REQUIRE(multibase);
    CHECK(multibase->methods.size() == 2);
    const auto curves = parse_data("ec-keys.json");
    REQUIRE(curves);
    REQUIRE(curves->methods.size() == 2);
    CHECK(curves->methods[0].key.type() == crypto::KeyType::EcP256);
    CHECK(curves->methods[1].key.type() == crypto::KeyType::EcP384);
}

TEST_CASE("loose keys: X.509 and plain PEM take the fingerprint for an id", "[trust]") {
    const auto der = parse_data("x509-p256.der");
    const auto pem = parse_data("x509-p256.pem");
    const auto spki = parse_data("spki-p256.pem");
    for (const auto* file : {&der, &pem, &spki}) {
        REQUIRE(*file);
        REQUIRE((*file)->methods.size() == 1);
        const auto& method = (*file)->methods[0];
        CHECK(method.id == bytes::encode_hex(method.key.fingerprint()));
        CHECK(method.key == spki->methods[0].key);
    }
}

TEST_CASE("loose keys: every member that restricts is read", "[trust]") {
    const auto file = parse(key_object(
        "did:a", 1,
        R"(,"controller":"https://c.example/","name":"Utopia","issuers":["https://i.example/"],)"
        R"("contexts":["https://x.example/v1"],"purposes":["assertionMethod"],)"
        R"("not_before":"2026-01-01T00:00:00Z","not_after":"2026-06-01T00:00:00Z",)"
        R"("created":"2026-01-01","@context":"https://w3id.org/security/v2")"));
    REQUIRE(file);
    REQUIRE(file->methods.size() == 1);
    const auto& method = file->methods[0];
    CHECK(method.controller == "https://c.example/");
    CHECK(method.name == "Utopia");
    CHECK(method.issuers == std::vector<std::string>{"https://i.example/"});
    CHECK(method.contexts == std::vector<std::string>{"https://x.example/v1"});
    CHECK(method.purposes == std::vector<std::string>{"assertionMethod"});
    CHECK(method.not_before == tests::instant("2026-01-01T00:00:00Z"));
    CHECK(method.not_after == tests::instant("2026-06-01T00:00:00Z"));
    CHECK_FALSE(method.revoked);
}

TEST_CASE("loose keys: expires and revoked as W3C documents write them", "[trust]") {
    const auto file = parse(key_object(
        "did:a", 1, R"(,"expires":"2026-06-01T00:00:00Z","revoked":"2026-02-01T00:00:00Z")"));
    REQUIRE(file);
    CHECK(file->methods[0].not_after == tests::instant("2026-06-01T00:00:00Z"));
    CHECK(file->methods[0].revoked);
    CHECK(outcome(key_object("did:a", 1, R"(,"revoked":false)")) == "OK");
    CHECK(outcome(key_object("did:a", 1, R"(,"revoked":"no")")) == "bad_value@0");
    CHECK(outcome(key_object("did:a", 1, R"(,"revoked":1)")) == "bad_syntax@0");
    CHECK(outcome(key_object("did:a", 1,
                             R"(,"expires":"2026-06-01T00:00:00Z",)"
                             R"("not_after":"2026-06-01T00:00:00Z")")) == "duplicate@0");
}

TEST_CASE("loose keys: a DID document gives its keys the purposes that list them", "[trust]") {
    const auto document = R"({"id":"did:doc","verificationMethod":[)" + key_object("#a", 1) + "," +
                          key_object("did:doc#b", 2) + "," + key_object("#c", 3) +
                          R"(],"assertionMethod":["did:doc#a",)" + key_object("#d", 4) +
                          R"(],"authentication":["#b"]})";
    const auto file = parse(document);
    REQUIRE(file);
    const TrustSnapshot snapshot(file->methods, {});
    REQUIRE(snapshot.methods().size() == 3);
    REQUIRE(snapshot.find("did:doc#a").size() == 1);
    CHECK(snapshot.find("did:doc#a")[0].purposes == std::vector<std::string>{"assertionMethod"});
    REQUIRE(snapshot.find("did:doc#b").size() == 1);
    CHECK(snapshot.find("did:doc#b")[0].purposes == std::vector<std::string>{"authentication"});
    CHECK(snapshot.find("did:doc#c").empty());
    REQUIRE(snapshot.find("did:doc#d").size() == 1);
    CHECK(snapshot.find("did:doc#d")[0].purposes == std::vector<std::string>{"assertionMethod"});
}

TEST_CASE("loose keys: DIVOC's controller document", "[trust]") {
    const auto file =
        parse(R"({"@context":"https://w3id.org/security/v2","id":"https://c.example/",)"
              R"("publicKey":[)" +
              key_object("did:india", 1) + R"(],"assertionMethod":["did:india"]})");
    REQUIRE(file);
    REQUIRE(file->methods.size() == 1);
    CHECK(file->methods[0].id == "did:india");
}

TEST_CASE("loose keys: arrays", "[trust]") {
    CHECK(
        parse("[" + key_object("did:a", 1) + "," + key_object("did:a", 2) + "]")->methods.size() ==
        2);
    CHECK(outcome("[" + key_object("did:a", 1) + ",7]") == "bad_syntax@0");
    std::string many = "[" + key_object("did:a", 1);
    for (std::size_t i = 0; i < key_file_methods_max; ++i) many += "," + key_object("did:a", 1);
    CHECK(outcome(many + "]") == "too_long@1000");
}

TEST_CASE("loose keys: other files are passed over with a reason", "[trust]") {
    CHECK(outcome("text", "README.md") == "skipped");
    CHECK(outcome("", "key.json.bak") == "skipped");
    CHECK(outcome("{}") == "skipped");
    CHECK(outcome("[]") == "skipped");
    CHECK(outcome("7") == "skipped");
    CHECK(outcome(R"({"entries":[1,2],"made":{"by":"hand"}})") == "skipped");
    CHECK(outcome(R"({"outpost_bundle":1})") == "skipped");
    CHECK(outcome(R"({"id":"did:a","verificationMethod":[]})") == "skipped");
    CHECK(outcome("text", "note.pem") == "skipped");
    CHECK(parse("{}")->skipped != nullptr);
}

TEST_CASE("loose keys: refusals", "[trust]") {
    CHECK(outcome("{").starts_with("truncated"));
    CHECK(outcome(key_object("did:a", 1, R"(,"publicKeyPem":"x")")) == "bad_syntax@0");
    CHECK(outcome(key_object("did:a", 1, R"(,"publicKeyPem":7)")) == "bad_key@0");
    CHECK(outcome(key_object("did:a", 1,
                             R"(,"publicKeyJwk":{"kty":"OKP","crv":"Ed25519",)"
                             R"("x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})")) ==
          "bad_key@0");  // another key
    CHECK(outcome(key_object("did:a", 1, R"(,"privateKeyBase58":null)")) == "bad_key@0");
    CHECK(outcome(key_object("did:a", 1, R"(,"secretKeyMultibase":"z")")) == "bad_key@0");
    CHECK(outcome(R"({"privateKeyPem":"x"})") == "bad_key@0");
    CHECK(outcome(key_object("", 1)) == "bad_value@0");
    CHECK(outcome(key_object("did:\\u001b[2J", 1)) == "bad_value@0");
    CHECK(outcome(key_object(std::string(2049, 'x'), 1)) == "too_long@2048");
    CHECK(outcome(key_object("did:a", 1, R"(,"issuers":[])")) == "bad_value@0");
    CHECK(outcome(key_object("did:a", 1, R"(,"issuers":"https://i.example/")")) == "bad_syntax@0");
    CHECK(outcome(key_object("did:a", 1, R"(,"issuers":[7])")) == "bad_syntax@0");
    CHECK(outcome(key_object("did:a", 1, R"(,"not_before":"2026-01-01")")) == "bad_value@0");
    CHECK(outcome(key_object("did:a", 1, R"(,"not_after":7)")) == "bad_syntax@0");
    CHECK(outcome(key_object("did:a", 1,
                             R"(,"not_before":"2026-06-01T00:00:00Z",)"
                             R"("not_after":"2026-01-01T00:00:00Z")")) == "bad_value@0");
    CHECK(outcome("{" + tests::sample_form(1) + R"(,"id":"did:a"})") == "bad_syntax@0");
    CHECK(outcome("{" + tests::sample_form(1) + R"(,"type":"Ed25519VerificationKey2018"})") ==
          "bad_syntax@0");
    CHECK(outcome(std::string(key_file_bytes_max + 1, ' ')) ==
          "too_long@" + std::to_string(key_file_bytes_max));
    CHECK(outcome("-----BEGIN PRIVATE KEY-----\n", "key.pem") == "bad_key@0");
    CHECK_FALSE(parse("-----BEGIN PUBLIC KEY-----\n", "key.pem"));
    CHECK_FALSE(parse("", "key.der"));
}

TEST_CASE("loose keys: the type must be that of the key", "[trust]") {
    const auto with_type = [](std::string_view type, std::string_view form) {
        return outcome("{\"id\":\"did:a\",\"type\":\"" + std::string(type) + "\"," +
                       std::string(form) + "}");
    };
    const auto base58 = tests::sample_form(1);
    const std::string jwk = R"("publicKeyJwk":{"kty":"OKP","crv":"Ed25519",)"
                            R"("x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})";
    CHECK(with_type("Ed25519VerificationKey2018", base58) == "OK");
    CHECK(with_type("Ed25519VerificationKey2020", base58) == "OK");
    CHECK(with_type("RsaVerificationKey2018", base58) == "bad_key@0");
    CHECK(with_type("EcdsaSecp256r1VerificationKey2019", base58) == "bad_key@0");
    CHECK(with_type("Multikey", base58) == "unsupported@0");
    CHECK(with_type("JsonWebKey", base58) == "unsupported@0");
    CHECK(with_type("JsonWebKey2020", jwk) == "OK");
    CHECK(with_type("JsonWebKey", jwk) == "OK");
    CHECK(with_type("Key", base58) == "unsupported@0");
    Bytes multicodec = {0xed, 0x01};
    const auto key = tests::sample_key(1).public_key();
    multicodec.insert(multicodec.end(), key.raw().begin(), key.raw().end());
    const auto multibase = bytes::encode_multibase_base58(multicodec).value();
    CHECK(with_type("Multikey", "\"publicKeyMultibase\":\"" + multibase + "\"") == "OK");
}

TEST_CASE("loose keys: published keys are marked", "[trust]") {
    const auto file = parse(R"({"id":"did:india","type":"Ed25519VerificationKey2018",)"
                            R"("publicKeyBase58":"DaipNW4xaH2bh1XGNNdqjnSYyru3hLnUgTBSfSvmZ2hi"})");
    REQUIRE(file);
    CHECK(file->methods[0].published);
}

TEST_CASE("loose keys: no prefix of a file reads as a key, no flipped bit ends us", "[trust]") {
    const auto text = key_object("did:a", 1, R"(,"not_after":"2026-06-01T00:00:00Z")");
    for (std::size_t size = 0; size < text.size(); ++size) CHECK_FALSE(parse(text.substr(0, size)));
    std::size_t read = 0;
    for (std::size_t bit = 0; bit < 8 * text.size(); ++bit) {
        auto damaged = text;
        damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
        if (parse(damaged)) ++read;
    }
    CHECK(read < 8 * text.size());
    const auto der = tests::read_bytes(tests::data_dir() / "trust" / "x509-p256.der");
    for (std::size_t size = 0; size < der.size(); ++size)
        CHECK_FALSE(parse_key_file("key.der", ByteView(der).first(size)));
}
