// The closed set of JSON-LD contexts: nothing outside it is ever loaded.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/json/value.h"

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace outpost::rdf {

/// A context document as it lies in a file, with every URL that names it.
struct ContextDocument {
    std::string_view text;              // JSON
    std::span<const std::string> urls;  // one or more
    std::string_view sha256_hex;        // of `text`; empty: not pinned (tools and tests only)
};

/// Immutable map from URL to parsed context document.
class ContextSet {
  public:
    /// A URL and the root of its document; its address stays good as long as the set.
    using Entry = std::pair<const std::string, const json::Value*>;

    /// Checks each pin, parses each document.
    /// @error BadChecksum, Duplicate (a URL twice), and those of json::read
    static Result<std::shared_ptr<const ContextSet>> make(
        std::span<const ContextDocument> documents);

    /// The document's root, or nullptr for a URL outside the set.
    [[nodiscard]] const json::Value* find(std::string_view url) const;
    [[nodiscard]] const Entry* find_entry(std::string_view url) const;

  private:
    std::vector<json::Document> documents_;
    std::map<std::string, const json::Value*, std::less<>> by_url_;
};

}  // namespace outpost::rdf
