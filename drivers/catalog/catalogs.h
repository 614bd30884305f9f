// The words of screens from gettext catalogs, through Boost.Locale. No system locale is needed, and
// none is changed: each language is an object of its own.
#pragma once

#include "core/base/result.h"
#include "core/ports/messages.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace outpost {

inline constexpr std::size_t languages_max = 64;

/// A language that is installed and can not be used: it is shown in English.
struct LeftOut {
    std::string tag;
    Error error;
};

/// Reads FOLDER/TAG/LC_MESSAGES/outpost-kiosk.mo of every language, all at once. Folders without
/// such a file, or whose name is no language tag, are passed over. A language says its own name and
/// its direction of writing under the keys "lang.own_name" and "lang.direction" ("ltr", "rtl").
/// @param left_out  filled with the languages whose catalog is damaged
/// @error NotFound (the folder or the English catalog), TooLong (languages_max), Io,
///        and those of check_mo_file() and BadValue (a language without name or direction) when it
///        is the English catalog
Result<std::unique_ptr<MessageCatalogs>> open_catalogs(const std::string& folder,
                                                       std::vector<LeftOut>& left_out);
Result<std::unique_ptr<MessageCatalogs>> open_catalogs(const std::string& folder);

}  // namespace outpost
