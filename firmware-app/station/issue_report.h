// What became of each item: a line of JSON, or words.
#pragma once

#include "firmware-app/runtime/issue_run.h"

#include <string>

namespace outpost::station {

/// The contract's object (docs/architecture.md, section 4, issue).
std::string item_as_json(const runtime::FinishedItem& item);
/// For a person; several lines when there are errors.
std::string item_as_text(const runtime::FinishedItem& item);
/// For standard error: that texts stand cut on the page; empty when none does.
std::string page_note_text(const runtime::FinishedItem& item);

}  // namespace outpost::station
