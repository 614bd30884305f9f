// JSON Web Keys: the agreeing forms of real keys, and everything that is no public key.
#include "core/trust/jwk.h"

#include "core/json/reader.h"
#include "tests/support/files.h"
#include "tests/support/vectors.h"

#include <catch2/catch.hpp>

#include <string>

using namespace outpost;

namespace {

Result<crypto::PublicKey> parse(const std::string& text) {
    const auto document = json::read(text);
    REQUIRE(document);
    return trust::parse_jwk(document->root());
}

// RFC 8037 appendix A.2
const std::string ed25519_jwk =
    R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})";

}  // namespace

TEST_CASE("jwk: the forms of one key agree", "[trust]") {
    for (const auto* file : {"interop-keys.json", "ec-keys.json"}) {
        const auto text = tests::read_text(tests::data_dir() / "trust" / file);
        const auto document = json::read(text);
        REQUIRE(document);
        REQUIRE(document->root().members().size() >= 2);
        for (const auto& member : document->root().members()) {
            const auto from_jwk = trust::parse_jwk(*member.value.find("publicKeyJwk"));
            REQUIRE(from_jwk);
            const auto pem = crypto::PublicKey::from_pem(member.value.text_of("publicKeyPem"));
            REQUIRE(pem);
            CHECK(*from_jwk == *pem);
        }
    }
}

TEST_CASE("jwk: RFC 8037's public key", "[trust]") {
    const auto key = parse(ed25519_jwk);
    REQUIRE(key);
    CHECK(key->type() == crypto::KeyType::Ed25519);
    CHECK(key->raw()[0] == 0xd7);
}

TEST_CASE("jwk: refusals", "[trust]") {
    struct Case {
        const char* text;
        Errc code;
    };
    const Case cases[] = {
        {R"([])", Errc::BadKey},
        {R"("text")", Errc::BadKey},
        {R"({})", Errc::Unsupported},
        {R"({"kty":"oct","k":"AAAA"})", Errc::BadKey},
        {R"({"kty":"OKP","crv":"X25519","x":"AAAA"})", Errc::Unsupported},
        {R"({"kty":"EC","crv":"secp256k1","x":"AAAA","y":"AAAA"})", Errc::Unsupported},
        {R"({"kty":"OKP","crv":"Ed25519"})", Errc::BadKey},
        {R"({"kty":"OKP","crv":"Ed25519","x":7})", Errc::BadKey},
        {R"({"kty":"OKP","crv":"Ed25519","x":"+/=="})", Errc::BadKey},
        {R"({"kty":"OKP","crv":"Ed25519","x":"AAAA"})", Errc::BadLength},
        {R"({"kty":"RSA","n":"AAAA"})", Errc::BadKey},
        {R"({"kty":"EC","crv":"P-256","x":"AAAA"})", Errc::BadKey},
        {R"({"kty":"OKP","crv":"Ed25519",)"
         R"("x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","d":null})",
         Errc::BadKey},
        {R"({"kty":"OKP","crv":"Ed25519",)"
         R"("x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",)"
         R"("d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"})",
         Errc::BadKey},
    };
    for (const auto& one : cases) {
        DYNAMIC_SECTION(one.text) {
            const auto key = parse(one.text);
            REQUIRE_FALSE(key);
            CHECK(code_name(key.error().code) == code_name(one.code));
        }
    }
}
