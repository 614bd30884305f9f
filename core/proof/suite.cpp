#include "core/proof/suite.h"

#include "core/base/check.h"

#include <array>

namespace outpost::proof {

namespace {

std::array<const Suite*, 5> all_suites() {
    return {&rsa_signature_2018, &ed25519_signature_2018, &ed25519_signature_2020, &eddsa_rdfc_2022,
            &eddsa_jcs_2022};
}

}  // namespace

const Suite& suite_of(Cryptosuite suite) {
    for (const Suite* candidate : all_suites())
        if (candidate->suite == suite) return *candidate;
    check_failed("a suite for every Cryptosuite", __FILE__, __LINE__);
}

const Suite* find_suite(std::string_view proof_type, std::string_view cryptosuite) {
    for (const Suite* candidate : all_suites())
        if (candidate->proof_type == proof_type && candidate->cryptosuite == cryptosuite)
            return candidate;
    return nullptr;
}

std::string_view suite_name(Cryptosuite suite) {
    return suite_of(suite).name;
}
crypto::KeyType key_type_of(Cryptosuite suite) {
    return suite_of(suite).key_type;
}

bool ed25519_holds(const crypto::PublicKey& key, ByteView message, ByteView signature) {
    return key.verify_ed25519(message, signature);
}

Result<Bytes> ed25519_sign(const crypto::SigningKey& key, ByteView message) {
    return key.sign_ed25519(message);
}

}  // namespace outpost::proof
