// What the hub reads of the request that a certificate was made from.
#pragma once

#include "core/base/result.h"
#include "core/journal/records.h"
#include "core/json/reader.h"

#include <string>
#include <string_view>

namespace outpost::hub {

/// Requests as a kiosk keeps them.
inline constexpr json::ReadLimits request_limits{journal::content_bytes_max, 32, 64 * 1024};

/// Members of the request (docs/formats/divoc.md); those that are missing are empty.
struct RequestKeys {
    std::string pre_enrollment_code, program_id, dose;
    std::string name;    // of the recipient
    std::string mobile;  // the first contact "tel:..." without that word, as DIVOC's signer does
};

RequestKeys read_request_keys(const json::Value& request);

}  // namespace outpost::hub
