// Expansion (JSON-LD 1.1 API sections 5.1 to 5.3 of the algorithms). Internal to core/rdf.
#pragma once

#include "core/base/result.h"
#include "core/json/value.h"
#include "core/rdf/context_compiler.h"
#include "core/rdf/context_process.h"
#include "core/rdf/expanded.h"
#include "core/rdf/trace_recorder.h"

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <new>
#include <string_view>

namespace outpost::rdf {

class Expander {
  public:
    struct Setup {
        ContextCompiler& compiler;
        const ToRdfOptions& options;
        std::pmr::memory_resource& scratch;  // items
        std::pmr::memory_resource& texts;    // texts that statements borrow
        TraceRecorder* recorder;
    };
    explicit Expander(const Setup& setup) : setup_(setup) {}

    /// The items of the default graph.
    Result<Expanded> expand_document(const json::Value& document);

  private:
    enum class PropertyKind : std::uint8_t { None, Graph, Reverse, Term };
    /// The active property and what stands around the element.
    struct Place {
        const ActiveContext* context = nullptr;
        std::string_view name;
        const TermDefinition* definition = nullptr;  // of `name` in `context`
        PropertyKind kind = PropertyKind::None;
        bool from_map = false;
        TraceRecorder::Place trace;
        std::size_t depth = 0;

        [[nodiscard]] bool is_top() const {
            return kind == PropertyKind::None || kind == PropertyKind::Graph;
        }
    };
    /// One JSON object while its members are read.
    struct Object {
        const Place* place = nullptr;
        const json::Value* element = nullptr;
        const ActiveContext* context = nullptr;
        const ActiveContext* type_scoped = nullptr;
        NodeItem* node = nullptr;
        std::uint32_t keywords = 0;  // bits of the keywords met
        bool has_property = false;
        bool type_is_array = false;
        const json::Value* value = nullptr;
        std::string_view language;
        Direction direction = Direction::None;
        Expanded list;
        Expanded set;
        TraceRecorder::Place trace;  // of its members
        std::size_t depth = 0;

        [[nodiscard]] bool has(Keyword keyword) const {
            return (keywords >> static_cast<unsigned>(keyword) & 1U) != 0;
        }
        /// No entry besides these bits.
        [[nodiscard]] bool has_only(std::uint32_t allowed) const {
            return !has_property && (keywords & ~allowed) == 0;
        }
    };
    struct MemberPlace {
        const json::Member& member;
        const TermDefinition* definition;
        std::string_view iri;
        std::uint32_t trace;
    };

    Result<Expanded> expand(const Place& place, const json::Value& element);
    Result<Expanded> expand_scalar(const Place& place, const json::Value& element);
    Result<Expanded> expand_array(const Place& place, const json::Value& element);
    Result<Expanded> expand_object(const Place& place, const json::Value& element);
    Item* expand_value(const ActiveContext& context, const TermDefinition* definition,
                       const json::Value& value);

    Result<void> enter_object(const Place& place, const json::Value& element, Object& object);
    bool reverts(const ActiveContext& context, const json::Value& element);
    Result<void> apply_types(Object& object);
    Result<void> apply_type_values(Object& object, const json::Value& types);
    bool has_json_type(const Object& object);
    Result<void> expand_members(Object& object, const json::Value& element);
    Result<void> expand_member(Object& object, const json::Member& member);
    Result<void> expand_property(Object& object, const MemberPlace& at, bool shares);
    Result<Expanded> expand_property_value(Object& object, const MemberPlace& at);
    Result<void> add_property(Object& object, const MemberPlace& at, const Expanded& values);
    Place place_of(const Object& object, const MemberPlace& at) const;

    Result<void> expand_keyword(Object& object, const MemberPlace& at, Keyword keyword);
    Result<void> expand_simple_keyword(Object& object, const MemberPlace& at, Keyword keyword);
    Result<void> expand_id(Object& object, const json::Value& value);
    Result<void> expand_type(Object& object, const MemberPlace& at);
    Result<void> expand_graph(Object& object, const MemberPlace& at);
    Result<void> expand_included(Object& object, const MemberPlace& at);
    Result<void> expand_value_keyword(Object& object, const json::Value& value);
    Result<void> expand_list_or_set(Object& object, const MemberPlace& at, Keyword keyword);
    Result<void> expand_reverse(Object& object, const MemberPlace& at);
    Result<void> expand_nest(Object& object, const MemberPlace& at);
    Place same_property(const Object& object, const MemberPlace& at) const;

    Result<Expanded> finish_object(Object& object);
    Result<Expanded> finish_value(Object& object);
    Result<Expanded> finish_node(Object& object);

    Result<Expanded> expand_language_map(Object& object, const MemberPlace& at);
    Result<Expanded> expand_index_map(Object& object, const MemberPlace& at);
    Result<Expanded> expand_index_entry(Object& object, const MemberPlace& at,
                                        const json::Member& entry);
    Result<Item*> index_item(Object& object, const MemberPlace& at, const json::Member& entry,
                             Item* item);
    Result<void> index_by_property(Object& object, const MemberPlace& at, const json::Member& entry,
                                   Item* item);

    struct IriFlags {
        bool vocab;
        bool document_relative;
    };
    ExpandedIri expand_iri(const ActiveContext& context, std::string_view value, IriFlags flags);
    ExpandedIri expand_undefined(const ActiveContext& context, std::string_view value,
                                 IriFlags flags);
    std::string_view concatenate(std::string_view a, std::string_view b);
    Result<void> count_item();
    void discard_node(const Object& object);

    template <typename T>
    T* make() {
        return ::new (setup_.scratch.allocate(sizeof(T), alignof(T))) T;
    }
    NodeItem* make_node() { return make<NodeItem>(); }
    ValueItem* make_value(const json::Value& value);
    NodeItem* wrap_graph(Item* item);
    void add_type(NodeItem& node, TypeRef type);

    Setup setup_;
    std::size_t items_ = 0;
    std::size_t text_bytes_ = 0;
};

}  // namespace outpost::rdf
