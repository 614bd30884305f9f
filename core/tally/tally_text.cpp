// The tally as text, strictly: {"format":...,"days":[{"day":DATE,"checks":[[..]..],"hours":..}..]}
#include "core/json/reader.h"
#include "core/json/writer.h"
#include "core/tally/tally.h"

#include <utility>

namespace outpost::tally {

namespace {

constexpr std::string_view tally_format = "outpost-tally/1";
constexpr std::size_t root_members = 2;
constexpr std::size_t day_members = 4;
// Counters and the arrays around them, with some to spare.
constexpr std::size_t day_values_max = 200;

Error no_counters() {
    return {Errc::BadSyntax, 0, "tally: counters"};
}

template <std::size_t size>
Result<void> read_counters(const json::Value* value, std::array<std::int64_t, size>& out) {
    if (value == nullptr || !value->is_array() || value->items().size() != size)
        return no_counters();
    for (std::size_t i = 0; i < size; ++i) {
        const auto& item = value->items()[i];
        if (item.kind() != json::Kind::Integer) return no_counters();
        if (item.as_integer() < 0 || item.as_integer() > count_max)
            return Error{Errc::BadValue, 0, "tally: a count outside its bounds"};
        out[i] = item.as_integer();
    }
    return {};
}

template <std::size_t rows, std::size_t size>
Result<void> read_counters(const json::Value* value,
                           std::array<std::array<std::int64_t, size>, rows>& out) {
    if (value == nullptr || !value->is_array() || value->items().size() != rows)
        return no_counters();
    for (std::size_t i = 0; i < rows; ++i)
        OUTPOST_TRY_VOID(read_counters(&value->items()[i], out[i]));
    return {};
}

template <std::size_t size>
void write_counters(json::Writer& writer, const std::array<std::int64_t, size>& counters) {
    writer.begin_array();
    for (const auto count : counters) writer.value(count);
    writer.end_array();
}

template <std::size_t rows, std::size_t size>
void write_counters(json::Writer& writer,
                    const std::array<std::array<std::int64_t, size>, rows>& counters) {
    writer.begin_array();
    for (const auto& row : counters) write_counters(writer, row);
    writer.end_array();
}

Result<std::pair<CivilDate, Day>> read_day(const json::Value& object) {
    if (!object.is_object() || object.members().size() != day_members)
        return Error{Errc::BadSyntax, 0, "tally: members of a day"};
    const auto* date = object.find("day");
    if (date == nullptr || !date->is_string()) return Error{Errc::BadSyntax, 0, "tally: day"};
    std::pair<CivilDate, Day> read;
    OUTPOST_TRY(read.first, parse_civil_date(date->as_string()));
    OUTPOST_TRY_VOID(read_counters(object.find("checks"), read.second.checks));
    OUTPOST_TRY_VOID(read_counters(object.find("hours"), read.second.hours));
    OUTPOST_TRY_VOID(read_counters(object.find("work"), read.second.work));
    return read;
}

}  // namespace

Result<Tally> Tally::parse(std::string_view text) {
    OUTPOST_TRY(const auto document,
                json::read(text, {tally_file_bytes_max, 5, days_max * day_values_max}));
    const auto& root = document.root();
    if (root.text_of("format") != tally_format)
        return Error{Errc::Unsupported, 0, "not a tally of this version"};
    const auto* days = root.find("days");
    if (root.members().size() != root_members || days == nullptr || !days->is_array())
        return Error{Errc::BadSyntax, 0, "tally: members"};
    if (days->items().size() > days_max) return Error{Errc::TooLong, days_max, "tally: days"};
    Tally tally;
    for (const auto& item : days->items()) {
        OUTPOST_TRY(const auto day, read_day(item));
        if (!tally.days_.empty() && day.first <= tally.days_.rbegin()->first)
            return Error{Errc::Duplicate, 0, "tally: days out of order"};
        tally.days_.emplace_hint(tally.days_.end(), day.first, day.second);
    }
    return tally;
}

std::string Tally::to_text() const {
    json::Writer writer;
    writer.begin_object().key("format").value(tally_format).key("days").begin_array();
    for (const auto& [date, day] : days_) {
        writer.begin_object().key("day").value(format_civil_date(date));
        writer.key("checks");
        write_counters(writer, day.checks);
        writer.key("hours");
        write_counters(writer, day.hours);
        writer.key("work");
        write_counters(writer, day.work);
        writer.end_object();
    }
    writer.end_array().end_object();
    return std::move(writer).take();
}

}  // namespace outpost::tally
