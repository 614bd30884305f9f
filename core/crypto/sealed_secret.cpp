#include "core/crypto/sealed_secret.h"

#include "core/bytes/byte_reader.h"
#include "core/crypto/sodium_ready.h"

#include <sodium.h>

#include <algorithm>

namespace outpost::crypto {

namespace {

constexpr std::array<std::uint8_t, 4> magic{'O', 'P', 'S', '1'};
constexpr std::size_t passes_at = 4;
constexpr std::size_t memory_at = 8;
constexpr std::size_t salt_at = 12;
constexpr std::size_t nonce_at = salt_at + crypto_pwhash_SALTBYTES;
constexpr std::size_t box_at = nonce_at + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

static_assert(crypto_pwhash_SALTBYTES == std::tuple_size_v<decltype(SealRandom::salt)>);
static_assert(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES ==
              std::tuple_size_v<decltype(SealRandom::nonce)>);

void write_u32(std::span<std::uint8_t> out, std::uint32_t number) {  // little-endian
    for (std::size_t i = 0; i < 4; ++i)
        out[i] = static_cast<std::uint8_t>((number >> (8 * i)) & 0xff);
}

Result<SecretBytes> derive_key(const SecretBytes& passphrase, ByteView salt, const SealCost& cost) {
    if (passphrase.empty()) return Error{Errc::BadLength, 0, "empty passphrase"};
    if (passphrase.size() > passphrase_bytes_max)
        return Error{Errc::TooLong, passphrase_bytes_max, "passphrase"};
    if (cost.passes < 1 || cost.passes > seal_passes_max)
        return Error{Errc::BadValue, passes_at, "passes outside the bounds"};
    if (cost.memory_kib < seal_memory_kib_min || cost.memory_kib > seal_memory_kib_max)
        return Error{Errc::BadValue, memory_at, "memory outside the bounds"};
    ensure_sodium();
    SecretBytes key(crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
    const std::string_view text = as_text(passphrase.view());
    const std::size_t memory_bytes = std::size_t{cost.memory_kib} * 1024;
    if (crypto_pwhash(key.writable().data(), key.size(), text.data(), text.size(), salt.data(),
                      cost.passes, memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return Error{Errc::Unavailable, 0, "not enough memory for the passphrase"};
    return key;
}

/// Everything before the box is authenticated too, then what the caller binds.
Bytes additional_data(ByteView header, ByteView bound) {
    Bytes data(header.size() + bound.size());
    std::copy(bound.begin(), bound.end(), std::copy(header.begin(), header.end(), data.begin()));
    return data;
}

}  // namespace

Result<Bytes> seal(const SecretBytes& secret, const SecretBytes& passphrase, ByteView bound,
                   const SealRandom& random, const SealCost& cost) {
    if (secret.size() > seal_secret_bytes_max)
        return Error{Errc::TooLong, seal_secret_bytes_max, "secret"};
    OUTPOST_TRY(const SecretBytes key, derive_key(passphrase, random.salt, cost));
    Bytes sealed(box_at + secret.size() + tag_bytes);
    std::copy(magic.begin(), magic.end(), sealed.begin());
    write_u32(std::span(sealed).subspan(passes_at), cost.passes);
    write_u32(std::span(sealed).subspan(memory_at), cost.memory_kib);
    std::copy(random.salt.begin(), random.salt.end(), sealed.data() + salt_at);
    std::copy(random.nonce.begin(), random.nonce.end(), sealed.data() + nonce_at);
    const Bytes additional = additional_data(ByteView(sealed).first(box_at), bound);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        sealed.data() + box_at, nullptr, secret.view().data(), secret.size(), additional.data(),
        additional.size(), nullptr, random.nonce.data(), key.view().data());
    return sealed;
}

Result<SecretBytes> unseal(ByteView sealed, const SecretBytes& passphrase, ByteView bound) {
    if (sealed.size() < box_at + tag_bytes)
        return Error{Errc::Truncated, sealed.size(), "sealed secret"};
    if (sealed.size() > box_at + tag_bytes + seal_secret_bytes_max)
        return Error{Errc::TooLong, seal_secret_bytes_max, "sealed secret"};
    if (!std::equal(magic.begin(), magic.end(), sealed.begin()))
        return Error{Errc::Unsupported, 0, "version of the sealed secret"};
    bytes::ByteReader reader(sealed.subspan(passes_at));
    SealCost cost;
    OUTPOST_TRY(cost.passes, reader.u32_le());
    OUTPOST_TRY(cost.memory_kib, reader.u32_le());
    OUTPOST_TRY(const SecretBytes key,
                derive_key(passphrase, sealed.subspan(salt_at, crypto_pwhash_SALTBYTES), cost));
    const ByteView box = sealed.subspan(box_at);
    const Bytes additional = additional_data(sealed.first(box_at), bound);
    SecretBytes secret(box.size() - tag_bytes);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            secret.writable().data(), nullptr, nullptr, box.data(), box.size(), additional.data(),
            additional.size(), sealed.data() + nonce_at, key.view().data()) != 0)
        return Error{Errc::WrongPassphrase, box_at, "passphrase wrong or file altered"};
    return secret;
}

}  // namespace outpost::crypto
