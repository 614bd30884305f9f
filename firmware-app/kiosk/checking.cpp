#include "firmware-app/kiosk/checking.h"

#include "core/base/time.h"
#include "core/bytes/hex.h"
#include "core/crypto/digest.h"
#include "core/crypto/hmac.h"
#include "core/json/writer.h"
#include "firmware-app/station/console.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace outpost::kiosk {

namespace {

using credential::Grade;
using verify::Severity;

constexpr std::size_t person_key_bytes = 32;
constexpr std::size_t claims_shown_max = 200;
constexpr std::size_t value_bytes_max = 1'000;

/// Where formats keep a holder's name and birth date, the first that is signed counts.
constexpr std::array<std::string_view, 2> name_pointers{"/credentialSubject/name",
                                                        "/credentialSubject/givenName"};
constexpr std::array<std::string_view, 2> birth_pointers{"/credentialSubject/dob",
                                                         "/credentialSubject/birthDate"};

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

std::string value_text(const json::Value& value) {
    auto text = value.is_string() ? std::string(value.as_string()) : json::write(value);
    if (text.size() > value_bytes_max) text.resize(value_bytes_max);
    return station::printable(text);
}

session::ClaimLine line_of(const credential::Claim& claim) {
    session::ClaimLine line;
    line.path = station::printable(claim.pointer);
    line.as_written = value_text(*claim.as_written);
    line.grade = credential::grade_name(claim.grade);
    if (claim.grade != Grade::Unsigned)
        line.proven = claim.reading ? std::to_string(*claim.reading) : line.as_written;
    return line;
}

template <std::size_t Count>
std::string_view first_signed(const credential::VerifiedCredential& credential,
                              const std::array<std::string_view, Count>& pointers) {
    for (const auto pointer : pointers)
        if (const auto text = credential.signed_text(pointer); !text.empty()) return text;
    return {};
}

}  // namespace

Checking::Checking(station::CheckSetup setup, const Clock& clock, names::NameFolder folder)
    : setup_(std::move(setup)),
      clock_(clock),
      verifier_(setup_.settings),
      folder_(std::move(folder)),
      person_key_(person_key_bytes) {}

Result<std::unique_ptr<Checking>> Checking::make(station::CheckSetup setup, const Clock& clock,
                                                 Random& random) {
    OUTPOST_TRY(auto folder, names::NameFolder::make());
    std::unique_ptr<Checking> checking(new Checking(std::move(setup), clock, std::move(folder)));
    random.fill(checking->person_key_.writable());
    return checking;
}

void Checking::tell_person(const credential::VerifiedCredential& credential,
                           session::CheckOutcome& outcome) const {
    const auto name = first_signed(credential, name_pointers);
    const auto birth = first_signed(credential, birth_pointers);
    const auto folded = folder_.folded(name);
    if (!folded.empty()) {
        const auto text = folded + '\n' + std::string(birth);
        outcome.person = bytes::encode_hex(crypto::hmac_sha256(person_key_.view(), as_bytes(text)));
        outcome.full_name = station::printable(name);
        outcome.initials = folder_.initials(name);
    }
    if (const auto date = parse_civil_date(birth)) {
        outcome.birth_day = date->day;
        outcome.birth_month = date->month;
    }
}

session::CheckOutcome Checking::check(ByteView payload) {
    const auto started_us = clock_.monotonic_us();
    const auto at = setup_.instant(clock_);
    const auto verification = verifier_.verify(payload, at);
    const auto decision =
        policy::decide(verification, setup_.policy, setup_.purpose, at, setup_.clock_trust(clock_));
    session::CheckOutcome outcome;
    outcome.verdict = decision.verdict;
    outcome.payload_digest = bytes::encode_hex(crypto::sha256(payload));
    outcome.format = credential::format_name(verification.format);
    outcome.is_certificate = !verification.has(verify::FindingCode::NoCredential);
    for (const auto& finding : decision.findings)
        outcome.findings.push_back({std::string(verify::finding_name(finding.code)),
                                    std::string(severity_name(finding.severity)),
                                    station::printable(finding.path)});
    outcome.has_ageing_data = policy::has_age_mark(decision);
    outcome.issuer = station::printable(verification.issuer);
    outcome.key = station::printable(verification.key);
    if (verification.credential) {
        for (const auto& claim : verification.credential->claims())
            if (outcome.claims.size() < claims_shown_max) outcome.claims.push_back(line_of(claim));
        tell_person(*verification.credential, outcome);
    }
    outcome.total_us = clock_.monotonic_us() - started_us;
    return outcome;
}

bool Checking::use_purpose(const std::string& purpose) {
    const auto& rules = setup_.policy.rules;
    const bool is_known = std::any_of(rules.begin(), rules.end(), [&](const policy::Rules& rule) {
        return rule.purpose == purpose;
    });
    if (is_known) setup_.purpose = purpose;
    return is_known;
}

}  // namespace outpost::kiosk
