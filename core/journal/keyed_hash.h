// Hashes of what is personal: equal for equal content, and without the key nobody can try names.
#pragma once

#include "core/crypto/digest.h"
#include "core/crypto/secret_bytes.h"

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace outpost::journal {

using Hash = crypto::Sha256Digest;

class KeyedHash {
  public:
    explicit KeyedHash(crypto::SecretBytes key) : key_(std::move(key)) {}

    /// HMAC-SHA-256 over the label and the fields, each after its length in 8 bytes, so that no two
    /// lists of fields give the same bytes.
    [[nodiscard]] Hash of(std::string_view label,
                          std::initializer_list<std::string_view> fields) const;
    /// The same in hexadecimal, for entries.
    [[nodiscard]] std::string hex_of(std::string_view label,
                                     std::initializer_list<std::string_view> fields) const;

  private:
    crypto::SecretBytes key_;
};

}  // namespace outpost::journal
