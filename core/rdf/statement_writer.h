// Deserialize JSON-LD to RDF (JSON-LD 1.1 API section 8) from expanded items. Internal to core/rdf.
#pragma once

#include "core/base/result.h"
#include "core/rdf/dataset.h"
#include "core/rdf/expanded.h"
#include "core/rdf/processor.h"
#include "core/rdf/trace_recorder.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory_resource>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::rdf {

class StatementWriter {
  public:
    struct Setup {
        Dataset& dataset;
        const ToRdfOptions& options;
        std::pmr::memory_resource& scratch;
        TraceRecorder* recorder;
    };
    explicit StatementWriter(const Setup& setup) : setup_(setup), blank_numbers_(&setup.scratch) {}

    /// @error BadJsonLd "conflicting indexes"
    Result<void> write(const Expanded& items);

  private:
    struct Index {
        std::string_view graph;
        std::string_view id;
        std::string_view text;
    };

    Result<void> write_items(const Expanded& items, const Term& graph);
    Result<void> write_node(NodeItem& node, const Term& graph);
    void write_types(const NodeItem& node, const Term& graph);
    Result<void> write_property(NodeItem& node, const Property& property, const Term& graph);
    Result<void> write_inside(const NodeItem& node, const Term& graph);

    bool node_term(NodeItem& node);
    bool predicate_term(const Property& property, Term& term);
    Result<bool> object_term(Item& item, const Term& graph, Term& term);
    Result<bool> value_term(const ValueItem& item, const Term& graph, Term& term);
    void number_term(const ValueItem& item, Term& term);
    bool text_term(const ValueItem& item, const Term& graph, Term& term);
    void compound_literal(const ValueItem& item, const Term& graph, Term& term);
    Result<void> list_term(const ListItem& list, const Term& graph, Term& term);

    void push(const Term& subject, std::string_view predicate, const Term& object,
              const Term& graph);
    bool resource_term(std::string_view id, Term& term);
    Term fresh_blank();
    std::string_view blank_label(std::uint32_t number);
    Result<void> check_indexes();

    Setup setup_;
    std::pmr::map<std::string_view, std::uint32_t> blank_numbers_;
    std::uint32_t blank_count_ = 0;
    std::vector<Index> indexes_;
    bool suppressed_ = false;  // inside a graph whose name is not well-formed
};

}  // namespace outpost::rdf
