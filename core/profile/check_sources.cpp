// Where the values of the QR content come from: placeholders, field map, CSV columns, schema.
#include "core/profile/cross_checks.h"

#include "core/json/pointer.h"

#include <algorithm>
#include <array>

namespace outpost::profile {

namespace {

struct Source {
    std::string_view name;
    std::string_view pointer;  // whose value it is, as a rule; "" for what the signer makes
    std::string_view words;    // more than the pointer, for people
};
constexpr std::array<Source, 20> computed_sources = {{
    {"namespace", "", "profile.toml, the kind's namespace"},
    {"preEnrollmentCode", "/preEnrollmentCode", ""},
    {"recipientName", "/recipient/name", ""},
    {"recipientIdentifier", "/recipient/identity", ", else from /preEnrollmentCode"},
    {"recipientAge", "/recipient/age", ", else from /recipient/dob"},
    {"recipientDob", "/recipient/dob", ", else from /recipient/age"},
    {"issuer", "", "profile.toml, [issuer] issuer"},
    {"issuanceDate", "", "the signer: the instant of signing"},
    {"evidenceId", "", "profile.toml, [issuer] evidence_base_url, and the certificate id"},
    {"InfoUrl", "", "profile.toml, [issuer] info_base_url, and the certificate id"},
    {"feedbackUrl", "", "profile.toml, [issuer] feedback_base_url, and the certificate id"},
    {"certificateId", "", "the signer: the next number"},
    {"batch", "/vaccination/batch", ""},
    {"vaccine", "/vaccination/name", ""},
    {"icd11Code", "", "/vaccination/name by the table of vaccines"},
    {"prophylaxis", "", "/vaccination/name by the tables of vaccines and ICD codes"},
    {"vaccinationDate", "/vaccination/date", ""},
    {"dose", "/vaccination/dose", ""},
    {"totalDoses", "/vaccination/totalDoses", ""},
    {"facilityAddressCountry", "/facility/address/country",
     ", else profile.toml, [issuer] facility_country"},
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

/// What the program's own rules read, whether or not the QR content holds it: the key of a dose
/// and what is checked against other members.
constexpr std::array<std::string_view, 10> rule_pointers = {"/preEnrollmentCode",
                                                            "/enrollmentType",
                                                            "/recipient/contact",
                                                            "/recipient/age",
                                                            "/recipient/dob",
                                                            "/vaccination/date",
                                                            "/vaccination/effectiveStart",
                                                            "/vaccination/effectiveUntil",
                                                            "/vaccination/dose",
                                                            "/vaccination/totalDoses"};

bool is_in_credential(const CrossCheck& check, const std::string& pointer) {
    const auto reads = [&](const templates::Tag& tag) {
        if (const auto source = computed_source(tag.name); !source.empty())
            return source == pointer;
        const auto& map = check.parts.field_map;
        return std::any_of(map.begin(), map.end(), [&](const auto& entry) {
            return entry.first == tag.name && entry.second == pointer;
        });
    };
    return std::any_of(check.kinds.begin(), check.kinds.end(), [&](const auto* kind) {
        const auto tags = kind->credential->tags();
        return std::any_of(tags.begin(), tags.end(), reads);
    });
}

/// Under one of the names that the request has on pages: `request.a.b`, `meta.b`.
bool is_on_page(const CrossCheck& check, const std::string& pointer) {
    auto name = pointer.substr(1);
    std::replace(name.begin(), name.end(), '/', '.');
    for (const auto& layout : check.parts.layouts)
        for (const auto& placeholder : layout.page->placeholders()) {
            if (placeholder.name == "request." + name) return true;
            if (placeholder.name == name && name.rfind("meta.", 0) == 0) return true;
        }
    return false;
}

void check_required(CrossCheck& check) {
    // A misspelt placeholder is told once, not again as the member that it was meant for.
    const bool has_open_placeholder =
        std::any_of(check.faults.begin(), check.faults.end(),
                    [](const auto& one) { return one.code == "placeholder_without_source"; });
    if (has_open_placeholder) return;
    std::set<std::string> told;
    for (const auto* kind : check.kinds)
        for (const auto* place : required_places(check.parts.schema_of(*kind))) {
            const auto& pointer = place->pointer;
            const bool is_key = pointer == "/programId" && check.profile.uses_program_id();
            const bool is_rule = is_key || std::find(rule_pointers.begin(), rule_pointers.end(),
                                                     pointer) != rule_pointers.end();
            if (is_rule || is_in_credential(check, pointer) || is_on_page(check, pointer)) continue;
            if (told.insert(pointer).second)
                check.fault(kind->schema_file, place->line, "required_unused",
                            pointer + " is required, but neither the QR content nor a page has it");
        }
}

}  // namespace

std::string_view computed_source(std::string_view name) {
    for (const auto& source : computed_sources)
        if (source.name == name) return source.pointer;
    return {};
}

std::string computed_source_text(std::string_view name) {
    for (const auto& source : computed_sources)
        if (source.name == name) return std::string(source.pointer) + std::string(source.words);
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
