// The JSON-LD contexts of assets/contexts, compiled into the program with their pins.
#pragma once

#include "core/base/result.h"
#include "core/rdf/context_set.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace outpost {

struct EmbeddedContext {
    std::string_view file;  // in assets/contexts
    std::string_view text;
    std::span<const std::string> urls;
    std::string_view sha256_hex;
};

/// All of them; they live as long as the program.
std::span<const EmbeddedContext> shipped_contexts();

/// The closed set that a verifier works with; every pin is checked.
/// @error BadChecksum  the program file is damaged
Result<std::shared_ptr<const rdf::ContextSet>> shipped_context_set();

}  // namespace outpost
