// Output of check results.
#include "tools/outpost/report.h"

#include "core/json/writer.h"
#include "firmware-app/station/console.h"
#include "tools/outpost/arguments.h"

namespace outpost::tools {

using credential::Grade;
using policy::Verdict;
using verify::Severity;

namespace {

std::string_view severity_name(Severity severity) {
    switch (severity) {
        case Severity::Info:
            return "info";
        case Severity::Warning:
            return "warning";
        case Severity::Reason:
            return "reason";
    }
    return "reason";
}

void write_findings(json::Writer& out, const CheckReport& report) {
    out.key("findings").begin_array();
    for (const auto& finding : report.decision.findings) {
        out.begin_object();
        out.key("code").value(verify::finding_name(finding.code));
        out.key("severity").value(severity_name(finding.severity));
        out.key("path").value(finding.path);
        out.key("text").value(verify::finding_text(finding.code));
        out.end_object();
    }
    out.end_array();
}

/// An unsigned member keeps its words for comparison, but has no value: nothing is proven of it.
void write_claim(json::Writer& out, const credential::Claim& claim) {
    out.key(claim.pointer).begin_object();
    out.key("value");
    if (claim.grade == Grade::Unsigned)
        out.null();
    else if (claim.reading)
        out.value(*claim.reading);
    else
        out.value(*claim.as_written);
    out.key("grade").value(credential::grade_name(claim.grade));
    out.key("as_written").value(*claim.as_written);
    out.end_object();
}

void write_claims(json::Writer& out, const CheckReport& report) {
    const auto& credential = report.verification.credential;
    out.key("claims").begin_object();
    if (credential)
        for (const auto& claim : credential->claims()) write_claim(out, claim);
    out.end_object();
    out.key("binding").begin_object();
    out.key("unsigned").begin_array();
    if (credential)
        for (const auto& claim : credential->claims())
            if (claim.grade == Grade::Unsigned) out.value(claim.pointer);
    out.end_array();
    out.key("interchangeable").begin_array();
    if (credential)
        for (const auto& group : credential->interchangeable()) {
            out.begin_array();
            for (const auto& pointer : group) out.value(pointer);
            out.end_array();
        }
    out.end_array();
    out.end_object();
}

std::string_view verdict_words(Verdict verdict) {
    switch (verdict) {
        case Verdict::Accepted:
            return "ACCEPTED     ";
        case Verdict::NotAccepted:
            return "NOT ACCEPTED ";
        case Verdict::Rejected:
            return "REJECTED     ";
        case Verdict::Unknown:
            return "UNKNOWN      ";
    }
    return "UNKNOWN      ";
}

/// A claim's proven value for a person; empty when it is absent or not signed.
std::string proven(const credential::VerifiedCredential& credential, std::string_view pointer) {
    const auto* claim = credential.find(pointer);
    if (claim == nullptr || claim->grade == Grade::Unsigned) return {};
    if (claim->reading) return std::to_string(*claim->reading);
    if (claim->as_written->is_string()) return station::printable(claim->as_written->as_string());
    return station::printable(json::write(*claim->as_written));
}

/// What the document says instead, where the conservative reading is another.
std::string written_otherwise(const credential::VerifiedCredential& credential) {
    const auto* dose = credential.find("/evidence/0/dose");
    const auto* total = credential.find("/evidence/0/totalDoses");
    if (dose == nullptr || total == nullptr || !dose->reading) return {};
    return " (written: " + station::printable(json::write(*dose->as_written)) + " of " +
           station::printable(json::write(*total->as_written)) + ")";
}

std::string summary_of(const CheckReport& report) {
    const auto& verification = report.verification;
    std::string line(credential::format_name(verification.format));
    if (!verification.credential) {
        if (!verification.key.empty())
            line += ", key named " + station::printable(verification.key);
        return line;
    }
    const auto& credential = *verification.credential;
    if (const auto name = proven(credential, "/credentialSubject/name"); !name.empty())
        line += ", " + name;
    if (const auto dose = proven(credential, "/evidence/0/dose"); !dose.empty())
        line += ", dose " + dose + " of " + proven(credential, "/evidence/0/totalDoses") +
                written_otherwise(credential);
    if (const auto vaccine = proven(credential, "/evidence/0/vaccine"); !vaccine.empty())
        line += ", " + vaccine;
    if (const auto result = proven(credential, "/evidence/0/result"); !result.empty())
        line += ", test " + result;
    return line + ", signed by " + station::printable(verification.key);
}

}  // namespace

std::string json_line(const CheckReport& report) {
    const auto& verification = report.verification;
    json::Writer out;
    out.begin_object();
    out.key("input").value(report.input);
    out.key("payload_sha256");
    if (report.payload_sha256.empty())
        out.null();
    else
        out.value(report.payload_sha256);
    out.key("format").value(credential::format_name(verification.format));
    out.key("verdict").value(policy::verdict_name(report.decision.verdict));
    out.key("proof").value(verify::proof_state_name(verification.proof));
    write_findings(out, report);
    write_claims(out, report);
    out.key("issuer").value(verification.issuer);
    out.key("key").value(verification.key);
    out.key("clock").value(report.is_instant_given ? "given"
                                                   : clock_trust_name(report.decision.clock));
    out.key("timings_us").begin_object();
    out.key("decode").value(report.decode_us);
    out.key("parse").value(verification.timings.parse_us);
    out.key("canonicalize").value(verification.timings.canonicalize_us);
    out.key("signature").value(verification.timings.signature_us);
    out.key("total").value(report.total_us);
    out.end_object();
    out.end_object();
    return std::move(out).take();
}

std::string words_of(const CheckReport& report) {
    std::string out(verdict_words(report.decision.verdict));
    out += station::printable(report.input) + "\n             " + summary_of(report);
    for (const auto& finding : report.decision.findings) {
        if (finding.severity == Severity::Info) continue;
        out += "\n             ";
        out += finding.severity == Severity::Warning ? "note: " : "";
        out += verify::finding_text(finding.code);
        out += " [" + std::string(verify::finding_name(finding.code));
        if (!finding.path.empty()) out += " " + station::printable(finding.path);
        out += "]";
    }
    return out;
}

void ExitCode::add(Verdict verdict) {
    has_refused_ = has_refused_ || verdict == Verdict::Rejected || verdict == Verdict::NotAccepted;
    has_unknown_ = has_unknown_ || verdict == Verdict::Unknown;
}

int ExitCode::value() const {
    if (has_unreadable_) return station::exit_code::usage;
    if (has_refused_) return station::exit_code::not_ok;
    return has_unknown_ ? station::exit_code::environment : station::exit_code::ok;
}

}  // namespace outpost::tools
