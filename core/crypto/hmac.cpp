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
    static constexpr std::uint8_t no_key = 0;
    crypto_auth_hmacsha256_init(&state, key.empty() ? &no_key : key.data(), key.size());
    // An empty view has no address, and the library is told never to get none.
    if (!data.empty()) crypto_auth_hmacsha256_update(&state, data.data(), data.size());
    crypto_auth_hmacsha256_final(&state, digest.data());
    sodium_memzero(&state, sizeof state);  // it holds what the key became
    return digest;
}

}  // namespace outpost::crypto
