// Names of keys in scripts: "yes", "choose_language".
#pragma once

#include "firmware-app/session/key.h"

#include <optional>
#include <string_view>

namespace outpost::kiosk {

std::optional<session::KeyId> key_of(std::string_view name);

}  // namespace outpost::kiosk
