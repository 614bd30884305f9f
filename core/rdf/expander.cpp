// Expansion of arrays, scalars, objects and their ordinary members.
#include "core/rdf/expander.h"

#include "core/rdf/iri.h"

#include <algorithm>
#include <cstring>
#include <vector>

namespace outpost::rdf {

namespace {

constexpr std::size_t text_bytes_max = 16 * 1024 * 1024;  // of IRIs put together

constexpr std::uint32_t bit(Keyword keyword) {
    return 1U << static_cast<unsigned>(keyword);
}

bool is_list(const Expanded& values) {
    return values.shape == Expanded::Shape::One && values.first->kind == ItemKind::List;
}

}  // namespace

Result<Expanded> Expander::expand_document(const json::Value& document) {
    Place place;
    place.context = setup_.compiler.initial();
    if (!setup_.options.expand_context_url.empty()) {
        OUTPOST_TRY(place.context,
                    setup_.compiler.remote(*place.context, setup_.options.expand_context_url));
    }
    OUTPOST_TRY(auto expanded, expand(place, document));
    if (expanded.shape == Expanded::Shape::One && expanded.first->kind == ItemKind::Node) {
        const auto& node = static_cast<const NodeItem&>(*expanded.first);
        if (node.is_graph_object() && !node.has_id && !node.has_index) return node.graph;
    }
    return expanded;
}

Result<void> Expander::count_item() {
    if (++items_ > setup_.options.nodes_max) return Error{Errc::TooLong, 0, "document values"};
    if (text_bytes_ > text_bytes_max) return Error{Errc::WorkLimit, 0, "expanded IRIs"};
    return {};
}

Result<Expanded> Expander::expand(const Place& place, const json::Value& element) {
    if (element.is_null()) return Expanded{};
    OUTPOST_TRY_VOID(count_item());
    if (element.is_object()) return expand_object(place, element);
    if (element.is_array()) return expand_array(place, element);
    return expand_scalar(place, element);
}

Result<Expanded> Expander::expand_scalar(const Place& place, const json::Value& element) {
    if (place.is_top()) return Expanded{};
    if (place.definition == nullptr || place.definition->local_context == nullptr)
        return Expanded::one(expand_value(*place.context, place.definition, element));
    OUTPOST_TRY(const auto* context,
                setup_.compiler.property_scoped(*place.context, *place.definition));
    return Expanded::one(expand_value(*context, context->find(place.name), element));
}

Result<Expanded> Expander::expand_array(const Place& place, const json::Value& element) {
    if (place.depth >= setup_.options.depth_max) return Error{Errc::TooDeep, 0, "document"};
    auto result = Expanded::array();
    const bool in_list =
        place.definition != nullptr && (place.definition->containers & container_list) != 0;
    auto inner = place;
    ++inner.depth;
    const auto items = element.items();
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (place.trace.array_index == MemberTrace::none)
            inner.trace.array_index = static_cast<std::uint32_t>(i);
        OUTPOST_TRY(const auto expanded, expand(inner, items[i]));
        if (in_list && expanded.shape == Expanded::Shape::Array) {
            auto* list = make<ListItem>();
            list->kind = ItemKind::List;
            list->items = expanded;
            result.append(list);
        } else {
            result.append(expanded);
        }
    }
    return result;
}

// Value Expansion, section 5.3.
Item* Expander::expand_value(const ActiveContext& context, const TermDefinition* definition,
                             const json::Value& value) {
    const auto coercion = definition == nullptr ? TypeCoercion::None : definition->coercion;
    if (value.is_string() && (coercion == TypeCoercion::Id || coercion == TypeCoercion::Vocab)) {
        const auto iri =
            expand_iri(context, value.as_string(), {coercion == TypeCoercion::Vocab, true});
        auto* node = make_node();
        node->has_id = true;
        node->id = iri.text;
        return node;
    }
    auto* item = make_value(value);
    if (coercion == TypeCoercion::Datatype) {
        item->datatype = definition->datatype;
    } else if (coercion == TypeCoercion::Json) {
        item->is_json = true;
    } else if (value.is_string()) {
        item->language = definition != nullptr && definition->language.has_value()
                             ? *definition->language
                             : context.settings.language;
        item->direction = definition != nullptr && definition->direction.has_value()
                              ? *definition->direction
                              : context.settings.direction;
    }
    return item;
}

ValueItem* Expander::make_value(const json::Value& value) {
    auto* item = make<ValueItem>();
    item->kind = ItemKind::Value;
    item->value = &value;
    return item;
}

// Step 7: a type-scoped context ends at the next node object.
bool Expander::reverts(const ActiveContext& context, const json::Value& element) {
    const auto members = element.members();
    for (const auto& member : members) {
        const auto keyword = expand_iri(context, member.name, {true, false}).keyword;
        if (keyword == Keyword::Value) return false;
        if (keyword == Keyword::Id && members.size() == 1) return false;
    }
    return true;
}

// Steps 7 to 11.
Result<void> Expander::enter_object(const Place& place, const json::Value& element,
                                    Object& object) {
    if (place.depth >= setup_.options.depth_max) return Error{Errc::TooDeep, 0, "document"};
    const auto* context = place.context;
    const auto* scoped = place.definition;
    if (context->previous != nullptr && !place.from_map && reverts(*context, element))
        context = context->previous;
    if (scoped != nullptr && scoped->local_context != nullptr) {
        OUTPOST_TRY(context, setup_.compiler.property_scoped(*context, *scoped));
    }
    if (const auto* local = element.find("@context"); local != nullptr) {
        OUTPOST_TRY(context, setup_.compiler.embedded(*context, *local));
    }
    object.place = &place;
    object.element = &element;
    object.context = context;
    object.type_scoped = context;
    object.node = make_node();
    object.depth = place.depth + 1;
    return apply_types(object);
}

// Step 11.
Result<void> Expander::apply_types(Object& object) {
    const json::Member* only = nullptr;
    std::size_t count = 0;
    for (const auto& member : object.element->members()) {
        if (!object.type_scoped->is_type_name(member.name)) continue;
        only = &member;
        ++count;
    }
    if (count == 0) return {};
    if (count == 1) return apply_type_values(object, only->value);
    std::vector<const json::Member*> sorted;
    for (const auto& member : object.element->members()) {
        if (object.type_scoped->is_type_name(member.name)) sorted.push_back(&member);
    }
    std::sort(sorted.begin(), sorted.end(),
              [](const auto* a, const auto* b) { return a->name < b->name; });
    for (const auto* member : sorted) OUTPOST_TRY_VOID(apply_type_values(object, member->value));
    return {};
}

Result<void> Expander::apply_type_values(Object& object, const json::Value& types) {
    const auto apply = [&](const TermDefinition& definition) -> Result<void> {
        OUTPOST_TRY(object.context, setup_.compiler.type_scoped(*object.context, definition));
        return {};
    };
    const auto scope_of = [&](const json::Value& type) -> const TermDefinition* {
        if (!type.is_string()) return nullptr;
        const auto* definition = object.type_scoped->find(type.as_string());
        return definition != nullptr && definition->local_context != nullptr ? definition : nullptr;
    };
    if (!types.is_array()) {
        const auto* definition = scope_of(types);
        return definition == nullptr ? Result<void>{} : apply(*definition);
    }
    std::pmr::vector<const TermDefinition*> scopes(&setup_.scratch);
    for (const auto& type : types.items()) {
        if (const auto* definition = scope_of(type); definition != nullptr)
            scopes.push_back(definition);
    }
    std::sort(scopes.begin(), scopes.end(),
              [](const auto* a, const auto* b) { return a->term < b->term; });
    for (const auto* definition : scopes) OUTPOST_TRY_VOID(apply(*definition));
    return {};
}

// Step 12: whether the input type is @json.
bool Expander::has_json_type(const Object& object) {
    const json::Member* first = nullptr;
    for (const auto& member : object.element->members()) {
        if (object.context->is_type_name(member.name) &&
            (first == nullptr || member.name < first->name))
            first = &member;
    }
    if (first == nullptr) return false;
    const auto* type = &first->value;
    if (type->is_array()) type = type->items().empty() ? nullptr : &type->items().back();
    if (type == nullptr || !type->is_string()) return false;
    return expand_iri(*object.context, type->as_string(), {true, false}).keyword == Keyword::Json;
}

Result<Expanded> Expander::expand_object(const Place& place, const json::Value& element) {
    Object object;
    OUTPOST_TRY_VOID(enter_object(place, element, object));
    if (setup_.recorder != nullptr) object.node->trace = setup_.recorder->open_node(place.trace);
    object.trace = place.trace;
    OUTPOST_TRY_VOID(expand_members(object, element));
    return finish_object(object);
}

Result<void> Expander::expand_members(Object& object, const json::Value& element) {
    for (const auto& member : element.members()) OUTPOST_TRY_VOID(expand_member(object, member));
    return {};
}

// Steps 13.1 to 13.4.
Result<void> Expander::expand_member(Object& object, const json::Member& member) {
    auto* recorder = setup_.recorder;
    auto trace = no_trace;
    if (recorder != nullptr)
        trace = recorder->open_member(object.trace, member, object.node->trace);
    if (member.name == "@context") {
        if (recorder != nullptr) recorder->set_keyword(trace, Keyword::Context);
        return {};
    }
    const auto* slot = object.context->slot_of(member.name);
    const auto* definition = slot == nullptr ? nullptr : slot->definition;
    ExpandedIri iri;
    if (definition == nullptr)
        iri = expand_undefined(*object.context, member.name, {true, false});
    else
        iri = {definition->iri, definition->keyword, definition->maps_to_null};
    const MemberPlace at{member, definition, iri.text, trace};
    if (iri.keyword != Keyword::None) return expand_keyword(object, at, iri.keyword);
    if (iri.is_null || iri.text.find(':') == std::string_view::npos)
        return recorder == nullptr ? Result<void>{}
                                   : recorder->drop(trace, setup_.options.depth_max);
    bool shares = slot != nullptr && slot->shares_iri;
    if (recorder != nullptr && slot == nullptr) shares = object.context->terms_of_iri(iri.text) > 0;
    return expand_property(object, at, shares);
}

Expander::Place Expander::place_of(const Object& object, const MemberPlace& at) const {
    Place place;
    place.context = object.context;
    place.name = at.member.name;
    place.definition = at.definition;
    place.kind = PropertyKind::Term;
    place.trace = {at.trace, MemberTrace::none};
    place.depth = object.depth;
    return place;
}

// Steps 13.5 to 13.14.
Result<void> Expander::expand_property(Object& object, const MemberPlace& at, bool shares) {
    auto* recorder = setup_.recorder;
    if (recorder != nullptr) recorder->set_mapped(at.trace, at.iri, shares);
    OUTPOST_TRY(auto values, expand_property_value(object, at));
    if (values.is_null()) {
        if (recorder != nullptr) recorder->set_empty(at.trace);
        return {};
    }
    const unsigned containers = at.definition == nullptr ? 0U : at.definition->containers;
    if ((containers & container_list) != 0 && !is_list(values)) {
        auto* list = make<ListItem>();
        list->kind = ItemKind::List;
        list->items = values;
        values = Expanded::one(list);
    }
    const bool wraps_graphs =
        (containers & container_graph) != 0 && (containers & (container_id | container_index)) == 0;
    if (wraps_graphs) {
        if (recorder != nullptr) recorder->unusual(keyword_text(Keyword::Graph));
        auto graphs = Expanded::array();
        for (auto* item = values.first; item != nullptr;) {
            auto* next = item == values.last ? nullptr : item->next;
            item->next = nullptr;
            graphs.append(wrap_graph(item));
            item = next;
        }
        values = graphs;
    }
    if (recorder != nullptr && values.first == nullptr) recorder->set_empty(at.trace);
    return add_property(object, at, values);
}

Result<Expanded> Expander::expand_property_value(Object& object, const MemberPlace& at) {
    const auto& value = at.member.value;
    if (at.definition == nullptr) return expand(place_of(object, at), value);
    if (at.definition->coercion == TypeCoercion::Json) {
        auto* item = make_value(value);
        item->is_json = true;
        return Expanded::one(item);
    }
    const unsigned containers = at.definition->containers;
    if (value.is_object() && (containers & container_language) != 0)
        return expand_language_map(object, at);
    constexpr unsigned keyed = container_index | container_type | container_id;
    if (value.is_object() && (containers & keyed) != 0) return expand_index_map(object, at);
    return expand(place_of(object, at), value);
}

Result<void> Expander::add_property(Object& object, const MemberPlace& at, const Expanded& values) {
    auto* property = make<Property>();
    property->iri = at.iri;
    property->definition = at.definition;
    property->member = at.trace;
    property->items = values;
    property->is_reverse = at.definition != nullptr && at.definition->is_reverse;
    object.has_property = true;
    if (property->is_reverse) {
        if (setup_.recorder != nullptr) setup_.recorder->unusual(keyword_text(Keyword::Reverse));
        for (const auto* item = values.first; item != nullptr; item = item->next) {
            if (item->kind != ItemKind::Node)
                return json_ld_error("invalid reverse property value");
        }
    }
    object.node->add(property);
    return {};
}

NodeItem* Expander::wrap_graph(Item* item) {
    auto* graph = make_node();
    graph->has_graph = true;
    graph->graph = Expanded::array();
    graph->graph.append(item);
    return graph;
}

void Expander::add_type(NodeItem& node, TypeRef type) {
    auto* made = make<TypeRef>();
    *made = type;
    made->next = node.types;
    node.types = made;
}

// Steps 15 to 19.
Result<Expanded> Expander::finish_object(Object& object) {
    if (object.has(Keyword::Value)) return finish_value(object);
    if (object.has(Keyword::List) || object.has(Keyword::Set)) {
        discard_node(object);
        const auto kind = object.has(Keyword::List) ? Keyword::List : Keyword::Set;
        if (!object.has_only(bit(kind) | bit(Keyword::Index)))
            return json_ld_error("invalid set or list object");
        if (kind == Keyword::Set) return object.set;
        auto* list = make<ListItem>();
        list->kind = ItemKind::List;
        list->items = object.list;
        return Expanded::one(list);
    }
    return finish_node(object);
}

// Step 15.
Result<Expanded> Expander::finish_value(Object& object) {
    discard_node(object);
    const bool has_type = object.has(Keyword::Type);
    const bool has_language = object.has(Keyword::Language);
    if (!object.has_only(bit(Keyword::Value) | bit(Keyword::Type) | bit(Keyword::Language) |
                         bit(Keyword::Direction) | bit(Keyword::Index)))
        return json_ld_error("invalid value object");
    if (has_type && (has_language || object.has(Keyword::Direction)))
        return json_ld_error("invalid value object");
    auto* item = make_value(*object.value);
    const auto* type = object.node->types;
    if (has_type && !object.type_is_array && type != nullptr && type->iri == "@json") {
        item->is_json = true;
        return object.place->is_top() ? Expanded{} : Expanded::one(item);
    }
    if (object.value->is_null()) return Expanded{};
    if (!object.value->is_scalar()) return json_ld_error("invalid value object value");
    if (!object.value->is_string() && has_language)
        return json_ld_error("invalid language-tagged value");
    if (has_type) {
        if (object.type_is_array || type == nullptr ||
            !is_statement_iri(type->iri, setup_.options.form))
            return json_ld_error("invalid typed value");
        item->datatype = type->iri;
    }
    item->language = object.language;
    item->direction = object.direction;
    return object.place->is_top() ? Expanded{} : Expanded::one(item);
}

// Steps 18 and 19.
Result<Expanded> Expander::finish_node(Object& object) {
    const bool is_bare_language = object.keywords == bit(Keyword::Language) && !object.has_property;
    const bool is_free = object.place->is_top() && object.has_only(bit(Keyword::Id));
    if (is_bare_language || is_free) {
        discard_node(object);
        return Expanded{};
    }
    return Expanded::one(object.node);
}

void Expander::discard_node(const Object& object) {
    if (setup_.recorder != nullptr && object.node->trace != no_trace)
        setup_.recorder->discard_node(object.node->trace);
}

// IRI Expansion (section 5.3 of the API) with a finished context.
ExpandedIri Expander::expand_iri(const ActiveContext& context, std::string_view value,
                                 IriFlags flags) {
    if (const auto* known = context.find(value); known != nullptr) {
        if (known->keyword != Keyword::None) return ExpandedIri::of(known->keyword);
        if (flags.vocab)
            return known->maps_to_null ? ExpandedIri::null() : ExpandedIri::of(known->iri);
    }
    return expand_undefined(context, value, flags);
}

ExpandedIri Expander::expand_undefined(const ActiveContext& context, std::string_view value,
                                       IriFlags flags) {
    if (!value.empty() && value.front() == '@') {
        if (const auto keyword = keyword_of(value); keyword != Keyword::None)
            return ExpandedIri::of(keyword);
        if (has_keyword_form(value)) return ExpandedIri::null();
    }
    if (const auto colon = value.find(':', 1); colon != std::string_view::npos) {
        const auto prefix = value.substr(0, colon);
        const auto suffix = value.substr(colon + 1);
        if (prefix == "_" || suffix.substr(0, 2) == "//") return ExpandedIri::of(value);
        const auto* known = context.find(prefix);
        if (known != nullptr && known->is_prefix && !known->iri.empty())
            return ExpandedIri::of(concatenate(known->iri, suffix));
        const bool is_absolute = setup_.options.form == RdfForm::JsonLd11
                                     ? has_scheme(value)
                                     : is_statement_iri(value, RdfForm::JsonLdJs2);
        if (is_absolute) return ExpandedIri::of(value);
    }
    if (flags.vocab && context.settings.has_vocab)
        return ExpandedIri::of(concatenate(context.settings.vocab, value));
    if (flags.document_relative && !context.settings.base.empty())
        return ExpandedIri::of(concatenate(resolve_iri(context.settings.base, value), {}));
    return ExpandedIri::of(value);
}

std::string_view Expander::concatenate(std::string_view a, std::string_view b) {
    const auto size = a.size() + b.size();
    text_bytes_ += size;
    if (size == 0 || text_bytes_ > text_bytes_max) return {};  // count_item refuses the document
    auto* place = static_cast<char*>(setup_.texts.allocate(size, 1));
    if (!a.empty()) std::memcpy(place, a.data(), a.size());
    if (!b.empty()) std::memcpy(place + a.size(), b.data(), b.size());
    return {place, size};
}

}  // namespace outpost::rdf
