// Memory for private keys and passphrases: locked, guarded, and wiped when it goes.
#pragma once

#include "core/base/bytes.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace outpost::crypto {

/// A fixed number of secret bytes. Not copyable, and deliberately without operator<< and ==.
/// The memory is left out of core dumps and, as far as the system allows, never swapped.
class SecretBytes {
  public:
    SecretBytes() = default;
    /// `size` zero bytes.
    explicit SecretBytes(std::size_t size);
    /// A copy of `secret`; the caller wipes the original.
    static SecretBytes copy_of(ByteView secret);
    ~SecretBytes();
    SecretBytes(SecretBytes&& other) noexcept;
    SecretBytes& operator=(SecretBytes&& other) noexcept;
    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool empty() const { return size_ == 0; }
    /// Borrows; dies with the object.
    [[nodiscard]] ByteView view() const { return {data_, size_}; }
    [[nodiscard]] std::span<std::uint8_t> writable() { return {data_, size_}; }

  private:
    std::uint8_t* data_ = nullptr;
    std::size_t size_ = 0;
};

/// Overwrites memory that held a secret, in a way the compiler may not leave out.
void wipe(std::span<std::uint8_t> memory);

}  // namespace outpost::crypto
