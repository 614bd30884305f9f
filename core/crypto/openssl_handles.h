// Owning handles for OpenSSL objects; for the sources of core/crypto only.
#pragma once

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_dispatch.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>

#include <memory>

namespace outpost::crypto {

template <auto free_function>
struct FreeWith {
    template <typename T>
    void operator()(T* object) const {
        free_function(object);
    }
};

using EvpKey = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;
using EvpKeyContext = std::unique_ptr<EVP_PKEY_CTX, FreeWith<EVP_PKEY_CTX_free>>;
using Certificate = std::unique_ptr<X509, FreeWith<X509_free>>;
using BigNumber = std::unique_ptr<BIGNUM, FreeWith<BN_free>>;
using ParameterBuilder = std::unique_ptr<OSSL_PARAM_BLD, FreeWith<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, FreeWith<OSSL_PARAM_free>>;

/// Prepared for RSASSA-PSS with SHA-256, MGF1-SHA-256 and a salt of exactly 32 bytes (PS256).
/// @return null when the library refuses the key
enum class PssUse { Sign, Verify };
EvpKeyContext make_pss_context(EVP_PKEY* key, PssUse use);

}  // namespace outpost::crypto
