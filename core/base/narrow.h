// narrow<To>(from): a number in a smaller type, or Errc::Overflow.
#pragma once

#include "core/base/result.h"

#include <utility>

namespace outpost {

template <typename To, typename From>
Result<To> narrow(From value) {
    if (!std::in_range<To>(value)) return Error{Errc::Overflow, 0, "number too large for its type"};
    return static_cast<To>(value);
}

}  // namespace outpost
