#include "core/sync/certificate_content.h"

#include "core/bytes/byte_reader.h"

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

bool take(bytes::ByteReader& from, std::string& field) {
    const auto size = from.u32_be();
    const auto text = size ? from.take(*size) : Result<ByteView>(size.error());
    if (text) field = as_text(*text);
    return text.has_value();
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
    bytes::ByteReader reader(packed);
    OUTPOST_TRY_VOID(reader.skip(1));
    bool is_whole = true;
    for (auto* field :
         {&content.certificate_id, &content.kind, &content.request_json, &content.credential_json})
        is_whole = is_whole && take(reader, *field);
    if (!is_whole || !reader.is_at_end())
        return Error{Errc::BadLength, reader.offset(), "a sealed certificate"};
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
