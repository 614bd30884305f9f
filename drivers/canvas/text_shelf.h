// Texts laid out by Pango, the newest ones kept: a screen is drawn many times with the same words.
#pragma once

#include "core/ports/draw_list.h"
#include "drivers/canvas/library_handles.h"

#include <pango/pangocairo.h>

#include <cstddef>
#include <list>
#include <string>

namespace outpost::canvas {

/// More of a text is not looked at.
inline constexpr std::size_t text_bytes_max = 8'000;

struct LaidOut {
    GObjectOf<PangoLayout> layout;
    TextFit fit;
    double top_px = 0;  // of the first line, from the box's top
};

class TextShelf {
  public:
    TextShelf();

    /// Stays until more others have been asked for than are kept. The box's place does not matter.
    const LaidOut& lay_out(const TextItem& item);
    /// Nothing of any text is kept: names are personal.
    void forget() { shelf_.clear(); }

  private:
    struct Kept {
        TextItem item;
        LaidOut made;
    };
    LaidOut make(const TextItem& item);

    GObjectOf<PangoContext> context_;
    std::list<Kept> shelf_;  // the newest first
};

}  // namespace outpost::canvas
