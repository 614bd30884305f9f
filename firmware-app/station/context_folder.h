// The shipped contexts, and those that a tool's user adds from a folder.
#pragma once

#include "core/ports/file_store.h"
#include "core/rdf/context_set.h"
#include "firmware-app/station/console.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace outpost::station {

/// May a folder give a shipped URL another document?
enum class ShippedUrls : std::uint8_t {
    Fixed,        // no, that is refused: what verify works with
    Replaceable,  // yes: for people who compare implementations
};

/// The shipped set plus the documents of each FOLDER/index.json: {"URL": {"file": "name", ...}}.
/// Nothing is ever fetched.
/// @return null when a folder can not be used (said on stderr)
std::shared_ptr<const rdf::ContextSet> contexts_with_folders(FileStore& files,
                                                             std::span<const std::string> folders,
                                                             ShippedUrls shipped_urls,
                                                             const Console& console);

}  // namespace outpost::station
