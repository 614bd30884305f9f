// A certificate of an invented person under the test key of RFC 8032, section 7.1, test 1.
#include "firmware-app/station/self_test.h"

#include "core/policy/policy.h"

#include <string>

namespace outpost::station {

namespace {

constexpr std::string_view certificate =
    R"({"@context":["https://www.w3.org/2018/credentials/v1","https://divoc.dev/credent)"
    R"(ials/vaccination/v2"],"type":["VerifiableCredential","ProofOfVaccinationCredenti)"
    R"(al"],"credentialSubject":{"type":"Person","id":"did:org.example.health:KX4471902)"
    R"(","refId":"KSK-2022-000417","name":"Asha Perera-Okoye","gender":"Female","age":")"
    R"(37","nationality":"Kenyan","address":{"streetAddress":"14 Harbour Lane","streetA)"
    R"(ddress2":"","district":"Kilindini","city":"","addressRegion":"Coast","addressCou)"
    R"(ntry":"KEN","postalCode":"80100"},"dob":"1984-06-17"},"issuer":"https://divoc.de)"
    R"(v/","issuanceDate":"2022-02-08T09:15:42.318Z","evidence":[{"id":"https://divoc.d)"
    R"(ev/vaccine/417283905","infoUrl":"https://divoc.dev/?417283905","feedbackUrl":"ht)"
    R"(tps://divoc.dev/?417283905","certificateId":"417283905","type":["Vaccination"],")"
    R"(batch":"4121Z104","vaccine":"COVISHIELD","manufacturer":"Serum Institute of Indi)"
    R"(a","icd11Code":"XM9QW8","prophylaxis":"COVID-19 vaccine, non-replicating viral v)"
    R"(ector","date":"2022-02-08T09:10:00.000Z","effectiveStart":"2022-02-08","effectiv)"
    R"(eUntil":"2022-05-03","dose":1,"totalDoses":2,"verifier":{"name":"Nurse J. Mwangi)"
    R"("},"facility":{"name":"Harbour Clinic Kiosk 3","address":{"streetAddress":"2 Qua)"
    R"(y Road","streetAddress2":"","district":"Kilindini","city":"","addressRegion":"Co)"
    R"(ast","addressCountry":"KEN","postalCode":"80100"}}}],"nonTransferable":"true","p)"
    R"(roof":{"type":"Ed25519Signature2018","created":"2022-02-08T09:15:42Z","verificat)"
    R"(ionMethod":"did:india","proofPurpose":"assertionMethod","jws":"eyJhbGciOiJFZERTQ)"
    R"(SIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19..9RH_W0dD_U6LOI54h2t9Uf9jL1kwaA9G0QCH-By)"
    R"(9NGOC6qRQE2zCNqH7oPqMFVSh1pEo3SZXNvnxuJeCDKMmAQ"}})";

constexpr std::string_view public_key_base58 = "FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z";

policy::Verdict verdict_of(verify::Verifier& verifier, std::string_view text) {
    const auto at = parse_rfc3339("2022-03-01T00:00:00Z").value();
    return policy::decide(verifier.verify(as_bytes(text), at), policy::built_in_policy(), {}, at)
        .verdict;
}

}  // namespace

bool verifier_works(std::shared_ptr<const rdf::ContextSet> contexts) {
    auto key = crypto::PublicKey::from_base58(public_key_base58);
    if (!key) return false;
    verify::VerifierSettings settings;
    settings.contexts = std::move(contexts);
    settings.trust = trust::trust_in_one(trust::method_of("did:india", std::move(key).value()));
    verify::Verifier verifier(std::move(settings));
    auto altered = std::string(certificate);
    const std::string_view name = "Asha";
    altered.replace(altered.find(name), name.size(), "Ashi");
    return verdict_of(verifier, certificate) == policy::Verdict::Accepted &&
           verdict_of(verifier, altered) == policy::Verdict::Rejected;
}

}  // namespace outpost::station
