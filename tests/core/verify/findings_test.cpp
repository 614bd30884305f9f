// Codes are a contract: each has a name and words of its own.
#include "core/verify/findings.h"

#include <catch2/catch.hpp>

#include <set>

using namespace outpost::verify;

TEST_CASE("findings: each code has one name and one sentence", "[verify]") {
    std::set<std::string_view> names;
    for (int i = 0; i <= static_cast<int>(last_finding_code); ++i) {
        const auto code = static_cast<FindingCode>(i);
        INFO(finding_name(code));
        CHECK(names.insert(finding_name(code)).second);
        CHECK(finding_text(code).back() == '.');
        CHECK(finding_name(code).find_first_not_of("abcdefghijklmnopqrstuvwxyz_") ==
              std::string_view::npos);
    }
}

TEST_CASE("findings: the names of the command-line contract", "[verify]") {
    CHECK(finding_name(FindingCode::NoCredential) == "no_credential");
    CHECK(finding_name(FindingCode::KeyPublished) == "key_published");
    CHECK(finding_name(FindingCode::UnknownKey) == "unknown_key");
    CHECK(finding_name(FindingCode::InlineContext) == "inline_context");
    CHECK(finding_name(FindingCode::HolderNotSigned) == "holder_not_signed");
    CHECK(finding_name(FindingCode::UnsignedMember) == "unsigned_member");
    CHECK(finding_name(FindingCode::ClaimsNotBound) == "claims_not_bound");
    CHECK(finding_name(FindingCode::UnsupportedShape) == "unsupported_shape");
    CHECK(finding_name(FindingCode::PastEffectiveUntil) == "past_effective_until");
    CHECK(finding_name(FindingCode::Revoked) == "revoked");
    CHECK(finding_name(FindingCode::Superseded) == "superseded");
}
