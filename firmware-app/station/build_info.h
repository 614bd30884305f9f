// Facts of the build.
#pragma once

#include "core/base/time.h"

#include <string_view>

namespace outpost::station {

std::string_view version();
/// A clock that shows an earlier time than this is wrong.
UtcInstant built_at();

}  // namespace outpost::station
