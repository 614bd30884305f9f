// Context processing (JSON-LD 1.1 API section 5.1): from JSON contexts to ActiveContext objects,
// with a bounded memory of those already made. Internal to core/rdf.
#pragma once

#include "core/base/result.h"
#include "core/json/value.h"
#include "core/rdf/active_context.h"
#include "core/rdf/context_set.h"
#include "core/rdf/processor.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::rdf {

class ContextCompiler {
  public:
    /// Contexts that are kept from one document to the next; further ones are made anew each time.
    static constexpr std::size_t kept_contexts_max = 1024;

    explicit ContextCompiler(std::shared_ptr<const ContextSet> contexts);

    /// Starts a document. Contexts that are not kept go into `call_arena`.
    void begin(const ToRdfOptions& options, std::pmr::memory_resource& call_arena);

    /// The active context before any context was read.
    const ActiveContext* initial();

    /// A document's own @context, wherever it stands.
    /// @error ContextNotAllowed, InlineContext, BadJsonLd, TooDeep, WorkLimit
    Result<const ActiveContext*> embedded(const ActiveContext& active, const json::Value& local);
    /// A context that the caller, not the document, names.
    Result<const ActiveContext*> remote(const ActiveContext& active, std::string_view url);
    Result<const ActiveContext*> property_scoped(const ActiveContext& active,
                                                 const TermDefinition& definition);
    /// Holds for the one node only (JSON-LD 1.1 section 4.1.5).
    Result<const ActiveContext*> type_scoped(const ActiveContext& active,
                                             const TermDefinition& definition);

    [[nodiscard]] bool used_inline_context() const { return used_inline_; }

  private:
    enum class Origin : std::uint8_t { Url, PropertyScope, TypeScope };
    struct Key {
        const ActiveContext* parent = nullptr;
        const void* what = nullptr;  // ContextSet::Entry or TermDefinition
        Origin origin = Origin::Url;
        bool operator==(const Key&) const = default;
    };
    struct Memory {
        Key key;
        const ActiveContext* context = nullptr;  // nullptr: `error`
        Error error{Errc::BadJsonLd};
    };

    Memory& memory_of(const Key& key);
    Result<const ActiveContext*> scoped(const ActiveContext& active,
                                        const TermDefinition& definition, Origin origin);
    Result<const ActiveContext*> embedded_item(const ActiveContext& active,
                                               const json::Value& item);
    Result<const ActiveContext*> make(const Key& key, const json::Value& local,
                                      std::string_view base_url);
    Result<const ActiveContext*> from_set(const ActiveContext& active,
                                          const ContextSet::Entry& entry);

    std::shared_ptr<const ContextSet> contexts_;
    std::pmr::monotonic_buffer_resource kept_arena_;
    std::pmr::memory_resource* call_arena_ = nullptr;
    std::vector<Memory> memories_;  // open addressing, at most half full
    std::size_t kept_count_ = 0;
    std::vector<const ActiveContext*> initials_;
    ToRdfOptions options_;
    std::size_t work_left_ = 0;
    bool used_inline_ = false;
};

}  // namespace outpost::rdf
