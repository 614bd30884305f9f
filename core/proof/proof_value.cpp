#include "core/proof/proof_value.h"

#include "core/bytes/base58.h"
#include "core/bytes/multibase.h"

#include <utility>

namespace outpost::proof {

namespace {

constexpr std::size_t signature_bytes = 64;
constexpr std::size_t proof_value_chars_max = 128;  // 64 bytes need 88 and the prefix

}  // namespace

ProofFault decode_proof_value(std::string_view text, Bytes& signature) {
    if (text.size() > proof_value_chars_max || !text.starts_with('z'))
        return ProofFault::ProofMalformed;
    auto decoded = bytes::decode_base58(text.substr(1));
    if (!decoded) return ProofFault::ProofMalformed;
    if (decoded->size() != signature_bytes) return ProofFault::SignatureLength;
    signature = std::move(decoded).value();
    return ProofFault::None;
}

std::string encode_proof_value(ByteView signature) {
    auto text = bytes::encode_multibase_base58(signature);
    return std::move(text).value();  // 64 bytes are never too long
}

}  // namespace outpost::proof
