// The closed set, made from the embedded files.
#include "assets/shipped_contexts.h"

#include <vector>

namespace outpost {

Result<std::shared_ptr<const rdf::ContextSet>> shipped_context_set() {
    std::vector<rdf::ContextDocument> documents;
    for (const auto& shipped : shipped_contexts())
        documents.push_back({shipped.text, shipped.urls, shipped.sha256_hex});
    return rdf::ContextSet::make(documents);
}

}  // namespace outpost
