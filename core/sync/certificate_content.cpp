#include "core/sync/certificate_content.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace outpost::sync {

namespace {

constexpr std::uint8_t version = 1;
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

Bytes pack(const CertificateContent& content) {
    Bytes packed{version};
    packed.reserve(1 + 4 * length_bytes + content.certificate_id.size() + content.kind.size() +
                   content.request_json.size() + content.credential_json.size());
    for (const auto* field :
         {&content.certificate_id, &content.kind, &content.request_json, &content.credential_json})
        put(packed, *field);
    return packed;
}

Result<CertificateContent> unpack(ByteView packed) {
    if (packed.empty() || packed.front() != version)
        return Error{Errc::Unsupported, 0, "version of a sealed certificate"};
    CertificateContent content;
    auto left = packed.subspan(1);
    for (auto* field :
         {&content.certificate_id, &content.kind, &content.request_json, &content.credential_json})
        if (!take(left, *field))
            return Error{Errc::BadLength, packed.size() - left.size(), "a sealed certificate"};
    if (!left.empty())
        return Error{Errc::BadLength, packed.size() - left.size(), "a sealed certificate"};
    if (content.certificate_id.empty() || content.credential_json.empty())
        return Error{Errc::BadSyntax, 0, "a sealed certificate"};
    return content;
}

Result<Bytes> seal_certificate(const CertificateContent& content, const crypto::BoxPublicKey& hub,
                               Random& random) {
    return crypto::seal_to(hub, pack(content), random);
}

Result<CertificateContent> open_certificate(ByteView sealed, const crypto::BoxKey& hub) {
    OUTPOST_TRY(const auto opened, hub.open(sealed));
    return unpack(opened);
}

}  // namespace outpost::sync
