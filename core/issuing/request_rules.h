// The rules that a request must keep beyond the profile's schema: those of DIVOC's service and the
// stricter ones of an issuer that can not ask back (docs/formats/divoc.md, docs/request-errors.md).
#pragma once

#include "core/base/time.h"
#include "core/intake/item_error.h"
#include "core/json/value.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace outpost::issuing {

inline constexpr std::size_t text_chars_max = 1000;  // code points of any text, names included
inline constexpr std::size_t pre_enrollment_code_chars_max = 64;
inline constexpr std::size_t meta_bytes_max = 16 * 1024;  // as compact JSON
inline constexpr std::int64_t dose_max = 99;
inline constexpr std::int32_t date_year_min = 1901;  // DIVOC's signer drops earlier births
inline constexpr std::int64_t age_years_max = 150;
inline constexpr std::size_t item_errors_max = 100;  // the ones behind are not told

struct RequestRules {
    bool is_v1 = false;
    bool requires_program_id = false;
};

/// What is known of a request. With errors only those are of use.
struct CheckedRequest {
    std::vector<intake::ItemError> errors;  // in the order of the request's members
    /// The item, compact and in its own order, with unknown members; vaccination.date as RFC 3339
    /// with three digits of fraction and its own offset, whole doses as JSON integers.
    std::string json;
    std::string pre_enrollment_code, program_id;
    std::int64_t dose = 0;
    std::string content;      // canonical JSON (RFC 8785) of the normalised item without `meta`
    std::string previous_id;  // meta.previousCertificateId; empty: none
};

/// Checks one item and normalises it. Members that are missing or of another kind are left to the
/// schema, but for those that make up the key: preEnrollmentCode, programId, dose.
/// @param now  the vaccination may not lie after it
CheckedRequest check_request(const json::Value& item, const RequestRules& rules, UtcInstant now);

}  // namespace outpost::issuing
