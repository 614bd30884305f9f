// What Cairo leaves out of a PDF: language, alternative text, "print at 100 %".
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <string>
#include <vector>

namespace outpost::page {

/// One leaf of the structure tree, in the order of drawing.
struct StructureNote {
    std::string role;         // as it was given to Cairo
    std::string language;     // empty: the document's
    std::string description;  // alternative text of a figure
};

/// The same input gives the same bytes. @error BadSyntax (the structure is not what was drawn),
/// Unavailable (the library)
Result<Bytes> finish_pdf(ByteView pdf, const std::string& language,
                         const std::vector<StructureNote>& notes);

}  // namespace outpost::page
