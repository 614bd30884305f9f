// A page that shows itself as no certificate.
#pragma once

#include "core/ports/page.h"

namespace outpost::render {

/// Adds a large translucent word SPECIMEN across the artwork, in each of the areas above, below and
/// beside the symbol that have room for it; the symbol stays free, so that it can be read.
/// @param page  filled; one without artwork stays as it is
void mark_as_specimen(PageModel& page);

}  // namespace outpost::render
