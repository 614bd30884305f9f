// JSON-LD to RDF: ends within its limits; a report changes no statement; a second run of the same
// document gives the same; a member that is called mapped has a statement.
#include "core/json/reader.h"
#include "core/rdf/processor.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>
#include <array>
#include <string>

using namespace outpost;

namespace {

constexpr std::string_view plain_terms = R"({"@context":{"@version":1.1,"id":"@id","type":"@type",
    "a":"https://e/a","b":{"@id":"https://e/b","@type":"@id"},"c":{"@id":"https://e/b"},
    "list":{"@id":"https://e/l","@container":"@list"},"raw":{"@id":"https://e/r","@type":"@json"},
    "index":{"@id":"https://e/i","@container":"@index"},"back":{"@reverse":"https://e/a"},
    "keyed":{"@id":"https://e/k","@container":["@graph","@id"]},"in":"@nest",
    "T":{"@id":"https://e/T","@context":{"a":"https://e/ta"}}}})";
constexpr std::string_view protected_terms = R"({"@context":["https://a/",{"@protected":true,
    "p":{"@id":"https://e/p","@context":{"a":"https://e/pa","q":"https://e/q"}}}]})";

rdf::Processor make_processor() {
    static const std::array<std::string, 1> first{"https://a/"};
    static const std::array<std::string, 1> second{"https://b/"};
    const std::array<rdf::ContextDocument, 2> documents{
        {{plain_terms, first, {}}, {protected_terms, second, {}}}};
    return rdf::Processor(rdf::ContextSet::make(documents).value());
}

void check_report(const rdf::MappingReport& report, const rdf::Dataset& dataset) {
    for (std::size_t i = 0; i < report.members.size(); ++i) {
        const auto& member = report.members[i];
        OUTPOST_CHECK(member.parent == rdf::MemberTrace::none || member.parent < i);
        OUTPOST_CHECK(member.node == rdf::MemberTrace::none || member.node < report.nodes.size());
        OUTPOST_CHECK(member.fate != rdf::MemberFate::Mapped || !dataset.quads.empty());
    }
    const auto last = static_cast<std::uint32_t>(report.members.size());
    if (last > 0) OUTPOST_CHECK(report.pointer_of(last - 1).front() == '/');
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > fuzz::input_bytes_max) return 0;
    const auto document = json::read(as_text({data, size}));
    if (!document) return 0;
    auto processor = make_processor();
    for (const auto form : {rdf::RdfForm::JsonLd11, rdf::RdfForm::JsonLdJs2}) {
        rdf::ToRdfOptions options;
        options.form = form;
        options.inline_contexts = form == rdf::RdfForm::JsonLd11;
        rdf::MappingReport report;
        const auto traced = processor.to_rdf(document->root(), options, &report);
        const auto plain = processor.to_rdf(document->root(), options);
        OUTPOST_CHECK(traced.has_value() == plain.has_value());
        if (!traced) {
            OUTPOST_CHECK(traced.error().code == plain.error().code);
            continue;
        }
        OUTPOST_CHECK(traced->quads == plain->quads);
        check_report(report, *traced);
    }
    return 0;
}
