// Everything that is checked of one item before an id is reserved: the profile's schema, then the
// rules of requests.
#pragma once

#include "core/issuing/request_rules.h"
#include "core/profile/profile.h"

#include <string_view>

namespace outpost::issuing {

/// All errors of both, one for each member: where both name it, what the schema says.
/// @param text  one JSON object
CheckedRequest check_item(const profile::Profile& profile, const profile::RequestKind& kind,
                          std::string_view text, UtcInstant now);

}  // namespace outpost::issuing
