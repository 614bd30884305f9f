// Public trust lists: what is taken, and what is said of the rest.
#include "core/trust/trust_list.h"

#include "core/bytes/base64.h"
#include "core/json/reader.h"
#include "core/trust/loose_keys.h"
#include "tests/support/certificates.h"
#include "tests/support/files.h"
#include "tests/support/shared_data.h"

#include <catch2/catch.hpp>

using namespace outpost;
using namespace outpost::trust;

namespace {

TakenList take(const std::string& text, const ListOptions& options = {}) {
    auto taken = take_trust_list(as_bytes(text), options);
    REQUIRE(taken);
    return std::move(taken).value();
}

Errc refusal(const std::string& text) {
    const auto taken = take_trust_list(as_bytes(text), {});
    REQUIRE_FALSE(taken);
    return taken.error().code;
}

// The example key of RFC 7638 section 3.1, whose thumbprint that section gives.
const std::string rsa_jwk =
    R"({"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB")";
const std::string ed25519_jwk =
    R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")";
const std::string ed25519_thumbprint = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k";

std::string entry_of(const std::string& kid, const std::string& country, const Bytes& der,
                     const std::string& type = "DSC") {
    return R"({"kid":")" + kid + R"(","timestamp":"2026-01-01T00:00:00Z","country":")" + country +
           R"(","certificateType":")" + type + R"(","rawData":")" + bytes::encode_base64(der) +
           "\"}";
}

std::string kid_of(const Bytes& der) {
    return bytes::encode_base64(ByteView(crypto::sha256(der)).first(8));
}

}  // namespace

TEST_CASE("trust list: a JWKS by kid or thumbprint", "[trust][list]") {
    const auto taken = take("{\"keys\":[" + rsa_jwk + "}," + ed25519_jwk + ",\"kid\":\"k1\"}," +
                            ed25519_jwk + ",\"kid\":\"k2\",\"use\":\"enc\"}," + ed25519_jwk +
                            ",\"kid\":\"k1\"},{\"kty\":\"EC\",\"crv\":\"P-521\"},7]}");
    CHECK(taken.kind == ListKind::Jwks);
    REQUIRE(taken.methods.size() == 2);
    CHECK(taken.methods[0].id == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    CHECK(taken.methods[1].id == "k1");
    CHECK(taken.not_taken.size() == 4);
    CHECK(taken.not_taken[0].entry == "k2");
    const auto bound = take("{\"keys\":[" + ed25519_jwk + "}]}",
                            ListOptions{"https://health.example/", nullptr, false});
    REQUIRE(bound.methods.size() == 1);
    CHECK(bound.methods[0].issuers == std::vector<std::string>{"https://health.example/"});
    CHECK(bound.methods[0].id == ed25519_thumbprint);
}

TEST_CASE("trust list: private keys refuse the whole of it", "[trust][list]") {
    CHECK(refusal("{\"keys\":[" + ed25519_jwk + "}," + ed25519_jwk + ",\"d\":\"AA\"}]}") ==
          Errc::BadKey);
    CHECK(refusal(R"({"issuerInfo":[{"issuer":{"iss":"https://a.example"},"keys":[)" + ed25519_jwk +
                  ",\"d\":\"AA\"}]}]}") == Errc::BadKey);
    CHECK(refusal("-----BEGIN CERTIFICATE-----\n-----BEGIN EC PRIVATE KEY-----\n") == Errc::BadKey);
}

TEST_CASE("trust list: a directory of issuers binds each key to its own", "[trust][list]") {
    const auto issuer = [&](const std::string& url, const std::string& kid) {
        return R"({"issuer":{"iss":")" + url + R"(","name":"Clinic"},"keys":[)" + ed25519_jwk +
               ",\"kid\":\"" + kid + "\"}]}";
    };
    const auto taken = take("{\"issuerInfo\":[" + issuer("https://a.example", ed25519_thumbprint) +
                            "," + issuer("https://b.example", "another") + "," +
                            issuer("http://c.example", ed25519_thumbprint) + "," +
                            issuer("https://d.example/", ed25519_thumbprint) + ",{},7]}");
    CHECK(taken.kind == ListKind::ShcDirectory);
    REQUIRE(taken.methods.size() == 1);
    CHECK(taken.methods[0].id == "https://a.example#" + ed25519_thumbprint);
    CHECK(taken.methods[0].issuers == std::vector<std::string>{"https://a.example"});
    CHECK(taken.methods[0].name == "Clinic");
    CHECK(taken.not_taken.size() == 5);
}

TEST_CASE("trust list: document signers by the bytes of their certificates", "[trust][list]") {
    const tests::CertificateMaker maker;
    const auto one = maker.der_of(maker.signer("UT"));
    const auto two = maker.der_of(maker.signer("UT"));
    const auto list = "{\"certificates\":[" + entry_of(kid_of(one), "UT", one) + "," +
                      entry_of(kid_of(one), "UT", two) + "," + entry_of(kid_of(two), "XO", two) +
                      "," + entry_of(kid_of(two), "UT", two, "CSCA") + "," +
                      R"({"kid":"x","certificateType":"DSC","rawData":"!"})" + "]}";
    const auto taken = take(list);
    CHECK(taken.kind == ListKind::DccSigners);
    REQUIRE(taken.methods.size() == 1);
    CHECK(taken.methods[0].id == kid_of(one));
    CHECK(taken.methods[0].issuers == std::vector<std::string>{"UT"});
    CHECK(taken.methods[0].not_after.has_value());
    CHECK(taken.not_taken.size() == 4);
    CHECK(take("[" + entry_of(kid_of(one), "UT", one) + "]").methods.size() == 1);

    // With authorities: only what they signed and have not withdrawn.
    crypto::Authorities authorities;
    REQUIRE(authorities.add(maker.authority()));
    const ListOptions options{{}, &authorities, false};
    CHECK(take("[" + entry_of(kid_of(two), "UT", two) + "]", options).methods.size() == 1);
    const tests::CertificateMaker thief;
    const auto forged = maker.der_of(thief.signer("UT"));
    CHECK(take("[" + entry_of(kid_of(forged), "UT", forged) + "]", options).methods.empty());
}

TEST_CASE("trust list: one certificate, one did:key", "[trust][list]") {
    const tests::CertificateMaker maker;
    const auto signer = maker.signer("UT");
    const auto taken = take(std::string(as_text(signer)));
    CHECK(taken.kind == ListKind::Certificate);
    REQUIRE(taken.methods.size() == 1);
    CHECK(taken.methods[0].id == kid_of(maker.der_of(signer)));
    CHECK(take(std::string(as_text(maker.der_of(signer)))).methods.size() == 1);

    // did:key method, section "Ed25519 with X25519", the first example.
    const std::string did = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";
    const auto key = take(did + "\n");
    CHECK(key.kind == ListKind::DidKey);
    REQUIRE(key.methods.size() == 1);
    CHECK(key.methods[0].id == did + "#z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK");
    CHECK(key.methods[0].issuers == std::vector<std::string>{did});
    CHECK(take("did:key:z6Mkbroken").methods.empty());
}

TEST_CASE("trust list: anything else is refused", "[trust][list]") {
    CHECK(refusal("") == Errc::Unsupported);
    CHECK(refusal("{}") == Errc::Unsupported);
    CHECK(refusal("[]") == Errc::Unsupported);
    CHECK(refusal("{\"keys\":") == Errc::Truncated);
    CHECK(refusal("hello") == Errc::Unsupported);
    CHECK(refusal(std::string(trust_list_bytes_max + 1, ' ')) == Errc::TooLong);
    std::string many = "{\"keys\":[1";
    for (std::size_t i = 0; i < trust_list_entries_max; ++i) many += ",1";
    CHECK(refusal(many + "]}") == Errc::TooLong);
    CHECK(take("{\"keys\":[]}").methods.empty());
}

TEST_CASE("trust list: what is taken is read as key files", "[trust][list]") {
    const auto taken = take("{\"keys\":[" + rsa_jwk + "}," + ed25519_jwk + ",\"kid\":\"k1\"}]}",
                            ListOptions{"https://health.example/", nullptr, false});
    const auto read = parse_key_file("taken.json", as_bytes(write_key_file(taken.methods)));
    REQUIRE(read);
    REQUIRE(read->methods.size() == 2);
    for (std::size_t i = 0; i < 2; ++i) {
        CHECK(read->methods[i].id == taken.methods[i].id);
        CHECK(read->methods[i].key == taken.methods[i].key);
        CHECK(read->methods[i].controller == "https://health.example/");
        CHECK(read->methods[i].issuers == taken.methods[i].issuers);
    }
}

TEST_CASE("trust list: the snapshot of all issuers of health cards", "[trust][list]") {
    if (!tests::shared_data_present("the directory of health card issuers")) return;
    const auto text =
        tests::read_text(tests::shared_dir() / "vectors/trust-lists/vci_snapshot.json");
    const auto taken = take(text);
    CHECK(taken.kind == ListKind::ShcDirectory);
    for (const auto& entry : taken.not_taken) UNSCOPED_INFO(entry.entry << ": " << entry.reason);
    CHECK(taken.methods.size() + taken.not_taken.size() >= 961);
    CHECK(taken.methods.size() > 900);
}
