#include "core/hub/kept_certificate.h"

namespace outpost::hub {

Result<Bytes> keep_certificate(const sync::CertificateContent& content, std::string_view message_id,
                               const crypto::OwnBox& box, Random& random) {
    return box.seal(sync::pack(content), as_bytes(message_id), random);
}

Result<sync::CertificateContent> open_kept(ByteView kept, std::string_view message_id,
                                           const crypto::OwnBox& box) {
    OUTPOST_TRY(const auto plain, box.open(kept, as_bytes(message_id)));
    return sync::unpack(plain);
}

}  // namespace outpost::hub
