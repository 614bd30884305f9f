// Compiled contexts: immutable term tables that documents are read with. Internal to core/rdf.
#pragma once

#include "core/json/value.h"
#include "core/rdf/keyword.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <optional>
#include <string_view>
#include <vector>

namespace outpost::rdf {

enum class Direction : std::uint8_t { None, Ltr, Rtl };
enum class TypeCoercion : std::uint8_t { None, Id, Vocab, Json, NoneMark, Datatype };

/// Bits of TermDefinition::containers.
inline constexpr std::uint8_t container_graph = 1;
inline constexpr std::uint8_t container_id = 2;
inline constexpr std::uint8_t container_index = 4;
inline constexpr std::uint8_t container_language = 8;
inline constexpr std::uint8_t container_list = 16;
inline constexpr std::uint8_t container_set = 32;
inline constexpr std::uint8_t container_type = 64;

/// JSON-LD 1.1 API section 4.1: term definition. Trivially destructible; lives in an arena.
struct TermDefinition {
    std::string_view term;
    std::string_view iri;  // empty when the term is mapped to null
    Keyword keyword = Keyword::None;
    bool maps_to_null = false;
    bool removed = false;  // a place in the table, no definition
    bool is_prefix = false;
    bool is_protected = false;
    bool is_reverse = false;
    bool iri_fits_11 = false;   // is_statement_iri(iri, JsonLd11)
    bool iri_fits_js2 = false;  // is_statement_iri(iri, JsonLdJs2)
    std::uint8_t containers = 0;
    TypeCoercion coercion = TypeCoercion::None;
    std::string_view datatype;                 // of TypeCoercion::Datatype
    std::optional<std::string_view> language;  // set and empty: explicitly none
    std::optional<Direction> direction;        // set and None: explicitly none
    std::string_view index_property;           // as written; empty: "@index"
    std::string_view nest;                     // only compared
    const json::Value* local_context = nullptr;
    std::string_view base_url;  // of the document that local_context stands in
};

/// The same definition, protection aside (JSON-LD 1.1 API section 4.2.2, step 27.1).
bool same_definition(const TermDefinition& a, const TermDefinition& b);

struct TermSlot {
    std::uint32_t hash = 0;
    bool shares_iri = false;  // another term of the table has the same IRI mapping
    const TermDefinition* definition = nullptr;
};

/// Text hash with a seed, so that names that collide can not be made in advance.
std::uint32_t hash_text(std::string_view text, std::uint64_t seed);

/// What of an active context is no term.
struct ContextSettings {
    std::string_view base;  // empty: none
    std::string_view original_base;
    std::string_view vocab;
    std::string_view language;  // empty: none
    bool has_vocab = false;
    bool mode_1_0 = false;
    bool has_protected = false;
    Direction direction = Direction::None;
    std::uint64_t seed = 0;
};

/// JSON-LD 1.1 API section 4.1: active context. Immutable, trivially destructible.
struct ActiveContext {
    ContextSettings settings;
    const TermSlot* slots = nullptr;
    std::uint32_t mask = 0;  // slots - 1, a power of two less one
    std::uint32_t terms = 0;
    const ActiveContext* previous = nullptr;
    bool is_kept = false;  // lives as long as the processor
    std::uint8_t type_alias_count = 0;
    bool many_type_aliases = false;  // more than fit below: look each name up
    std::array<std::string_view, 3> type_aliases{};

    [[nodiscard]] const TermSlot* slot_of(std::string_view term) const;
    [[nodiscard]] const TermDefinition* find(std::string_view term) const {
        const auto* slot = slot_of(term);
        return slot == nullptr ? nullptr : slot->definition;
    }
    [[nodiscard]] bool is_type_name(std::string_view name) const;
    /// Terms whose IRI mapping is this one; walks the table.
    [[nodiscard]] std::size_t terms_of_iri(std::string_view iri) const;
};

/// A context under construction.
class ContextBuilder {
  public:
    explicit ContextBuilder(const ActiveContext& from);

    ContextSettings settings;
    const ActiveContext* previous = nullptr;

    [[nodiscard]] const TermDefinition* find(std::string_view term) const;
    void set(const TermDefinition* definition);
    void remove(std::string_view term, std::pmr::memory_resource& arena);
    void clear_terms();
    /// Must be called before settings or previous are changed.
    void touch() { origin_ = nullptr; }
    [[nodiscard]] std::size_t table_size() const { return slots_.size(); }
    /// The immutable form: the context it began with when nothing was changed.
    const ActiveContext* finish(std::pmr::memory_resource& arena, bool is_kept);

  private:
    TermSlot& place_of(std::string_view term, std::uint32_t hash);
    void grow();
    void mark_shared();

    const ActiveContext* origin_;
    std::vector<TermSlot> slots_;
    std::uint32_t used_ = 0;
};

}  // namespace outpost::rdf
