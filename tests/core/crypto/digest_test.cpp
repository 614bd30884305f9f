// SHA-2 against the examples of FIPS 180-4.
#include "core/crypto/digest.h"

#include "core/bytes/hex.h"

#include <catch2/catch.hpp>

#include <string>

using namespace outpost;

TEST_CASE("sha256: examples of the standard", "[crypto]") {
    CHECK(bytes::encode_hex(crypto::sha256({})) ==
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(bytes::encode_hex(crypto::sha256(as_bytes("abc"))) ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(bytes::encode_hex(crypto::sha256(as_bytes(std::string(1'000'000, 'a')))) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("sha384: examples of the standard", "[crypto]") {
    CHECK(bytes::encode_hex(crypto::sha384({})) ==
          "38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da"
          "274edebfe76f65fbd51ad2f14898b95b");
    CHECK(bytes::encode_hex(crypto::sha384(as_bytes("abc"))) ==
          "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
          "8086072ba1e7cc2358baeca134c825a7");
}
