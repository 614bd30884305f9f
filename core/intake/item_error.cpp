// Names of the item codes.
#include "core/intake/item_error.h"

#include "core/base/check.h"

#include <array>
#include <cstddef>

namespace outpost::intake {

std::string_view item_code_name(ItemCode code) {
    static constexpr std::array<std::string_view, 35> names = {
        "bad_syntax",         "bad_utf8",          "duplicate_member", "too_deep",
        "too_long",           "required",          "wrong_type",       "too_short",
        "below_minimum",      "above_maximum",     "not_integer",      "bad_date",
        "bad_format",         "not_allowed",       "schema_rule",      "control_character",
        "age_or_dob_missing", "bad_age",           "contact_missing",  "date_ahead",
        "before_birth",       "period_reversed",   "walk_in",          "column_missing",
        "column_count",       "duplicate_in_file", "conflict",         "no_certificate",
        "update_limit",       "previous_differs",  "does_not_fit",     "not_signable",
        "page_fault",         "file_unsigned",     "unfinished"};
    static_assert(names.size() == static_cast<std::size_t>(ItemCode::Unfinished) + 1);
    const auto index = static_cast<std::size_t>(code);
    OUTPOST_CHECK(index < names.size());
    return names[index];
}

}  // namespace outpost::intake
