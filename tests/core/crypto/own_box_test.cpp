// What a program sealed for itself comes back whole, or not at all.
#include "core/crypto/own_box.h"
#include "tests/support/counting_random.h"

#include <catch2/catch.hpp>

#include <sodium.h>

using namespace outpost;
using namespace outpost::crypto;

TEST_CASE("own box: opens what it sealed, where it belongs, and nothing else", "[crypto]") {
    tests::CountingRandom random;
    const auto box = OwnBox::from_key(Bytes(own_box_key_bytes, 7)).value();
    const auto other = OwnBox::from_key(Bytes(own_box_key_bytes, 8)).value();
    const auto bound = as_bytes("place 1");
    for (const std::size_t size : {0U, 1U, 63U, 64U, 65U, 5000U}) {
        const Bytes message(size, 0x5a);
        const auto sealed = box.seal(message, bound, random).value();
        CHECK(sealed.size() == size + own_box_extra_bytes);
        CHECK(box.open(sealed, bound).value() == message);
        CHECK(other.open(sealed, bound).error().code == Errc::BadSignature);
        CHECK(box.open(sealed, as_bytes("place 2")).error().code == Errc::BadSignature);
        CHECK(box.seal(message, bound, random).value() != sealed);
        // libsodium's own call opens it.
        Bytes opened(size);
        const Bytes key(own_box_key_bytes, 7);
        CHECK(crypto_aead_xchacha20poly1305_ietf_decrypt(
                  opened.data(), nullptr, nullptr, sealed.data() + 24, sealed.size() - 24,
                  bound.data(), bound.size(), sealed.data(), key.data()) == 0);
        CHECK(opened == message);
    }
    const auto sealed = box.seal(as_bytes("message"), bound, random).value();
    for (std::size_t at = 0; at < sealed.size(); ++at) {
        auto changed = sealed;
        changed[at] = static_cast<std::uint8_t>(changed[at] ^ 1);
        CHECK_FALSE(box.open(changed, bound));
        CHECK_FALSE(box.open(ByteView(sealed).first(at), bound));
    }
    CHECK(OwnBox::from_key(Bytes(31, 0)).error().code == Errc::BadLength);
}
