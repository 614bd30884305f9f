// The words that reach a print system from us: job, queue and media names.
#pragma once

#include "core/base/result.h"
#include "core/ports/printer.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace outpost {

inline constexpr std::size_t job_name_chars_max = 100;
inline constexpr std::size_t queue_name_chars_max = 127;  // CUPS takes no longer ones
inline constexpr std::size_t print_pdf_bytes_max = std::size_t{64} * 1024 * 1024;
inline constexpr double page_side_mm_min = 10;
inline constexpr double page_side_mm_max = 2000;

/// 1 to 100 characters of [0-9A-Za-z._-], the first no dot: safe as a file name, too.
bool is_job_name(std::string_view name);

/// As a job name, but up to 127 characters: no slash, '?' or '#' of a URI, no blank.
bool is_queue_name(std::string_view name);

/// Name, size of the page, and that there is a PDF. @error BadValue, TooLong
Result<void> check_request(const PrintRequest& request);

/// The media keyword of PWG 5101.1 for a page in millimetres, as CUPS takes it:
/// "iso_a4_210x297mm" (either way up, within 0.5 mm), else "custom_80x200mm_80x200mm" with at most
/// two decimals. The sides must have passed check_request().
std::string media_name(double width_mm, double height_mm);

}  // namespace outpost
