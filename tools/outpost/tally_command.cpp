#include "tools/outpost/tally_command.h"

#include "core/json/writer.h"
#include "core/tally/tally.h"
#include "firmware-app/station/check_setup.h"
#include "firmware-app/station/state_folder.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

namespace outpost::tools {

namespace {

using tally::Day;

template <typename Name>
Name nth(std::size_t i) {
    return static_cast<Name>(i);
}

void write_checks(json::Writer& writer, const Day& day) {
    writer.key("checks").begin_object();
    for (std::size_t v = 0; v < tally::verdict_count; ++v) {
        writer.key(tally::verdict_name(nth<tally::Verdict>(v))).begin_object();
        for (std::size_t f = 0; f < tally::format_count; ++f)
            if (day.checks[v][f] != 0)
                writer.key(tally::format_name(nth<tally::Format>(f))).value(day.checks[v][f]);
        writer.end_object();
    }
    writer.end_object();
}

/// Only the hours in which something was checked.
void write_hours(json::Writer& writer, const Day& day) {
    writer.key("hours").begin_array();
    for (std::size_t hour = 0; hour < tally::hour_count; ++hour) {
        const auto& counts = day.hours[hour];
        if (std::all_of(counts.begin(), counts.end(), [](auto count) { return count == 0; }))
            continue;
        writer.begin_object().key("hour").value(static_cast<std::uint64_t>(hour));
        for (std::size_t v = 0; v < tally::verdict_count; ++v)
            writer.key(tally::verdict_name(nth<tally::Verdict>(v))).value(counts[v]);
        writer.end_object();
    }
    writer.end_array();
}

std::string as_json(CivilDate date, const Day& day) {
    json::Writer writer;
    writer.begin_object().key("day").value(format_civil_date(date));
    write_checks(writer, day);
    write_hours(writer, day);
    for (std::size_t i = 0; i < tally::work_count; ++i)
        writer.key(tally::work_name(nth<tally::Work>(i))).value(day.work[i]);
    writer.end_object();
    return std::move(writer).take();
}

std::string as_text(CivilDate date, const Day& day) {
    std::string text = format_civil_date(date) + "  checks:";
    for (std::size_t v = 0; v < tally::verdict_count; ++v) {
        const auto verdict = nth<tally::Verdict>(v);
        text += " " + std::string(tally::verdict_name(verdict)) + " " +
                std::to_string(day.checked(verdict));
    }
    text += "  certificates:";
    for (std::size_t i = 0; i < tally::work_count; ++i)
        text += " " + std::string(tally::work_name(nth<tally::Work>(i))) + " " +
                std::to_string(day.work[i]);
    return text;
}

}  // namespace

int run_tally(const TallyArguments& arguments, FileStore& files, const station::Console& console) {
    const auto folder = arguments.state.empty() ? station::default_state_folder() : arguments.state;
    const auto tally = tally::read_tally(files, folder);
    if (!tally) {
        console.message("the tally: " + station::words_for(tally.error()));
        return station::exit_code::environment;
    }
    const auto& days = tally->days();
    const auto shown = std::min(static_cast<std::size_t>(arguments.days), days.size());
    auto each = std::prev(days.end(), static_cast<std::ptrdiff_t>(shown));
    for (; each != days.end(); ++each)
        console.result(arguments.json ? as_json(each->first, each->second)
                                      : as_text(each->first, each->second));
    if (shown == 0 && !arguments.json) console.message("nothing was counted yet");
    return station::exit_code::ok;
}

}  // namespace outpost::tools
