// The profile's sample as a certificate, signed by a key that lives only for this purpose.
#pragma once

#include "core/issuing/certificate_signer.h"
#include "firmware-app/station/issuer_setup.h"

#include <memory>
#include <optional>
#include <string>

namespace outpost::tools {

struct SampleCertificate {
    std::string request_json;  // normalised
    std::string credential_json;
    std::string certificate_id;
    UtcInstant issued_at;
    std::size_t payload_bytes_max = 0;  // in the first layout's form
};

/// What keeps the sample from becoming a certificate, for people; at most one.
struct SampleFault {
    std::string pointer;  // of the request, where one member is at fault
    std::string text;
};

/// Checks, fills, signs and verifies one request. The instant is the clock's.
/// @return the certificate, or the faults
std::optional<SampleCertificate> issue_sample(const profile::Profile& profile,
                                              const std::string& folder, const std::string& request,
                                              const station::IssuePorts& ports,
                                              std::vector<SampleFault>& faults,
                                              const station::Console& console);

}  // namespace outpost::tools
