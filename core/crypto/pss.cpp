#include "core/crypto/openssl_handles.h"

#include <openssl/rsa.h>

namespace outpost::crypto {

EvpKeyContext make_pss_context(EVP_PKEY* key, PssUse use) {
    EvpKeyContext context(EVP_PKEY_CTX_new(key, nullptr));
    if (context == nullptr) return nullptr;
    const int started = use == PssUse::Sign ? EVP_PKEY_sign_init(context.get())
                                            : EVP_PKEY_verify_init(context.get());
    // RFC 7518 section 3.5: the salt is as long as the hash. The number itself is given, because
    // OpenSSL's symbolic lengths accept other salts when verifying.
    const bool prepared = started == 1 &&
                          EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PSS_PADDING) == 1 &&
                          EVP_PKEY_CTX_set_signature_md(context.get(), EVP_sha256()) == 1 &&
                          EVP_PKEY_CTX_set_rsa_mgf1_md(context.get(), EVP_sha256()) == 1 &&
                          EVP_PKEY_CTX_set_rsa_pss_saltlen(context.get(), 32) == 1;
    return prepared ? std::move(context) : nullptr;
}

}  // namespace outpost::crypto
