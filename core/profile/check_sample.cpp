// The sample request: against its schema, and as the content of a symbol.
#include "core/json/pointer.h"
#include "core/json/writer.h"
#include "core/profile/cross_checks.h"

namespace outpost::profile {

namespace {

// Values of the form and length that the signer gives.
constexpr const char* certificate_id = "907216583464";
constexpr const char* issued_at = "2022-02-08T09:15:42.123Z";
constexpr const char* digest_fragment = "#b1-";
constexpr std::size_t digest_chars = 43;

/// A text of a kind that the signer makes: one that no member of the sample has.
std::string made_text(std::string_view name, const CrossCheck& check, const RequestKind& kind) {
    const auto& issuer = check.profile.issuer();
    if (name == "namespace") return kind.namespace_url;
    if (name == "issuer") return issuer.issuer;
    if (name == "issuanceDate") return issued_at;
    if (name == "certificateId") return certificate_id;
    if (name == "evidenceId")
        return issuer.evidence_base_url + certificate_id + digest_fragment +
               std::string(digest_chars, 'A');
    if (name == "InfoUrl") return issuer.info_base_url + certificate_id;
    if (name == "feedbackUrl") return issuer.feedback_base_url + certificate_id;
    return {};
}

std::string made_values(const CrossCheck& check, const RequestKind& kind, const json::Value& item) {
    json::Writer writer;
    writer.begin_object();
    std::string vaccine;
    for (const auto name : computed_names()) {
        const auto source = computed_source(name);
        const auto* value = source.empty() ? nullptr : json::value_at(item, source);
        writer.key(name);
        if (name == "recipientIdentifier") {
            const auto text = value != nullptr && value->is_string()
                                  ? std::string(value->as_string())
                                  : std::string();
            const bool has_scheme = text.find(':') != std::string::npos;
            writer.value(has_scheme ? text : check.profile.issuer().did + ":" + text);
        } else if ((name == "icd11Code" || name == "prophylaxis") &&
                   !check.profile.vaccines().empty()) {
            const auto& code = check.profile.vaccines().front().icd11_code;
            const auto* row = check.profile.icd(code);
            writer.value(name == "icd11Code" || row == nullptr ? code : row->term);
        } else if (value != nullptr && value->is_scalar() && !value->is_null()) {
            writer.value(*value);
        } else {
            writer.value(made_text(name, check, kind));
        }
    }
    writer.end_object();
    return std::move(writer).take();
}

void render_sample(CrossCheck& check, const RequestKind& kind) {
    SampleCredential out;
    out.kind = &kind;
    const auto template_text = check.read(kind.template_file);
    if (template_text) out.lines = json_lines(template_skeleton(*template_text));
    const auto values = json::read(made_values(check, kind, check.sample->root()));
    if (!values) return;
    const auto text = filled_template(check.parts, kind, check.sample->root(), values->root());
    if (!text)
        return check.fault(kind.template_file, 0, "credential_refused",
                           std::string("the sample gives no QR content: ") + text.error().what);
    // Values have no line feeds once they are escaped, so lines are still the template's.
    auto document = json::read(*text);
    if (!document || !document->root().is_object())
        return check.fault(
            kind.template_file, document ? 0 : line_at(*text, document.error().offset),
            "credential_refused",
            "filled from the sample this is no JSON object" +
                (document ? std::string() : ": " + std::string(code_name(document.error().code))));
    out.document = std::move(document).value();
    check.credentials.push_back(std::move(out));
}

}  // namespace

void check_sample(CrossCheck& check) {
    const auto& file = check.parts.settings.sample_file;
    auto document = json::read(check.parts.sample);
    if (!document) return check.fault(file, 0, "sample_refused", "the sample is too large");
    check.sample_lines = json_lines(check.parts.sample);
    if (document->root().is_array()) {
        if (document->root().items().size() != 1)
            return check.fault(file, 0, "sample_refused", "one request is expected");
        check.sample_prefix = "/0";
        document = json::read(json::write(document->root().items().front()));
        if (!document) return;
    }
    check.sample = std::move(document).value();
    const auto& kind = *check.kinds.front();
    const auto errors = check.profile.check_request(kind, json::write(check.sample->root()));
    for (const auto& error : errors)
        check.fault(file, line_of(check.sample_lines, check.sample_prefix + error.path),
                    "sample_refused",
                    error.text + " (" + std::string(intake::item_code_name(error.code)) + ")");
    for (const auto* one : check.kinds) render_sample(check, *one);
}

}  // namespace outpost::profile
