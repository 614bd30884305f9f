// The order of checks: shape and limits, key, proof, binding, time, revocation.
#include "core/verify/verifier.h"

#include "core/json/reader.h"
#include "core/verify/binding_digest.h"
#include "core/verify/claim_binding.h"
#include "core/verify/divoc_reading.h"
#include "core/verify/divoc_shape.h"
#include "core/verify/key_choice.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace outpost::verify {

using credential::Format;
using credential::Grade;

namespace {

Finding reason(FindingCode code, std::string path = {}) {
    return {code, Severity::Reason, std::move(path)};
}

FindingCode finding_of(proof::ProofFault fault) {
    using proof::ProofFault;
    switch (fault) {
        case ProofFault::ProofMissing:
            return FindingCode::ProofMissing;
        case ProofFault::ProofMalformed:
            return FindingCode::ProofMalformed;
        case ProofFault::ProofSet:
            return FindingCode::ProofSet;
        case ProofFault::ProofContext:
            return FindingCode::ProofContext;
        case ProofFault::SuiteUnsupported:
            return FindingCode::SuiteUnsupported;
        case ProofFault::PurposeMismatch:
            return FindingCode::PurposeMismatch;
        case ProofFault::JwsMalformed:
            return FindingCode::JwsMalformed;
        case ProofFault::JwsHeader:
            return FindingCode::JwsHeader;
        case ProofFault::SignatureLength:
            return FindingCode::SignatureLength;
        case ProofFault::UnmappedMember:
            return FindingCode::UnmappedMember;
        case ProofFault::SignatureMismatch:
            return FindingCode::SignatureMismatch;
        case ProofFault::None:
            break;
    }
    return FindingCode::ProofMalformed;
}

/// An unknown suite, or several proofs, is nothing that we could check; the rest is a failed check.
ProofState state_of(proof::ProofFault fault) {
    return fault == proof::ProofFault::SuiteUnsupported || fault == proof::ProofFault::ProofSet
               ? ProofState::NotChecked
               : ProofState::Failed;
}

struct CanonicalFailure {
    FindingCode code;
    ProofState state;
};

/// A key that cannot be used says nothing about the certificate, but for one that was withdrawn
/// before: what it signs then, or does not, is no issuer's.
ProofState state_of(FindingCode refusal) {
    return refusal == FindingCode::SignedAfterWithdrawal ? ProofState::Failed
                                                         : ProofState::NotChecked;
}

CanonicalFailure failure_of(const Error& error) {
    switch (error.code) {
        case Errc::InlineContext:
            return {FindingCode::InlineContext, ProofState::NotChecked};
        case Errc::ContextNotAllowed:
            return {FindingCode::ContextNotAllowed, ProofState::NotChecked};
        case Errc::TooLong:
        case Errc::TooDeep:
        case Errc::WorkLimit:
            return {FindingCode::LimitExceeded, ProofState::NotChecked};
        case Errc::UnmappedMember:
            return {FindingCode::UnmappedMember, ProofState::Failed};
        default:
            return {FindingCode::DocumentNotJsonLd, ProofState::Failed};
    }
}

std::string_view issuer_of(const json::Value& document) {
    const auto* issuer = document.find("issuer");
    if (issuer == nullptr) return {};
    if (issuer->is_string()) return issuer->as_string();
    return issuer->text_of("id");
}

std::vector<std::string_view> context_urls(const json::Value& document) {
    std::vector<std::string_view> urls;
    const auto* context = document.find("@context");
    if (context == nullptr) return urls;
    if (context->is_string()) urls.push_back(context->as_string());
    if (context->is_array())
        for (const auto& item : context->items())
            if (item.is_string()) urls.push_back(item.as_string());
    return urls;
}

const rdf::MemberTrace* first_dropped(const rdf::MappingReport& report, std::uint32_t& index) {
    for (index = 0; index < report.members.size(); ++index)
        if (report.members[index].fate == rdf::MemberFate::Dropped) return &report.members[index];
    return nullptr;
}

void set_reading(std::vector<credential::Claim>& claims, std::string_view pointer,
                 std::int64_t reading) {
    for (auto& claim : claims)
        if (claim.pointer == pointer) claim.reading = reading;
}

void collect_integers(const json::Value* value, std::vector<std::int64_t>& out) {
    if (value != nullptr && value->kind() == json::Kind::Integer)
        out.push_back(value->as_integer());
}

enum class DateRole : std::uint8_t { Start, End };

/// A date that is there must be one instant that we can read; null states nothing.
void check_date(const json::Value& document, const char* name, DateRole role, UtcInstant at,
                Verification& result) {
    const auto* value = document.find(name);
    if (value == nullptr || value->is_null()) return;
    const auto instant = parse_rfc3339(document.text_of(name));
    const auto path = "/" + std::string(name);
    if (!instant)
        result.findings.push_back(reason(FindingCode::UnsupportedShape, path));
    else if (role == DateRole::Start && at < *instant)
        result.findings.push_back(reason(FindingCode::NotYetCurrent, path));
    else if (role == DateRole::End && *instant < at)
        result.findings.push_back(reason(FindingCode::PastExpiry, path));
}

}  // namespace

std::string_view proof_state_name(ProofState state) {
    switch (state) {
        case ProofState::Proven:
            return "proven";
        case ProofState::Failed:
            return "failed";
        case ProofState::NotChecked:
            return "not_checked";
    }
    return "not_checked";
}

bool Verification::has(FindingCode code) const {
    return std::any_of(findings.begin(), findings.end(),
                       [&](const Finding& finding) { return finding.code == code; });
}

Verifier::Verifier(VerifierSettings settings)
    : settings_(std::move(settings)), processor_(settings_.contexts) {
    compile_contexts();
    if (!settings_.products)  // not owned: the shipped table lives as long as the program
        settings_.products = {std::shared_ptr<const ProductTable>(), &shipped_products()};
}

void Verifier::compile_contexts_of(std::string_view text) {
    const auto document = json::read(text);
    OUTPOST_CHECK(document.has_value());
    rdf::ToRdfOptions options;
    options.form = rdf::RdfForm::JsonLdJs2;
    // A set without these contexts has nothing to compile.
    static_cast<void>(processor_.to_rdf(document->root(), options));
}

void Verifier::compile_contexts() {
    // Reading one small document of each kind fills the memory of compiled contexts, so that the
    // first person in the queue waits no longer than the others.
    constexpr std::string_view kinds[][3] = {
        {"https://cowin.gov.in/credentials/vaccination/v1", "ProofOfVaccinationCredential",
         "Vaccination"},
        {"https://cowin.gov.in/credentials/vaccination/v2", "ProofOfVaccinationCredential",
         "Vaccination"},
        {"https://divoc.dev/credentials/vaccination/v1", "ProofOfVaccinationCredential",
         "Vaccination"},
        {"https://divoc.dev/credentials/vaccination/v2", "ProofOfVaccinationCredential",
         "Vaccination"},
        {"https://cowin.gov.in/credentials/testCertificate/v1", "ProofOfTestCertificateCredential",
         "TestDetails"},
    };
    for (const auto& [context, type, evidence] : kinds) {
        const auto text =
            R"({"@context":["https://www.w3.org/2018/credentials/v1",")" + std::string(context) +
            R"("],"type":["VerifiableCredential",")" + std::string(type) +
            R"("],"credentialSubject":{"type":"Person","id":"did:a:b","name":"",)"
            R"("address":{"district":""}},"evidence":[{"type":[")" +
            std::string(evidence) +
            R"("],"verifier":{"name":""},"facility":{"name":"","address":{"city":""}}}]})";
        compile_contexts_of(text);
    }
    // The options of every 2018 proof stand under a context of their own.
    compile_contexts_of(
        R"({"@context":"https://w3id.org/security/v2","type":"Ed25519Signature2018","created":"",)"
        R"("proofPurpose":"assertionMethod","verificationMethod":"did:a"})");
}

std::int64_t Verifier::now_us() const {
    return settings_.monotonic_us == nullptr ? 0 : settings_.monotonic_us();
}

Verification Verifier::verify(ByteView payload, UtcInstant at) {
    Verification result;
    const auto started_us = now_us();
    auto recognition = formats::recognise(payload);
    result.timings.parse_us = now_us() - started_us;
    result.format = recognition.format;
    if (recognition.credential) {
        check_document(std::move(*recognition.credential), at, result);
    } else if (recognition.format != Format::None) {
        result.findings.push_back(reason(FindingCode::UnsupportedFormat));
    } else {
        result.findings.push_back(reason(FindingCode::NoCredential));
        if (recognition.damage)
            result.findings.push_back(reason(FindingCode::UnreadableCredential));
    }
    return result;
}

void Verifier::check_document(credential::UnverifiedCredential credential, UtcInstant at,
                              Verification& result) {
    const auto& document = credential.document.root();
    result.issuer = issuer_of(document);
    proof::ProofFault fault{};
    const auto proof = proof::read_proof(document, fault);
    if (!proof) {
        result.proof = state_of(fault);
        result.findings.push_back(reason(finding_of(fault), "/proof"));
        return;
    }
    result.key = proof->verification_method;
    const auto signed_bytes = check_proof(document, *proof, at, result);
    if (!signed_bytes) return;
    result.proof = ProofState::Proven;
    const bool signs_json_text = proof->suite == proof::Cryptosuite::EddsaJcs2022;
    const bool in_array = proof->in_array;
    result.credential =
        credential::VerifiedCredential(credential.format, std::move(credential.document));
    bind_claims(signed_bytes->report, signs_json_text, result);
    if (in_array) result.findings.push_back(reason(FindingCode::UnsupportedShape, "/proof"));
    // Its text lies in the document's arena, which the credential owns now.
    if (!proof->expires.empty()) {  // W3C Data Integrity section 2.1
        const auto expires = parse_rfc3339(proof->expires);
        if (!expires || *expires < at)
            result.findings.push_back(reason(FindingCode::PastExpiry, "/proof/expires"));
    }
    check_time(at, result);
    check_revocation(result);
}

std::optional<proof::SignedBytes> Verifier::check_proof(const json::Value& document,
                                                        const proof::ProofRecord& proof,
                                                        UtcInstant at, Verification& result) {
    const auto fail = [&](ProofState state, FindingCode code, std::string path) {
        result.proof = state;
        result.findings.push_back(reason(code, std::move(path)));
        return std::optional<proof::SignedBytes>();
    };
    const auto choice = choose_keys(
        *settings_.trust,
        {&proof, result.issuer, context_urls(document), at, settings_.allow_published_keys});
    if (choice.refusal)
        return fail(state_of(*choice.refusal), *choice.refusal, "/proof/verificationMethod");
    const auto started_us = now_us();
    auto signed_bytes = proof::bytes_to_be_signed(document, proof, processor_);
    const auto canonicalized_us = now_us();
    result.timings.canonicalize_us = canonicalized_us - started_us;
    if (!signed_bytes) {
        const auto failure = failure_of(signed_bytes.error());
        return fail(failure.state, failure.code, {});
    }
    // Strict mapping, as DIVOC's own library has it: what the signature can not cover must
    // not be there.
    std::uint32_t dropped = 0;
    if (first_dropped(signed_bytes->report, dropped) != nullptr)
        return fail(ProofState::Failed, FindingCode::UnmappedMember,
                    signed_bytes->report.pointer_of(dropped));
    if (first_dropped(signed_bytes->proof_report, dropped) != nullptr)
        return fail(ProofState::Failed, FindingCode::UnmappedMember,
                    "/proof" + signed_bytes->proof_report.pointer_of(dropped));
    const auto fits =
        std::find_if(choice.candidates.begin(), choice.candidates.end(), [&](const auto* method) {
            return proof::signature_holds(proof, *signed_bytes, method->key);
        });
    result.timings.signature_us = now_us() - canonicalized_us;
    if (fits == choice.candidates.end()) {
        // Signed by a key of this id that may not be used here: that is no forgery, so say
        // what it is.
        for (const auto& refused : choice.refused)
            if (proof::signature_holds(proof, *signed_bytes, refused.method->key))
                return fail(state_of(refused.why), refused.why, "/proof/verificationMethod");
        return fail(ProofState::Failed, FindingCode::SignatureMismatch, {});
    }
    return std::move(signed_bytes).value();
}

void Verifier::bind_claims(const rdf::MappingReport& report, bool signs_json_text,
                           Verification& result) {
    auto& credential = *result.credential;
    auto graded = signs_json_text ? grade_all_bound(credential.document())
                                  : grade_claims(report, credential.document());
    credential.claims_ = std::move(graded.claims);
    if (graded.holder_dropped)
        result.findings.push_back(reason(FindingCode::HolderNotSigned, "/credentialSubject"));
    for (const auto& claim : credential.claims_)
        if (claim.grade == Grade::Unsigned)
            result.findings.push_back(reason(FindingCode::UnsignedMember, claim.pointer));
    if (!report.unusual.empty() || graded.merged_nodes || graded.hidden_names)
        result.findings.push_back(reason(FindingCode::UnsupportedShape));
    const auto digest = credential.format() == Format::Divoc
                            ? check_binding_digest(credential.document())
                            : BindingDigest::Absent;
    if (digest == BindingDigest::Differs)
        result.findings.push_back(reason(FindingCode::BindingDigestMismatch, "/evidence/0/id"));
    if (digest == BindingDigest::Holds) {
        for (auto& claim : credential.claims_)
            if (claim.grade == Grade::Interchangeable) claim.grade = Grade::Bound;
        result.findings.push_back(
            {FindingCode::BindingDigestHolds, Severity::Info, "/evidence/0/id"});
    } else {
        credential.interchangeable_ = std::move(graded.interchangeable);
    }
    if (credential.format() == Format::Divoc) {
        read_divoc(digest == BindingDigest::Holds, result);
    } else if (!credential.interchangeable_.empty()) {
        // No facts settle the groups of a form that we do not know.
        result.findings.push_back(
            reason(FindingCode::ClaimsNotBound, credential.interchangeable_.front().front()));
    }
}

void Verifier::read_divoc(bool has_binding_digest, Verification& result) {
    auto& credential = *result.credential;
    // A profile may add members of its own; with the digest none of them can stand for another.
    const auto extra = has_binding_digest ? ExtraMembers::Scalars : ExtraMembers::Refused;
    if (const auto misfit = misfit_of(credential.document(), extra)) {
        result.findings.push_back(reason(FindingCode::UnsupportedShape, *misfit));
        return;
    }
    if (credential.interchangeable_.empty()) return;
    const auto reading = is_test_certificate(credential.document())
                             ? read_test(credential.document())
                             : read_vaccination(credential.document(), *settings_.products);
    result.findings.insert(result.findings.end(), reading.findings.begin(), reading.findings.end());
    if (reading.doses && reading.doses->differs_from_words) {
        set_reading(credential.claims_, "/evidence/0/dose", reading.doses->dose);
        set_reading(credential.claims_, "/evidence/0/totalDoses", reading.doses->total);
    }
}

void Verifier::check_time(UtcInstant at, Verification& result) const {
    const auto& document = result.credential->document();
    check_date(document, "issuanceDate", DateRole::Start, at, result);
    check_date(document, "validFrom", DateRole::Start, at, result);
    check_date(document, "expirationDate", DateRole::End, at, result);
    check_date(document, "validUntil", DateRole::End, at, result);
    const auto* evidence = document.find("evidence");
    if (evidence != nullptr && evidence->is_array() && evidence->items().size() == 1) {
        const auto until = parse_civil_date(evidence->items()[0].text_of("effectiveUntil"));
        if (until && *until < civil_date_of(at))
            result.findings.push_back(
                {FindingCode::PastEffectiveUntil, Severity::Info, "/evidence/0/effectiveUntil"});
    }
    result.dates.trust_issued_at = settings_.trust->origin().issued_at;
    const auto age = trust::age_of(settings_.trust->origin(), at);
    if (age == trust::TrustAge::Expired)
        result.findings.push_back(reason(FindingCode::TrustDataExpired));
    if (age == trust::TrustAge::NotYet)
        result.findings.push_back(reason(FindingCode::ClockBehindTrustData));
}

void Verifier::check_revocation(Verification& result) const {
    if (result.credential->document().find("credentialStatus") != nullptr)
        result.findings.push_back(reason(FindingCode::StatusNotChecked, "/credentialStatus"));
    if (result.format != Format::Divoc) return;
    if (settings_.revocations.empty()) {
        result.findings.push_back({FindingCode::NoRevocationData, Severity::Info, {}});
        return;
    }
    const auto& document = result.credential->document();
    revocation::CertificateKey key;
    if (const auto* subject = document.find("credentialSubject"))
        for (const auto* name : {"refId", "uhid"})
            if (const auto text = subject->text_of(name); !text.empty())
                key.ref_ids.push_back(text);
    const auto* evidence = document.find("evidence");
    const auto look_up = [&](const json::Value& entry) {
        key.evidence_tail = evidence_id_tail(entry.text_of("id"));
        key.doses.clear();
        collect_integers(entry.find("dose"), key.doses);
        collect_integers(entry.find("totalDoses"), key.doses);
        for (const auto& snapshot : settings_.revocations) {
            using revocation::Status;
            const auto status = snapshot->look_up(key).status;
            if (status == Status::Revoked) result.findings.push_back(reason(FindingCode::Revoked));
            if (status == Status::Superseded)
                result.findings.push_back(reason(FindingCode::Superseded));
            if (status == Status::Mismatch)
                result.findings.push_back(reason(FindingCode::RevocationMismatch));
            if (status == Status::NotChecked)
                result.findings.push_back(reason(FindingCode::StatusNotChecked));
        }
    };
    if (evidence != nullptr && evidence->is_array())
        std::for_each(evidence->items().begin(), evidence->items().end(), look_up);
    else if (evidence != nullptr)
        look_up(*evidence);
    for (const auto& snapshot : settings_.revocations)
        result.dates.revocations.push_back({snapshot->issued_at(), snapshot->next_update()});
}

}  // namespace outpost::verify
