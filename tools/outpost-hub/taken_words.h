// How the hub tells what became of an export: take and serve say the same.
#pragma once

#include "core/hub/hub_desk.h"
#include "core/json/writer.h"

#include <string_view>

namespace outpost::hub_tool {

/// "known", or how it stands.
std::string_view status_of(const hub::TakenExport& taken);

/// A person has to decide, or has decided against it.
bool is_set_aside(const hub::TakenExport& taken);

/// Its members `status`, `kiosk`, `number`, `certificates`, `conflicts`, into an open object.
void write_taken(json::Writer& out, const hub::TakenExport& taken);

/// Why it was not taken: "unknown_kiosk", or the error's code.
std::string_view refusal_code(const Error& error);

}  // namespace outpost::hub_tool
