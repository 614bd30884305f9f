#include "core/proof/key_file.h"

#include "core/bytes/base64.h"
#include "core/json/reader.h"
#include "core/json/writer.h"

#include <algorithm>
#include <array>
#include <utility>

namespace outpost::proof {

namespace {

constexpr std::string_view format_name = "outpost-key-file/1";
constexpr std::string_view ed25519_type = "Ed25519VerificationKey2018";
constexpr std::string_view rsa_type = "RsaVerificationKey2018";

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_scheme(std::string_view text) {
    return !text.empty() && is_letter(text.front()) &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
           });
}

bool is_ed25519(const KeyFile& file) {
    return file.public_key.type() == crypto::KeyType::Ed25519;
}

/// id, type, controller, public key: members of both the file and the public document.
void write_public_members(json::Writer& writer, const KeyFile& file) {
    writer.key("id").value(file.id);
    writer.key("type").value(is_ed25519(file) ? ed25519_type : rsa_type);
    writer.key("controller").value(file.controller);
    if (is_ed25519(file))
        writer.key("publicKeyBase58").value(file.public_key.base58());
    else
        writer.key("publicKeyPem").value(file.public_key.pem());
}

/// What the seal is bound to, so that the clear part can not be exchanged behind the owner's back.
std::string bound_text(const KeyFile& file) {
    json::Writer writer;
    writer.begin_object();
    write_public_members(writer, file);
    writer.key("created").value(format_rfc3339(file.created));
    writer.end_object();
    return std::move(writer).take();
}

Result<crypto::PublicKey> read_public_key(const json::Value& root) {
    const std::string_view type = root.text_of("type");
    if (type == ed25519_type)
        return crypto::PublicKey::from_base58(root.text_of("publicKeyBase58"));
    if (type != rsa_type) return Error{Errc::Unsupported, 0, "key type of the key file"};
    OUTPOST_TRY(crypto::PublicKey key, crypto::PublicKey::from_pem(root.text_of("publicKeyPem")));
    if (key.type() != crypto::KeyType::Rsa)
        return Error{Errc::BadKey, 0, "key file with a key of another type than it says"};
    return key;
}

/// All seven members are text, and there are no others.
bool has_exact_members(const json::Value& root) {
    const bool is_ed = root.text_of("type") == ed25519_type;
    const std::array<std::string_view, 7> names{
        "format",          "id",      "type",
        "controller",      "created", is_ed ? "publicKeyBase58" : "publicKeyPem",
        "sealedPrivateKey"};
    return root.members().size() == names.size() &&
           std::all_of(names.begin(), names.end(), [&](std::string_view name) {
               const json::Value* value = root.find(name);
               return value != nullptr && value->is_string();
           });
}

Result<crypto::SigningKey> private_half(crypto::KeyType type, ByteView secret) {
    return type == crypto::KeyType::Ed25519 ? crypto::SigningKey::from_ed25519_seed(secret)
                                            : crypto::SigningKey::from_rsa_der(secret);
}

}  // namespace

bool is_key_id(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || colon + 1 == text.size()) return false;
    if (text.size() > key_id_bytes_max || !is_scheme(text.substr(0, colon))) return false;
    constexpr std::string_view not_in_an_iri = "<>\"{}|\\^`";
    return std::all_of(text.begin(), text.end(), [&](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte > 0x20 && byte != 0x7f && not_in_an_iri.find(c) == std::string_view::npos;
    });
}

Result<KeyFile> make_key_file(const KeyFileNames& names, const crypto::SigningKey& key,
                              const crypto::SecretBytes& passphrase,
                              const crypto::SealRandom& random, const crypto::SealCost& cost) {
    if (!is_key_id(names.id)) return Error{Errc::BadValue, 0, "key id is no absolute IRI"};
    if (!is_key_id(names.controller))
        return Error{Errc::BadValue, 0, "controller is no absolute IRI"};
    KeyFile file{
        std::string(names.id), std::string(names.controller), key.public_key(), names.created, {}};
    OUTPOST_TRY(file.sealed, crypto::seal(key.private_form(), passphrase,
                                          as_bytes(bound_text(file)), random, cost));
    return file;
}

Result<KeyFile> parse_key_file(std::string_view text) {
    json::ReadLimits limits;
    limits.bytes_max = key_file_bytes_max;
    limits.depth_max = 2;
    OUTPOST_TRY(const json::Document document, json::read(text, limits));
    const json::Value& root = document.root();
    if (root.text_of("format") != format_name)
        return Error{Errc::Unsupported, 0, "not a key file of version 1"};
    OUTPOST_TRY(crypto::PublicKey key, read_public_key(root));
    if (!has_exact_members(root))
        return Error{Errc::BadValue, 0, "key file with a member missing, unknown or not text"};
    const std::string_view id = root.text_of("id");
    const std::string_view controller = root.text_of("controller");
    if (!is_key_id(id) || !is_key_id(controller))
        return Error{Errc::BadValue, 0, "id or controller of the key file"};
    OUTPOST_TRY(const UtcInstant created, parse_rfc3339(root.text_of("created")));
    OUTPOST_TRY(Bytes sealed, bytes::decode_base64url(root.text_of("sealedPrivateKey")));
    return KeyFile{std::string(id), std::string(controller), std::move(key), created,
                   std::move(sealed)};
}

std::string write_key_file(const KeyFile& file) {
    json::Writer writer;
    writer.begin_object().key("format").value(format_name);
    write_public_members(writer, file);
    writer.key("created").value(format_rfc3339(file.created));
    writer.key("sealedPrivateKey").value(bytes::encode_base64url(file.sealed));
    writer.end_object();
    return std::move(writer).take() + "\n";
}

std::string public_document(const KeyFile& file) {
    json::Writer writer;
    writer.begin_object();
    write_public_members(writer, file);
    writer.end_object();
    return std::move(writer).take();
}

Result<crypto::SigningKey> unlock(const KeyFile& file, const crypto::SecretBytes& passphrase) {
    OUTPOST_TRY(const crypto::SecretBytes secret,
                crypto::unseal(file.sealed, passphrase, as_bytes(bound_text(file))));
    OUTPOST_TRY(crypto::SigningKey key, private_half(file.public_key.type(), secret.view()));
    if (!(key.public_key() == file.public_key))
        return Error{Errc::BadKey, 0, "private half of another key"};
    return key;
}

}  // namespace outpost::proof
