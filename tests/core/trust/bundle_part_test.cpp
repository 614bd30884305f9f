// The sections of a bundle besides its keys.
#include "core/trust/bundle.h"

#include "core/bytes/base64.h"
#include "core/bytes/hex.h"
#include "core/crypto/digest.h"
#include "tests/core/trust/trust_samples.h"

#include <catch2/catch.hpp>

using namespace outpost;
using namespace outpost::trust;

namespace {

template <typename Value>
std::string code_of(const Result<Value>& result) {
    return result ? "ok" : std::string(code_name(result.error().code));
}

/// A bundle without keys with further sections.
std::string with(std::string_view sections) {
    return R"({"outpost_bundle":1,"sequence":7,"issued_at":"2026-01-01T00:00:00Z","issuers":[],)" +
           std::string(sections) + "}";
}

std::string parsed(std::string_view sections) {
    return code_of(parse_bundle(as_bytes(with(sections))));
}

/// A part of kind and name whose content is "abc", with further members.
std::string part(std::string_view kind, std::string_view name, std::string_view more = "") {
    return R"({"kind":")" + std::string(kind) + R"(","name":")" + std::string(name) +
           R"(","bytes":3,"sha256":")" + bytes::encode_hex(crypto::sha256(as_bytes("abc"))) + "\"" +
           std::string(more) + "}";
}

std::string parts(const std::string& list) {
    return parsed("\"parts\":[" + list + "]");
}

std::string root(std::uint8_t seed, std::string_view more = "") {
    return R"({"key":")" + minisign_key_line(tests::sample_root(seed)) + "\"" + std::string(more) +
           "}";
}

std::string roots(std::string_view threshold, const std::string& list) {
    return parsed("\"roots\":{\"threshold\":" + std::string(threshold) + ",\"keys\":[" + list +
                  "]}");
}

}  // namespace

TEST_CASE("bundle parts: names, sizes and digests", "[trust]") {
    CHECK(parts(part("message", "a.txt")) == "ok");
    CHECK(parts(part("message", "a.txt", R"(,"data":"YWJj")")) == "ok");
    CHECK(parts(part("profile", "clinic/pages/a4.svg")) == "ok");
    CHECK(parts(part("message", "a") + "," + part("policy", "a")) == "ok");
    CHECK(parts(part("message", "a.txt", R"(,"data":"YWJk")")) == "bad_checksum");
    CHECK(parts(part("message", "a.txt", R"(,"data":"YWI=")")) == "bad_checksum");
    CHECK(parts(part("message", "a.txt", R"(,"data":7)")) == "bad_syntax");
    CHECK(parts(part("message", "a.txt", R"(,"mode":7)")) == "unsupported");
    CHECK(parts(part("firmware", "a.txt")) == "unsupported");
    CHECK(parts(part("message", "a") + "," + part("message", "a")) == "duplicate");
    for (const char* name : {"../a", "a/b", ".a", "a b", "a\\u0000", "/a", "a/"}) {
        CAPTURE(name);
        CHECK(parts(part("message", name)) == "bad_value");
    }
    for (const char* name : {"a", "a//b", "a/../b", "a/.b", "/a/b", "a/b/c/d/e/f/g/h/i"}) {
        CAPTURE(name);
        CHECK(parts(part("profile", name)) == "bad_value");
    }
    CHECK(parsed(R"("parts":{})") == "bad_syntax");
    CHECK(parsed(R"("parts":[7])") == "bad_syntax");
    CHECK(parsed(R"("parts":[{"kind":"message","name":"a","bytes":3,"sha256":"00"}])") ==
          "bad_value");
    CHECK(parsed(R"("parts":[{"kind":"message","name":"a","bytes":-1,"sha256":"00"}])") ==
          "bad_value");
    CHECK(parsed(R"("parts":[{"kind":"message","name":"a","bytes":99999999,"sha256":"00"}])") ==
          "too_long");
}

TEST_CASE("bundle parts: a delta names its base", "[trust]") {
    const auto base = "\"base\":\"" + std::string(64, 'a') + "\"";
    CHECK(parsed(base) == "ok");
    CHECK(parsed(base + R"(,"removed":[{"kind":"message","name":"a"}])") == "ok");
    CHECK(parsed(R"("removed":[{"kind":"message","name":"a"}])") == "bad_value");
    CHECK(parsed(base + R"(,"removed":[{"kind":"message","name":"a","sha256":""}])") ==
          "unsupported");
    CHECK(parsed(base + R"(,"removed":[{"kind":"message","name":"a"}],"parts":[)" +
                 part("message", "a") + "]") == "duplicate");
    CHECK(parsed(R"("base":"aa")") == "bad_value");
    CHECK(parsed(R"("base":7)") == "bad_value");
    const std::string head =
        R"({"outpost_bundle":1,"sequence":7,"issued_at":"2026-01-01T00:00:00Z")";
    CHECK(code_of(parse_bundle(as_bytes(head + "}"))) == "bad_syntax");
    const auto delta = parse_bundle(as_bytes(head + "," + base + "}"));
    REQUIRE(delta);
    CHECK_FALSE(delta->has_issuers);
    CHECK(purposes_of(*delta).empty());
    const auto text = head + "," + base + "}";
    const std::array keys = {tests::sample_root(9)};
    CHECK(code_of(open_bundle(as_bytes(text), tests::sample_signature(text, 9), keys)) ==
          "unsupported");
}

TEST_CASE("bundle roots: sets that can go on", "[trust]") {
    CHECK(roots("1", root(1)) == "ok");
    CHECK(roots("2", root(1) + "," + root(2)) == "ok");
    CHECK(roots("2", root(1)) == "bad_value");
    CHECK(roots("0", root(1)) == "bad_value");
    CHECK(roots("17", root(1)) == "bad_value");
    CHECK(roots("\"1\"", root(1)) == "bad_syntax");
    CHECK(roots("1", "") == "bad_value");
    CHECK(roots("1", root(1) + "," + root(1)) == "duplicate");
    CHECK(roots("1", root(1, R"(,"purposes":["keys","roots"])")) == "ok");
    CHECK(roots("1", root(1, R"(,"purposes":["keys"])")) == "bad_value");
    CHECK(roots("1", root(1, R"(,"purposes":[])")) == "bad_value");
    CHECK(roots("1", root(1, R"(,"purposes":["all"])")) == "unsupported");
    CHECK(roots("1", root(1, R"(,"not_after":"tomorrow")")) != "ok");
    CHECK(roots("1", root(1, R"(,"more":1)")) == "unsupported");
    CHECK(roots("1", R"({"key":"RWQ"})") == "bad_syntax");
}

TEST_CASE("bundle sections: what is written is read", "[trust]") {
    Bundle bundle;
    bundle.origin.sequence = 3;
    bundle.origin.issued_at = tests::instant("2026-01-01T00:00:00Z");
    bundle.base = std::string(64, 'b');
    bundle.has_issuers = false;
    bundle.parts.push_back(
        make_part({PartKind::Message, "a.txt"}, to_bytes(as_bytes("abc"))).value());
    bundle.parts.push_back(
        make_part({PartKind::Policy, "p.json"}, to_bytes(as_bytes("{}"))).value());
    bundle.parts.back().data.reset();
    bundle.removed.push_back({PartKind::Message, "b.txt"});
    bundle.roots = RootSet{1, {{tests::sample_root(1), {}, bundle.origin.issued_at}}};
    const auto text = write_bundle(bundle);
    REQUIRE(text);
    const auto read = parse_bundle(as_bytes(*text)).value();
    CHECK(write_bundle(read).value() == *text);
    CHECK(read.parts.front().data == to_bytes(as_bytes("abc")));
    CHECK_FALSE(read.parts.back().data);
    CHECK(purposes_of(read) ==
          std::vector<RootPurpose>{RootPurpose::Roots, RootPurpose::Policy, RootPurpose::Message});
    CHECK(code_of(make_part({PartKind::Message, "a/b"}, {})) == "bad_value");
}

TEST_CASE("signatures: several by different keys", "[trust]") {
    const std::string text = "content";
    const auto one = tests::sample_signature(text, 1);
    const auto two = tests::sample_signature(text, 2);
    CHECK(parse_minisign_signatures(one).value().size() == 1);
    CHECK(parse_minisign_signatures(one + two).value().size() == 2);
    CHECK(code_of(parse_minisign_signature(one + two)) == "bad_syntax");
    CHECK(code_of(parse_minisign_signatures(one + one)) == "duplicate");
    CHECK(code_of(parse_minisign_signatures("")) == "bad_syntax");
    CHECK(code_of(parse_minisign_signatures(one + "\n")) == "bad_syntax");
    std::string many;
    for (std::uint8_t seed = 1; seed <= root_keys_max + 1; ++seed)
        many += tests::sample_signature(text, seed);
    CHECK(code_of(parse_minisign_signatures(many)) == "too_long");
    const RootSet set{2, {{tests::sample_root(1), {}, {}}, {tests::sample_root(2), {}, {}}}};
    const auto both = parse_minisign_signatures(one + two).value();
    const auto found = find_signers(as_bytes(text), both, set, {});
    CHECK(found.keys.size() == 2);
    CHECK(may_sign(set, found, RootPurpose::Keys));
    const auto other = find_signers(as_bytes("other"), both, set, {});
    CHECK(other.is_forged);
    CHECK(other.keys.empty());
}
