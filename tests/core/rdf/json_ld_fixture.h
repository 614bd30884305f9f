// Contexts and short cuts for the tests of the JSON-LD processor.
#pragma once

#include "core/json/reader.h"
#include "core/rdf/processor.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::tests {

/// The contexts of assets/contexts, and what `extra` adds: pairs of URL and text.
std::shared_ptr<const rdf::ContextSet> project_contexts(
    const std::vector<std::pair<std::string, std::string>>& extra = {});

/// A processor with its document, whose texts the dataset borrows.
class JsonLdRun {
  public:
    explicit JsonLdRun(std::shared_ptr<const rdf::ContextSet> contexts = project_contexts())
        : processor(std::move(contexts)) {}

    rdf::Processor processor;
    rdf::ToRdfOptions options;
    rdf::MappingReport report;

    /// Sorted N-Quads of the text, or the error as "code: what".
    std::string nquads(std::string_view text);
    /// The report of the text, one member a line: "/pointer fate predicate flags".
    std::string trace(std::string_view text);

  private:
    std::vector<json::Document> documents_;
    std::vector<rdf::Dataset> datasets_;
};

/// A vaccination credential of our own making under DIVOC's contexts.
std::string divoc_credential(std::string_view subject_id = "did:example:1");

/// The text with the first `from` replaced; fails when there is none.
std::string replaced(std::string text, std::string_view from, std::string_view to);

}  // namespace outpost::tests
