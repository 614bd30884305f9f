// Create Term Definition (JSON-LD 1.1 API section 5.2). Internal to core/rdf.
#pragma once

#include "core/rdf/context_process.h"

#include <string_view>

namespace outpost::rdf {

/// Makes the term definitions of one local context.
class TermCompiler {
  public:
    struct Defaults {
        Invocation invocation;
        bool is_protected = false;
    };
    TermCompiler(ContextProcess& process, ContextBuilder& builder, LocalContext& local,
                 const Defaults& defaults)
        : process_(process), builder_(builder), local_(local), defaults_(defaults) {}

    Result<void> define(std::string_view term);

    /// IRI expansion (section 5.3) while the context is being made, vocabulary relative.
    Result<ExpandedIri> expand_iri(std::string_view value, bool document_relative = false);

  private:
    struct Draft {
        TermDefinition definition;
        const json::Value* value = nullptr;  // as written: null, a string or an object
        const TermDefinition* previous = nullptr;
        bool is_simple = false;
        bool is_ignored = false;  // has the form of a keyword: no definition

        /// The entry of an expanded definition; nullptr for a simple one.
        [[nodiscard]] const json::Value* entry(std::string_view name) const {
            return value->find(name);
        }
    };

    Result<void> define_now(std::string_view term, const json::Value& value);
    Result<void> check_term(std::string_view term, const json::Value& value) const;
    Result<void> read_entries(Draft& draft);
    Result<void> read_protected(Draft& draft) const;
    Result<void> read_type(Draft& draft);
    Result<void> read_reverse(Draft& draft, const json::Value& reverse);
    Result<void> read_id(Draft& draft);
    Result<void> read_id_text(Draft& draft, std::string_view id);
    Result<void> derive_iri(Draft& draft);
    Result<void> read_container(Draft& draft) const;
    Result<void> read_index(Draft& draft);
    Result<void> read_context(Draft& draft);
    Result<void> finish(Draft& draft);
    [[nodiscard]] bool mode_1_0() const { return builder_.settings.mode_1_0; }

    ContextProcess& process_;
    ContextBuilder& builder_;
    LocalContext& local_;
    Defaults defaults_;
    std::size_t depth_ = 0;  // definitions within each other
};

}  // namespace outpost::rdf
