// The shipped contexts, and those that a tool's user adds from a folder.
#pragma once

#include "core/ports/file_store.h"
#include "core/rdf/context_set.h"
#include "tools/outpost/console.h"

#include <memory>
#include <string>

namespace outpost::tools {

/// The shipped set plus the documents of FOLDER/index.json: {"URL": {"file": "name", ...}}. A URL
/// of the folder replaces the shipped one. An empty folder name adds nothing; nothing is ever
/// fetched.
/// @return null when the folder can not be used (said on stderr)
std::shared_ptr<const rdf::ContextSet> contexts_with_folder(FileStore& files,
                                                            const std::string& folder,
                                                            const Console& console);

}  // namespace outpost::tools
