#include "core/journal/keyed_hash.h"

#include "core/bytes/hex.h"
#include "core/crypto/hmac.h"

#include <cstddef>

namespace outpost::journal {

namespace {

void append_field(Bytes& out, std::string_view field) {
    for (int shift = 56; shift >= 0; shift -= 8)
        out.push_back(static_cast<std::uint8_t>(static_cast<std::uint64_t>(field.size()) >> shift));
    const auto content = as_bytes(field);
    out.insert(out.end(), content.begin(), content.end());
}

}  // namespace

Hash KeyedHash::of(std::string_view label, std::initializer_list<std::string_view> fields) const {
    Bytes message;
    std::size_t size = 8 + label.size();
    for (const auto field : fields) size += 8 + field.size();
    message.reserve(size);
    append_field(message, label);
    for (const auto field : fields) append_field(message, field);
    const auto hash = crypto::hmac_sha256(key_.view(), message);
    crypto::wipe(message);
    return hash;
}

std::string KeyedHash::hex_of(std::string_view label,
                              std::initializer_list<std::string_view> fields) const {
    return bytes::encode_hex(of(label, fields));
}

}  // namespace outpost::journal
