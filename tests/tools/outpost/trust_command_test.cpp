// outpost trust: exit codes, files, and the whole way from keys to a bundle that opens.
#include "tools/outpost/trust_command.h"

#include "core/json/reader.h"
#include "core/proof/key_file.h"
#include "core/trust/bundle.h"
#include "tests/core/trust/sample_files.h"
#include "tests/core/trust/trust_samples.h"
#include "tests/support/manual_clock.h"

#include <catch2/catch.hpp>

#include <array>
#include <cstdio>

using namespace outpost;
using namespace outpost::tools;
using tests::key_object;

namespace {

constexpr const char* published_key =
    R"({"id":"did:india","type":"Ed25519VerificationKey2018",)"
    R"("publicKeyBase58":"DaipNW4xaH2bh1XGNNdqjnSYyru3hLnUgTBSfSvmZ2hi"})";

std::string content_of(std::FILE* file) {
    std::string text;
    std::rewind(file);
    for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file)) text += static_cast<char>(c);
    return text;
}

/// Files in memory, a clock that stands, and a console that is read afterwards.
class Bench {
  public:
    Bench() {
        clock.set_now(tests::instant("2026-03-01T00:00:00Z"));
        files.put("a.json", key_object("did:a", 1));
        files.put("b.json", key_object("did:b", 2));
        const auto passphrase = crypto::SecretBytes::copy_of(as_bytes("open sesame"));
        const auto file = proof::make_key_file(
            {"did:example:root#1", "did:example:root", clock.now()}, tests::sample_key(9),
            passphrase, crypto::SealRandom{}, crypto::SealCost{1, 8});
        files.put("root.key", proof::write_key_file(file.value()));
        files.put("passphrase", "open sesame\nsecond line\n");
    }
    ~Bench() {
        std::fclose(out);
        std::fclose(err);
    }
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;

    [[nodiscard]] std::string output() const { return content_of(out); }
    [[nodiscard]] std::string messages() const { return content_of(err); }

    int make(std::vector<std::string> inputs) {
        TrustMakeArguments arguments;
        arguments.out = "trust.json";
        arguments.sequence = 4;
        arguments.expires = "2026-09-01T00:00:00Z";
        arguments.name = "Utopia";
        arguments.inputs = std::move(inputs);
        return run_trust_make(arguments, ports, console);
    }
    int sign(const std::string& passphrase_file = "passphrase") {
        return run_trust_sign({"root.key", passphrase_file, "", "root.pub", "trust.json"}, ports,
                              console);
    }
    int inspect(const std::string& path, const std::string& root = "", bool json = false) {
        return run_trust_inspect({root, std::nullopt, json, path}, ports, console);
    }

    tests::SampleFiles files;
    tests::ManualClock clock;
    std::FILE* out = std::tmpfile();
    std::FILE* err = std::tmpfile();
    station::Console console{out, err};
    std::string asked = "open sesame";
    TrustPorts ports{
        files, clock, [](const std::string&) { return Result<void>(); },
        [this] {
            return Result<crypto::SecretBytes>(crypto::SecretBytes::copy_of(as_bytes(asked)));
        }};
};

}  // namespace

TEST_CASE("trust: add copies what it has checked", "[tools]") {
    Bench bench;
    CHECK(run_trust_add({"keys", false, {"a.json", "b.json"}}, bench.ports, bench.console) == 0);
    CHECK(bench.files.text("keys/a.json") == bench.files.text("a.json"));
    CHECK(bench.files.text("keys/b.json") == bench.files.text("b.json"));
    CHECK(run_trust_add({"keys", false, {"a.json"}}, bench.ports, bench.console) == 0);
}

TEST_CASE("trust: add refuses, and then copies nothing", "[tools]") {
    Bench bench;
    bench.files.put("note.json", "{}");
    bench.files.put("damaged.json", "{");
    bench.files.put("india.json", published_key);
    bench.files.put("other/a.json", key_object("did:a", 3));
    const auto add = [&](std::vector<std::string> inputs, bool allow = false) {
        return run_trust_add({"keys", allow, std::move(inputs)}, bench.ports, bench.console);
    };
    CHECK(add({"a.json", "note.json"}) == 1);
    CHECK(add({"a.json", "damaged.json"}) == 1);
    CHECK(add({"a.json", "india.json"}) == 1);
    CHECK(bench.messages().find("key_published") != std::string::npos);
    CHECK(add({"a.json", "absent.json"}) == 2);
    CHECK(add({"a.json", "other/a.json"}) == 1);
    CHECK(bench.files.has("keys/a.json") == false);
    CHECK(add({"india.json"}, true) == 0);
    CHECK(add({"a.json"}) == 0);
    CHECK(add({"other/a.json"}) == 1);
    bench.files.refuses_to_write = true;
    CHECK(add({"b.json"}) == 3);
    bench.ports.make_folder = [](const std::string&) -> Result<void> {
        return Error{Errc::Io, 0, "no folder"};
    };
    CHECK(add({"b.json"}) == 3);
}

TEST_CASE("trust: from key files to a bundle that opens", "[tools]") {
    Bench bench;
    bench.files.put("keys/a.json", key_object("did:a", 1));
    bench.files.put("keys/b.json", key_object("did:a", 2, R"(,"name":"Erewhon")"));
    bench.files.put("keys/README", "text");
    REQUIRE(bench.make({"keys", "a.json"}) == 0);
    REQUIRE(bench.sign() == 0);
    const auto root = trust::parse_root_keys(bench.files.text("root.pub"));
    REQUIRE(root);
    const auto text = bench.files.text("trust.json");
    const auto snapshot =
        trust::open_bundle(as_bytes(text), bench.files.text("trust.json.minisig"), *root);
    REQUIRE(snapshot);
    CHECK(snapshot->origin().sequence == 4);
    CHECK(snapshot->origin().issued_at == tests::instant("2026-03-01T00:00:00Z"));
    CHECK(snapshot->origin().expires_at == tests::instant("2026-09-01T00:00:00Z"));
    REQUIRE(snapshot->find("did:a").size() == 2);
    CHECK(snapshot->find("did:a")[0].name == "Utopia");
    CHECK(snapshot->find("did:a")[1].name == "Erewhon");

    CHECK(bench.inspect("trust.json", "root.pub") == 0);
    const auto page = bench.output();
    CHECK(page.find("signature  holds, key ") != std::string::npos);
    CHECK(page.find("did:a") != std::string::npos);
    CHECK(page.find("Erewhon") != std::string::npos);
    CHECK(page.find("sequence   4") != std::string::npos);
}

TEST_CASE("trust: make refuses", "[tools]") {
    Bench bench;
    bench.files.put("india.json", published_key);
    CHECK(bench.make({"india.json"}) == 1);
    CHECK(bench.make({"absent"}) == 2);
    bench.files.put("empty/README", "text");
    CHECK(bench.make({"empty"}) == 1);
    bench.files.put("other.json", key_object("did:a", 1, R"(,"issuers":["https://i.example/"])"));
    CHECK(bench.make({"a.json", "other.json"}) == 1);  // one key, two sets of restrictions
    TrustMakeArguments wrong;
    wrong.out = "trust.json";
    wrong.inputs = {"a.json"};
    wrong.issued = "yesterday";
    CHECK(run_trust_make(wrong, bench.ports, bench.console) == 2);
    wrong.issued = "2026-01-01T00:00:00Z";
    wrong.expires = "2025-01-01T00:00:00Z";
    CHECK(run_trust_make(wrong, bench.ports, bench.console) == 1);
    wrong.expires.reset();
    wrong.sequence = 0;
    CHECK(run_trust_make(wrong, bench.ports, bench.console) == 1);
    CHECK(bench.files.has("trust.json") == false);
    bench.files.refuses_to_write = true;
    CHECK(bench.make({"a.json"}) == 3);
}

TEST_CASE("trust: sign refuses", "[tools]") {
    Bench bench;
    CHECK(bench.sign() == 2);  // no bundle yet
    bench.files.put("trust.json", "{}");
    CHECK(bench.sign() == 1);
    REQUIRE(bench.make({"a.json"}) == 0);
    CHECK(bench.sign("absent") == 2);
    bench.files.put("wrong", "open sesam\n");
    CHECK(bench.sign("wrong") == 2);
    CHECK(bench.files.has("trust.json.minisig") == false);
    bench.asked = "wrong";
    CHECK(bench.sign("") == 2);
    bench.asked = "open sesame";
    CHECK(bench.sign("") == 0);
    bench.files.refuses_to_write = true;
    CHECK(bench.sign() == 3);
    bench.files.put("root.key", "{}");
    CHECK(bench.sign() == 2);
}

TEST_CASE("trust: inspect tells the states of a signature apart", "[tools]") {
    Bench bench;
    REQUIRE(bench.make({"a.json"}) == 0);
    const auto root = [](std::uint8_t seed) {
        return trust::write_minisign_public_key(tests::sample_key(seed).public_key()).value();
    };
    bench.files.put("root.pub", root(9));
    bench.files.put("other.pub", root(8));
    CHECK(bench.inspect("trust.json") == 0);
    CHECK(bench.inspect("trust.json", "root.pub") == 1);  // not signed
    REQUIRE(bench.sign() == 0);
    CHECK(bench.inspect("trust.json") == 0);
    CHECK(bench.inspect("trust.json", "root.pub") == 0);
    CHECK(bench.inspect("trust.json", "other.pub") == 1);
    const auto text = bench.files.text("trust.json");
    bench.files.put("trust.json", text + " ");
    CHECK(bench.inspect("trust.json", "root.pub") == 1);
    bench.files.put("trust.json.minisig", "garbage");
    CHECK(bench.inspect("trust.json") == 1);
    CHECK(bench.inspect("absent") == 2);
    CHECK(bench.inspect("trust.json", "absent") == 2);
    CHECK(run_trust_inspect({"", "now", false, "trust.json"}, bench.ports, bench.console) == 2);
}

TEST_CASE("trust: inspect as JSON", "[tools]") {
    Bench bench;
    bench.files.put("keys/a.json",
                    key_object("did:a", 1, R"(,"not_after":"2026-01-01T00:00:00Z")"));
    bench.files.put("keys/b.json", published_key);
    bench.files.put("keys/c.json", "{");
    CHECK(bench.inspect("keys", "", true) == 0);
    const auto text = bench.output();
    REQUIRE(text.ends_with("\n"));
    const auto document = json::read(text);
    REQUIRE(document);
    const auto& found = document->root();
    CHECK(found.text_of("kind") == "keys");
    CHECK(found.text_of("age") == "unknown");
    const auto keys = found.find("keys")->items();
    REQUIRE(keys.size() == 2);
    CHECK(keys[0].text_of("id") == "did:a");
    CHECK_FALSE(keys[0].find("current")->as_boolean());
    CHECK(keys[0].text_of("not_after") == "2026-01-01T00:00:00Z");
    CHECK_FALSE(keys[0].find("published")->as_boolean());
    CHECK(keys[1].find("published")->as_boolean());
    CHECK(keys[1].text_of("fingerprint").size() == 64);
    REQUIRE(found.find("skipped")->items().size() == 1);
    CHECK(found.find("skipped")->items()[0].find("damaged")->as_boolean());
}
