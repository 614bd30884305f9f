// The only file that sees toml++.
#include "core/profile/profile_settings.h"

#include "core/profile/json_lines.h"
#include "core/toml/toml_text.h"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <exception>
#include <set>
#include <utility>

namespace outpost::profile {

namespace {

constexpr std::size_t text_chars_max = 1000;
constexpr std::size_t rows_max = 200;
constexpr std::size_t row_name_bytes_max = 100;
constexpr std::int64_t format_version = 1;

using Words = std::span<const std::string_view>;

struct Sink {
    std::vector<ProfileFault>& faults;
    ProfileSettings& settings;

    void fault(const toml::node* node, std::string code, std::string text) {
        const auto line = node == nullptr ? 0U : node->source().begin.line;
        faults.push_back({false, profile_toml_name, static_cast<std::int32_t>(line),
                          std::move(code), std::move(text)});
    }
};

/// One [table] whose keys are asked for by name; those that nobody asked for are faults.
class Section {
  public:
    Section(Sink& sink, const toml::table* table, std::string prefix)
        : sink_(sink), table_(table), prefix_(std::move(prefix)), shown_(prefix_) {}
    /// @param shown  stands before the keys in messages: people do not count tables from 0
    Section(Sink& sink, const toml::table* table, std::string prefix, std::string shown)
        : sink_(sink), table_(table), prefix_(std::move(prefix)), shown_(std::move(shown)) {}

    const toml::node* find(std::string_view key) {
        known_.emplace(key);
        const auto* node = table_ == nullptr ? nullptr : table_->get(key);
        if (node != nullptr)
            sink_.settings.lines[prefix_ + std::string(key)] =
                static_cast<std::int32_t>(node->source().begin.line);
        return node;
    }

    /// Text; left as it is when the key is absent and `is_required` is false.
    void text(std::string_view key, std::string& out, bool is_required = true) {
        const auto* node = find(key);
        if (node == nullptr) {
            if (is_required) missing(key);
            return;
        }
        const auto value = node->value_exact<std::string>();
        if (!value) return type_fault(node, key, "a text in quotes");
        if (value->size() > text_chars_max || (is_required && value->empty()))
            return sink_.fault(node, "value_not_allowed",
                               shown_ + std::string(key) + ": 1 to 1000 characters");
        out = *value;
    }

    /// The name of a file or folder below the profile folder.
    void file(std::string_view key, std::string& out, bool is_required = true) {
        text(key, out, is_required);
        if (out.empty() || is_inside(out)) return;
        sink_.fault(find(key), "value_not_allowed",
                    shown_ + std::string(key) + ": a name below the profile folder, without ..");
        out.clear();
    }

    void boolean(std::string_view key, bool& out) {
        const auto* node = find(key);
        if (node == nullptr) return;
        const auto value = node->value_exact<bool>();
        if (!value) return type_fault(node, key, "true or false");
        out = *value;
    }

    void integer(std::string_view key, std::int64_t& out, std::int64_t least, std::int64_t most) {
        const auto* node = find(key);
        if (node == nullptr) return;
        const auto value = node->value_exact<std::int64_t>();
        if (!value) return type_fault(node, key, "a whole number");
        if (*value < least || *value > most)
            return sink_.fault(node, "value_not_allowed",
                               shown_ + std::string(key) + ": " + std::to_string(least) + " to " +
                                   std::to_string(most));
        out = *value;
    }

    void millimetres(std::string_view key, double& out) {
        const auto* node = find(key);
        if (node == nullptr) return;
        const auto value = node->value<double>();
        if (!value) return type_fault(node, key, "a number");
        if (!(*value >= 0.05 && *value <= 5.0))
            return sink_.fault(node, "value_not_allowed",
                               shown_ + std::string(key) + ": 0.05 to 5 millimetres");
        out = *value;
    }

    /// The place of one of the words.
    void word(std::string_view key, Words words, std::size_t& out) {
        std::string value;
        text(key, value, false);
        if (value.empty()) return;
        const auto found = std::find(words.begin(), words.end(), value);
        if (found != words.end()) {
            out = static_cast<std::size_t>(found - words.begin());
            return;
        }
        std::string all;
        for (const auto word : words) all += (all.empty() ? "" : ", ") + std::string(word);
        sink_.fault(find(key), "value_not_allowed", shown_ + std::string(key) + ": one of " + all);
    }

    Section section(std::string_view key) {
        const auto* node = find(key);
        if (node != nullptr && node->as_table() == nullptr)
            type_fault(node, key, "a [" + std::string(key) + "] table");
        const auto* table = node == nullptr ? nullptr : node->as_table();
        return {sink_, table, prefix_ + std::string(key) + "."};
    }

    /// The tables of [[key]].
    std::vector<Section> rows(std::string_view key) {
        std::vector<Section> out;
        const auto* node = find(key);
        if (node == nullptr) return out;
        const auto* array = node->as_array();
        if (array == nullptr || array->size() > rows_max) {
            type_fault(node, key, "[[" + std::string(key) + "]] tables, at most 200");
            return out;
        }
        for (const auto& item : *array) {
            const auto prefix = prefix_ + std::string(key) + "." + std::to_string(out.size());
            sink_.settings.lines[prefix] = static_cast<std::int32_t>(item.source().begin.line);
            if (item.as_table() == nullptr) type_fault(&item, key, "a table");
            out.emplace_back(sink_, item.as_table(), prefix + ".",
                             shown_row(key, item.as_table(), out.size() + 1));
        }
        return out;
    }

    [[nodiscard]] const toml::table* table() const { return table_; }

    void missing(std::string_view key) {
        sink_.fault(table_, "key_missing", shown_ + std::string(key) + " is missing");
    }

    void type_fault(const toml::node* node, std::string_view key, const std::string& expected) {
        sink_.fault(node, "key_type", shown_ + std::string(key) + ": " + expected + " is expected");
    }

    /// Call last.
    void refuse_unknown_keys() {
        if (table_ == nullptr) return;
        for (const auto& [key, node] : *table_)
            if (known_.find(std::string_view(key.str())) == known_.end())
                sink_.fault(&node, "key_unknown",
                            shown_ + std::string(key.str()) + " is no key of a profile");
    }

  private:
    /// `[[layouts]] "a4": `, or with its number where it has no name.
    static std::string shown_row(std::string_view key, const toml::table* row, std::size_t number) {
        std::string name;
        for (const char* title : {"name", "header"})
            if (const auto* node = row == nullptr ? nullptr : row->get(title); node != nullptr)
                name = node->value_exact<std::string>().value_or(name);
        const bool is_short = !name.empty() && name.size() <= row_name_bytes_max;
        return "[[" + std::string(key) + "]] " +
               (is_short ? "\"" + name + "\"" : "number " + std::to_string(number)) + ": ";
    }
    static bool is_inside(std::string_view name) {
        return name.front() != '/' && name.find("..") == std::string_view::npos &&
               name.find('\\') == std::string_view::npos &&
               name.find('\0') == std::string_view::npos;
    }

    Sink& sink_;
    const toml::table* table_;
    std::string prefix_;  // in the map of lines
    std::string shown_;   // in messages
    std::set<std::string, std::less<>> known_;
};

void read_symbol_keys(Section& section, SymbolRules& symbol) {
    static constexpr std::array<std::string_view, 2> forms = {"divoc", "compact"};
    static constexpr std::array<std::string_view, 4> levels = {"L", "M", "Q", "H"};
    auto form = static_cast<std::size_t>(symbol.form);
    auto level = static_cast<std::size_t>(symbol.level);
    section.word("form", forms, form);
    section.word("level", levels, level);
    symbol.form = static_cast<PayloadForm>(form);
    symbol.level = static_cast<EccLevel>(level);
    section.millimetres("module_mm_min", symbol.module_mm_min);
}

void read_issuer(Section section, IssuerRules& issuer) {
    section.text("issuer", issuer.issuer);
    section.text("name", issuer.name);
    section.text("did", issuer.did);
    section.text("evidence_base_url", issuer.evidence_base_url);
    section.text("info_base_url", issuer.info_base_url);
    section.text("feedback_base_url", issuer.feedback_base_url);
    section.text("facility_country", issuer.facility_country, false);
    section.text("identity_rejection_pattern", issuer.identity_rejection_pattern, false);
    section.refuse_unknown_keys();
}

void read_kinds(Section section, Sink& sink) {
    static constexpr std::array<std::string_view, 2> names = {"certify-v3", "certify-v1"};
    for (const auto name : names) {
        auto kind = section.section(name);
        if (kind.table() == nullptr) continue;
        KindSettings out;
        out.name = name;
        kind.text("namespace", out.namespace_url);
        kind.file("schema", out.schema_file);
        kind.file("template", out.template_file);
        kind.refuse_unknown_keys();
        sink.settings.kinds.push_back(std::move(out));
    }
    section.refuse_unknown_keys();
    if (sink.settings.kinds.empty() || sink.settings.kinds.front().name != names.front())
        section.missing("certify-v3");
}

void read_layouts(Section& root, ProfileSettings& out) {
    for (auto& section : root.rows("layouts")) {
        LayoutSettings layout;
        layout.symbol = out.symbol;
        layout.dates.time_zone = out.time_zone;
        section.text("name", layout.name);
        section.file("file", layout.file);
        section.text("language", layout.language);
        std::int64_t dpi = layout.dpi;
        section.integer("dpi", dpi, 72, 2400);
        layout.dpi = static_cast<std::int32_t>(dpi);
        read_symbol_keys(section, layout.symbol);
        layout.dates.locale = layout.language;
        section.text("date_locale", layout.dates.locale, false);
        section.text("date_pattern", layout.dates.pattern, false);
        section.refuse_unknown_keys();
        out.layouts.push_back(std::move(layout));
    }
    if (out.layouts.empty()) root.missing("layouts");
}

void read_csv(Section& root, ProfileSettings& out) {
    static constexpr std::array<std::string_view, 4> forms = {"text", "number", "date",
                                                              "telephone"};
    for (auto& section : root.rows("csv")) {
        intake::CsvColumn column;
        section.text("header", column.header);
        section.text("pointer", column.pointer);
        std::size_t form = 0;
        section.word("form", forms, form);
        column.form = static_cast<intake::CsvColumn::Form>(form);
        section.boolean("required", column.is_required);
        section.refuse_unknown_keys();
        out.csv_columns.push_back(std::move(column));
    }
}

void read_queue(Section section, ProfileSettings& out) {
    const auto* node = section.find("signers");
    const auto* array = node == nullptr ? nullptr : node->as_array();
    if (node != nullptr && array == nullptr) section.type_fault(node, "signers", "a list of texts");
    if (array != nullptr)
        for (const auto& item : *array) {
            const auto value = item.value_exact<std::string>();
            if (!value || value->empty() || value->size() > text_chars_max)
                section.type_fault(&item, "signers", "minisign public keys (their RW... line)");
            else
                out.queue_signers.push_back(*value);
        }
    section.refuse_unknown_keys();
}

void read_files(Section section, ProfileSettings& out) {
    out.fields_file = "fields.json";
    out.vaccines_file = "vaccines.json";
    out.icd_file = "icd.json";
    out.contexts_folder = "contexts";
    out.sample_file = "sample-request.json";
    section.file("fields", out.fields_file, false);
    section.file("vaccines", out.vaccines_file, false);
    section.file("icd", out.icd_file, false);
    section.file("contexts", out.contexts_folder, false);
    section.file("sample_request", out.sample_file, false);
    section.refuse_unknown_keys();
}

template <typename Rows, typename Name>
void refuse_twins(Sink& sink, const Rows& rows, const std::string& key, Name name) {
    std::set<std::string> seen;
    std::size_t index = 0;
    for (const auto& row : rows) {
        const auto place = key + "." + std::to_string(index++);
        if (seen.insert(name(row)).second) continue;
        sink.faults.push_back({false, profile_toml_name, sink.settings.line_of(place), "duplicate",
                               key + ": " + name(row) + " stands twice"});
    }
}

void read_all(const toml::table& table, Sink& sink) {
    auto& out = sink.settings;
    Section root(sink, &table, "");
    std::int64_t version = 0;
    root.integer("outpost_profile", version, format_version, format_version);
    if (version == 0 && root.find("outpost_profile") == nullptr) root.missing("outpost_profile");
    root.text("name", out.name);
    root.text("version", out.version);
    root.text("time_zone", out.time_zone, false);
    read_issuer(root.section("issuer"), out.issuer);
    auto rules = root.section("rules");
    rules.integer("update_limit", out.update_limit, 0, 1'000'000);
    rules.boolean("uses_program_id", out.uses_program_id);
    rules.boolean("requires_program_id", out.requires_program_id);
    rules.refuse_unknown_keys();
    auto symbol = root.section("symbol");
    read_symbol_keys(symbol, out.symbol);
    symbol.refuse_unknown_keys();
    read_files(root.section("files"), out);
    read_kinds(root.section("kinds"), sink);
    read_layouts(root, out);
    read_csv(root, out);
    read_queue(root.section("queue"), out);
    root.refuse_unknown_keys();
    refuse_twins(sink, out.layouts, "layouts", [](const auto& row) { return row.name; });
    refuse_twins(sink, out.csv_columns, "csv", [](const auto& row) { return row.header; });
}

}  // namespace

std::optional<ProfileSettings> read_profile_toml(std::string_view text,
                                                 std::vector<ProfileFault>& faults) {
    ProfileSettings settings;
    Sink sink{faults, settings};
    const auto faults_before = faults.size();
    if (text.size() > profile_toml_bytes_max) {
        sink.fault(nullptr, "file_too_large", "at most 256 KiB");
        return std::nullopt;
    }
    const auto ascii = toml_text::ascii_toml(text);
    if (!ascii) {
        faults.push_back({false, profile_toml_name, line_at(text, ascii.error().offset),
                          "toml_syntax",
                          ascii.error().code == Errc::BadUtf8
                              ? "the file is not UTF-8 text; save it as UTF-8"
                              : "a letter beyond ASCII may stand only in double quotes, not behind "
                                "a backslash, and in comments"});
        return std::nullopt;
    }
    try {
        const auto table = toml::parse(*ascii);
        read_all(table, sink);
    } catch (const toml::parse_error& error) {
        faults.push_back({false, profile_toml_name,
                          static_cast<std::int32_t>(error.source().begin.line), "toml_syntax",
                          std::string(error.description())});
    } catch (const std::exception&) {
        sink.fault(nullptr, "toml_syntax", "this is no TOML");
    }
    if (faults.size() != faults_before) return std::nullopt;
    return settings;
}

}  // namespace outpost::profile
