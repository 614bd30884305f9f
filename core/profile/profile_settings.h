// profile.toml as plain data with the lines of its keys. Internal to core/profile.
#pragma once

#include "core/intake/item_reader.h"
#include "core/profile/profile.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::profile {

inline constexpr std::size_t profile_toml_bytes_max = std::size_t{256} * 1024;
inline constexpr const char* profile_toml_name = "profile.toml";

struct KindSettings {
    std::string name;
    std::string namespace_url;
    std::string schema_file;
    std::string template_file;
};

struct LayoutSettings {
    std::string name;
    std::string file;
    std::string language;
    SymbolRules symbol;
    std::int32_t dpi = 300;
    render::DateStyle dates;
};

struct ProfileSettings {
    std::string name;
    std::string version;
    std::string time_zone = "UTC";
    IssuerRules issuer;
    std::int64_t update_limit = 100;  // DIVOC's own default
    bool uses_program_id = true;
    bool requires_program_id = false;
    SymbolRules symbol;
    std::string fields_file;
    std::string vaccines_file;
    std::string icd_file;
    std::string contexts_folder;
    std::string sample_file;
    std::vector<KindSettings> kinds;
    std::vector<LayoutSettings> layouts;
    std::vector<intake::CsvColumn> csv_columns;
    std::vector<std::string> queue_signers;
    /// Line of each key: "name", "issuer.did", "kinds.certify-v3.namespace", "csv.0.pointer".
    std::map<std::string, std::int32_t, std::less<>> lines;

    [[nodiscard]] std::int32_t line_of(std::string_view key) const {
        const auto found = lines.find(key);
        return found == lines.end() ? 0 : found->second;
    }
};

/// Reads profile.toml. Each fault goes into `faults`; a key that is not known is one too.
/// @return nothing when it is no TOML or has a fault
std::optional<ProfileSettings> read_profile_toml(std::string_view text,
                                                 std::vector<ProfileFault>& faults);

}  // namespace outpost::profile
