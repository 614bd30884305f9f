// Where in a picture dark and light change so often that a symbol may be there.
#pragma once

#include "core/scanning/plane.h"

#include <optional>

namespace outpost::scanning {

/// The box around everything that changes as densely as a symbol does, with some air; nothing when
/// no such area is large enough for one. Text and wood grain are thinner; noise is not.
std::optional<PixelBox> find_dense_area(const DarkPlane& plane);

}  // namespace outpost::scanning
