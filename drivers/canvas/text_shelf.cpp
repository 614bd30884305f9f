#include "drivers/canvas/text_shelf.h"

#include "drivers/canvas/shown_text.h"

#include <algorithm>
#include <utility>

namespace outpost::canvas {

TextShelf::Kept::Kept(TextItem key_of_it, LaidOut made_of_it)
    : key(std::move(key_of_it)), made(std::move(made_of_it)) {}

TextShelf::Kept::~Kept() {
    wipe(key.text);
}

const LaidOut& TextShelf::lay_out(const TextItem& item) {
    TextItem key = item;
    key.box.x = 0;
    key.box.y = 0;
    key.ink = {};
    const auto known = std::find_if(shelf_.begin(), shelf_.end(),
                                    [&](const Kept& kept) { return kept.key == key; });
    if (known != shelf_.end()) {
        shelf_.splice(shelf_.begin(), shelf_, known);
        wipe(key.text);
    } else {
        auto made = setter_.set(key);
        shelf_.emplace_front(std::move(key), std::move(made));
        if (shelf_.size() > texts_kept_max) shelf_.pop_back();
    }
    return shelf_.front().made;
}

}  // namespace outpost::canvas
