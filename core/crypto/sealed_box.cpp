#include "core/crypto/sealed_box.h"

#include "core/crypto/sodium_ready.h"

#include <sodium.h>

#include <algorithm>
#include <utility>

namespace outpost::crypto {

namespace {

constexpr std::size_t sealed_key_bytes = own_box_key_bytes + crypto_box_SEALBYTES;

static_assert(crypto_box_SEALBYTES == box_extra_bytes);
static_assert(crypto_box_PUBLICKEYBYTES == std::tuple_size_v<BoxPublicKey>);

/// As crypto_box_seal makes it: BLAKE2b over both public keys.
std::array<std::uint8_t, crypto_box_NONCEBYTES> nonce_of(ByteView sender, ByteView receiver) {
    std::array<std::uint8_t, crypto_box_NONCEBYTES> nonce{};
    crypto_generichash_state state;
    crypto_generichash_init(&state, nullptr, 0, nonce.size());
    crypto_generichash_update(&state, sender.data(), sender.size());
    crypto_generichash_update(&state, receiver.data(), receiver.size());
    crypto_generichash_final(&state, nonce.data(), nonce.size());
    return nonce;
}

}  // namespace

BoxKey::BoxKey(SecretBytes secret) : secret_(std::move(secret)) {
    ensure_sodium();
    crypto_scalarmult_base(public_key_.data(), secret_.view().data());
}

BoxKey BoxKey::generate(Random& random) {
    SecretBytes secret(crypto_box_SECRETKEYBYTES);
    random.fill(secret.writable());
    return BoxKey(std::move(secret));
}

Result<BoxKey> BoxKey::from_private(ByteView secret) {
    if (secret.size() != crypto_box_SECRETKEYBYTES)
        return Error{Errc::BadLength, secret.size(), "private key of a sealed box"};
    return BoxKey(SecretBytes::copy_of(secret));
}

Result<Bytes> BoxKey::open(ByteView sealed) const {
    if (sealed.size() < box_extra_bytes) return Error{Errc::Truncated, sealed.size(), "sealed box"};
    if (sealed.size() > box_message_bytes_max + box_extra_bytes)
        return Error{Errc::TooLong, box_message_bytes_max, "sealed box"};
    Bytes message(sealed.size() - box_extra_bytes);
    if (crypto_box_seal_open(message.data(), sealed.data(), sealed.size(), public_key_.data(),
                             secret_.view().data()) != 0)
        return Error{Errc::BadSignature, 0, "sealed box altered, or for another key"};
    return message;
}

Result<Bytes> BoxKey::open_long(ByteView sealed, ByteView bound) const {
    if (sealed.size() < long_box_extra_bytes)
        return Error{Errc::Truncated, sealed.size(), "sealed box"};
    if (sealed.size() > box_message_bytes_max + long_box_extra_bytes)
        return Error{Errc::TooLong, box_message_bytes_max, "sealed box"};
    OUTPOST_TRY(auto key, open(sealed.first(sealed_key_bytes)));
    const auto box = OwnBox::from_key(key);
    wipe(key);
    if (!box) return box.error();
    auto message = box->open(sealed.subspan(sealed_key_bytes), bound);
    if (message) return message;
    auto error = message.error();
    error.offset += sealed_key_bytes;
    return error;
}

Result<Bytes> seal_to(const BoxPublicKey& key, ByteView message, Random& random) {
    if (message.size() > box_message_bytes_max)
        return Error{Errc::TooLong, box_message_bytes_max, "message to seal"};
    const auto ephemeral = BoxKey::generate(random);
    Bytes sealed(box_extra_bytes + message.size());
    const auto& sender = ephemeral.public_key();
    std::copy(sender.begin(), sender.end(), sealed.begin());
    const auto nonce = nonce_of(sender, key);
    if (crypto_box_easy(sealed.data() + sender.size(), message.data(), message.size(), nonce.data(),
                        key.data(), ephemeral.private_form().data()) != 0)
        return Error{Errc::BadKey, 0, "public key to seal to"};
    return sealed;
}

Result<Bytes> seal_long_to(const BoxPublicKey& key, ByteView message, ByteView bound,
                           Random& random) {
    if (message.size() > box_message_bytes_max)
        return Error{Errc::TooLong, box_message_bytes_max, "message to seal"};
    SecretBytes key_of_content(own_box_key_bytes);
    random.fill(key_of_content.writable());
    OUTPOST_TRY(auto sealed, seal_to(key, key_of_content.view(), random));
    OUTPOST_TRY(const auto box, OwnBox::from_key(key_of_content.view()));
    OUTPOST_TRY(const auto content, box.seal(message, bound, random));
    sealed.insert(sealed.end(), content.begin(), content.end());
    return sealed;
}

}  // namespace outpost::crypto
