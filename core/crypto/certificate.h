// X.509 certificates as trust lists carry them (RFC 5280; ICAO Doc 9303-12): what one says, and
// whether an authority signed it and has not withdrawn it.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/crypto/digest.h"
#include "core/crypto/public_key.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace outpost::crypto {

inline constexpr std::size_t crl_bytes_max = 4 * 1024 * 1024;
inline constexpr std::size_t authorities_max = 1000;

struct CertificateFacts {
    PublicKey key;
    UtcInstant not_before;
    UtcInstant not_after;
    std::string country;    // C of the subject; empty where it has none
    Sha256Digest digest{};  // of the DER
};

/// @error those of PublicKey::from_x509 (a P-521 key is Unsupported), BadValue (a period that is
/// none)
Result<CertificateFacts> read_certificate(ByteView der_or_pem);

/// Authorities that sign certificates, and their lists of withdrawn ones.
class Authorities {
  public:
    Authorities();
    ~Authorities();
    Authorities(Authorities&&) noexcept;
    Authorities& operator=(Authorities&&) noexcept;

    /// Trusted because the caller says so; must be signed by itself and be for signing others.
    /// @error BadKey (no certificate), BadSignature (not signed by itself), Unsupported (not an
    /// authority), TooLong
    Result<void> add(ByteView der_or_pem);
    /// @error BadSyntax (no CRL), TooLong, NotFound (of no authority that was added),
    /// BadSignature
    Result<void> add_crl(ByteView der_or_pem);

    /// Signed by an authority of the same country, within that authority's period, on no CRL.
    /// @error NotFound (no such authority), BadSignature, BadValue (another country, a period
    /// outside the authority's; withdrawn by the CRL)
    [[nodiscard]] Result<void> check(ByteView der_or_pem) const;

  private:
    struct Kept;
    std::unique_ptr<Kept> kept_;
};

}  // namespace outpost::crypto
