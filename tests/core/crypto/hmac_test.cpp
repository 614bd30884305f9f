// HMAC-SHA-256 against the examples of RFC 4231.
#include "core/crypto/hmac.h"

#include "core/bytes/hex.h"

#include <catch2/catch.hpp>

#include <string>

using namespace outpost;

namespace {

std::string hmac_hex(ByteView key, ByteView data) {
    return bytes::encode_hex(crypto::hmac_sha256(key, data));
}

}  // namespace

TEST_CASE("hmac-sha256: examples of RFC 4231", "[crypto]") {
    CHECK(hmac_hex(Bytes(20, 0x0b), as_bytes("Hi There")) ==
          "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    CHECK(hmac_hex(as_bytes("Jefe"), as_bytes("what do ya want for nothing?")) ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(hmac_hex(Bytes(131, 0xaa),
                   as_bytes("Test Using Larger Than Block-Size Key - Hash Key First")) ==
          "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("hmac-sha256: empty key and empty data", "[crypto]") {
    CHECK(hmac_hex({}, {}) == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}
