// The tables of a profile in DIVOC's own JSON forms, and its list of contexts.
#include "core/json/pointer.h"
#include "core/json/reader.h"
#include "core/profile/profile_parts.h"

#include <algorithm>

namespace outpost::profile {

namespace {

constexpr std::size_t rows_max = 2000;
constexpr std::size_t text_chars_max = 1000;

bool is_text(const json::Value* value) {
    return value != nullptr && value->is_string() && value->as_string().size() <= text_chars_max;
}

/// Lower case (ASCII), white space left out: how vaccine names are compared.
std::string normalised(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == ' ' || (c >= '\t' && c <= '\r')) continue;
        out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return out;
}

bool is_plain_file(std::string_view name) {
    return !name.empty() && name.front() != '/' && name.find("..") == std::string_view::npos &&
           name.find('\\') == std::string_view::npos;
}

}  // namespace

std::optional<std::string> FolderReader::text(const std::string& file) {
    auto content = read_(file);
    if (!content) {
        fault(file, 0, "file_missing",
              std::string("cannot be read: ") + std::string(code_name(content.error().code)));
        return std::nullopt;
    }
    if (content->size() > profile_file_bytes_max) {
        fault(file, 0, "file_too_large", "at most 4 MiB");
        return std::nullopt;
    }
    return std::move(content).value();
}

std::optional<FolderReader::JsonFile> FolderReader::json(const std::string& file,
                                                         const char* code) {
    auto content = text(file);
    if (!content) return std::nullopt;
    auto document = json::read(*content, {profile_file_bytes_max, 64, 200'000});
    if (!document) {
        fault(file, line_at(*content, document.error().offset), code,
              std::string("this is no JSON: ") + std::string(code_name(document.error().code)));
        return std::nullopt;
    }
    auto lines = json_lines(*content);
    return JsonFile{std::move(*content), std::move(document).value(), std::move(lines)};
}

void read_field_map(FolderReader& reader, Profile::Parts& parts) {
    const auto& file = parts.settings.fields_file;
    const auto read = reader.json(file, "field_map_syntax");
    if (!read) return;
    parts.field_lines = read->lines;
    const auto& root = read->document.root();
    if (!root.is_object() || root.members().size() > rows_max)
        return reader.fault(file, 0, "field_map_syntax",
                            "an object of names and paths is expected");
    for (const auto& member : root.members()) {
        const auto line = line_of(read->lines, "/" + json::pointer_step(member.name));
        std::string pointer;
        bool is_path = member.value.is_array() && !member.value.items().empty();
        if (is_path)
            for (const auto& step : member.value.items()) {
                is_path = is_path && is_text(&step);
                if (is_path) pointer += "/" + json::pointer_step(step.as_string());
            }
        if (!is_path)
            reader.fault(file, line, "field_map_syntax",
                         std::string(member.name) + ": a path such as [\"recipient\", \"name\"]");
        else
            parts.field_map.emplace_back(std::string(member.name), pointer);
    }
}

void read_vaccines(FolderReader& reader, Profile::Parts& parts) {
    const auto& file = parts.settings.vaccines_file;
    const auto read = reader.json(file, "table_syntax");
    if (!read) return;
    const auto& root = read->document.root();
    if (!root.is_array() || root.items().size() > rows_max)
        return reader.fault(file, 0, "table_syntax", "a list of objects is expected");
    std::size_t index = 0;
    for (const auto& row : root.items()) {
        const auto line = line_of(read->lines, "/" + std::to_string(index++));
        const auto name = normalised(row.text_of("vaccineName"));
        if (name.empty() || !is_text(row.find("icd11Code")))
            reader.fault(file, line, "table_syntax", "vaccineName and icd11Code are expected");
        else
            parts.vaccines.push_back({name, std::string(row.text_of("icd11Code"))});
    }
}

void read_icd(FolderReader& reader, Profile::Parts& parts) {
    const auto& file = parts.settings.icd_file;
    const auto read = reader.json(file, "table_syntax");
    if (!read) return;
    const auto& root = read->document.root();
    if (!root.is_object() || root.members().size() > rows_max)
        return reader.fault(file, 0, "table_syntax", "an object of codes is expected");
    for (const auto& member : root.members()) {
        if (!is_text(member.value.find("icd11Term"))) {
            reader.fault(file, line_of(read->lines, "/" + json::pointer_step(member.name)),
                         "table_syntax", "icd11Term is expected");
            continue;
        }
        const auto& row = member.value;
        parts.icd.emplace(
            member.name,
            IcdRow{std::string(member.name), std::string(row.text_of("icd11Term")),
                   std::string(row.text_of("vaccineType")), std::string(row.text_of("disease"))});
    }
    for (const auto& vaccine : parts.vaccines)
        if (parts.icd.find(vaccine.icd11_code) == parts.icd.end())
            reader.fault(
                file, 0, "table_code_unknown",
                vaccine.name + " has the code " + vaccine.icd11_code + ", which has no line here");
}

void read_contexts(FolderReader& reader, Profile::Parts& parts) {
    const auto& folder = parts.settings.contexts_folder;
    const auto index_file = folder + "/index.json";
    const auto index = reader.json(index_file, "context_index");
    if (!index) return;
    if (!index->document.root().is_object())
        return reader.fault(index_file, 0, "context_index", "an object of URLs is expected");
    for (const auto& member : index->document.root().members()) {
        const auto line = line_of(index->lines, "/" + json::pointer_step(member.name));
        const auto name = std::string(member.value.text_of("file"));
        if (!is_plain_file(name)) {
            reader.fault(index_file, line, "context_index", "\"file\": a name in this folder");
            continue;
        }
        auto document = reader.json(folder + "/" + name, "context_syntax");
        if (!document) continue;
        if (document->document.root().find("@context") == nullptr) {
            reader.fault(folder + "/" + name, 0, "context_syntax", "there is no @context");
            continue;
        }
        parts.contexts.emplace_back(std::string(member.name), std::move(document->text));
        parts.context_files.push_back({std::string(member.name), folder + "/" + name, line});
    }
}

}  // namespace outpost::profile
