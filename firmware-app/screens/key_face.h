// What stands on a key: words by their message key, and an icon.
#pragma once

#include "firmware-app/session/key.h"

#include <string_view>

namespace outpost::screens {

struct KeyFace {
    std::string_view words;  // message key; empty: the screen gives the text
    std::string_view icon;   // empty: none
    bool is_icon_mirrored = false;
};

/// @return no words for digits, letters, rows and purposes
KeyFace key_face(session::KeyId id);

}  // namespace outpost::screens
