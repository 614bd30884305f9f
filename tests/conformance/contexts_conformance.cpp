// The shipped contexts against the published documents, and DIVOC documents against the canonical
// forms that the reference implementation made.
#include "assets/shipped_contexts.h"
#include "core/json/reader.h"
#include "core/json/writer.h"
#include "core/rdf/canonical.h"
#include "core/rdf/processor.h"
#include "tests/support/files.h"
#include "tests/support/shared_data.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

using namespace outpost;
namespace fs = std::filesystem;

namespace {

constexpr json::ReadLimits file_limits{4 * 1024 * 1024, 64, 500'000};

fs::path vectors_dir() {
    return tests::shared_dir() / "vectors";
}

json::Document read_json(const fs::path& path) {
    auto document = json::read(tests::read_text(path), file_limits);
    REQUIRE(document);
    return std::move(document).value();
}

bool equal(const json::Value& a, const json::Value& b) {
    if (a.kind() != b.kind()) return false;
    if (a.is_array())
        return std::equal(a.items().begin(), a.items().end(), b.items().begin(), b.items().end(),
                          equal);
    if (!a.is_object()) return json::write(a) == json::write(b);
    return a.members().size() == b.members().size() &&
           std::all_of(a.members().begin(), a.members().end(), [&b](const auto& member) {
               const auto* other = b.find(member.name);
               return other != nullptr && equal(member.value, *other);
           });
}

/// The document or, for `without`, all but that member.
std::string without_member(const json::Value& object, std::string_view name) {
    json::Writer writer;
    writer.begin_object();
    for (const auto& member : object.members())
        if (member.name != name) writer.key(member.name).value(member.value);
    writer.end_object();
    return std::move(writer).take();
}

std::string proof_options(const json::Value& proof) {
    json::Writer writer;
    writer.begin_object().key("@context").value("https://w3id.org/security/v2");
    for (const auto& member : proof.members())
        if (member.name != "jws") writer.key(member.name).value(member.value);
    writer.end_object();
    return std::move(writer).take();
}

std::string canonical(rdf::Processor& processor, const std::string& text, bool is_divoc) {
    const auto document = json::read(text, file_limits);
    if (!document) return "not JSON";
    rdf::ToRdfOptions options;
    options.form = is_divoc ? rdf::RdfForm::JsonLdJs2 : rdf::RdfForm::JsonLd11;
    options.inline_contexts = true;
    const auto dataset = processor.to_rdf(document->root(), options);
    if (!dataset) return std::string("error: ") + dataset.error().what;
    const auto nquads = rdf::canonical_nquads(
        *dataset, is_divoc ? rdf::CanonicalOptions::urdna2015() : rdf::CanonicalOptions::rdfc10());
    return nquads ? *nquads : std::string("error: ") + nquads.error().what;
}

rdf::Processor shipped_processor() {
    auto contexts = shipped_context_set();
    REQUIRE(contexts);
    return rdf::Processor(*contexts);
}

/// Compares each file of `expected` with what its credential becomes.
int compare_folder(const fs::path& folder, const fs::path& expected) {
    auto processor = shipped_processor();
    int compared = 0;
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(expected)) paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    for (const auto& path : paths) {
        const auto record = read_json(path);
        const auto nquads = record.root().text_of("documentNQuads");
        auto file = std::string(record.root().text_of("file"));
        if (file.empty()) file = "credentials/" + path.filename().string();
        if (!fs::exists(folder / file)) file = "negative/" + path.filename().string();
        INFO(file);
        REQUIRE(fs::exists(folder / file));
        const auto credential = read_json(folder / file);
        CHECK(canonical(processor, without_member(credential.root(), "proof"), true) == nquads);
        const auto* proof = credential.root().find("proof");
        REQUIRE(proof != nullptr);
        CHECK(canonical(processor, proof_options(*proof), true) ==
              record.root().text_of("proofOptionsNQuads"));
        ++compared;
    }
    return compared;
}

}  // namespace

TEST_CASE("shipped contexts equal the published documents, as JSON", "[contexts]") {
    const auto folder = vectors_dir() / "contexts";
    const auto index = read_json(folder / "index.json");
    auto contexts = shipped_context_set();
    REQUIRE(contexts);
    std::size_t compared = 0;
    for (const auto& member : index.root().members()) {
        INFO(member.name);
        const auto* shipped = (*contexts)->find(member.name);
        // These map every member: a verifier that knew them could not be strict.
        if (member.name.find("undefined-terms") != std::string_view::npos ||
            member.name.find("credentials/examples") != std::string_view::npos) {
            CHECK(shipped == nullptr);
            continue;
        }
        REQUIRE(shipped != nullptr);
        CHECK(
            equal(*shipped, read_json(folder / std::string(member.value.text_of("file"))).root()));
        ++compared;
    }
    CHECK(compared == 19);
    // Issuers' own URLs that the published index does not list (assets/contexts/README.md).
    const std::pair<const char*, const char*> aliases[] = {
        {"https://divoc.egov.org.in/credentials/vaccination/v1",
         "https://divoc.dev/credentials/vaccination/v1"},
        {"https://divoc.egov.org.in/credentials/vaccination/v2",
         "https://divoc.dev/credentials/vaccination/v2"},
        {"https://divoc.lgcc.gov.lk/credentials/vaccination/v2",
         "https://divoc.dev/credentials/vaccination/v2"},
        {"https://cvstatus.icmr.gov.in/credentials/testCertificate/v1",
         "https://cowin.gov.in/credentials/testCertificate/v1"},
    };
    for (const auto& [alias, url] : aliases) {
        INFO(alias);
        REQUIRE((*contexts)->find(alias) != nullptr);
        CHECK(equal(*(*contexts)->find(alias), *(*contexts)->find(url)));
    }
    std::size_t urls = 0;
    for (const auto& shipped : shipped_contexts()) urls += shipped.urls.size();
    CHECK(urls == compared + std::size(aliases));  // and none besides
}

TEST_CASE("canonical forms of the interoperability set", "[contexts][divoc]") {
    CHECK(compare_folder(vectors_dir() / "interop-public",
                         vectors_dir() / "interop-public" / "expected") >= 100);
}

TEST_CASE("canonical forms of the public DIVOC credentials", "[contexts][divoc]") {
    CHECK(compare_folder(vectors_dir() / "divoc", vectors_dir() / "divoc" / "expected") >= 8);
}

TEST_CASE("canonical forms of the generated DIVOC credentials", "[contexts][divoc]") {
    const auto folder = tests::shared_dir() / "divoc-samples" / "generated-vectors";
    auto processor = shipped_processor();
    int compared = 0;
    for (const auto& entry : fs::directory_iterator(folder)) {
        const auto name = entry.path().filename().string();
        const auto end = name.find(".canonical.nq");
        if (end == std::string::npos) continue;
        INFO(name);
        auto path = folder / (name.substr(0, end) + ".json");
        if (!fs::exists(path)) path = folder / (name.substr(0, end) + ".rsa.signed.json");
        REQUIRE(fs::exists(path));
        const auto credential = read_json(path);
        CHECK(canonical(processor, without_member(credential.root(), "proof"), true) ==
              tests::read_text(entry.path()));
        ++compared;
    }
    CHECK(compared >= 4);
}
