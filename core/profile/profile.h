// An issuer's profile: request schema, QR content, context, page templates and rules as data in one
// folder (docs/formats/profile.md). Nothing here is code.
#pragma once

#include "core/base/result.h"
#include "core/crypto/public_key.h"
#include "core/intake/item_error.h"
#include "core/intake/item_reader.h"
#include "core/json/value.h"
#include "core/ports/symbol_writer.h"
#include "core/render/page_data.h"
#include "core/render/page_template.h"
#include "core/templates/template.h"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace outpost::profile {

using outpost::PayloadForm;

struct SymbolRules {
    PayloadForm form = PayloadForm::Divoc;
    EccLevel level = EccLevel::M;
    double module_mm_min = 0.25;  // least printed size of a module
};

/// Values that the signer adds; the names are those of DIVOC's signer configuration.
struct IssuerRules {
    std::string issuer;             // CERTIFICATE_ISSUER
    std::string name;               // for people
    std::string did;                // CERTIFICATE_DID: prefix of subject ids without scheme
    std::string evidence_base_url;  // CERTIFICATE_BASE_URL
    std::string info_base_url;      // CERTIFICATE_INFO_BASE_URL
    std::string feedback_base_url;  // CERTIFICATE_FEEDBACK_BASE_URL
    std::string facility_country;   // FACILITY_COUNTRY_CODE
    std::string identity_rejection_pattern = "^NA$|^.?$";
};

struct VaccineRow {
    std::string name;  // lower case, without white space; part of the vaccine's name
    std::string icd11_code;
};
struct IcdRow {
    std::string code, term, vaccine_type, disease;
};

/// What a request file can be, the default first.
inline constexpr std::array<const char*, 4> request_kinds = {"certify-v3", "certify-v1",
                                                             "update-v3", "update-v1"};

/// One sort of request: certify-v3, certify-v1; update-v3 and update-v1 use the same rows.
struct RequestKind {
    std::string name;
    std::string namespace_url;  // second context of its credentials
    std::string schema_file;    // within the profile folder
    std::string template_file;
    const templates::Template* credential = nullptr;  // owned by the profile

    [[nodiscard]] bool is_v1() const { return name.ends_with("-v1"); }
    [[nodiscard]] bool is_update() const { return name.starts_with("update-"); }
};

struct PageLayout {
    std::string name;  // "a4", "card", "receipt"
    std::string file;
    const render::PageTemplate* page = nullptr;  // owned by the profile
    std::string language;
    SymbolRules symbol;  // a layout may ask for another form than the profile's
    std::int32_t dpi = 300;
    render::DateStyle dates;
};

/// A fault in a profile folder, for the person who edits it.
struct ProfileFault {
    bool is_warning = false;
    std::string file;
    std::int32_t line = 0;  // 0: the whole file
    std::string code;       // snake_case, docs/formats/profile.md
    std::string text;
};

/// Reads one file of the profile folder by its relative name.
using ReadFile = std::function<Result<std::string>(const std::string& name)>;

class Profile {
  public:
    struct Parts;  // profile_parts.h, for this module alone

    /// Loads and checks each part for itself. @return nothing when it can not be used; `faults`
    /// then has at least one that is no warning
    static std::optional<Profile> load(const ReadFile& read, std::vector<ProfileFault>& faults);
    ~Profile();
    Profile(Profile&&) noexcept;
    Profile& operator=(Profile&&) noexcept;

    [[nodiscard]] const std::string& name() const;
    [[nodiscard]] const std::string& version() const;
    [[nodiscard]] const IssuerRules& issuer() const;
    [[nodiscard]] std::int64_t update_limit() const;
    /// False: the event's key is preEnrollmentCode and dose alone, and programId may be absent.
    [[nodiscard]] bool uses_program_id() const;
    /// True: a request without programId is refused, as DIVOC's signer does by default.
    [[nodiscard]] bool requires_program_id() const;
    [[nodiscard]] const std::string& time_zone() const;
    [[nodiscard]] std::span<const VaccineRow> vaccines() const;
    [[nodiscard]] const IcdRow* icd(std::string_view code) const;
    /// "certify-v3", "update-v3", "certify-v1", "update-v1"; null for another name.
    [[nodiscard]] const RequestKind* kind(std::string_view name) const;
    [[nodiscard]] std::span<const PageLayout> layouts() const;  // the first is printed by default
    [[nodiscard]] std::vector<intake::CsvColumn> csv_columns() const;
    /// Contexts of contexts/index.json: URL and text.
    [[nodiscard]] std::span<const std::pair<std::string, std::string>> contexts() const;
    /// minisign public keys (the key line) of those who may drop request files.
    [[nodiscard]] std::span<const std::string> queue_signers() const;
    [[nodiscard]] const std::string& sample_request() const;  // JSON text of one v3 item

    /// Every violation of the kind's request schema.
    [[nodiscard]] std::vector<intake::ItemError> check_request(const RequestKind& kind,
                                                               std::string_view item_json) const;
    /// The same of an item that was read already.
    [[nodiscard]] std::vector<intake::ItemError> check_request(const RequestKind& kind,
                                                               const json::Value& item) const;
    /// The QR content: fills the kind's template. `computed` are the names that the signer makes
    /// itself (certificateId, recipientAge...), a JSON object; the field map gives the others, and
    /// what neither gives is "". Nothing can break out of its place.
    /// @error BadValue, BadSyntax (the result is not JSON), TooLong
    [[nodiscard]] Result<std::string> credential_json(const RequestKind& kind,
                                                      const json::Value& item,
                                                      const json::Value& computed) const;
    /// The field map: template name and JSON pointer into the item.
    [[nodiscard]] std::span<const std::pair<std::string, std::string>> field_map() const;

    [[nodiscard]] const Parts& parts() const { return *parts_; }

  private:
    explicit Profile(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

/// Names that the signer computes; a template may use them without a line in the field map.
std::span<const std::string_view> computed_names();
/// Where a computed value comes from, for people: "/recipient/age, else from /recipient/dob"; ""
/// for other names.
std::string computed_source_text(std::string_view name);

/// Checks the parts against each other, without signing: placeholders without a source, members
/// that no context defines, shared predicates, page placeholders that nothing fills, the sample,
/// the symbol's size at worst. (The sample's own issue and verification is `outpost profile
/// check`'s.)
/// @param shipped  finds the text of a context that ships with the program; null for another URL
std::vector<ProfileFault> cross_check(
    const Profile& profile, const ReadFile& read,
    const std::function<std::string_view(std::string_view url)>& shipped);

}  // namespace outpost::profile
