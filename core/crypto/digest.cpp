// The one-shot SHA256() of OpenSSL 3 looks its algorithm up by name at each call (0.5 us); these
// low-level functions, deprecated in name only, do not, and use the same SHA instructions.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "core/crypto/digest.h"

#include <openssl/sha.h>

namespace outpost::crypto {

Sha256Digest sha256(ByteView data) {
    Sha256Digest digest;
    SHA256_CTX state;
    SHA256_Init(&state);
    SHA256_Update(&state, data.data(), data.size());
    SHA256_Final(digest.data(), &state);
    return digest;
}

Sha384Digest sha384(ByteView data) {
    Sha384Digest digest;
    SHA512_CTX state;
    SHA384_Init(&state);
    SHA384_Update(&state, data.data(), data.size());
    SHA384_Final(digest.data(), &state);
    return digest;
}

}  // namespace outpost::crypto
