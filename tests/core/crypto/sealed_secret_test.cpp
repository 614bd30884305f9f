// Sealing under a passphrase: comes back whole, or not at all, and never costs more than allowed.
#include "core/crypto/sealed_secret.h"

#include "tests/support/vectors.h"

#include <catch2/catch.hpp>

#include <string>

using namespace outpost;
using crypto::SealCost;
using crypto::SealRandom;
using crypto::SecretBytes;
using tests::outcome_of;

namespace {

constexpr SealCost cheap{1, crypto::seal_memory_kib_min};

SecretBytes secret_text(std::string_view text) {
    return SecretBytes::copy_of(as_bytes(text));
}

SealRandom some_random() {
    SealRandom random;
    random.salt.fill(0x11);
    random.nonce.fill(0x22);
    return random;
}

Bytes sealed_example() {
    auto sealed = crypto::seal(secret_text("the secret"), secret_text("open sesame"),
                               as_bytes("bound"), some_random(), cheap);
    REQUIRE(sealed);
    return std::move(sealed).value();
}

std::string open_with(ByteView sealed, std::string_view passphrase = "open sesame",
                      std::string_view bound = "bound") {
    return outcome_of(crypto::unseal(sealed, secret_text(passphrase), as_bytes(bound)));
}

}  // namespace

TEST_CASE("sealed secret: opens with its passphrase only", "[crypto]") {
    const Bytes sealed = sealed_example();
    CHECK(sealed.size() == 52 + 10 + 16);
    const auto opened = crypto::unseal(sealed, secret_text("open sesame"), as_bytes("bound"));
    REQUIRE(opened);
    CHECK(as_text(opened->view()) == "the secret");
    CHECK(open_with(sealed, "open Sesame") == "wrong_passphrase@52");
    CHECK(open_with(sealed, "open sesame ") == "wrong_passphrase@52");
    CHECK(open_with(sealed, "open sesame", "bounds") == "wrong_passphrase@52");
    CHECK(open_with(sealed, "open sesame", "") == "wrong_passphrase@52");
    CHECK(open_with(sealed, "") == "bad_length@0");
    CHECK(open_with(sealed, std::string(1025, 'x')) == "too_long@1024");
}

TEST_CASE("sealed secret: the default cost works and is what the format page says", "[crypto]") {
    const SealCost cost;
    CHECK(cost.passes == 3);
    CHECK(cost.memory_kib == 64 * 1024);
    const auto sealed = crypto::seal(secret_text("s"), secret_text("p"), {}, some_random());
    REQUIRE(sealed);
    const auto opened = crypto::unseal(*sealed, secret_text("p"), {});
    REQUIRE(opened);
    CHECK(as_text(opened->view()) == "s");
}

TEST_CASE("sealed secret: every truncation and every flipped bit is refused", "[crypto]") {
    const Bytes sealed = sealed_example();
    for (std::size_t length = 0; length < sealed.size(); ++length) {
        const std::string outcome = open_with(ByteView(sealed).first(length));
        CHECK(outcome == (length < 68 ? "truncated@" + std::to_string(length)
                                      : std::string("wrong_passphrase@52")));
    }
    for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
        if (bit / 8 >= 4 && bit / 8 < 12) continue;  // the cost: below
        Bytes changed = sealed;
        changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ (1U << (bit % 8)));
        CHECK(open_with(changed) == (bit < 32 ? "unsupported@0" : "wrong_passphrase@52"));
    }
    Bytes longer = sealed;
    longer.push_back(0);
    CHECK(open_with(longer) == "wrong_passphrase@52");
}

TEST_CASE("sealed secret: a hostile cost is refused before any work", "[crypto]") {
    Bytes sealed = sealed_example();
    const auto with = [&](std::size_t at, std::uint8_t byte) {
        Bytes changed = sealed;
        changed[at] = byte;
        return open_with(changed);
    };
    CHECK(with(4, 0) == "bad_value@4");
    CHECK(with(4, 9) == "bad_value@4");
    CHECK(with(7, 0xff) == "bad_value@4");
    CHECK(with(8, 7) == "bad_value@8");
    CHECK(with(10, 5) == "bad_value@8");
    CHECK(with(11, 0xff) == "bad_value@8");
    CHECK(with(4, 2) == "wrong_passphrase@52");  // within the bounds, but not what sealed it
    CHECK(with(8, 16) == "wrong_passphrase@52");
    const auto random = some_random();
    CHECK(outcome_of(crypto::seal(secret_text("s"), secret_text("p"), {}, random, {9, 8})) ==
          "bad_value@4");
    CHECK(outcome_of(crypto::seal(secret_text("s"), secret_text("p"), {}, random, {1, 1 << 20})) ==
          "bad_value@8");
    CHECK(outcome_of(crypto::seal(secret_text("s"), {}, {}, random, cheap)) == "bad_length@0");
    CHECK(outcome_of(crypto::seal(SecretBytes(8193), secret_text("p"), {}, random, cheap)) ==
          "too_long@8192");
    CHECK(open_with(Bytes(68 + 8193)) == "too_long@8192");
}
