// What the journal keeps of a time that somebody confirmed or set.
#pragma once

#include "core/timekeeping/time_keeper.h"

#include <string>
#include <string_view>

namespace outpost::station {

/// {"by", "doubt", "from", "to"}: who (a role), what was doubted, the time before and after.
std::string clock_act(const timekeeping::Standing& before, const timekeeping::Standing& after,
                      std::string_view by);

}  // namespace outpost::station
