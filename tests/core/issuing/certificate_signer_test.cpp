// The shipped profile, a real key, and what comes out of both.
#include "core/issuing/certificate_signer.h"

#include "assets/shipped_contexts.h"
#include "core/bytes/hex.h"
#include "core/crypto/signing_key.h"
#include "core/formats/divoc_payload.h"
#include "core/json/reader.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <map>

using namespace outpost;
using namespace outpost::issuing;

namespace {

constexpr UtcInstant at{3'786'000'000'123};  // 2089

/// The shipped profile's files, some of them changed.
struct ProfileFiles {
    std::map<std::string, std::string> changed;

    [[nodiscard]] profile::Profile load() const {
        std::vector<profile::ProfileFault> faults;
        auto profile = profile::Profile::load(
            [this](const std::string& name) -> Result<std::string> {
                const auto other = changed.find(name);
                if (other != changed.end()) return other->second;
                return tests::read_text(tests::source_dir() / "assets/profiles/vaccination" / name);
            },
            faults);
        for (const auto& fault : faults) UNSCOPED_INFO(fault.file << ": " << fault.text);
        REQUIRE(profile);
        return std::move(*profile);
    }
};

crypto::SigningKey test_key() {
    const auto seed =
        bytes::decode_hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
    return crypto::SigningKey::from_ed25519_seed(seed.value()).value();
}

proof::KeyFile file_of(const crypto::SigningKey& key) {
    return {"did:example:kiosk", "https://divoc.dev/", key.public_key(), {}, {}};
}

const char* item_text =
    R"({"preEnrollmentCode":"R1","programId":"c19","recipient":{"name":"A \"B\" C","dob":"1990-04-12",)"
    R"("gender":"Female","nationality":"Utopian","identity":"did:example:N77",)"
    R"("contact":["tel:0700000001"]},"vaccination":{"name":"COVISHIELD","batch":"B1",)"
    R"("manufacturer":"Serum Institute","date":"2026-02-08T09:10:00.000Z",)"
    R"("effectiveStart":"2026-02-08","effectiveUntil":"2027-02-08","dose":1,"totalDoses":2},)"
    R"("facility":{"name":"Test Clinic"}})";

}  // namespace

TEST_CASE("certificate signer: a credential with digest, proven before it leaves", "[issuing]") {
    const auto profile = ProfileFiles{}.load();
    const auto key = GENERATE(0, 1) == 0 ? test_key() : crypto::SigningKey::generate_rsa().value();
    auto signer =
        CertificateSigner::make(profile, key, file_of(key), shipped_context_set().value());
    REQUIRE(signer);
    const auto item = json::read(item_text);
    const auto* kind = profile.kind(GENERATE(as<std::string>{}, "certify-v3", "certify-v1"));
    REQUIRE(kind != nullptr);
    const auto text = signer->sign({kind, &item->root(), "100700000018", at});
    REQUIRE(text);
    const auto document = json::read(*text);
    REQUIRE(document);
    const auto& root = document->root();
    CHECK(root.text_of("issuanceDate") == "2089-12-21T10:40:00.123Z");
    CHECK(root.find("proof")->text_of("created") == "2089-12-21T10:40:00Z");
    CHECK(root.find("proof")->text_of("verificationMethod") == "did:example:kiosk");
    CHECK(root.find("credentialSubject")->text_of("name") == "A \"B\" C");
    const auto& evidence = root.find("evidence")->items()[0];
    CHECK(evidence.text_of("certificateId") == "100700000018");
    CHECK(evidence.text_of("id").find("100700000018#cb1.") != std::string_view::npos);
    CHECK(evidence.text_of("infoUrl").find('#') == std::string_view::npos);
    // DIVOC's order of members (divoc.md 2.1): what makes the payload equal byte for byte.
    CHECK(root.members().front().name == "@context");
    CHECK(root.members().back().name == "proof");

    for (const auto form : {PayloadForm::Divoc, PayloadForm::Compact}) {
        const auto payload = formats::make_divoc_payload(*text, form);
        const auto reckoned = signer->payload_bytes_max(*kind, item->root(), at, form);
        REQUIRE(payload);
        REQUIRE(reckoned);
        CHECK(*reckoned >= payload->size());
        CHECK(*reckoned <= payload->size() + 120);
    }
}

TEST_CASE("certificate signer: the same request, id and instant give the same bytes", "[issuing]") {
    const auto profile = ProfileFiles{}.load();
    const auto key = test_key();
    const auto item = json::read(item_text);
    const auto once = [&] {
        auto signer =
            CertificateSigner::make(profile, key, file_of(key), shipped_context_set().value());
        return signer->sign({profile.kind("certify-v3"), &item->root(), "100700000018", at})
            .value();
    };
    CHECK(once() == once());
}

TEST_CASE("certificate signer: published keys and unusable names are refused", "[issuing]") {
    const auto profile = ProfileFiles{}.load();
    const auto contexts = shipped_context_set().value();
    const auto seed =
        bytes::decode_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    const auto published = crypto::SigningKey::from_ed25519_seed(seed.value()).value();
    if (crypto::is_published(published.public_key())) {
        const auto refused =
            CertificateSigner::make(profile, published, file_of(published), contexts);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == Errc::KeyPublished);
    }
    const auto key = test_key();
    auto file = file_of(key);
    file.id = "no scheme";
    const auto refused = CertificateSigner::make(profile, key, file, contexts);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::BadValue);
}

TEST_CASE("certificate signer: a member that no context defines is never signed", "[issuing]") {
    auto files = ProfileFiles{};
    auto text =
        tests::read_text(tests::source_dir() / "assets/profiles/vaccination/credential.template");
    const auto at_name = text.find("\"name\"");
    REQUIRE(at_name != std::string::npos);
    text.insert(at_name, "\"favouriteColour\": \"{{recipientName}}\", ");
    files.changed["credential.template"] = text;
    const auto profile = files.load();
    const auto key = test_key();
    auto signer =
        CertificateSigner::make(profile, key, file_of(key), shipped_context_set().value());
    const auto item = json::read(item_text);
    const auto result =
        signer->sign({profile.kind("certify-v3"), &item->root(), "100700000018", at});
    REQUIRE_FALSE(result);
    CHECK(result.error().code == Errc::UnmappedMember);
}

TEST_CASE("certificate signer: what was reckoned before changes nothing that is signed",
          "[issuing]") {
    const auto profile = ProfileFiles{}.load();
    const auto key = test_key();
    const auto* kind = profile.kind("certify-v3");
    auto other_text = std::string(item_text);
    other_text.replace(other_text.find("Test Clinic"), 11, "Other Hospital");
    const auto item = json::read(item_text);
    const auto other = json::read(other_text);
    const auto make = [&] {
        return CertificateSigner::make(profile, key, file_of(key), shipped_context_set().value())
            .value();
    };
    auto plain = make();
    const auto expected = plain.sign({kind, &item->root(), "100700000018", at}).value();
    auto signer = make();
    const auto reckon = [&](const json::Value& of, UtcInstant when) {
        REQUIRE(signer.payload_bytes_max(*kind, of, when, PayloadForm::Divoc));
    };
    const auto sign = [&] {
        return signer.sign({kind, &item->root(), "100700000018", at}).value();
    };
    reckon(item->root(), at);
    CHECK(sign() == expected);
    CHECK(sign() == expected);  // nothing is left of it
    reckon(other->root(), at);
    CHECK(sign() == expected);
    reckon(item->root(), {at.since_epoch_ms + 1});
    CHECK(sign() == expected);
    for (const auto* id : {"", "1\"2", "1#2", "1 2", "1\\n"}) {
        const auto refused = signer.sign({kind, &item->root(), id, at});
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == Errc::BadValue);
    }
}
