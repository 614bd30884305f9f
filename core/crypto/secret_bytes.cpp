#include "core/crypto/secret_bytes.h"

#include "core/base/check.h"
#include "core/crypto/sodium_ready.h"

#include <sodium.h>

#include <algorithm>
#include <utility>

namespace outpost::crypto {

void ensure_sodium() {
    static const bool ready = sodium_init() >= 0;
    OUTPOST_CHECK(ready);
}

SecretBytes::SecretBytes(std::size_t size) : size_(size) {
    if (size == 0) return;
    ensure_sodium();
    data_ = static_cast<std::uint8_t*>(sodium_malloc(size));  // guard pages; locked if allowed
    OUTPOST_CHECK(data_ != nullptr);
    std::fill_n(data_, size, std::uint8_t{0});
}

SecretBytes SecretBytes::copy_of(ByteView secret) {
    SecretBytes copy(secret.size());
    std::copy(secret.begin(), secret.end(), copy.data_);
    return copy;
}

SecretBytes::~SecretBytes() {
    sodium_free(data_);
}  // wipes; takes a null pointer

SecretBytes::SecretBytes(SecretBytes&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
}

void wipe(std::span<std::uint8_t> memory) {
    sodium_memzero(memory.data(), memory.size());
}

}  // namespace outpost::crypto
