// Poppler's pdftoppm as a child process: its place, and what its endings mean.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "drivers/picture/child_process.h"

#include <string>
#include <vector>

namespace outpost {

inline constexpr std::size_t pdf_bytes_max = std::size_t{64} * 1024 * 1024;

/// Looks in /usr/bin, /usr/local/bin and /bin; empty when it is not installed.
std::string find_pdftoppm();

/// True when the content begins like a PDF.
bool is_pdf(ByteView content);

/// Draws pages of a PDF in grey: PGM pages on its output. The document stays in memory: no
/// temporary file.
/// @param options  resolution, pages and box
/// @error TooLong (document, output, or what it asks of memory and time), BadSyntax (damaged,
///        locked), Timeout, Unavailable, Io
Result<Bytes> run_pdftoppm(const std::string& program, const std::vector<std::string>& options,
                           ByteView pdf, const ChildLimits& limits);

}  // namespace outpost
