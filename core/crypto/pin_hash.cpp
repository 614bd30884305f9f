#include "core/crypto/pin_hash.h"

#include "core/crypto/sodium_ready.h"

#include <sodium.h>

namespace outpost::crypto {

static_assert(crypto_pwhash_SALTBYTES == pin_salt_bytes);

bool is_allowed(const PinCost& cost) {
    return cost.passes >= 1 && cost.passes <= pin_passes_max &&
           cost.memory_kib >= pin_memory_kib_min && cost.memory_kib <= pin_memory_kib_max;
}

Result<SecretBytes> stretch_pin(const SecretBytes& pin, const PinSalt& salt, const PinCost& cost) {
    if (pin.empty()) return Error{Errc::BadLength, 0, "empty PIN"};
    if (pin.size() > pin_bytes_max) return Error{Errc::TooLong, pin_bytes_max, "PIN"};
    if (!is_allowed(cost)) return Error{Errc::BadValue, 0, "cost of a PIN outside the bounds"};
    ensure_sodium();
    SecretBytes key(pin_key_bytes);
    const std::string_view text = as_text(pin.view());
    const std::size_t memory_bytes = std::size_t{cost.memory_kib} * 1024;
    if (crypto_pwhash(key.writable().data(), key.size(), text.data(), text.size(), salt.data(),
                      cost.passes, memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return Error{Errc::Unavailable, 0, "not enough memory for the PIN"};
    return key;
}

bool is_same_secret(ByteView a, ByteView b) {
    if (a.size() != b.size()) return false;
    return sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace outpost::crypto
