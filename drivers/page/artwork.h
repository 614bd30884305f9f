// A page's artwork: SVG text drawn by librsvg, parsed once.
#pragma once

#include "core/base/result.h"
#include "drivers/page/library_handles.h"

#include <librsvg/rsvg.h>

#include <map>
#include <string>

namespace outpost::page {

/// Page variants (conditionals, numbers of rows) that are kept.
inline constexpr std::size_t artworks_kept_max = 32;

class ArtworkStore {
  public:
    /// Draws the artwork over the whole page, in points. Nothing is fetched: there is no base URL.
    /// @error BadSyntax (no SVG that can be drawn)
    Result<void> draw(cairo_t* cr, const std::string& svg, double width_pt, double height_pt);

  private:
    Result<RsvgHandle*> handle_of(const std::string& svg);

    std::map<std::string, GObjectOf<RsvgHandle>> handles_;
};

}  // namespace outpost::page
