// The acceptance profile as tables of members, and one walk over them.
#include "core/verify/divoc_shape.h"

#include "core/base/time.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>

namespace outpost::verify {

namespace {

enum class Form : std::uint8_t {
    Text,           // a string
    FilledText,     // a string that is not empty
    TextOrInteger,  // DIVOC 1.24 passed some values through with their JSON type
    DoseNumber,     // an integer from 1 to 99
    Address,
    Verifier,
    Facility,
    Context,
    CredentialType,
    EvidenceType,
    Subject,
    Evidence,
    Instant,
    Anything,
};

struct Field {
    std::string_view name;
    Form form;
    bool is_required;
};

constexpr Field vaccination_fields[] = {
    {"@context", Form::Context, true},          {"type", Form::CredentialType, true},
    {"credentialSubject", Form::Subject, true}, {"issuer", Form::FilledText, true},
    {"issuanceDate", Form::Instant, true},      {"evidence", Form::Evidence, true},
    {"nonTransferable", Form::Text, false},     {"proof", Form::Anything, true},
    {"expirationDate", Form::Instant, false},   {"validFrom", Form::Instant, false},
    {"validUntil", Form::Instant, false},
};

constexpr Field subject_fields[] = {
    {"type", Form::FilledText, true},  {"id", Form::Text, true},
    {"refId", Form::FilledText, true}, {"uhid", Form::Text, false},
    {"name", Form::FilledText, true},  {"age", Form::TextOrInteger, false},
    {"dob", Form::Text, false},        {"gender", Form::Text, false},
    {"sex", Form::Text, false},        {"nationality", Form::Text, false},
    {"address", Form::Address, false},
};

constexpr Field address_fields[] = {
    {"streetAddress", Form::Text, false},
    {"streetAddress2", Form::Text, false},
    {"district", Form::Text, false},
    {"city", Form::Text, false},
    {"addressRegion", Form::Text, false},
    {"addressCountry", Form::Text, false},
    {"postalCode", Form::TextOrInteger, false},
};

constexpr Field verifier_fields[] = {
    {"id", Form::Text, false}, {"name", Form::Text, false}, {"sign-image", Form::Text, false}};

constexpr Field facility_fields[] = {{"name", Form::Text, false},
                                     {"address", Form::Address, false},
                                     {"seal-image", Form::Text, false}};

// Both URLs, both dose numbers and all three dates are asked for: of two members that share a
// predicate and have equal values, one could be taken out without breaking the signature.
constexpr Field vaccination_evidence_fields[] = {
    {"id", Form::FilledText, true},         {"feedbackUrl", Form::Text, true},
    {"infoUrl", Form::Text, true},          {"certificateId", Form::FilledText, true},
    {"type", Form::EvidenceType, true},     {"batch", Form::Text, false},
    {"vaccine", Form::Text, true},          {"manufacturer", Form::Text, false},
    {"icd11Code", Form::Text, false},       {"prophylaxis", Form::Text, false},
    {"date", Form::FilledText, true},       {"effectiveStart", Form::Text, true},
    {"effectiveUntil", Form::Text, true},   {"dose", Form::DoseNumber, true},
    {"totalDoses", Form::DoseNumber, true}, {"verifier", Form::Verifier, false},
    {"facility", Form::Facility, false},
};

constexpr Field test_evidence_fields[] = {
    {"id", Form::FilledText, true},
    {"feedbackUrl", Form::Text, true},
    {"infoUrl", Form::Text, true},
    {"certificateId", Form::FilledText, true},
    {"type", Form::EvidenceType, true},
    {"batch", Form::Text, false},
    {"testName", Form::Text, false},
    {"testType", Form::Text, true},
    {"manufacturer", Form::Text, false},
    {"disease", Form::Text, true},
    {"sampleOrigin", Form::Text, false},
    {"sampleCollectionTimestamp", Form::FilledText, true},
    {"resultTimestamp", Form::FilledText, true},
    {"result", Form::FilledText, true},
    {"verifier", Form::Verifier, false},
    {"facility", Form::Facility, false},
};

constexpr std::string_view credentials_v1 = "https://www.w3.org/2018/credentials/v1";
constexpr std::string_view suite_contexts[] = {
    "https://w3id.org/security/suites/ed25519-2018/v1",
    "https://w3id.org/security/suites/ed25519-2020/v1",
    "https://w3id.org/security/data-integrity/v1",
    "https://w3id.org/security/data-integrity/v2",
};

/// Walks one document; keeps the pointer of the first misfit.
class Walk {
  public:
    Walk(bool is_test, ExtraMembers extra) : is_test_(is_test), extra_(extra) {}

    bool fits(const json::Value& object, std::span<const Field> fields) {
        if (!object.is_object()) return false;
        for (const auto& member : object.members()) {
            const auto field = std::find_if(fields.begin(), fields.end(),
                                            [&](const Field& f) { return f.name == member.name; });
            const bool fits_here = field == fields.end() ? is_welcome_extra(member, fields)
                                                         : fits_form(member.value, *field);
            if (!fits_here) {
                path.insert(0, "/" + std::string(member.name));
                return false;
            }
        }
        for (const auto& field : fields) {
            if (!field.is_required || object.find(field.name) != nullptr) continue;
            path.insert(0, "/" + std::string(field.name));
            return false;
        }
        return true;
    }

    std::string path;

  private:
    /// Members beside the credential's own would be looked for by nobody.
    [[nodiscard]] bool is_welcome_extra(const json::Member& member,
                                        std::span<const Field> fields) const {
        return extra_ == ExtraMembers::Scalars && fields.data() != vaccination_fields &&
               member.value.is_scalar() && !member.value.is_null();
    }

    bool fits_form(const json::Value& value, const Field& field) {
        // A null states nothing, so it stands for an absent member (older issuers wrote it).
        if (value.is_null()) return !field.is_required;
        switch (field.form) {
            case Form::Text:
                return fits_text(value);
            case Form::FilledText:
                return fits_text(value) && !value.as_string().empty();
            case Form::TextOrInteger:
                return fits_text(value) || fits_exactly(value);
            case Form::DoseNumber:
                return fits_dose(value);
            case Form::Instant:
                return value.is_string() && parse_rfc3339(value.as_string());
            case Form::Address:
                return fits(value, address_fields);
            case Form::Verifier:
                return fits(value, verifier_fields);
            case Form::Facility:
                return fits(value, facility_fields);
            case Form::Context:
                return fits_context(value);
            case Form::CredentialType:
                return fits_credential_type(value);
            case Form::EvidenceType:
                return fits_evidence_type(value);
            case Form::Subject:
                return fits_subject(value);
            case Form::Evidence:
                return fits_evidence(value);
            case Form::Anything:
                return value.is_object();
        }
        return false;
    }

    /// A NUL ends the text for some readers and not for others.
    static bool fits_text(const json::Value& value) {
        return value.is_string() && value.as_string().find('\0') == std::string_view::npos;
    }

    /// Beyond 2^53 the signer rounded the number, so several texts have one signature.
    static bool fits_exactly(const json::Value& value) {
        constexpr std::int64_t exact_max = std::int64_t{1} << 53;
        return value.kind() == json::Kind::Integer && value.as_integer() >= -exact_max &&
               value.as_integer() <= exact_max;
    }

    static bool fits_dose(const json::Value& value) {
        constexpr std::int64_t dose_max = 99;
        return value.kind() == json::Kind::Integer && value.as_integer() >= 1 &&
               value.as_integer() <= dose_max;
    }

    /// credentials/v1, the issuer's own context, and at most one context of the proof's suite.
    static bool fits_context(const json::Value& value) {
        if (!value.is_array()) return false;
        const auto items = value.items();
        if (items.size() != 2 && items.size() != 3) return false;
        for (const auto& item : items)
            if (!item.is_string()) return false;
        if (items[0].as_string() != credentials_v1) return false;
        const auto is_suite = [](const json::Value& item) {
            return std::find(std::begin(suite_contexts), std::end(suite_contexts),
                             item.as_string()) != std::end(suite_contexts);
        };
        if (is_suite(items[1]) || items[1].as_string() == credentials_v1) return false;
        return items.size() == 2 || is_suite(items[2]);
    }

    bool fits_credential_type(const json::Value& value) const {
        if (!value.is_array() || value.items().size() != 2) return false;
        const std::string_view own =
            is_test_ ? "ProofOfTestCertificateCredential" : "ProofOfVaccinationCredential";
        const auto& first = value.items()[0];
        const auto& second = value.items()[1];
        if (!first.is_string() || !second.is_string()) return false;
        return (first.as_string() == "VerifiableCredential" && second.as_string() == own) ||
               (second.as_string() == "VerifiableCredential" && first.as_string() == own);
    }

    bool fits_evidence_type(const json::Value& value) const {
        if (!value.is_array() || value.items().size() != 1) return false;
        const auto& only = value.items()[0];
        return only.is_string() && only.as_string() == (is_test_ ? "TestDetails" : "Vaccination");
    }

    bool fits_subject(const json::Value& value) {
        if (!fits(value, subject_fields)) return false;
        if (value.text_of("type") == "Person") return true;
        path = "/type";
        return false;
    }

    bool fits_evidence(const json::Value& value) {
        if (!value.is_array() || value.items().size() != 1) return false;
        const auto fields = is_test_ ? std::span<const Field>(test_evidence_fields)
                                     : std::span<const Field>(vaccination_evidence_fields);
        if (fits(value.items()[0], fields)) return true;
        path.insert(0, "/0");
        return false;
    }

    bool is_test_;
    ExtraMembers extra_;
};

}  // namespace

bool is_test_certificate(const json::Value& document) {
    const auto* type = document.find("type");
    if (type == nullptr || !type->is_array()) return false;
    return std::any_of(type->items().begin(), type->items().end(), [](const json::Value& item) {
        return item.is_string() && item.as_string() == "ProofOfTestCertificateCredential";
    });
}

std::optional<std::string> misfit_of(const json::Value& document, ExtraMembers extra) {
    Walk walk(is_test_certificate(document), extra);
    if (walk.fits(document, vaccination_fields)) return std::nullopt;
    return walk.path;
}

}  // namespace outpost::verify
