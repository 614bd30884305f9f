// Public lists to a bundle that a kiosk takes.
#include "tests/e2e/run_program.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

using namespace outpost;
using namespace outpost::tests;

namespace {

const std::string jwk =
    R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")";

void write(const std::filesystem::path& path, const std::string& text) {
    std::ofstream(path) << text;
}

}  // namespace

TEST_CASE("e2e: a public list becomes key files with a report, and a bundle", "[trust]") {
    const TemporaryFolder folder;
    const auto path = [&](const std::string& name) { return (folder.path() / name).string(); };
    write(folder.path() / "issuers.json",
          "{\"keys\":[" + jwk + ",\"kid\":\"k1\"}," + jwk + ",\"kid\":\"k2\",\"use\":\"enc\"}]}");
    const auto taken = run_outpost(
        {"trust", "take", "--json", "--issuer", "https://health.example/", "--to", path("keys"),
         path("issuers.json"), "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"});
    INFO(taken.err << taken.out);
    REQUIRE(taken.exit_code == 0);
    CHECK(taken.out.find(R"("kind":"jwks","taken":1,"not_taken":[{"entry":"k2")") !=
          std::string::npos);
    CHECK(taken.out.find(R"("kind":"did_key","taken":1)") != std::string::npos);
    CHECK(std::filesystem::exists(path("keys/issuers.json")));
    const auto made = run_outpost({"trust", "make", "--out", path("trust.json"), path("keys")});
    INFO(made.err);
    REQUIRE(made.exit_code == 0);
    CHECK(made.err.find("2 keys") != std::string::npos);

    write(folder.path() / "private.json", "{\"keys\":[" + jwk + ",\"d\":\"AA\"}]}");
    CHECK(run_outpost({"trust", "take", "--to", path("more"), path("private.json")}).exit_code ==
          1);
    CHECK(run_outpost({"trust", "take", "--to", path("more"), path("none.json")}).exit_code == 2);
    CHECK(std::filesystem::is_empty(path("more")));
}
