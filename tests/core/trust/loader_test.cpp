// Trust sources from files: folders, bundles, and no way down from a signature to none.
#include "core/trust/loader.h"

#include "core/trust/loose_keys.h"
#include "tests/core/trust/sample_files.h"
#include "tests/core/trust/trust_samples.h"
#include "tests/support/vectors.h"

#include <catch2/catch.hpp>

#include <array>

using namespace outpost;
using namespace outpost::trust;
using tests::key_object;
using tests::outcome_of;
using tests::SampleFiles;

namespace {

std::string bundle_with(std::string_view key) {
    return R"({"outpost_bundle":1,"sequence":7,"issued_at":"2026-01-01T00:00:00Z",)"
           R"("issuers":[{"keys":[)" +
           std::string(key) + "]}]}";
}

}  // namespace

TEST_CASE("loader: a folder's good keys count, the rest is noted", "[trust]") {
    SampleFiles files;
    files.put("keys/a.json", key_object("did:a", 1));
    files.put("keys/b.json", "{");
    files.put("keys/c.txt", "text");
    files.put("keys/d.json", "{}");
    files.put("keys/e.json", std::string(key_file_bytes_max + 1, ' '));
    files.put("keys/f.json", key_object("did:f", 2));
    const std::array<std::string, 1> paths = {"keys"};
    const auto loaded = load_trust(files, paths, {});
    REQUIRE(loaded);
    CHECK(loaded->snapshot.methods().size() == 2);
    CHECK(loaded->snapshot.origin().bundle_id.empty());
    REQUIRE(loaded->notes.size() == 4);
    CHECK(loaded->notes[0].path == "keys/b.json");
    CHECK(loaded->notes[0].damaged);
    CHECK(loaded->notes[1].path == "keys/c.txt");
    CHECK_FALSE(loaded->notes[1].damaged);
    CHECK_FALSE(loaded->notes[2].damaged);
    CHECK(loaded->notes[3].damaged);
}

TEST_CASE("loader: a bundle, its signature beside it", "[trust]") {
    SampleFiles files;
    const auto bundle = bundle_with(key_object("did:a", 1));
    files.put("trust.json", bundle);
    const std::array<std::string, 1> paths = {"trust.json"};
    const std::array roots = {tests::sample_root(9)};
    CHECK(outcome_of(load_trust(files, paths, roots)) == "not_found@0");  // no signature yet
    files.put("trust.json.minisig", tests::sample_signature(bundle, 8));
    CHECK(outcome_of(load_trust(files, paths, roots)) == "not_found@0");  // another root
    files.put("trust.json.minisig", tests::sample_signature(bundle + " ", 9));
    CHECK(outcome_of(load_trust(files, paths, roots)) == "bad_signature@0");
    files.put("trust.json.minisig", tests::sample_signature(bundle, 9));
    const auto loaded = load_trust(files, paths, roots);
    REQUIRE(loaded);
    CHECK(loaded->snapshot.origin().sequence == 7);
    CHECK(loaded->snapshot.find("did:a").size() == 1);
    CHECK(outcome_of(load_trust(files, paths, {})) == "bad_signature@0");
}

TEST_CASE("loader: with a root, an unsigned key file is not taken for a bundle", "[trust]") {
    SampleFiles files;
    files.put("key.json", key_object("did:a", 1));
    const std::array<std::string, 1> paths = {"key.json"};
    const std::array roots = {tests::sample_root(9)};
    CHECK(outcome_of(load_trust(files, paths, roots)) == "not_found@0");
    const auto loaded = load_trust(files, paths, {});
    REQUIRE(loaded);
    CHECK(loaded->snapshot.find("did:a").size() == 1);
    files.put("note.json", "{}");
    const std::array<std::string, 1> note = {"note.json"};
    CHECK(outcome_of(load_trust(files, note, {})) == "unsupported@0");
    const std::array<std::string, 1> absent = {"absent"};
    CHECK(outcome_of(load_trust(files, absent, {})) == "not_found@0");
}

TEST_CASE("loader: a bundle and a folder together", "[trust]") {
    SampleFiles files;
    const auto bundle = bundle_with(key_object("did:a", 1));
    files.put("trust.json", bundle);
    files.put("trust.json.minisig", tests::sample_signature(bundle, 9));
    files.put("keys/b.json", key_object("did:b", 2));
    files.put("root.pub", write_minisign_public_key(tests::sample_key(9).public_key()).value());
    const std::array<std::string, 2> paths = {"keys", "trust.json"};
    const auto roots = load_roots(files, "root.pub");
    REQUIRE(roots);
    const auto loaded = load_trust(files, paths, *roots);
    REQUIRE(loaded);
    CHECK(loaded->snapshot.methods().size() == 2);
    CHECK(loaded->snapshot.origin().sequence == 7);
    CHECK(outcome_of(load_roots(files, "absent")) == "not_found@0");
    CHECK(outcome_of(load_roots(files, "trust.json")) != "OK");
}
