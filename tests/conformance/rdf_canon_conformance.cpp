// W3C RDF Dataset Canonicalization test suite: eval, map and negative tests of its manifest.
#include "core/json/reader.h"
#include "core/rdf/canonical.h"
#include "core/rdf/nquads.h"
#include "tests/support/files.h"
#include "tests/support/shared_data.h"

#include <catch2/catch.hpp>

#include <map>

using namespace outpost;
using namespace outpost::rdf;

namespace {

std::filesystem::path suite() {
    return tests::shared_dir() / "vectors" / "rdf-canon";
}

std::string member(const json::Value& object, std::string_view name) {
    const auto* found = object.find(name);
    return found != nullptr && found->is_string() ? std::string(found->as_string()) : "";
}

std::map<std::string, std::string> read_map(const std::filesystem::path& path) {
    const auto text = tests::read_text(path);
    const auto document = json::read(text, {});
    REQUIRE(document);
    std::map<std::string, std::string> pairs;
    for (const auto& entry : document->root().members())
        pairs.emplace(entry.name, entry.value.as_string());
    return pairs;
}

}  // namespace

TEST_CASE("rdf-canon: the whole manifest", "[conformance]") {
    const auto text = tests::read_text(suite() / "manifest.jsonld");
    const auto manifest = json::read(text, {});
    REQUIRE(manifest);
    std::map<std::string, int> passed;
    for (const auto& entry : manifest->root().find("entries")->items()) {
        const auto type = member(entry, "type");
        INFO(member(entry, "id") << " " << member(entry, "name"));
        CanonicalOptions options;
        if (member(entry, "hashAlgorithm") == "SHA384") options.hash = HashAlgorithm::Sha384;
        const auto dataset = parse_nquads(tests::read_text(suite() / member(entry, "action")));
        REQUIRE(dataset);
        const auto form = canonicalize(*dataset, options);
        const auto lines = canonical_nquads(*dataset, options);
        if (type == "rdfc:RDFC10NegativeEvalTest") {
            REQUIRE_FALSE(form);
            CHECK(form.error().code == Errc::WorkLimit);
            REQUIRE_FALSE(lines);
            CHECK(lines.error().code == Errc::WorkLimit);
            ++passed[type];
            continue;
        }
        REQUIRE(form);
        REQUIRE(lines);
        CHECK(*lines == form->nquads);
        const auto result = suite() / member(entry, "result");
        if (type == "rdfc:RDFC10EvalTest") {
            CHECK(form->nquads == tests::read_text(result));
        } else {
            REQUIRE(type == "rdfc:RDFC10MapTest");
            const std::map<std::string, std::string> identifiers(form->identifiers.begin(),
                                                                 form->identifiers.end());
            CHECK(identifiers == read_map(result));
        }
        ++passed[type];
    }
    CHECK(passed["rdfc:RDFC10EvalTest"] == 64);
    CHECK(passed["rdfc:RDFC10MapTest"] == 21);
    CHECK(passed["rdfc:RDFC10NegativeEvalTest"] == 1);
}

// The older algorithm differs in literals only, and none of these has one that shows it.
TEST_CASE("rdf-canon: URDNA2015 gives the same lines but for escapes", "[conformance]") {
    int same = 0;
    for (const auto& entry : std::filesystem::directory_iterator(suite() / "rdfc10")) {
        const auto name = entry.path().filename().string();
        if (name.size() != std::string_view("test001-in.nq").size() || name.substr(7) != "-in.nq")
            continue;
        const auto number = name.substr(0, 7);
        if (number == "test060" || number == "test074" || number == "test075") continue;
        INFO(name);
        const auto dataset = parse_nquads(tests::read_text(entry.path()));
        REQUIRE(dataset);
        const auto lines = canonical_nquads(*dataset, CanonicalOptions::urdna2015());
        REQUIRE(lines);
        CHECK(*lines == tests::read_text(suite() / "rdfc10" / (number + "-rdfc10.nq")));
        ++same;
    }
    CHECK(same == 62);
}
