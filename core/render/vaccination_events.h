// The table of a person's doses on a page, in DIVOC's words.
#pragma once

#include "core/base/result.h"
#include "core/json/value.h"
#include "core/json/writer.h"
#include "core/render/date_text.h"

#include <span>
#include <string>
#include <string_view>

namespace outpost::render {

/// "<ICD-11 code>, <prophylaxis>", one of them, or "Not Available".
std::string vaccine_type_text(std::string_view icd11_code, std::string_view prophylaxis);

struct EventSources {
    const json::Value* credential = nullptr;      // counts before every other one of its dose
    std::span<const json::Value* const> earlier;  // of one dose the last issued counts
    const json::Value* meta = nullptr;  // meta.vaccinations: only doses that are not above
};

/// Writes the value of `vaxEvents`: one object a dose, latest dose first, at most
/// vaccination_events_max. @error as DateWriter::text
inline constexpr std::size_t vaccination_events_max = 64;
Result<void> write_vaccination_events(json::Writer& writer, const EventSources& sources,
                                      const DateWriter& dates);

}  // namespace outpost::render
