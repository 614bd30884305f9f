// What the journal keeps of what staff did beside the certificates: bodies of entries.
#pragma once

#include "core/sync/installed.h"
#include "core/timekeeping/time_keeper.h"

#include <string>
#include <string_view>

namespace outpost::station {

/// {"by", "doubt", "from", "to"}: who (a role), what was doubted, the time before and after.
std::string clock_act(const timekeeping::Standing& before, const timekeeping::Standing& after,
                      std::string_view by);

/// {"by", "sequence", "bundle"}: the trust data that is in force now, by its newest bundle's id.
std::string trust_act(const sync::Generation& in_force, std::string_view by);

}  // namespace outpost::station
