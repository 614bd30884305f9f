// What page templates may name: DIVOC's data model for certificates (docs/formats/page-data.md)
// made from a credential, its request and the person's earlier doses.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/json/value.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::render {

/// How dates are written for people.
struct DateStyle {
    std::string time_zone = "UTC";        // IANA name, such as Asia/Kolkata
    std::string locale = "en";            // BCP 47
    std::string pattern = "dd-MMM-yyyy";  // Unicode date pattern (UTS 35); DIVOC's by default
};

/// A date ("2022-02-08") or date-time ("2022-02-08T23:10:00.000Z") as it is in the style's zone;
/// text that is neither comes back as it is. @error Unsupported (unknown zone), BadValue (pattern)
Result<std::string> date_text(std::string_view iso_text, const DateStyle& style);

/// True for an IANA zone name that we can compute with.
bool is_time_zone(std::string_view name);

struct PageDataInput {
    const json::Value* credential = nullptr;
    const json::Value* request = nullptr;     // normalised item; may be null once purged
    std::vector<const json::Value*> earlier;  // credentials of the person's other doses, any order
    std::string_view issuer_name;
    bool is_reprint = false;
    DateStyle dates;
};

/// One JSON object: DIVOC's names (name, age, gender, identity, vaxEvents, isFinalDose...), every
/// scalar of credentialSubject and evidence[0] under its own name unless DIVOC's model has that
/// name already, and the trees `credential`, `request`, `meta`.
/// Identities are formatted as DIVOC does; only Aadhaar numbers are masked (however they are
/// spelt). Scalars that are exactly an ISO date or RFC 3339 date-time are in the date style.
/// @error BadValue (no credential object, or the date pattern), Unsupported (the time zone)
Result<std::string> page_data(const PageDataInput& input);

/// The same, read: what PageFill::data takes. @error as page_data; TooLong (beyond 4 MiB)
Result<json::Document> page_document(const PageDataInput& input);

/// Names that page_data() always gives, for checking templates.
std::span<const std::string_view> page_data_names();
std::span<const std::string_view> vaccination_event_names();

}  // namespace outpost::render
