// Texts that were set, the newest ones kept: a screen is drawn many times with the same words.
#pragma once

#include "core/ports/draw_list.h"
#include "drivers/canvas/text_layout.h"

#include <cstddef>
#include <list>

namespace outpost::canvas {

inline constexpr std::size_t texts_kept_max = 256;

class TextShelf {
  public:
    /// Stays until texts_kept_max others have been asked for. Place and colour do not matter.
    const LaidOut& lay_out(const TextItem& item);
    /// Nothing of any text is kept: names are personal.
    void forget() { shelf_.clear(); }

  private:
    struct Kept {
        Kept(TextItem key_of_it, LaidOut made_of_it);
        Kept(const Kept&) = delete;
        Kept& operator=(const Kept&) = delete;
        ~Kept();  // wipes the text
        TextItem key;
        LaidOut made;
    };

    TextSetter setter_;
    std::list<Kept> shelf_;  // the newest first
};

}  // namespace outpost::canvas
