// Public keys: every form they come in, and what each signature check refuses.
#include "core/crypto/public_key.h"

#include "core/bytes/hex.h"
#include "tests/support/vectors.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

using namespace outpost;
using crypto::KeyType;
using crypto::PublicKey;
using tests::outcome_of;

namespace {

Result<PublicKey> read_form(const tests::Vector& v) {
    const std::string form = v.text("Form");
    if (form == "spki") return PublicKey::from_spki_der(v.bytes("Bytes"));
    if (form == "pem") return PublicKey::from_pem(v.text("Text"));
    if (form == "raw") return PublicKey::from_ed25519_raw(v.bytes("Bytes"));
    if (form == "base58") return PublicKey::from_base58(v.text("Text"));
    if (form == "multibase") return PublicKey::from_multibase(v.text("Text"));
    REQUIRE(form == "x509");
    return PublicKey::from_x509(v.bytes("Bytes"));
}

std::string type_name(KeyType type) {
    switch (type) {
        case KeyType::Ed25519:
            return "ed25519";
        case KeyType::Rsa:
            return "rsa";
        case KeyType::EcP256:
            return "p256";
        case KeyType::EcP384:
            return "p384";
    }
    return "";
}

Bytes spki_of(const std::vector<tests::Vector>& vectors, const std::string& type) {
    for (const auto& v : vectors)
        if (v.text("Form") == "spki" && v.has("Type") && v.text("Type") == type)
            return v.bytes("Bytes");
    FAIL("no such key among the vectors");
    return {};
}

}  // namespace

TEST_CASE("public key: every form, good and bad", "[crypto][vectors]") {
    const auto vectors = tests::load_vectors("crypto/public_keys.vec");
    REQUIRE(vectors.size() >= 60);
    for (const auto& v : vectors) {
        DYNAMIC_SECTION(v.place()) {
            const auto key = read_form(v);
            REQUIRE(outcome_of(key) == v.text("Outcome"));
            if (!key) continue;
            CHECK(type_name(key->type()) == v.text("Type"));
            CHECK(std::to_string(key->bits()) == v.text("Bits"));
            CHECK(bytes::encode_hex(key->fingerprint()) == v.text("Fingerprint"));
            // What it writes, it reads, as the same key.
            const auto again = PublicKey::from_spki_der(key->spki_der());
            REQUIRE(again);
            CHECK(*again == *key);
            const auto from_pem = PublicKey::from_pem(key->pem());
            REQUIRE(from_pem);
            CHECK(*from_pem == *key);
            if (key->type() != KeyType::Ed25519) continue;
            const auto from_base58 = PublicKey::from_base58(key->base58());
            REQUIRE(from_base58);
            CHECK(*from_base58 == *key);
        }
    }
}

TEST_CASE("public key: JWK components", "[crypto]") {
    const auto vectors = tests::load_vectors("crypto/public_keys.vec");
    const Bytes rsa = spki_of(vectors, "rsa");
    const Bytes p256 = spki_of(vectors, "p256");
    const Bytes p384 = spki_of(vectors, "p384");
    const ByteView modulus = ByteView(rsa).subspan(33, 256);
    const ByteView exponent = ByteView(rsa).last(3);
    const auto key = PublicKey::from_rsa_components(modulus, exponent);
    REQUIRE(key);
    CHECK(key->spki_der() == rsa);
    for (const auto& [spki, curve, width] : {std::tuple{p256, KeyType::EcP256, std::size_t{32}},
                                             std::tuple{p384, KeyType::EcP384, std::size_t{48}}}) {
        const ByteView x = ByteView(spki).last(2 * width).first(width);
        const ByteView y = ByteView(spki).last(width);
        const auto point = PublicKey::from_ec_point(curve, x, y);
        REQUIRE(point);
        CHECK(point->spki_der() == spki);
        CHECK(outcome_of(PublicKey::from_ec_point(curve, x, x)) == "bad_key@0");
        CHECK(outcome_of(PublicKey::from_ec_point(curve, x, y.first(width - 1))) == "bad_length@0");
        CHECK(outcome_of(PublicKey::from_ec_point(curve, {}, {})) == "bad_length@0");
        CHECK(outcome_of(PublicKey::from_ec_point(KeyType::Rsa, x, y)) == "unsupported@0");
    }
}

TEST_CASE("public key: RSA components outside the bounds", "[crypto]") {
    Bytes modulus(256, 0xff);
    const Bytes exponent{1, 0, 1};
    CHECK(PublicKey::from_rsa_components(modulus, exponent));
    CHECK(outcome_of(PublicKey::from_rsa_components(modulus, Bytes{1})) == "bad_key@0");
    CHECK(outcome_of(PublicKey::from_rsa_components(modulus, Bytes{2})) == "bad_key@0");
    CHECK(outcome_of(PublicKey::from_rsa_components(modulus, Bytes{})) == "bad_length@0");
    CHECK(outcome_of(PublicKey::from_rsa_components(modulus, Bytes(9, 1))) == "bad_length@9");
    CHECK(outcome_of(PublicKey::from_rsa_components({}, exponent)) == "bad_length@0");
    CHECK(outcome_of(PublicKey::from_rsa_components(Bytes(513, 0xff), exponent)) ==
          "bad_length@513");
    CHECK(outcome_of(PublicKey::from_rsa_components(Bytes(255, 0xff), exponent)) == "bad_length@0");
    CHECK(PublicKey::from_rsa_components(Bytes(512, 0xff), exponent));
    modulus.back() = 0xfe;
    CHECK(outcome_of(PublicKey::from_rsa_components(modulus, exponent)) == "bad_key@0");
}

TEST_CASE("public key: truncations and flipped bits of DER never crash", "[crypto]") {
    const auto vectors = tests::load_vectors("crypto/public_keys.vec");
    for (const char* type : {"ed25519", "p256", "rsa"}) {
        const Bytes spki = spki_of(vectors, type);
        for (std::size_t length = 0; length < spki.size(); ++length)
            CHECK_FALSE(PublicKey::from_spki_der(ByteView(spki).first(length)));
        const auto original = PublicKey::from_spki_der(spki);
        REQUIRE(original);
        std::size_t accepted = 0;
        for (std::size_t bit = 0; bit < spki.size() * 8; ++bit) {
            Bytes changed = spki;
            changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ (1U << (bit % 8)));
            const auto key = PublicKey::from_spki_der(changed);
            if (!key) continue;
            ++accepted;
            CHECK(PublicKey::from_spki_der(key->spki_der()));
        }
        CHECK(accepted < spki.size() * 8);
    }
}

TEST_CASE("verify_ps256: only SHA-256, MGF1-SHA-256 and 32 bytes of salt", "[crypto][vectors]") {
    const auto vectors = tests::load_vectors("crypto/ps256.vec");
    REQUIRE(vectors.size() >= 14);
    for (const auto& v : vectors) {
        DYNAMIC_SECTION(v.place()) {
            const auto key = PublicKey::from_spki_der(v.bytes("Key"));
            REQUIRE(key);
            const bool holds = key->verify_ps256(v.bytes("Message"), v.bytes("Signature"));
            CHECK(holds == (v.text("Holds") == "yes"));
            CHECK_FALSE(key->verify_ed25519(v.bytes("Message"), v.bytes("Signature")));
        }
    }
}

TEST_CASE("verify_ps256: every flipped bit of the signature is noticed", "[crypto]") {
    const auto v = tests::load_vectors("crypto/ps256.vec").at(0);
    const auto key = PublicKey::from_spki_der(v.bytes("Key"));
    REQUIRE(key);
    const Bytes message = v.bytes("Message");
    Bytes signature = v.bytes("Signature");
    for (std::size_t bit = 0; bit < signature.size() * 8; ++bit) {
        auto& byte = signature[bit / 8];
        byte = static_cast<std::uint8_t>(byte ^ (1U << (bit % 8)));
        REQUIRE_FALSE(key->verify_ps256(message, signature));
        byte = static_cast<std::uint8_t>(byte ^ (1U << (bit % 8)));
    }
    CHECK(key->verify_ps256(message, signature));
}

TEST_CASE("verify_ed25519: vectors of RFC 8032, and what is near them", "[crypto][vectors]") {
    const auto vectors = tests::load_vectors("crypto/ed25519.vec");
    REQUIRE(vectors.size() == 4);
    for (const auto& v : vectors) {
        const auto key = PublicKey::from_ed25519_raw(v.bytes("Public"));
        REQUIRE(key);
        const Bytes message = v.bytes("Message");
        Bytes signature = v.bytes("Signature");
        CHECK(key->verify_ed25519(message, signature));
        CHECK_FALSE(key->verify_ps256(message, signature));
        CHECK_FALSE(key->verify_ed25519(message, ByteView(signature).first(63)));
        for (std::size_t bit = 0; bit < signature.size() * 8; ++bit) {
            auto& byte = signature[bit / 8];
            byte = static_cast<std::uint8_t>(byte ^ (1U << (bit % 8)));
            REQUIRE_FALSE(key->verify_ed25519(message, signature));
            byte = static_cast<std::uint8_t>(byte ^ (1U << (bit % 8)));
        }
        signature.push_back(0);
        CHECK_FALSE(key->verify_ed25519(message, signature));
    }
}

TEST_CASE("verify_ed25519: S plus the group order is another spelling and refused", "[crypto]") {
    const auto v = tests::load_vectors("crypto/ed25519.vec").at(0);
    const auto key = PublicKey::from_ed25519_raw(v.bytes("Public"));
    REQUIRE(key);
    // RFC 8032 section 5.1: L = 2^252 + 27742317777372353535851937790883648493, little-endian.
    const auto order =
        bytes::decode_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    REQUIRE(order);
    Bytes signature = v.bytes("Signature");
    unsigned carry = 0;
    for (std::size_t i = 0; i < 32; ++i) {
        const unsigned sum = signature[32 + i] + (*order)[i] + carry;
        signature[32 + i] = static_cast<std::uint8_t>(sum & 0xff);
        carry = sum >> 8;
    }
    REQUIRE(carry == 0);
    CHECK_FALSE(key->verify_ed25519(v.bytes("Message"), signature));
}

TEST_CASE("is_published: the Ed25519 keys of the list, and no other", "[crypto]") {
    for (const char* text : {"DaipNW4xaH2bh1XGNNdqjnSYyru3hLnUgTBSfSvmZ2hi",
                             "ARoP1iNrRMSksxjqp9AMMdY6Gk3FRwteQNshyPtTa8NN"}) {
        const auto key = PublicKey::from_base58(text);
        REQUIRE(key);
        CHECK(crypto::is_published(*key));
        const auto as_spki = PublicKey::from_spki_der(key->spki_der());
        REQUIRE(as_spki);
        CHECK(crypto::is_published(*as_spki));
    }
    for (const auto& v : tests::load_vectors("crypto/public_keys.vec")) {
        const auto key = read_form(v);
        if (key) CHECK_FALSE(crypto::is_published(*key));
    }
}
