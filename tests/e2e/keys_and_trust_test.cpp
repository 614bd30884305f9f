// From a new key to a signed bundle that verify takes, with the programs alone.
#include "core/json/reader.h"
#include "tests/e2e/kiosk_folder.h"
#include "tests/e2e/run_program.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <fstream>

using namespace outpost;
using namespace outpost::tests;

namespace {

/// The last part of the sample's evidence id, by which lists name it.
std::string certificate_id_of_sample() {
    const auto text = read_text(source_dir() / "assets/samples/credentials/v3-dose1-rsa.json");
    const auto document = json::read(text).value();
    const auto& evidence = document.root().find("evidence")->items().front();
    const std::string id(evidence.text_of("id"));
    return id.substr(id.rfind('/') + 1, id.find('#') - id.rfind('/') - 1);
}

}  // namespace

TEST_CASE("e2e: a key is made, bundled, signed and trusted", "[e2e][trust]") {
    const TemporaryFolder folder;
    const auto path = [&](const char* name) { return (folder.path() / name).string(); };
    std::ofstream(path("passphrase")) << "correct horse battery staple\nsecond line\n";
    const auto generate =
        run_outpost({"keys", "generate", "--type", "ed25519", "--id", "did:example:root#1",
                     "--controller", "https://moh.example/", "--passphrase-file",
                     path("passphrase"), "--out", path("root.key.json")});
    INFO(generate.err);
    REQUIRE(generate.exit_code == 0);
    CHECK((std::filesystem::status(path("root.key.json")).permissions() &
           std::filesystem::perms::group_all) == std::filesystem::perms::none);
    const auto shown = run_outpost({"keys", "public", path("root.key.json")});
    CHECK(shown.exit_code == 0);
    const auto document = shown.lines();
    REQUIRE(document.size() == 1);
    CHECK(document[0].root().text_of("id") == "did:example:root#1");
    CHECK(document[0].root().text_of("controller") == "https://moh.example/");
    CHECK_FALSE(document[0].root().text_of("publicKeyBase58").empty());
    CHECK(read_text(path("root.key.json")).find("correct horse") == std::string::npos);

    const auto samples = (source_dir() / "assets" / "samples").string();
    REQUIRE(run_outpost({"trust", "make", "--out", path("bundle.json"), "--sequence", "1",
                         "--issued", "2025-01-01T00:00:00Z", "--expires", "2027-01-01T00:00:00Z",
                         "--name", "Test", samples + "/trust"})
                .exit_code == 0);
    REQUIRE(run_outpost({"trust", "sign", "--key", path("root.key.json"), "--passphrase-file",
                         path("passphrase"), "--root-out", path("root.pub"), path("bundle.json")})
                .exit_code == 0);
    CHECK(run_outpost({"trust", "inspect", "--root", path("root.pub"), path("bundle.json")})
              .exit_code == 0);

    const auto verify = [&](const char* at) {
        return run_outpost({"verify", "--json", "--trust", path("bundle.json"), "--root",
                            path("root.pub"), "--at", at, samples + "/good-v3-dose1-rsa.png"});
    };
    CHECK(verify("2026-01-01T00:00:00Z").exit_code == 0);
    const auto late = verify("2027-01-02T00:00:00Z");
    CHECK(late.exit_code == 3);
    CHECK(late.out.find("trust_data_expired") != std::string::npos);

    std::ofstream(path("bundle.json"), std::ios::app) << " ";
    CHECK(verify("2026-01-01T00:00:00Z").exit_code == 2);
    CHECK(run_outpost({"trust", "inspect", "--root", path("root.pub"), path("bundle.json")})
              .exit_code == 1);
}

TEST_CASE("e2e: a wrong passphrase and an existing file are refused", "[e2e][keys]") {
    const TemporaryFolder folder;
    const auto path = [&](const char* name) { return (folder.path() / name).string(); };
    std::ofstream(path("good")) << "correct horse battery staple\n";
    std::ofstream(path("bad")) << "wrong horse battery staple\n";
    const std::vector<std::string> generate{"keys",
                                            "generate",
                                            "--type",
                                            "rsa",
                                            "--id",
                                            "did:example:1",
                                            "--controller",
                                            "https://moh.example/",
                                            "--passphrase-file",
                                            path("good"),
                                            "--out",
                                            path("key.json")};
    REQUIRE(run_outpost(generate).exit_code == 0);
    const auto first = read_text(path("key.json"));
    CHECK(run_outpost(generate).exit_code != 0);
    CHECK(read_text(path("key.json")) == first);
    CHECK(run_outpost({"keys", "public", path("key.json")}).out.find("BEGIN PUBLIC KEY") !=
          std::string::npos);
    CHECK(run_outpost({"keys", "inspect", path("key.json")}).exit_code == 0);
    std::ofstream(path("bundle.json")) << "{}";
    CHECK(run_outpost({"trust", "sign", "--key", path("key.json"), "--passphrase-file", path("bad"),
                       path("bundle.json")})
              .exit_code == 1);
}

TEST_CASE("e2e: bundles are imported, continued, given new roots and put back", "[e2e][trust]") {
    const TemporaryFolder folder;
    const auto path = [&](const char* name) { return (folder.path() / name).string(); };
    std::ofstream(path("passphrase")) << "correct horse battery staple\n";
    const auto samples = (source_dir() / "assets" / "samples").string();
    const auto trust = [&](std::vector<std::string> words) {
        words.insert(words.begin(), "trust");
        const auto run = run_outpost(words);
        INFO(run.err);
        return run.exit_code;
    };
    for (const char* name : {"one", "two"})
        REQUIRE(run_outpost({"keys", "generate", "--type", "ed25519", "--id", "did:example:root",
                             "--controller", "https://moh.example/", "--passphrase-file",
                             path("passphrase"), "--out", path(name)})
                    .exit_code == 0);
    const auto sign = [&](const char* key, const char* bundle) {
        return trust({"sign", "--key", path(key), "--passphrase-file", path("passphrase"), "--add",
                      "--root-out", path(key) + ".pub", path(bundle)});
    };
    const auto import = [&](const char* bundle, std::vector<std::string> more = {}) {
        std::vector<std::string> words{
            "trust", "import", "--json", "--state", path("state"), "--at", "2026-02-01T00:00:00Z"};
        words.insert(words.end(), more.begin(), more.end());
        words.push_back(path(bundle));
        const auto run = run_outpost(words);
        INFO(run.err);
        REQUIRE(run.lines().size() == 1);
        CHECK((run.exit_code == 0) == (run.lines()[0].root().text_of("status") != "refused"));
        return std::string(run.lines()[0].root().text_of("code"));
    };
    const auto verdict_exit = [&](std::vector<std::string> more = {}) {
        std::vector<std::string> words{"verify", "--trust", path("state") + "/trust", "--at",
                                       "2026-02-02T00:00:00Z"};
        words.insert(words.end(), more.begin(), more.end());
        words.push_back(samples + "/good-v3-dose1-rsa.png");
        return run_outpost(words).exit_code;
    };

    REQUIRE(trust({"make", "--out", path("b1"), "--sequence", "1", "--issued",
                   "2026-01-01T00:00:00Z", samples + "/trust"}) == 0);
    REQUIRE(sign("one", "b1") == 0);
    CHECK(import("b1") == "no_roots");
    CHECK(import("b1", {"--root", path("one") + ".pub", "--try"}) == "installed");
    CHECK(verdict_exit() != 0);
    CHECK(import("b1", {"--root", path("one") + ".pub"}) == "installed");
    CHECK(verdict_exit() == 0);
    CHECK(verdict_exit({"--root", path("one") + ".pub"}) == 0);
    CHECK(import("b1") == "already_installed");

    // A delta withdraws the sample.
    std::ofstream(path("revoked.json"))
        << R"({"outpost_revocations":1,"issued_at":"2026-01-02T00:00:00Z","records":[)"
        << R"({"certificate_id":")" << certificate_id_of_sample() << R"(","kind":"revoked"}]})";
    REQUIRE(trust({"make", "--out", path("b2"), "--sequence", "2", "--issued",
                   "2026-01-02T00:00:00Z", "--base", path("b1"), "--revocations",
                   path("revoked.json"), "--parts-beside"}) == 0);
    REQUIRE(sign("one", "b2") == 0);
    CHECK(import("b2") == "installed");
    CHECK(verdict_exit() == 1);
    REQUIRE(trust({"restore", "--state", path("state")}) == 0);
    CHECK(verdict_exit() == 0);
    CHECK(import("b2") == "older");
    REQUIRE(trust({"restore", "--state", path("state")}) == 0);
    CHECK(verdict_exit() == 1);

    // From now on two must sign.
    REQUIRE(sign("two", "b1") == 0);
    std::ofstream(path("roots")) << read_text(path("one") + ".pub")
                                 << read_text(path("two") + ".pub");
    REQUIRE(
        trust({"make", "--out", path("b3"), "--sequence", "3", "--issued", "2026-01-03T00:00:00Z",
               "--new-roots", path("roots"), "--threshold", "2", "--profile",
               (source_dir() / "assets/profiles/vaccination").string(), samples + "/trust"}) == 0);
    REQUIRE(sign("one", "b3") == 0);
    CHECK(import("b3") == "installed");
    REQUIRE(trust({"make", "--out", path("b4"), "--sequence", "4", "--issued",
                   "2026-01-04T00:00:00Z", samples + "/trust"}) == 0);
    REQUIRE(sign("one", "b4") == 0);
    CHECK(import("b4") == "few_signatures");
    REQUIRE(sign("two", "b4") == 0);
    CHECK(import("b4") == "installed");
    CHECK(trust({"inspect", path("state") + "/trust"}) == 0);
    std::ofstream(path("b4"), std::ios::app) << " ";
    CHECK(import("b4") == "forged");
}

TEST_CASE("e2e: nothing is issued by a clock before the newest bundle, in force or not",
          "[e2e][trust]") {
    const KioskFolder kiosk;
    const auto done = [](const ProgramResult& result) {
        INFO(result.err);
        return result.exit_code == 0;
    };
    for (const auto& [sequence, issued] :
         {std::pair{"1", "2026-01-01T00:00:00Z"}, std::pair{"2", "2089-12-01T00:00:00Z"}}) {
        const auto bundle = kiosk.path(std::string("bundle-") + sequence);
        REQUIRE(done(run_outpost({"trust", "make", "--out", bundle, "--sequence", sequence,
                                  "--issued", issued, kiosk.path("trust")})));
        REQUIRE(done(
            run_outpost({"trust", "sign", "--key", kiosk.path("key.json"), "--passphrase-file",
                         kiosk.path("passphrase"), "--root-out", kiosk.path("root.pub"), bundle})));
        REQUIRE(done(kiosk.with_state({"trust", "import", "--root", kiosk.path("root.pub"), "--at",
                                       second_instant, bundle})));
    }
    REQUIRE(done(kiosk.with_state({"trust", "restore"})));
    const auto refused = kiosk.issue({"--kiosk", "7", kiosk.file("a.json", request_item("F1", 1))});
    CHECK(refused.exit_code == 3);
    CHECK(refused.err.find("trust data was signed") != std::string::npos);
    const auto shown = kiosk.with_state({"clock", "show", "--json"});
    CHECK(shown.exit_code == 1);
    CHECK(shown.out.find(R"("trust":"wrong")") != std::string::npos);
    CHECK(shown.out.find(R"("floor":"2089-12-01T00:00:00Z")") != std::string::npos);
}

TEST_CASE("e2e: an issuing kiosk's journal says which trust data was in force when",
          "[e2e][trust]") {
    const KioskFolder kiosk;
    REQUIRE(kiosk
                .issue({"--kiosk", "7", "--at", first_instant,
                        kiosk.file("a.json", request_item("TRI-1", 1))})
                .exit_code == 0);
    const auto done = [](const ProgramResult& result) {
        INFO(result.err);
        return result.exit_code == 0;
    };
    const auto bring = [&](const std::string& name, const std::string& sequence) {
        REQUIRE(
            done(run_outpost({"trust", "make", "--out", kiosk.path(name), "--sequence", sequence,
                              "--issued", "2089-12-01T00:00:00Z", kiosk.path("trust")})));
        REQUIRE(done(run_outpost({"trust", "sign", "--key", kiosk.path("key.json"),
                                  "--passphrase-file", kiosk.path("passphrase"), "--root-out",
                                  kiosk.path("root.pub"), kiosk.path(name)})));
        return kiosk.with_state({"trust", "import", "--root", kiosk.path("root.pub"), "--at",
                                 second_instant, kiosk.path(name)});
    };
    CHECK(done(bring("one.json", "1")));
    CHECK(done(bring("two.json", "2")));
    CHECK(bring("older.json", "1").exit_code == 1);
    CHECK(done(kiosk.with_state({"trust", "restore"})));
    std::string found;
    for (const auto& line : kiosk.with_state({"journal", "list", "--json"}).lines()) {
        if (line.root().text_of("kind") != "trust_imported") continue;
        const auto body = json::read(line.root().text_of("body"));
        REQUIRE(body);
        found += std::string(body->root().text_of("by")) + " " +
                 std::to_string(body->root().find("sequence")->as_integer()) + ", ";
    }
    CHECK(found == "command 1, command 2, command 1, ");
    CHECK(done(kiosk.with_state({"journal", "check"})));
}
