#include "core/crypto/hmac.h"

#include "core/crypto/sodium_ready.h"

#include <sodium.h>

#include <tuple>

namespace outpost::crypto {

Sha256Digest hmac_sha256(ByteView key, ByteView data) {
    static_assert(crypto_auth_hmacsha256_BYTES == std::tuple_size_v<Sha256Digest>);
    ensure_sodium();
    Sha256Digest digest;
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key.data(), key.size());
    crypto_auth_hmacsha256_update(&state, data.data(), data.size());
    crypto_auth_hmacsha256_final(&state, digest.data());
    sodium_memzero(&state, sizeof state);  // it holds what the key became
    return digest;
}

}  // namespace outpost::crypto
