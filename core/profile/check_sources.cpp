// Where the values of the QR content come from: placeholders, field map, CSV columns, schema.
#include "core/profile/cross_checks.h"

#include "core/json/pointer.h"

#include <algorithm>
#include <array>

namespace outpost::profile {

namespace {

struct Source {
    std::string_view name;
    std::string_view pointer;
};
constexpr std::array<Source, 12> computed_sources = {{
    {"preEnrollmentCode", "/preEnrollmentCode"},
    {"recipientName", "/recipient/name"},
    {"recipientIdentifier", "/recipient/identity"},
    {"recipientAge", "/recipient/age"},
    {"recipientDob", "/recipient/dob"},
    {"batch", "/vaccination/batch"},
    {"vaccine", "/vaccination/name"},
    {"vaccinationDate", "/vaccination/date"},
    {"dose", "/vaccination/dose"},
    {"totalDoses", "/vaccination/totalDoses"},
    {"facilityAddressCountry", "/facility/address/country"},
    // No placeholder: the signer wants a telephone number there.
    {"", "/recipient/contact"},
}};

bool is_computed(std::string_view name) {
    const auto names = computed_names();
    return std::find(names.begin(), names.end(), name) != names.end();
}

void check_placeholders(CrossCheck& check, std::set<std::string, std::less<>>& used) {
    for (const auto* kind : check.kinds) {
        const auto& schema = check.parts.schema_of(*kind);
        for (const auto& tag : kind->credential->tags()) {
            using templates::TagKind;
            if (tag.kind == TagKind::Comment || tag.kind == TagKind::SectionEnd) continue;
            used.insert(tag.name);
            if (is_computed(tag.name) || tag.name == ".") continue;
            const auto& map = check.parts.field_map;
            const auto entry = std::find_if(map.begin(), map.end(),
                                            [&](const auto& one) { return one.first == tag.name; });
            if (entry == map.end()) {
                check.fault(kind->template_file, tag.line, "placeholder_without_source",
                            "{{" + tag.name + "}} has no line in " +
                                check.parts.settings.fields_file +
                                " and is no name that the signer makes");
                continue;
            }
            const auto* place = schema.find(entry->second);
            const bool is_number = place != nullptr && place->types.size() == 1 &&
                                   (place->types[0] == "number" || place->types[0] == "integer" ||
                                    place->types[0] == "boolean");
            if (tag.kind == TagKind::Variable && !tag.in_json_string && !is_number)
                check.fault(kind->template_file, tag.line, "placeholder_not_quoted",
                            "{{" + tag.name + "}} stands outside of quotes but is no number");
        }
    }
}

void check_field_map(CrossCheck& check, const std::set<std::string, std::less<>>& used) {
    const auto& file = check.parts.settings.fields_file;
    for (const auto& [name, pointer] : check.parts.field_map) {
        const auto line = line_of(check.parts.field_lines, "/" + json::pointer_step(name));
        const bool is_known = std::any_of(check.kinds.begin(), check.kinds.end(),
                                          [&, &path = pointer](const auto* kind) {
                                              return check.parts.schema_of(*kind).knows(path);
                                          });
        if (!is_known)
            check.fault(file, line, "field_path_unknown",
                        name + ": no request schema declares " + pointer);
        if (used.find(name) == used.end())
            check.fault(file, line, "field_unused", name + " is in no QR content template");
    }
}

/// Places of one value that a request must have: no object, not within a list.
std::vector<const SchemaPlace*> required_places(const RequestSchema& schema) {
    std::vector<const SchemaPlace*> out;
    for (const auto& place : schema.places())
        if (place.is_required && !place.is_object) out.push_back(&place);
    return out;
}

void check_csv(CrossCheck& check) {
    const auto& columns = check.parts.settings.csv_columns;
    std::size_t index = 0;
    for (const auto& column : columns) {
        const auto line = check.parts.settings.line_of("csv." + std::to_string(index++));
        bool is_known = false;
        bool is_required = false;
        for (const auto* kind : check.kinds) {
            const auto& schema = check.parts.schema_of(*kind);
            const auto* place = schema.find(column.pointer);
            is_known = is_known || schema.knows(column.pointer);
            is_required = is_required || (place != nullptr && place->is_required);
        }
        if (!is_known)
            check.fault(profile_toml_name, line, "csv_pointer_unknown",
                        column.header + ": no request schema declares " + column.pointer);
        else if (column.is_required && !is_required)
            check.fault(profile_toml_name, line, "csv_required_differs",
                        column.header + " may not be empty, but no request schema requires " +
                            column.pointer);
    }
    if (columns.empty()) return;
    for (const auto* kind : check.kinds)
        for (const auto* place : required_places(check.parts.schema_of(*kind))) {
            const bool has_column =
                std::any_of(columns.begin(), columns.end(),
                            [&](const auto& column) { return column.pointer == place->pointer; });
            if (!has_column)
                check.fault(kind->schema_file, place->line, "csv_column_missing",
                            place->pointer + " is required, but no [[csv]] column of " +
                                profile_toml_name + " brings it");
        }
}

bool is_read(const CrossCheck& check, const std::string& pointer) {
    const auto& map = check.parts.field_map;
    if (std::any_of(map.begin(), map.end(), [&](const auto& e) { return e.second == pointer; }))
        return true;
    if (std::any_of(computed_sources.begin(), computed_sources.end(),
                    [&](const auto& source) { return source.pointer == pointer; }))
        return true;
    std::string page_name = "request" + pointer;
    std::replace(page_name.begin(), page_name.end(), '/', '.');
    for (const auto& layout : check.parts.layouts)
        for (const auto& placeholder : layout.page->placeholders())
            if (placeholder.name == page_name) return true;
    return false;
}

void check_required(CrossCheck& check) {
    std::set<std::string> told;
    for (const auto* kind : check.kinds)
        for (const auto* place : required_places(check.parts.schema_of(*kind)))
            if (!is_read(check, place->pointer) && told.insert(place->pointer).second)
                check.warn(kind->schema_file, place->line, "required_unused",
                           place->pointer + " is required but never used");
}

}  // namespace

std::string_view computed_source(std::string_view name) {
    if (name.empty()) return {};
    for (const auto& source : computed_sources)
        if (source.name == name) return source.pointer;
    return {};
}

void check_sources(CrossCheck& check) {
    std::set<std::string, std::less<>> used;
    check_placeholders(check, used);
    check_field_map(check, used);
    check_csv(check);
    check_required(check);
}

}  // namespace outpost::profile
