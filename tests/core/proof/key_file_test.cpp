// Key files: what is written is read, what was altered does not open.
#include "core/proof/key_file.h"

#include "core/json/reader.h"
#include "tests/support/vectors.h"

#include <catch2/catch.hpp>

#include <string>

using namespace outpost;
using crypto::SecretBytes;
using crypto::SigningKey;
using proof::KeyFile;
using tests::outcome_of;

namespace {

constexpr crypto::SealCost cheap{1, crypto::seal_memory_kib_min};
constexpr UtcInstant day{1'792'000'000'000};

SecretBytes secret(std::string_view text) {
    return SecretBytes::copy_of(as_bytes(text));
}

SigningKey ed25519_key() {
    auto key = SigningKey::from_ed25519_seed(Bytes(32, 0x42));
    REQUIRE(key);
    return std::move(key).value();
}

KeyFile make(const SigningKey& key) {
    auto file = proof::make_key_file({"did:example:moh#key-1", "https://moh.example/", day}, key,
                                     secret("sesame"), {}, cheap);
    REQUIRE(file);
    return std::move(file).value();
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("key file: round trip of an Ed25519 key", "[proof]") {
    const SigningKey key = ed25519_key();
    const std::string text = proof::write_key_file(make(key));
    CHECK(text.back() == '\n');
    const auto file = proof::parse_key_file(text);
    REQUIRE(file);
    CHECK(file->id == "did:example:moh#key-1");
    CHECK(file->controller == "https://moh.example/");
    CHECK(file->created == day);
    CHECK(file->public_key == key.public_key());
    CHECK(proof::write_key_file(*file) == text);
    const auto opened = proof::unlock(*file, secret("sesame"));
    REQUIRE(opened);
    CHECK(opened->public_key() == key.public_key());
    CHECK(to_bytes(opened->private_form().view()) == Bytes(32, 0x42));
    CHECK(outcome_of(proof::unlock(*file, secret("Sesame"))) == "wrong_passphrase@52");
}

TEST_CASE("key file: round trip of an RSA key", "[proof]") {
    const auto key = SigningKey::generate_rsa();
    REQUIRE(key);
    const auto file = proof::parse_key_file(proof::write_key_file(make(*key)));
    REQUIRE(file);
    const auto opened = proof::unlock(*file, secret("sesame"));
    REQUIRE(opened);
    const auto signature = opened->sign_ps256(as_bytes("message"));
    REQUIRE(signature);
    CHECK(key->public_key().verify_ps256(as_bytes("message"), *signature));
}

TEST_CASE("key file: the public document", "[proof]") {
    const SigningKey key = ed25519_key();
    CHECK(proof::public_document(make(key)) ==
          R"({"id":"did:example:moh#key-1","type":"Ed25519VerificationKey2018",)"
          R"("controller":"https://moh.example/","publicKeyBase58":")" +
              key.public_key().base58() + "\"}");
    const auto rsa = SigningKey::generate_rsa();
    REQUIRE(rsa);
    const auto document = json::read(proof::public_document(make(*rsa)));
    REQUIRE(document);
    CHECK(document->root().members().size() == 4);
    CHECK(document->root().text_of("type") == "RsaVerificationKey2018");
    CHECK(document->root().text_of("publicKeyPem") == rsa->public_key().pem());
}

TEST_CASE("key file: the clear part can not be exchanged", "[proof]") {
    const std::string text = proof::write_key_file(make(ed25519_key()));
    const auto other_key = SigningKey::from_ed25519_seed(Bytes(32, 0x43));
    REQUIRE(other_key);
    for (const auto& changed :
         {replaced(text, "moh#key-1", "moh#key-2"), replaced(text, "moh.example", "mob.example"),
          replaced(text, "2026-", "2027-"),
          replaced(text, ed25519_key().public_key().base58(), other_key->public_key().base58())}) {
        const auto file = proof::parse_key_file(changed);
        REQUIRE(file);
        CHECK(outcome_of(proof::unlock(*file, secret("sesame"))) == "wrong_passphrase@52");
    }
}

TEST_CASE("key file: texts that are none", "[proof]") {
    const std::string text = proof::write_key_file(make(ed25519_key()));
    const auto outcome = [](const std::string& changed) {
        const auto file = proof::parse_key_file(changed);
        return file ? std::string("OK") : std::string(code_name(file.error().code));
    };
    CHECK(outcome(text) == "OK");
    CHECK(outcome("{}") == "unsupported");
    CHECK(outcome("[]") == "unsupported");
    CHECK(outcome(replaced(text, "file/1", "file/2")) == "unsupported");
    CHECK(outcome(replaced(text, "Ed25519Ver", "Ed448Ver")) == "unsupported");
    CHECK(outcome(replaced(text, "Ed25519VerificationKey2018", "RsaVerificationKey2018")) ==
          "bad_syntax");
    CHECK(outcome(replaced(text, "\"created\"", "\"createt\"")) == "bad_value");
    CHECK(outcome(replaced(text, "\"created\"", "\"more\":1,\"created\"")) == "bad_value");
    CHECK(outcome(replaced(text, "did:example:moh", "moh")) == "bad_value");
    CHECK(outcome(replaced(text, "did:example", "did:exa mple")) == "bad_value");
    CHECK(outcome(replaced(text, "https://moh.example/", "")) == "bad_value");
    CHECK(outcome(replaced(text, "\"sealedPrivateKey\":\"", "\"sealedPrivateKey\":\"*")) ==
          "bad_character");
    CHECK(outcome(std::string(proof::key_file_bytes_max + 1, ' ')) == "too_long");
    for (std::size_t length = 0; length + 1 < text.size(); ++length)
        CHECK(outcome(text.substr(0, length)) != "OK");
    for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
        std::string changed = text;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
        const auto file = proof::parse_key_file(changed);
        if (!file || proof::write_key_file(*file) == text) continue;
        CHECK_FALSE(proof::unlock(*file, secret("sesame")));
    }
}

TEST_CASE("key file: names that a proof could not sign are refused", "[proof]") {
    for (const char* id : {"did:x", "https://a.example/key", "urn:uuid:1", "a+b-c.d:e"})
        CHECK(proof::is_key_id(id));
    for (const char* id :
         {"", "key", ":", ":x", "did:", "1a:b", "did:a b", "did:\n", "did:<", "d d:x", "did:\x7f"})
        CHECK_FALSE(proof::is_key_id(id));
    CHECK_FALSE(proof::is_key_id("did:" + std::string(proof::key_id_bytes_max, 'x')));
    const SigningKey key = ed25519_key();
    CHECK(outcome_of(proof::make_key_file({"key", "https://a.example/", day}, key, secret("p"), {},
                                          cheap)) == "bad_value@0");
    CHECK(outcome_of(proof::make_key_file({"did:x", "nobody", day}, key, secret("p"), {}, cheap)) ==
          "bad_value@0");
    CHECK(outcome_of(proof::make_key_file({"did:x", "did:y", day}, key, {}, {}, cheap)) ==
          "bad_length@0");
}
