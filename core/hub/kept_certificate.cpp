#include "core/hub/kept_certificate.h"

#include <array>
#include <cstdint>
#include <string>

namespace outpost::hub {

namespace {

constexpr std::size_t length_bytes = 4;  // of each field, big-endian, before it

void put(Bytes& to, std::string_view field) {
    for (std::size_t at = length_bytes; at-- > 0;)
        to.push_back(static_cast<std::uint8_t>(field.size() >> (8 * at)));
    to.insert(to.end(), field.begin(), field.end());
}

/// Takes a field off the front.
bool take(ByteView& from, std::string& field) {
    if (from.size() < length_bytes) return false;
    std::size_t size = 0;
    for (std::size_t at = 0; at < length_bytes; ++at) size = size << 8 | from[at];
    from = from.subspan(length_bytes);
    if (from.size() < size) return false;
    field = as_text(from.first(size));
    from = from.subspan(size);
    return true;
}

}  // namespace

Result<Bytes> keep_certificate(const sync::CertificateContent& content, std::string_view message_id,
                               const crypto::OwnBox& box, Random& random) {
    Bytes plain;
    plain.reserve(content.certificate_id.size() + content.kind.size() +
                  content.request_json.size() + content.credential_json.size() + 4 * length_bytes);
    for (const auto* field :
         {&content.certificate_id, &content.kind, &content.request_json, &content.credential_json})
        put(plain, *field);
    return box.seal(plain, as_bytes(message_id), random);
}

Result<sync::CertificateContent> open_kept(ByteView kept, std::string_view message_id,
                                           const crypto::OwnBox& box) {
    OUTPOST_TRY(const auto plain, box.open(kept, as_bytes(message_id)));
    sync::CertificateContent content;
    ByteView left = plain;
    for (auto* field :
         {&content.certificate_id, &content.kind, &content.request_json, &content.credential_json})
        if (!take(left, *field)) return Error{Errc::BadLength, 0, "a certificate of the ledger"};
    if (!left.empty()) return Error{Errc::BadLength, 0, "a certificate of the ledger"};
    return content;
}

}  // namespace outpost::hub
