// The personal part of one certificate on its way to the hub (docs/formats/sealed-export.md).
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/sealed_box.h"
#include "core/ports/random.h"

#include <string>

namespace outpost::sync {

struct CertificateContent {
    std::string certificate_id;
    std::string kind;             // certify-v3, ...
    std::string request_json;     // the item as it was asked for
    std::string credential_json;  // exactly as signed
};

/// The fields in their order, each after its length: no reader has to look at every character of a
/// text that it only hands on.
Bytes pack(const CertificateContent& content);
/// @error Unsupported (another version), BadLength, BadSyntax (no id or no credential)
Result<CertificateContent> unpack(ByteView packed);

/// Nobody but the hub can read it. @error TooLong, BadKey
Result<Bytes> seal_certificate(const CertificateContent& content, const crypto::BoxPublicKey& hub,
                               Random& random);
/// @error those of BoxKey::open() and unpack()
Result<CertificateContent> open_certificate(ByteView sealed, const crypto::BoxKey& hub);

}  // namespace outpost::sync
