#include "core/crypto/own_box.h"

#include "core/crypto/sodium_ready.h"

#include <sodium.h>

#include <span>

namespace outpost::crypto {

namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

static_assert(nonce_bytes + tag_bytes == own_box_extra_bytes);
static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == own_box_key_bytes);

}  // namespace

Result<OwnBox> OwnBox::from_key(ByteView key) {
    ensure_sodium();
    if (key.size() != own_box_key_bytes) return Error{Errc::BadLength, key.size(), "key of a box"};
    return OwnBox(SecretBytes::copy_of(key));
}

Result<Bytes> OwnBox::seal(ByteView message, ByteView bound, Random& random) const {
    if (message.size() > box_message_bytes_max)
        return Error{Errc::TooLong, box_message_bytes_max, "message to seal"};
    Bytes sealed(own_box_extra_bytes + message.size());
    const auto nonce = std::span(sealed).first(nonce_bytes);
    random.fill(nonce);
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.data() + nonce_bytes, nullptr, message.data(),
                                               message.size(), bound.data(), bound.size(), nullptr,
                                               nonce.data(), key_.view().data());
    return sealed;
}

Result<Bytes> OwnBox::open(ByteView sealed, ByteView bound) const {
    if (sealed.size() < own_box_extra_bytes) return Error{Errc::Truncated, sealed.size(), "box"};
    const auto box = sealed.subspan(nonce_bytes);
    Bytes message(box.size() - tag_bytes);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(message.data(), nullptr, nullptr, box.data(),
                                                   box.size(), bound.data(), bound.size(),
                                                   sealed.data(), key_.view().data()) != 0)
        return Error{Errc::BadSignature, nonce_bytes, "box altered, or of another key"};
    return message;
}

}  // namespace outpost::crypto
