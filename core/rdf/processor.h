// JSON-LD 1.1 to RDF over a closed set of contexts (W3C JSON-LD 1.1 API, sections 5 and 8).
#pragma once

#include "core/base/result.h"
#include "core/json/value.h"
#include "core/rdf/context_set.h"
#include "core/rdf/dataset.h"
#include "core/rdf/mapping_report.h"

#include <cstddef>
#include <memory>
#include <string_view>

namespace outpost::rdf {

/// Which reading of the specification the statements follow.
enum class RdfForm : std::uint8_t {
    JsonLd11,  // the W3C recommendation
    /// As jsonld.js 2 reads, which made every DIVOC signature: an IRI is absolute when it begins
    /// with a scheme and a colon, spaces and all; an integer beyond 2^53 is rounded to a double and
    /// printed exactly; a number without a dot in its ECMAScript text is an xsd:integer.
    JsonLdJs2,
};

struct ToRdfOptions {
    std::string_view base;  // base IRI; empty: relative references stay relative and are dropped
    RdfForm form = RdfForm::JsonLd11;
    bool inline_contexts = false;         // verify refuses them; tools that compare accept them
    bool generalized_rdf = false;         // keep blank node predicates
    std::string_view rdf_direction;       // "", "i18n-datatype" or "compound-literal"
    std::string_view expand_context_url;  // option expandContext of the test suite
    bool processing_mode_1_0 = false;
    std::size_t nodes_max = 20'000;
    std::size_t context_depth_max = 16;  // remote contexts and @import within each other
    std::size_t depth_max = 64;          // nesting of the document
};

/// Expands and converts documents. Compiled contexts are kept and found again by a look-up, so a
/// second document of the same kind does no context processing. Not for use by two threads at once:
/// each worker has its own.
class Processor {
  public:
    explicit Processor(std::shared_ptr<const ContextSet> contexts);
    ~Processor();
    Processor(Processor&&) noexcept;
    Processor& operator=(Processor&&) noexcept;

    /// Deserialize JSON-LD to RDF (JSON-LD 1.1 API section 8.1) after expansion (5.1).
    /// The dataset and the report borrow from `document`, from this processor and from its
    /// contexts, which must outlive them; a later to_rdf() or a move of the processor does no harm.
    /// A quad may stand in the dataset twice: canonicalization counts it once.
    /// @param report  when given, filled with the fate of each member (also of dropped ones); empty
    /// after an error
    /// @error ContextNotAllowed, InlineContext, TooDeep, TooLong, WorkLimit (inline contexts that
    /// cost
    ///        too much), BadValue (a JSON literal with a number that JCS refuses),
    ///        BadJsonLd  `what` is the error code of the recommendation ("invalid IRI mapping")
    Result<Dataset> to_rdf(const json::Value& document, const ToRdfOptions& options,
                           MappingReport* report = nullptr);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace outpost::rdf
