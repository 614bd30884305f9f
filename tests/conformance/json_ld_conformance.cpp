// W3C JSON-LD 1.1 toRdf test suite.
#include "core/json/reader.h"
#include "core/rdf/canonical.h"
#include "core/rdf/nquads.h"
#include "core/rdf/processor.h"
#include "tests/support/files.h"
#include "tests/support/shared_data.h"

#include <catch2/catch.hpp>

#include <cstdio>
#include <filesystem>
#include <list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

using namespace outpost;
namespace fs = std::filesystem;

namespace {

constexpr std::string_view base_iri = "https://w3c.github.io/json-ld-api/tests/";
constexpr json::ReadLimits file_limits{4 * 1024 * 1024, 128, 1024 * 1024};

fs::path suite_dir() {
    return tests::shared_dir() / "vectors" / "json-ld-api";
}

/// Every document of the suite under its URL: the tests that load contexts find them there.
std::shared_ptr<const rdf::ContextSet> suite_contexts() {
    std::list<std::string> texts;
    std::list<std::vector<std::string>> urls;
    std::vector<rdf::ContextDocument> documents;
    for (const auto& entry : fs::recursive_directory_iterator(suite_dir())) {
        if (entry.path().extension() != ".jsonld" || !entry.is_regular_file()) continue;
        const auto path = fs::relative(entry.path(), suite_dir()).generic_string();
        texts.push_back(tests::read_text(entry.path()));
        if (!json::read(texts.back(), {1024 * 1024, 64, 64 * 1024})) continue;  // no context
        urls.push_back({std::string(base_iri) + path});
        documents.push_back({texts.back(), urls.back(), {}});
    }
    auto set = rdf::ContextSet::make(documents);
    REQUIRE(set);
    return *set;
}

std::string left_out_reason(const json::Value& test) {
    const auto* option = test.find("option");
    if (option != nullptr && option->text_of("specVersion") == "json-ld-1.0")
        return "for JSON-LD 1.0 only";
    if (option != nullptr) {
        const auto* normative = option->find("normative");
        if (normative != nullptr && !normative->as_boolean()) return "not normative";
        if (option->find("produceGeneralizedRdf") != nullptr)
            return "generalized RDF has no N-Quads form to compare";
    }
    return {};
}

std::string canonical(const rdf::Dataset& dataset) {
    const auto text = rdf::canonical_nquads(dataset, rdf::CanonicalOptions::rdfc10());
    return text ? *text : "error: " + std::string(text.error().what);
}

rdf::ToRdfOptions options_of(const json::Value& test, std::string& base, std::string& expand) {
    rdf::ToRdfOptions options;
    base = std::string(base_iri) + std::string(test.text_of("input"));
    options.inline_contexts = true;
    if (const auto* option = test.find("option"); option != nullptr) {
        if (const auto given = option->text_of("base"); !given.empty()) base = given;
        if (const auto url = option->text_of("expandContext"); !url.empty())
            expand = std::string(base_iri) + std::string(url);
        options.processing_mode_1_0 = option->text_of("processingMode") == "json-ld-1.0";
        options.rdf_direction = option->text_of("rdfDirection");
        const auto* generalized = option->find("produceGeneralizedRdf");
        options.generalized_rdf = generalized != nullptr && generalized->as_boolean();
    }
    options.base = base;
    options.expand_context_url = expand;
    return options;
}

bool has_type(const json::Value& test, std::string_view type) {
    for (const auto& item : test.find("@type")->items())
        if (item.as_string() == type) return true;
    return false;
}

/// Empty, or what went wrong.
std::string run_test(rdf::Processor& processor, const json::Value& test,
                     rdf::MappingReport* report) {
    std::string base;
    std::string expand;
    const auto options = options_of(test, base, expand);
    const auto text = tests::read_text(suite_dir() / std::string(test.text_of("input")));
    const auto document = json::read(text, file_limits);
    if (!document) return std::string("input: ") + document.error().what;
    const auto dataset = processor.to_rdf(document->root(), options, report);
    if (report != nullptr) {
        for (std::uint32_t i = 0; i < report->members.size(); ++i)
            if (report->pointer_of(i).front() != '/') return "a member without a place";
    }
    if (has_type(test, "jld:NegativeEvaluationTest")) {
        if (dataset) return "accepted";
        const std::string what = dataset.error().what;
        return what == test.text_of("expectErrorCode") ? "" : "error: " + what;
    }
    if (!dataset) return std::string("error: ") + dataset.error().what;
    if (has_type(test, "jld:PositiveSyntaxTest")) return {};
    const auto expected_text = tests::read_text(suite_dir() / std::string(test.text_of("expect")));
    const auto expected = rdf::parse_nquads(expected_text);
    if (!expected) return std::string("expectation: ") + expected.error().what;
    const auto actual = canonical(*dataset);
    return actual == canonical(*expected) ? "" : "differs:\n" + actual;
}

}  // namespace

TEST_CASE("W3C JSON-LD 1.1 toRdf suite", "[json-ld]") {
    const auto manifest_text = tests::read_text(suite_dir() / "toRdf-manifest.jsonld");
    const auto manifest = json::read(manifest_text, file_limits);
    REQUIRE(manifest);
    rdf::Processor processor(suite_contexts());
    std::size_t run = 0;
    std::size_t left_out = 0;
    for (const auto& test : manifest->root().find("sequence")->items()) {
        const std::string id(test.text_of("@id"));
        if (const auto reason = left_out_reason(test); !reason.empty()) {
            std::printf("left out %s: %s\n", id.c_str(), reason.c_str());
            ++left_out;
            continue;
        }
        ++run;
        INFO(id << " " << test.text_of("name"));
        CHECK(run_test(processor, test, nullptr) == "");
        rdf::MappingReport report;  // asking for one changes no outcome
        CHECK(run_test(processor, test, &report) == "");
    }
    std::printf("toRdf: %zu tests run, %zu left out\n", run, left_out);
    CHECK(run >= 451);
    CHECK(run + left_out == 467);
}
