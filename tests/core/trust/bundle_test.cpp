// Trust bundles: made, signed, opened; and every way in which one must not open.
#include "core/trust/bundle.h"

#include "core/bytes/hex.h"
#include "core/crypto/digest.h"
#include "tests/core/trust/trust_samples.h"
#include "tests/support/vectors.h"

#include <catch2/catch.hpp>

#include <array>

using namespace outpost;
using namespace outpost::trust;
using tests::key_object;
using tests::outcome_of;

namespace {

constexpr std::string_view head =
    R"({"outpost_bundle":1,"sequence":7,"issued_at":"2026-01-01T00:00:00Z",)"
    R"("expires_at":"2027-01-01T00:00:00Z","issuers":[)";

std::string bundle_of(std::string_view issuers, std::string_view more = "") {
    return std::string(head) + std::string(issuers) + "]" + std::string(more) + "}";
}

std::string issuer_of(std::string_view keys, std::string_view name = "Utopia") {
    return R"({"name":")" + std::string(name) + R"(","controller":"https://c.example/","keys":[)" +
           std::string(keys) + "]}";
}

std::string parsed(std::string_view text) {
    return outcome_of(parse_bundle(as_bytes(text)));
}

std::string opened(std::string_view text, std::string_view minisig, std::uint8_t root) {
    const std::array roots = {tests::sample_root(root)};
    return outcome_of(open_bundle(as_bytes(text), minisig, roots));
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("bundle: opens under the root that signed it", "[trust]") {
    const auto text = bundle_of(
        issuer_of(key_object("did:a", 1, R"(,"status":"active")") + "," +
                  key_object("did:a", 2, R"(,"status":"revoked","purposes":["assertionMethod"])")));
    const std::array roots = {tests::sample_root(8), tests::sample_root(9)};
    const auto snapshot = open_bundle(as_bytes(text), tests::sample_signature(text, 9), roots);
    REQUIRE(snapshot);
    const auto& origin = snapshot->origin();
    CHECK(origin.bundle_id == bytes::encode_hex(crypto::sha256(as_bytes(text))));
    CHECK(origin.sequence == 7);
    CHECK(age_of(origin, tests::instant("2026-02-01T00:00:00Z")) == TrustAge::Current);
    CHECK(age_of(origin, tests::instant("2025-02-01T00:00:00Z")) == TrustAge::NotYet);
    CHECK(age_of(origin, tests::instant("2027-02-01T00:00:00Z")) == TrustAge::Expired);
    const auto found = snapshot->find("did:a");
    REQUIRE(found.size() == 2);
    CHECK(found[0].name == "Utopia");
    CHECK(found[0].controller == "https://c.example/");
    CHECK_FALSE(found[0].revoked);
    CHECK(found[1].revoked);
}

TEST_CASE("bundle: wrong signer, changed content, no root", "[trust]") {
    const auto text = bundle_of(issuer_of(key_object("did:a", 1)));
    const auto minisig = tests::sample_signature(text, 9);
    CHECK(opened(text, minisig, 9) == "OK");
    CHECK(opened(text, minisig, 8) == "not_found@0");
    CHECK(opened(text, tests::sample_signature(text + " ", 9), 9) == "bad_signature@0");
    CHECK(opened(replaced(text, "did:a", "did:b"), minisig, 9) == "bad_signature@0");
    CHECK(opened(text, "", 9) == "bad_syntax@0");
    CHECK(outcome_of(open_bundle(as_bytes(text), minisig, {})) == "not_found@0");
    // A signature is looked at before the content: garbage stays unread.
    CHECK(opened("garbage", minisig, 9) == "bad_signature@0");
    CHECK(opened("garbage", tests::sample_signature("garbage", 9), 9).starts_with("bad_syntax"));
}

TEST_CASE("bundle: no prefix and no flipped bit opens", "[trust]") {
    const auto text = bundle_of(issuer_of(key_object("did:a", 1)));
    const auto minisig = tests::sample_signature(text, 9);
    for (std::size_t size = 0; size < text.size(); ++size) {
        CHECK(opened(text.substr(0, size), minisig, 9) == "bad_signature@0");
        CHECK(parsed(text.substr(0, size)) != "OK");
    }
    for (std::size_t bit = 0; bit < 8 * text.size(); ++bit) {
        auto damaged = text;
        damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
        if (opened(damaged, minisig, 9) != "bad_signature@0") FAIL("a flipped bit opens");
        static_cast<void>(parse_bundle(as_bytes(damaged)));
    }
}

TEST_CASE("bundle: unknown sections are refused unless they are named non-critical", "[trust]") {
    const auto text = [](std::string_view more) {
        return bundle_of(issuer_of(key_object("did:a", 1)), more);
    };
    CHECK(parsed(text(R"(,"policies":{})")) == "unsupported@0");
    const auto passed = parse_bundle(as_bytes(text(R"(,"notes":{},"non_critical":["notes"])")));
    REQUIRE(passed);
    CHECK(passed->passed_over == std::vector<std::string>{"notes"});
    CHECK(parsed(text(R"(,"notes":{},"x":1,"non_critical":["notes"])")) == "unsupported@0");
    CHECK(parsed(text(R"(,"non_critical":["notes"])")) == "bad_value@0");
    CHECK(parsed(text(R"(,"non_critical":["issuers"])")) == "bad_value@0");
    CHECK(parsed(text(R"(,"non_critical":["expires_at"])")) == "bad_value@0");
    CHECK(parsed(text(R"(,"n":1,"non_critical":["n","n"])")) == "duplicate@0");
    CHECK(parsed(text(R"(,"non_critical":"notes")")) == "bad_syntax@0");
    CHECK(parsed(text(R"(,"non_critical":[7])")) == "bad_syntax@0");
    std::string many;
    for (std::size_t i = 0; i < bundle_sections_max; ++i)
        many += ",\"s" + std::to_string(i) + "\":0";
    CHECK(parsed(text(many)) == "too_long@64");
}

TEST_CASE("bundle: header", "[trust]") {
    const auto good = bundle_of(issuer_of(key_object("did:a", 1)), R"(,"name":"Utopia's list")");
    CHECK(parsed(good) == "OK");
    const auto with = [&](std::string_view from, std::string_view to) {
        return parsed(replaced(good, from, to));
    };
    CHECK(with("\"outpost_bundle\":1", "\"outpost_bundle\":2") == "unsupported@0");
    CHECK(with("\"outpost_bundle\":1", "\"outpost_bundle\":1.0") == "unsupported@0");
    CHECK(with("\"outpost_bundle\":1", "\"outpost_bundle\":\"1\"") == "unsupported@0");
    CHECK(with("\"outpost_bundle\":1,", "") == "bad_syntax@0");
    CHECK(with("\"sequence\":7,", "") == "bad_syntax@0");
    CHECK(with("\"sequence\":7", "\"sequence\":0") == "bad_value@0");
    CHECK(with("\"sequence\":7", "\"sequence\":-1") == "bad_value@0");
    CHECK(with("\"sequence\":7", "\"sequence\":9007199254740992") == "bad_value@0");
    CHECK(with("\"sequence\":7", "\"sequence\":18446744073709551616") == "bad_syntax@0");
    CHECK(with("\"issued_at\":\"2026-01-01T00:00:00Z\",", "") == "bad_syntax@0");
    CHECK(with("2026-01-01T00:00:00Z", "2026-01-01") == "bad_value@0");
    CHECK(with("2027-01-01T00:00:00Z", "2026-01-01T00:00:00Z") == "bad_value@0");
    CHECK(with("\"expires_at\":\"2027-01-01T00:00:00Z\",", "") == "OK");
    CHECK(with("\"sequence\":7", "\"sequence\":7,\"sequence\":8").starts_with("duplicate"));
    CHECK(with("Utopia's list", "Utopia\\u202e") == "bad_value@0");
    CHECK(parsed("[]") == "bad_syntax@0");
    CHECK(parsed(good + "x").starts_with("trailing_data"));
    CHECK(parsed(bundle_of("")) == "OK");
}

TEST_CASE("bundle: issuers and keys", "[trust]") {
    const auto key = key_object("did:a", 1);
    CHECK(parsed(bundle_of(R"({"keys":[]})")) == "OK");
    CHECK(parsed(bundle_of(R"({"name":"x"})")) == "bad_syntax@0");
    CHECK(parsed(bundle_of("7")) == "bad_syntax@0");
    CHECK(parsed(bundle_of(R"({"keys":[],"country":"UT"})")) == "unsupported@0");
    CHECK(parsed(bundle_of(issuer_of(key) + "," + issuer_of(""))) == "duplicate@0");
    CHECK(parsed(bundle_of(issuer_of(key) + "," + issuer_of(key, "Other"))) == "duplicate@0");
    CHECK(parsed(bundle_of(issuer_of(key + "," + key))) == "duplicate@0");
    CHECK(parsed(bundle_of(issuer_of(key + "," + key_object("did:b", 1)))) == "OK");
    CHECK(parsed(bundle_of(issuer_of(key_object("did:a", 1, R"(,"note":"x")")))) ==
          "unsupported@0");
    CHECK(parsed(bundle_of(issuer_of(key_object("did:a", 1, R"(,"controller":"x")")))) ==
          "unsupported@0");
    CHECK(parsed(bundle_of(issuer_of(key_object("did:a", 1, R"(,"revoked":true)")))) ==
          "unsupported@0");
    CHECK(parsed(bundle_of(issuer_of(key_object("did:a", 1, R"(,"status":"suspended")")))) ==
          "bad_value@0");
    CHECK(parsed(bundle_of(issuer_of(key_object("did:a", 1, R"(,"status":true)")))) ==
          "bad_syntax@0");
    CHECK(parsed(bundle_of(issuer_of(key_object(
              "did:a", 1,
              R"(,"publicKeyJwk":{"kty":"OKP","crv":"Ed25519","x":"AAAA","d":"AAAA"})")))) ==
          "bad_key@0");
    CHECK(parsed(bundle_of(issuer_of(key_object("did:a", 1, R"(,"privateKeyBase58":"x")")))) ==
          "bad_key@0");
}

TEST_CASE("bundle: half a withdrawal is refused", "[trust]") {
    const auto with = [](const char* members) {
        return parsed(bundle_of(issuer_of(key_object("did:a", 1, members))));
    };
    const std::string from = R"("revoked_from":"2026-05-01T00:00:00Z")";
    CHECK(with((R"(,"status":"revoked",)" + from + R"(,"kept":"")").c_str()) == "OK");
    CHECK(with((R"(,"status":"revoked",)" + from).c_str()) == "bad_syntax@0");
    CHECK(with(R"(,"status":"revoked","kept":"")") == "bad_syntax@0");
    CHECK(with((R"(,"status":"active",)" + from + R"(,"kept":"")").c_str()) == "bad_syntax@0");
    CHECK(with(("," + from + R"(,"kept":"")").c_str()) == "bad_syntax@0");
    CHECK(with((R"(,"status":"revoked",)" + from + R"(,"kept":["AA=="])").c_str()) ==
          "bad_syntax@0");
    CHECK(with((R"(,"status":"revoked",)" + from + R"(,"kept":"AA==")").c_str()) == "bad_value@0");
    CHECK(with(R"(,"status":"revoked","revoked_from":"May","kept":"")") == "bad_value@0");
}

TEST_CASE("bundle: huge counts are refused", "[trust]") {
    std::string issuers = R"({"keys":[]})";
    for (std::size_t i = 0; i < bundle_issuers_max; ++i) issuers += R"(,{"keys":[]})";
    CHECK(parsed(bundle_of(issuers)) == "too_long@1000");
    std::string keys = "0";
    for (std::size_t i = 0; i < bundle_keys_max; ++i) keys += ",0";
    CHECK(parsed(bundle_of(issuer_of(keys))) == "too_long@10000");
    std::string one_id = key_object("did:a", 1);
    for (std::uint8_t seed = 2; seed <= bundle_keys_per_id_max + 1; ++seed)
        one_id += "," + key_object("did:a", seed);
    CHECK(parsed(bundle_of(issuer_of(one_id))) == "too_long@64");
    CHECK(parsed(std::string(bundle_bytes_max + 1, ' ')).starts_with("too_long"));
    CHECK(opened(std::string(bundle_bytes_max + 1, ' '), "", 9) == "too_long@16777216");
    CHECK(parsed(std::string(100000, '[')).starts_with("too_deep"));
}

TEST_CASE("bundle: what is written is read again", "[trust]") {
    Bundle bundle;
    bundle.name = "Utopia's list";
    bundle.origin.sequence = 3;
    bundle.origin.issued_at = tests::instant("2026-01-01T00:00:00.500Z");
    bundle.origin.expires_at = tests::instant("2026-07-01T00:00:00Z");
    for (std::uint8_t seed = 1; seed <= 3; ++seed) {
        auto method = tests::sample_method("did:" + std::to_string(seed), seed);
        method.name = seed == 2 ? "Erewhon" : "Utopia";
        method.controller = seed == 2 ? "" : "https://c.example/";
        bundle.methods.push_back(std::move(method));
    }
    auto& full = bundle.methods[1];
    full.issuers = {"https://i.example/", "https://j.example/"};
    full.contexts = {"https://x.example/v1"};
    full.purposes = {"assertionMethod"};
    full.not_before = tests::instant("2026-01-01T00:00:00Z");
    full.not_after = tests::instant("2026-06-01T00:00:00Z");
    full.revoked = true;
    full.withdrawal = std::make_shared<const Withdrawal>(
        Withdrawal{tests::instant("2026-05-01T00:00:00Z"), {SignatureMark{1}, SignatureMark{2}}});
    const auto text = write_bundle(bundle);
    REQUIRE(text);
    const auto again = parse_bundle(as_bytes(*text));
    REQUIRE(again);
    CHECK(again->name == bundle.name);
    CHECK(again->origin.issued_at == bundle.origin.issued_at);
    CHECK(again->origin.expires_at == bundle.origin.expires_at);
    REQUIRE(again->methods.size() == 3);
    const TrustSnapshot before(bundle.methods, {});
    const TrustSnapshot after(again->methods, {});
    for (std::size_t i = 0; i < 3; ++i) {
        const auto& a = before.methods()[i];
        const auto& b = after.methods()[i];
        CHECK(a.id == b.id);
        CHECK(a.name == b.name);
        CHECK(a.controller == b.controller);
        CHECK(a.key == b.key);
        CHECK(a.issuers == b.issuers);
        CHECK(a.contexts == b.contexts);
        CHECK(a.purposes == b.purposes);
        CHECK(a.not_before == b.not_before);
        CHECK(a.not_after == b.not_after);
        CHECK(a.revoked == b.revoked);
        REQUIRE((a.withdrawal == nullptr) == (b.withdrawal == nullptr));
        if (a.withdrawal != nullptr) CHECK(*a.withdrawal == *b.withdrawal);
    }
    CHECK(std::count_if(after.methods().begin(), after.methods().end(),
                        [](const auto& method) { return method.withdrawal != nullptr; }) == 1);
}

TEST_CASE("bundle: what no reader would take is not written", "[trust]") {
    Bundle bundle;
    bundle.origin.sequence = 1;
    CHECK(outcome_of(write_bundle(bundle)) == "bad_value@0");
    bundle.origin.issued_at = tests::instant("2026-01-01T00:00:00Z");
    CHECK(outcome_of(write_bundle(bundle)) == "OK");
    bundle.origin.sequence = 0;
    CHECK(outcome_of(write_bundle(bundle)) == "bad_value@0");
    bundle.origin.sequence = 1;
    bundle.methods = {tests::sample_method("did:a", 1), tests::sample_method("did:a", 1)};
    CHECK(outcome_of(write_bundle(bundle)) == "duplicate@0");
    bundle.methods = {tests::sample_method("", 1)};
    CHECK(outcome_of(write_bundle(bundle)) == "bad_value@0");
}
