// A stretched PIN: the known answer of Argon2id, bounds on its cost, and nothing else.
#include "core/crypto/pin_hash.h"

#include "core/bytes/hex.h"

#include <catch2/catch.hpp>

using namespace outpost;
using crypto::PinCost;
using crypto::PinSalt;
using crypto::SecretBytes;
using crypto::stretch_pin;

namespace {

constexpr PinCost cheap{1, crypto::pin_memory_kib_min};

SecretBytes pin(std::string_view digits) {
    return SecretBytes::copy_of(as_bytes(digits));
}

std::string hex_of(const SecretBytes& secret) {
    return bytes::encode_hex(secret.view());
}

}  // namespace

TEST_CASE("pin hash: the known answer", "[crypto][pin]") {
    // Made with the reference library of Argon2 (libargon2): p = 1, t = 2, m = 64 KiB, 32 bytes.
    PinSalt salt{};
    for (std::size_t i = 0; i < salt.size(); ++i) salt[i] = static_cast<std::uint8_t>('a' + i);
    const auto key = stretch_pin(pin("471902"), salt, {2, 64});
    REQUIRE(key.has_value());
    CHECK(hex_of(*key) == "b1423847523515ee601838e3d0a5dc712d54dc22141d664cf291d58221868323");
}

TEST_CASE("pin hash: PIN, salt and cost all count", "[crypto][pin]") {
    const PinSalt zeros{};
    PinSalt ones{};
    ones.fill(1);
    const auto key = hex_of(*stretch_pin(pin("471902"), zeros, cheap));
    CHECK(key.size() == 2 * crypto::pin_key_bytes);
    CHECK(hex_of(*stretch_pin(pin("471902"), zeros, cheap)) == key);
    CHECK(hex_of(*stretch_pin(pin("471903"), zeros, cheap)) != key);
    CHECK(hex_of(*stretch_pin(pin("471902"), ones, cheap)) != key);
    CHECK(hex_of(*stretch_pin(pin("471902"), zeros, {2, crypto::pin_memory_kib_min})) != key);
}

TEST_CASE("pin hash: what costs too much or is no PIN is refused", "[crypto][pin]") {
    const PinSalt salt{};
    const auto code = [&](std::string_view digits, const PinCost& cost) {
        return stretch_pin(pin(digits), salt, cost).error().code;
    };
    CHECK(code("", cheap) == Errc::BadLength);
    CHECK(code(std::string(crypto::pin_bytes_max + 1, '1'), cheap) == Errc::TooLong);
    CHECK(code("471902", {0, 64}) == Errc::BadValue);
    CHECK(code("471902", {crypto::pin_passes_max + 1, 64}) == Errc::BadValue);
    CHECK(code("471902", {1, crypto::pin_memory_kib_min - 1}) == Errc::BadValue);
    CHECK(code("471902", {1, crypto::pin_memory_kib_max + 1}) == Errc::BadValue);
    CHECK(crypto::is_allowed(PinCost{}));
}

TEST_CASE("pin hash: comparison of secrets", "[crypto][pin]") {
    CHECK(crypto::is_same_secret(as_bytes("abc"), as_bytes("abc")));
    CHECK_FALSE(crypto::is_same_secret(as_bytes("abc"), as_bytes("abd")));
    CHECK_FALSE(crypto::is_same_secret(as_bytes("abc"), as_bytes("ab")));
    CHECK(crypto::is_same_secret({}, {}));
}
