// A certificate as the ledger keeps it: sealed by the hub for itself, so that producing it costs no
// public-key cryptography again.
#pragma once

#include "core/base/result.h"
#include "core/crypto/own_box.h"
#include "core/sync/certificate_content.h"

#include <string_view>

namespace outpost::hub {

/// @param message_id  of its entry: nothing opens in another's place. @error those of
/// OwnBox::seal()
Result<Bytes> keep_certificate(const sync::CertificateContent& content, std::string_view message_id,
                               const crypto::OwnBox& box, Random& random);

/// @error those of OwnBox::open() and sync::unpack()
Result<sync::CertificateContent> open_kept(ByteView kept, std::string_view message_id,
                                           const crypto::OwnBox& box);

}  // namespace outpost::hub
