// Sealed boxes: libsodium's own call opens them, and nothing altered is ever opened.
#include "core/crypto/sealed_box.h"

#include "tests/support/counting_random.h"

#include <sodium.h>
#include <catch2/catch.hpp>

#include <string>

using namespace outpost;
using crypto::BoxKey;
using tests::CountingRandom;

namespace {

BoxKey hub_key() {
    const Bytes secret(32, 7);
    auto key = BoxKey::from_private(secret);
    REQUIRE(key);
    return std::move(key).value();
}

Errc code_of(const Result<Bytes>& result) {
    return result ? Errc::Io : result.error().code;
}

}  // namespace

TEST_CASE("sealed box: libsodium's own call opens it, and ours opens libsodium's", "[crypto]") {
    const auto key = hub_key();
    CountingRandom random;
    for (const std::size_t length : {std::size_t{0}, std::size_t{1}, std::size_t{5000}}) {
        const Bytes message(length, 42);
        const auto sealed = crypto::seal_to(key.public_key(), message, random);
        REQUIRE(sealed);
        Bytes opened(length);
        REQUIRE(crypto_box_seal_open(opened.data(), sealed->data(), sealed->size(),
                                     key.public_key().data(), key.private_form().data()) == 0);
        CHECK(opened == message);
        Bytes theirs(length + crypto_box_SEALBYTES);
        REQUIRE(crypto_box_seal(theirs.data(), message.data(), length, key.public_key().data()) ==
                0);
        CHECK(key.open(theirs).value() == message);
    }
}

TEST_CASE("sealed box: long messages come back with what they are bound to", "[crypto]") {
    const auto key = hub_key();
    CountingRandom random;
    const std::string text(200'000, 'x');
    const auto sealed =
        crypto::seal_long_to(key.public_key(), as_bytes(text), as_bytes("bound"), random);
    REQUIRE(sealed);
    CHECK(sealed->size() == text.size() + crypto::long_box_extra_bytes);
    CHECK(as_text(key.open_long(*sealed, as_bytes("bound")).value()) == text);
    CHECK(code_of(key.open_long(*sealed, as_bytes("other"))) == Errc::BadSignature);
    CountingRandom more;
    const auto other = BoxKey::generate(more);
    CHECK(code_of(other.open_long(*sealed, as_bytes("bound"))) == Errc::BadSignature);
}

TEST_CASE("sealed box: no changed byte and no cut is opened", "[crypto]") {
    const auto key = hub_key();
    CountingRandom random;
    const auto small = crypto::seal_to(key.public_key(), as_bytes("who was here"), random).value();
    const auto large =
        crypto::seal_long_to(key.public_key(), as_bytes("who was here"), {}, random).value();
    for (std::size_t at = 0; at < large.size(); ++at) {
        for (const auto bit : {0x01, 0x80}) {
            auto changed = large;
            changed[at] = static_cast<std::uint8_t>(changed[at] ^ bit);
            CHECK(code_of(key.open_long(changed, {})) == Errc::BadSignature);
            if (at >= small.size()) continue;
            auto altered = small;
            altered[at] = static_cast<std::uint8_t>(altered[at] ^ bit);
            CHECK(code_of(key.open(altered)) == Errc::BadSignature);
        }
    }
    for (std::size_t length = 0; length < large.size(); ++length) {
        const auto code = code_of(key.open_long(ByteView(large).first(length), {}));
        CHECK((code == Errc::Truncated || code == Errc::BadSignature));
    }
    for (std::size_t length = 0; length < small.size(); ++length) {
        const auto code = code_of(key.open(ByteView(small).first(length)));
        CHECK((code == Errc::Truncated || code == Errc::BadSignature));
    }
}

TEST_CASE("sealed box: keys that are none", "[crypto]") {
    CHECK(!BoxKey::from_private(Bytes(31, 1)));
    CHECK(!BoxKey::from_private(Bytes(33, 1)));
    CountingRandom random;
    CHECK(code_of(crypto::seal_to({}, as_bytes("x"), random)) == Errc::BadKey);
}
