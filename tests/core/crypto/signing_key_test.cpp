// Signing keys: RFC 8032 bit for bit, PS256 against our own check, and keys that must not load.
#include "core/crypto/signing_key.h"

#include "tests/support/vectors.h"

#include <catch2/catch.hpp>

#include <type_traits>

using namespace outpost;
using crypto::KeyType;
using crypto::SecretBytes;
using crypto::SigningKey;
using tests::outcome_of;

namespace {

/// Counts upwards: every key of a test is another one, and the same in each run.
class CountingRandom : public Random {
  public:
    void fill(std::span<std::uint8_t> out) override {
        for (auto& byte : out) byte = next_++;
    }

  private:
    std::uint8_t next_ = 1;
};

}  // namespace

static_assert(!std::is_copy_constructible_v<SigningKey>);
static_assert(!std::is_copy_constructible_v<SecretBytes>);
static_assert(!std::is_copy_assignable_v<SecretBytes>);

TEST_CASE("secret bytes: hold, move, and start at zero", "[crypto]") {
    SecretBytes secret = SecretBytes::copy_of(as_bytes("passphrase"));
    CHECK(as_text(secret.view()) == "passphrase");
    SecretBytes other = std::move(secret);
    CHECK(secret.empty());  // NOLINT: a moved-from secret is empty, which is promised
    CHECK(other.size() == 10);
    SecretBytes zero(3);
    CHECK(to_bytes(zero.view()) == Bytes(3, 0));
    zero.writable()[1] = 7;
    CHECK(to_bytes(zero.view()) == Bytes{0, 7, 0});
    zero = std::move(other);
    CHECK(as_text(zero.view()) == "passphrase");
    CHECK(SecretBytes::copy_of({}).empty());
    Bytes plain{1, 2, 3};
    crypto::wipe(plain);
    CHECK(plain == Bytes(3, 0));
}

TEST_CASE("signing key: Ed25519 makes the signatures of RFC 8032", "[crypto][vectors]") {
    const auto vectors = tests::load_vectors("crypto/ed25519.vec");
    REQUIRE(vectors.size() == 4);
    for (const auto& v : vectors) {
        const auto key = SigningKey::from_ed25519_seed(v.bytes("Seed"));
        REQUIRE(key);
        CHECK(to_bytes(key->public_key().raw()) == v.bytes("Public"));
        const auto signature = key->sign_ed25519(v.bytes("Message"));
        REQUIRE(signature);
        CHECK(*signature == v.bytes("Signature"));
        CHECK(to_bytes(key->private_form().view()) == v.bytes("Seed"));
        CHECK(outcome_of(key->sign_ps256(v.bytes("Message"))) == "bad_key@0");
    }
    CHECK(outcome_of(SigningKey::from_ed25519_seed(Bytes(31))) == "bad_length@31");
    CHECK(outcome_of(SigningKey::from_ed25519_seed(Bytes(64))) == "bad_length@64");
}

TEST_CASE("signing key: a made Ed25519 key takes its seed from the port", "[crypto]") {
    CountingRandom random;
    const SigningKey first = SigningKey::generate_ed25519(random);
    const SigningKey second = SigningKey::generate_ed25519(random);
    CHECK_FALSE(first.public_key() == second.public_key());
    CHECK(first.private_form().view()[31] == 32);
    const auto signature = first.sign_ed25519(as_bytes("text"));
    REQUIRE(signature);
    CHECK(first.public_key().verify_ed25519(as_bytes("text"), *signature));
    CHECK_FALSE(second.public_key().verify_ed25519(as_bytes("text"), *signature));
}

TEST_CASE("signing key: RSA is made, signs, and comes back from its private form", "[crypto]") {
    const auto key = SigningKey::generate_rsa();
    REQUIRE(key);
    CHECK(key->type() == KeyType::Rsa);
    CHECK(key->public_key().bits() == 2048);
    const Bytes message(121, 0x5a);
    const auto first = key->sign_ps256(message);
    const auto second = key->sign_ps256(message);
    REQUIRE((first && second));
    CHECK(first->size() == 256);
    CHECK(*first != *second);  // the salt is random
    CHECK(key->public_key().verify_ps256(message, *first));
    CHECK(key->public_key().verify_ps256(message, *second));
    CHECK_FALSE(key->public_key().verify_ps256({}, *first));
    CHECK(outcome_of(key->sign_ed25519(message)) == "bad_key@0");

    const auto again = SigningKey::from_rsa_der(key->private_form().view());
    REQUIRE(again);
    CHECK(again->public_key() == key->public_key());
    const auto third = again->sign_ps256(message);
    REQUIRE(third);
    CHECK(key->public_key().verify_ps256(message, *third));
}

TEST_CASE("signing key: RSA private keys that load and that do not", "[crypto][vectors]") {
    const auto vectors = tests::load_vectors("crypto/rsa_private_keys.vec");
    REQUIRE(vectors.size() >= 10);
    for (const auto& v : vectors) {
        DYNAMIC_SECTION(v.place()) {
            CHECK(outcome_of(SigningKey::from_rsa_der(v.bytes("Der"))) == v.text("Outcome"));
        }
    }
}
