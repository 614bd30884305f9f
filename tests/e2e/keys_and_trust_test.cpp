// From a new key to a signed bundle that verify takes, with the programs alone.
#include "tests/e2e/run_program.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <fstream>

using namespace outpost;
using namespace outpost::tests;

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
