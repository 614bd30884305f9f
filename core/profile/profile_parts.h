// What a loaded profile is made of. For this module alone.
#pragma once

#include "core/profile/json_lines.h"
#include "core/profile/profile.h"
#include "core/profile/profile_settings.h"
#include "core/profile/request_schema.h"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace outpost::profile {

inline constexpr std::size_t profile_file_bytes_max = std::size_t{4} * 1024 * 1024;

/// One of the profile's context documents.
struct ContextFile {
    std::string url;
    std::string file;
    std::int32_t index_line = 0;  // of contexts/index.json
};

struct Profile::Parts {
    ProfileSettings settings;
    std::map<std::string, std::unique_ptr<RequestSchema>, std::less<>> schemas;          // by file
    std::map<std::string, std::unique_ptr<templates::Template>, std::less<>> templates;  // by file
    std::vector<RequestKind> kinds;
    std::vector<std::unique_ptr<render::PageTemplate>> pages;
    std::vector<PageLayout> layouts;
    std::vector<std::pair<std::string, std::string>> field_map;
    JsonLines field_lines;
    std::vector<VaccineRow> vaccines;
    std::map<std::string, IcdRow, std::less<>> icd;
    std::vector<std::pair<std::string, std::string>> contexts;
    std::vector<ContextFile> context_files;  // in the order of `contexts`
    std::string sample;

    [[nodiscard]] const RequestSchema& schema_of(const RequestKind& kind) const {
        return *schemas.at(kind.schema_file);
    }
};

/// The kind's template filled from the computed values and, for other names, the field map; its
/// lines are the template's. @error those of Template::render
Result<std::string> filled_template(const Profile::Parts& parts, const RequestKind& kind,
                                    const json::Value& item, const json::Value& computed_values);

/// Files of the profile folder with the faults that reading them brings.
class FolderReader {
  public:
    FolderReader(const ReadFile& read, std::vector<ProfileFault>& faults)
        : read_(read), faults_(faults) {}

    /// @return nothing when it is not there or too large, which is a fault
    std::optional<std::string> text(const std::string& file);
    /// The file as JSON; its text stays with the document's owner.
    struct JsonFile {
        std::string text;
        json::Document document;
        JsonLines lines;
    };
    std::optional<JsonFile> json(const std::string& file, const char* code);

    void fault(const std::string& file, std::int32_t line, const char* code, std::string text) {
        faults_.push_back({false, file, line, code, std::move(text)});
    }
    [[nodiscard]] std::vector<ProfileFault>& faults() { return faults_; }

  private:
    const ReadFile& read_;
    std::vector<ProfileFault>& faults_;
};

/// certificateOptionalFieldsKeyPaths.json, VACCINE_ICD.json, ICD.json in DIVOC's own forms, and
/// contexts/index.json. Faults go to the reader.
void read_field_map(FolderReader& reader, Profile::Parts& parts);
void read_vaccines(FolderReader& reader, Profile::Parts& parts);
void read_icd(FolderReader& reader, Profile::Parts& parts);
void read_contexts(FolderReader& reader, Profile::Parts& parts);

}  // namespace outpost::profile
