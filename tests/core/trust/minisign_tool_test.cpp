// Both ways with the minisign program itself, when it is installed.
#include "core/trust/bundle.h"
#include "tests/core/trust/trust_samples.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <cstdio>
#include <cstdlib>
#include <fstream>

using namespace outpost;
using namespace outpost::trust;

namespace {

bool run(const std::string& command) {
    return std::system((command + " >/dev/null 2>&1 </dev/null").c_str()) == 0;
}

bool tool_present() {
    if (run("minisign -v")) return true;
    std::fprintf(stderr, "SKIPPED: interoperation with minisign (the program is not installed)\n");
    return false;
}

void write(const std::filesystem::path& path, std::string_view text) {
    std::ofstream(path, std::ios::binary) << text;
}

std::string sample_bundle() {
    Bundle bundle;
    bundle.origin.sequence = 1;
    bundle.origin.issued_at = tests::instant("2026-01-01T00:00:00Z");
    bundle.methods = {tests::sample_method("did:a", 1)};
    return write_bundle(bundle).value();
}

}  // namespace

TEST_CASE("minisign tool: it checks what we sign", "[trust][tool]") {
    if (!tool_present()) return;
    const tests::TemporaryFolder folder;
    const auto file = folder.path() / "trust.json";
    const auto root = folder.path() / "root.pub";
    const auto text = sample_bundle();
    write(file, text);
    write(file.string() + ".minisig", tests::sample_signature(text, 5));
    write(root, write_minisign_public_key(tests::sample_key(5).public_key()).value());
    const auto check = "minisign -V -m '" + file.string() + "' -p '" + root.string() + "'";
    CHECK(run(check));
    CHECK(run(check + " -H"));
    write(file, text + " ");
    CHECK_FALSE(run(check));
    write(file, text);
    write(root, write_minisign_public_key(tests::sample_key(6).public_key()).value());
    CHECK_FALSE(run(check));
}

TEST_CASE("minisign tool: we open what it signs", "[trust][tool]") {
    if (!tool_present()) return;
    const tests::TemporaryFolder folder;
    const auto file = folder.path() / "trust.json";
    const auto path = [&](const char* name) { return (folder.path() / name).string(); };
    const auto text = sample_bundle();
    write(file, text);
    REQUIRE(run("minisign -G -W -p '" + path("root.pub") + "' -s '" + path("root.key") + "'"));
    const auto roots = parse_root_keys(tests::read_text(path("root.pub")));
    REQUIRE(roots);
    for (const std::string form : {"", " -l"}) {
        REQUIRE(run("minisign -S" + form + " -s '" + path("root.key") + "' -m '" + file.string() +
                    "' -t 'sequence 1'"));
        const auto minisig = tests::read_text(file.string() + ".minisig");
        CHECK(open_bundle(as_bytes(text), minisig, *roots));
        const auto other = text + " ";
        CHECK_FALSE(open_bundle(as_bytes(other), minisig, *roots));
        CHECK(parse_minisign_signature(minisig)->prehashed == form.empty());
    }
}
