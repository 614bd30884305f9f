#include "core/profile/profile.h"

#include "core/json/pointer.h"
#include "core/json/reader.h"
#include "core/json/writer.h"
#include "core/profile/profile_parts.h"

#include <algorithm>
#include <array>
#include <set>

namespace outpost::profile {

namespace {

constexpr std::size_t credential_bytes_max = std::size_t{64} * 1024;

// docs/formats/profile.md; the names are those of DIVOC's signer.
constexpr std::array<std::string_view, 20> computed = {"namespace",       "preEnrollmentCode",
                                                       "recipientName",   "recipientIdentifier",
                                                       "recipientAge",    "recipientDob",
                                                       "issuer",          "issuanceDate",
                                                       "evidenceId",      "InfoUrl",
                                                       "feedbackUrl",     "certificateId",
                                                       "batch",           "vaccine",
                                                       "icd11Code",       "prophylaxis",
                                                       "vaccinationDate", "dose",
                                                       "totalDoses",      "facilityAddressCountry"};

void load_kinds(FolderReader& reader, Profile::Parts& parts) {
    for (const auto& kind : parts.settings.kinds) {
        if (parts.schemas.find(kind.schema_file) == parts.schemas.end())
            if (const auto text = reader.text(kind.schema_file))
                if (auto schema = RequestSchema::parse(*text, kind.schema_file, reader.faults()))
                    parts.schemas.emplace(kind.schema_file, std::move(schema));
        if (parts.templates.find(kind.template_file) == parts.templates.end())
            if (const auto text = reader.text(kind.template_file)) {
                auto parsed = templates::Template::parse(*text);
                if (parsed)
                    parts.templates.emplace(
                        kind.template_file,
                        std::make_unique<templates::Template>(std::move(parsed).value()));
                else
                    reader.fault(kind.template_file, line_at(*text, parsed.error().offset),
                                 "template_syntax", parsed.error().what);
            }
        const auto filled = parts.templates.find(kind.template_file);
        if (filled == parts.templates.end()) continue;
        const auto version = kind.name.substr(kind.name.find('-'));
        for (const auto* verb : {"certify", "update"})
            parts.kinds.push_back({verb + version, kind.namespace_url, kind.schema_file,
                                   kind.template_file, filled->second.get()});
    }
}

void load_layouts(FolderReader& reader, Profile::Parts& parts) {
    std::size_t index = 0;
    for (const auto& layout : parts.settings.layouts) {
        const auto key = "layouts." + std::to_string(index++);
        if (const auto date = render::date_text("2022-02-28", layout.dates); !date)
            reader.fault(profile_toml_name, parts.settings.line_of(key), "date_style",
                         "dates can not be written this way: date_locale, date_pattern");
        const auto text = reader.text(layout.file);
        if (!text) continue;
        std::vector<render::TemplateFault> page_faults;
        auto page = render::PageTemplate::parse(*text, &page_faults);
        for (const auto& fault : page_faults)
            reader.fault(layout.file, fault.line, "page_syntax", fault.text);
        if (!page) {
            if (page_faults.empty()) reader.fault(layout.file, 0, "page_syntax", page.error().what);
            continue;
        }
        parts.pages.push_back(std::make_unique<render::PageTemplate>(std::move(page).value()));
        parts.layouts.push_back({layout.name, layout.file, parts.pages.back().get(),
                                 layout.language, layout.symbol, layout.dpi, layout.dates});
    }
}

bool has_scheme(std::string_view text) {
    const auto colon = text.find(':');
    return colon != 0 && colon != std::string_view::npos &&
           std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '+' || c == '-' || c == '.';
           });
}

void check_issuer(FolderReader& reader, const ProfileSettings& settings) {
    const auto& issuer = settings.issuer;
    const std::array<std::pair<const char*, const std::string*>, 3> absolute = {{
        {"issuer.issuer", &issuer.issuer},
        {"issuer.did", &issuer.did},
        {"issuer.evidence_base_url", &issuer.evidence_base_url},
    }};
    for (const auto& [key, text] : absolute)
        if (!has_scheme(*text))
            reader.fault(profile_toml_name, settings.line_of(key), "value_not_allowed",
                         std::string(key) + ": begins with a scheme such as https: or did:");
    if (!is_usable_pattern(issuer.identity_rejection_pattern))
        reader.fault(profile_toml_name, settings.line_of("issuer.identity_rejection_pattern"),
                     "value_not_allowed",
                     "issuer.identity_rejection_pattern: a short regular expression without nested "
                     "repeats");
}

}  // namespace

std::optional<Profile> Profile::load(const ReadFile& read, std::vector<ProfileFault>& faults) {
    const auto count_before = faults.size();
    FolderReader reader(read, faults);
    const auto text = reader.text(profile_toml_name);
    if (!text) return std::nullopt;
    auto settings = read_profile_toml(*text, faults);
    if (!settings) return std::nullopt;
    auto parts = std::make_unique<Parts>();
    parts->settings = std::move(*settings);
    if (!render::is_time_zone(parts->settings.time_zone)) {
        reader.fault(profile_toml_name, parts->settings.line_of("time_zone"), "time_zone_unknown",
                     "time_zone: a name such as Asia/Kolkata is expected");
        return std::nullopt;
    }
    check_issuer(reader, parts->settings);
    load_kinds(reader, *parts);
    read_field_map(reader, *parts);
    read_vaccines(reader, *parts);
    read_icd(reader, *parts);
    read_contexts(reader, *parts);
    load_layouts(reader, *parts);
    if (auto sample = reader.json(parts->settings.sample_file, "sample_syntax"))
        parts->sample = std::move(sample->text);
    const bool has_fault = std::any_of(faults.begin() + static_cast<std::ptrdiff_t>(count_before),
                                       faults.end(), [](const auto& f) { return !f.is_warning; });
    if (has_fault) return std::nullopt;
    return Profile(std::move(parts));
}

Profile::Profile(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Profile::~Profile() = default;
Profile::Profile(Profile&&) noexcept = default;
Profile& Profile::operator=(Profile&&) noexcept = default;

const std::string& Profile::name() const {
    return parts_->settings.name;
}
const std::string& Profile::version() const {
    return parts_->settings.version;
}
const IssuerRules& Profile::issuer() const {
    return parts_->settings.issuer;
}
std::int64_t Profile::update_limit() const {
    return parts_->settings.update_limit;
}
bool Profile::uses_program_id() const {
    return parts_->settings.uses_program_id;
}

bool Profile::requires_program_id() const {
    return parts_->settings.requires_program_id;
}
const std::string& Profile::time_zone() const {
    return parts_->settings.time_zone;
}
std::span<const VaccineRow> Profile::vaccines() const {
    return parts_->vaccines;
}

const IcdRow* Profile::icd(std::string_view code) const {
    const auto found = parts_->icd.find(code);
    return found == parts_->icd.end() ? nullptr : &found->second;
}

const RequestKind* Profile::kind(std::string_view name) const {
    for (const auto& kind : parts_->kinds)
        if (kind.name == name) return &kind;
    return nullptr;
}

std::span<const PageLayout> Profile::layouts() const {
    return parts_->layouts;
}

std::vector<intake::CsvColumn> Profile::csv_columns() const {
    return parts_->settings.csv_columns;
}

std::span<const std::pair<std::string, std::string>> Profile::contexts() const {
    return parts_->contexts;
}

std::span<const std::string> Profile::queue_signers() const {
    return parts_->settings.queue_signers;
}

const std::string& Profile::sample_request() const {
    return parts_->sample;
}

std::span<const std::pair<std::string, std::string>> Profile::field_map() const {
    return parts_->field_map;
}

std::vector<intake::ItemError> Profile::check_request(const RequestKind& kind,
                                                      std::string_view item_json) const {
    using intake::ItemCode;
    const auto one_error = [](ItemCode code, std::string text) {
        std::vector<intake::ItemError> errors;
        errors.push_back({{}, code, std::move(text), 0, {}});
        return errors;
    };
    const auto item = json::read(item_json);
    if (!item) {
        switch (item.error().code) {
            case Errc::TooLong:
                return one_error(ItemCode::TooLong, "the request is too long: at most 64 KiB");
            case Errc::TooDeep:
                return one_error(ItemCode::TooDeep, "the request nests too deep");
            case Errc::BadUtf8:
                return one_error(ItemCode::BadUtf8, "the request has bytes that are no UTF-8");
            case Errc::Duplicate:
                return one_error(ItemCode::DuplicateMember, "the request has a member twice");
            default:
                return one_error(ItemCode::BadSyntax, "the request is no JSON");
        }
    }
    return check_request(kind, item->root());
}

std::vector<intake::ItemError> Profile::check_request(const RequestKind& kind,
                                                      const json::Value& item) const {
    if (!item.is_object()) {
        std::vector<intake::ItemError> errors;
        errors.push_back({{}, intake::ItemCode::BadSyntax, "a request is one JSON object", 0, {}});
        return errors;
    }
    return parts_->schema_of(kind).check(item);
}

Result<std::string> Profile::credential_json(const RequestKind& kind, const json::Value& item,
                                             const json::Value& computed_values) const {
    OUTPOST_TRY(const auto text, filled_template(*parts_, kind, item, computed_values));
    OUTPOST_TRY(const auto credential, json::read(text));
    if (!credential.root().is_object())
        return Error{Errc::BadSyntax, 0, "the QR content template gives no JSON object"};
    return json::write(credential.root());
}

Result<std::string> filled_template(const Profile::Parts& parts, const RequestKind& kind,
                                    const json::Value& item, const json::Value& computed_values) {
    if (!item.is_object() || !computed_values.is_object())
        return Error{Errc::BadValue, 0, "a credential is made from objects"};
    std::vector<json::Member> members(computed_values.members().begin(),
                                      computed_values.members().end());
    for (const auto& [name, pointer] : parts.field_map) {
        if (computed_values.find(name) != nullptr) continue;
        const auto* value = json::value_at(item, pointer);
        if (value != nullptr && value->is_scalar()) members.push_back({name, *value});
    }
    return kind.credential->render(json::Value::object(members), templates::Escape::Json,
                                   credential_bytes_max);
}

std::span<const std::string_view> computed_names() {
    return computed;
}

}  // namespace outpost::profile
