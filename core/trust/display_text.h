// Which text of a trust source may reach a screen, a terminal or a journal.
#pragma once

#include <string_view>

namespace outpost::trust {

/// True for well-formed UTF-8 without control characters (C0, DEL, C1), line and paragraph
/// separators, and without the marks that reverse the direction of what follows.
/// @param tab_allowed  minisign's own trusted comments contain tabs
bool is_display_text(std::string_view text, bool tab_allowed = false);

}  // namespace outpost::trust
