// The words that reach a print system from us: job, queue and media names.
#include "drivers/printer/print_names.h"

#include "core/base/bytes.h"

#include <array>
#include <charconv>
#include <cmath>

namespace outpost {

namespace {

struct NamedMedia {
    std::string_view name;
    double width_mm;
    double height_mm;
};

// PWG 5101.1 names; a card is ISO/IEC 7810 ID-1.
constexpr std::array<NamedMedia, 8> named_media = {{
    {"iso_a4_210x297mm", 210, 297},
    {"iso_a5_148x210mm", 148, 210},
    {"iso_a6_105x148mm", 105, 148},
    {"iso_a3_297x420mm", 297, 420},
    {"iso_b5_176x250mm", 176, 250},
    {"iso_id-1_53.98x85.6mm", 53.98, 85.6},
    {"na_letter_8.5x11in", 215.9, 279.4},
    {"na_legal_8.5x14in", 215.9, 355.6},
}};

constexpr double tolerance_mm = 0.5;

bool is_plain(std::string_view text, std::size_t chars_max) {
    if (text.empty() || text.size() > chars_max || text.front() == '.') return false;
    for (const char c : text) {
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        const bool is_digit = c >= '0' && c <= '9';
        if (!is_letter && !is_digit && c != '.' && c != '_' && c != '-') return false;
    }
    return true;
}

bool is_side(double mm) {
    return std::isfinite(mm) && mm >= page_side_mm_min && mm <= page_side_mm_max;
}

bool is_near(double left_mm, double right_mm) {
    return std::abs(left_mm - right_mm) <= tolerance_mm;
}

/// At most two decimals, none that are nought: "85.6", "80".
std::string in_words(double mm) {
    const double rounded = std::round(mm * 100) / 100;
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), rounded);
    return {buffer.data(), end.ptr};
}

}  // namespace

bool is_job_name(std::string_view name) {
    return is_plain(name, job_name_chars_max);
}

bool is_queue_name(std::string_view name) {
    return is_plain(name, queue_name_chars_max);
}

Result<void> check_request(const PrintRequest& request) {
    constexpr std::string_view pdf_magic = "%PDF-";
    if (!is_job_name(request.name)) return Error{Errc::BadValue, 0, "job name"};
    if (!is_side(request.width_mm) || !is_side(request.height_mm))
        return Error{Errc::BadValue, 0, "page size"};
    if (request.pdf.size() > print_pdf_bytes_max)
        return Error{Errc::TooLong, print_pdf_bytes_max, "PDF to print"};
    if (!as_text(request.pdf).starts_with(pdf_magic))
        return Error{Errc::BadValue, 0, "no PDF to print"};
    return {};
}

std::string media_name(double width_mm, double height_mm) {
    for (const auto& media : named_media) {
        const bool is_upright =
            is_near(width_mm, media.width_mm) && is_near(height_mm, media.height_mm);
        // A page on its side lies on the same sheet; the filters turn it.
        const bool is_turned =
            is_near(width_mm, media.height_mm) && is_near(height_mm, media.width_mm);
        if (is_upright || is_turned) return std::string(media.name);
    }
    const auto size = in_words(width_mm) + "x" + in_words(height_mm) + "mm";
    return "custom_" + size + "_" + size;
}

}  // namespace outpost
