// BLAKE2b through libsodium.
#include "core/crypto/blake2b.h"

#include "core/base/check.h"
#include "core/crypto/sodium_ready.h"

#include <sodium.h>

namespace outpost::crypto {

Blake2b512Digest blake2b_512(ByteView data) {
    ensure_sodium();
    Blake2b512Digest digest{};
    const int status =
        crypto_generichash(digest.data(), digest.size(), data.data(), data.size(), nullptr, 0);
    OUTPOST_CHECK(status == 0);
    return digest;
}

}  // namespace outpost::crypto
