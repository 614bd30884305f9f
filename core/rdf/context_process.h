// One run of context processing (JSON-LD 1.1 API sections 5.1 and 5.2). Internal to core/rdf.
#pragma once

#include "core/base/result.h"
#include "core/json/value.h"
#include "core/rdf/active_context.h"
#include "core/rdf/context_set.h"

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <string_view>
#include <vector>

namespace outpost::rdf {

/// An IRI expanded: a text, a keyword, or nothing.
struct ExpandedIri {
    std::string_view text;
    Keyword keyword = Keyword::None;
    bool is_null = false;

    static ExpandedIri of(std::string_view text) { return {text, Keyword::None, false}; }
    static ExpandedIri of(Keyword keyword) { return {keyword_text(keyword), keyword, false}; }
    static ExpandedIri null() { return {{}, Keyword::None, true}; }
    bool operator==(const ExpandedIri&) const = default;
};

/// URLs of the remote contexts that are being read, innermost first.
struct RemoteChain {
    std::string_view url;
    const RemoteChain* outer = nullptr;
    std::size_t depth = 1;
};

/// The parameters of the Context Processing algorithm.
struct Invocation {
    std::string_view base_url;
    const RemoteChain* remote = nullptr;
    bool override_protected = false;
    bool propagate = true;
    bool validate_scoped = true;
};

/// A local context's members with look-up and the state of each term's definition.
class LocalContext {
  public:
    enum class State : std::uint8_t { Untouched, InProgress, Defined };
    struct Entry {
        std::string_view name;
        const json::Value* value = nullptr;
        State state = State::Untouched;
    };

    LocalContext(const json::Value& object, const json::Value* imported, std::uint64_t seed);
    Entry* find(std::string_view name);
    [[nodiscard]] const json::Value* value_of(std::string_view name);
    std::vector<Entry>& entries() { return entries_; }

  private:
    void add(const json::Member& member);

    std::vector<Entry> entries_;
    std::vector<std::uint32_t> table_;  // index + 1 into entries_, 0: free
    std::uint64_t seed_;
};

class ContextProcess {
  public:
    struct Setup {
        const ContextSet& contexts;
        std::pmr::memory_resource& arena;
        bool is_kept;
        std::size_t depth_max;
        std::size_t& work_left;  // table entries that may still be copied or made
    };
    explicit ContextProcess(const Setup& setup) : setup_(setup) {}

    Result<void> run(ContextBuilder& builder, const json::Value& local,
                     const Invocation& invocation);

    Result<void> charge(std::size_t work);
    std::string_view keep(std::string_view text);
    std::string_view concatenate(std::string_view a, std::string_view b);
    std::pmr::memory_resource& arena() { return setup_.arena; }
    /// Step 21.3 of Create Term Definition: the scoped context must be one, if it were used.
    Result<void> validate_scoped(const ContextBuilder& builder, const json::Value& local,
                                 const Invocation& invocation);

  private:
    Result<void> run_item(ContextBuilder& builder, const json::Value& item,
                          const Invocation& invocation);
    Result<void> run_null(ContextBuilder& builder, const Invocation& invocation);
    Result<void> run_url(ContextBuilder& builder, std::string_view reference,
                         const Invocation& invocation);
    Result<void> run_object(ContextBuilder& builder, const json::Value& object,
                            const Invocation& invocation);
    Result<const json::Value*> imported_context(const json::Value& object, bool mode_1_0,
                                                const Invocation& invocation);
    Result<const json::Value*> load(std::string_view url, const Invocation& invocation);
    Result<void> read_base(ContextBuilder& builder, LocalContext& local,
                           const Invocation& invocation);
    Result<void> read_vocab(ContextBuilder& builder, LocalContext& local);
    Result<void> read_language(ContextBuilder& builder, LocalContext& local);

    Setup setup_;
};

/// The body of the context document.
/// @error BadJsonLd "invalid remote context"
Result<const json::Value*> context_of_document(const json::Value& document);

inline Error json_ld_error(const char* code) {
    return Error{Errc::BadJsonLd, 0, code};
}

}  // namespace outpost::rdf
