// outpost canon, outpost to-rdf: canonical and plain N-Quads, for people
// who compare implementations.
#pragma once

#include "core/ports/file_store.h"
#include "firmware-app/station/console.h"
#include "tools/outpost/arguments.h"

namespace outpost::tools {

/// Prints canonical N-Quads. Exit 1 with the code on stderr where input or work limit forbid an
/// answer.
int run_canon(const CanonArguments& arguments, FileStore& files, const station::Console& console);

/// Prints the statements of a JSON-LD document in the order in which they were made.
int run_to_rdf(const ToRdfArguments& arguments, FileStore& files, const station::Console& console);

}  // namespace outpost::tools
