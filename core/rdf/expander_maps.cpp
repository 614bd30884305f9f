// Expansion of language maps and of index, id and type maps: steps 13.7 and 13.8.
#include "core/rdf/expander.h"

namespace outpost::rdf {

Result<Expanded> Expander::expand_language_map(Object& object, const MemberPlace& at) {
    auto result = Expanded::array();
    auto direction = object.context->settings.direction;
    if (at.definition->direction.has_value()) direction = *at.definition->direction;
    for (const auto& entry : at.member.value.members()) {
        if (setup_.recorder != nullptr)
            setup_.recorder->open_key({at.trace, MemberTrace::none}, entry, Keyword::Language);
        const auto expanded = expand_iri(*object.context, entry.name, {true, false});
        const auto language =
            expanded.keyword == Keyword::NoneMark ? std::string_view{} : entry.name;
        const auto add = [&](const json::Value& value) -> Result<void> {
            if (value.is_null()) return {};
            if (!value.is_string()) return json_ld_error("invalid language map value");
            OUTPOST_TRY_VOID(count_item());
            auto* item = make_value(value);
            item->language = language;
            item->direction = direction;
            result.append(item);
            return {};
        };
        if (!entry.value.is_array()) {
            OUTPOST_TRY_VOID(add(entry.value));
            continue;
        }
        for (const auto& value : entry.value.items()) OUTPOST_TRY_VOID(add(value));
    }
    return result;
}

Result<Expanded> Expander::expand_index_map(Object& object, const MemberPlace& at) {
    auto result = Expanded::array();
    for (const auto& entry : at.member.value.members()) {
        OUTPOST_TRY(const auto expanded, expand_index_entry(object, at, entry));
        for (auto* item = expanded.first; item != nullptr;) {
            auto* next = item == expanded.last ? nullptr : item->next;
            item->next = nullptr;
            OUTPOST_TRY(auto* indexed, index_item(object, at, entry, item));
            result.append(indexed);
            item = next;
        }
    }
    return result;
}

// Steps 13.8.3.1 to 13.8.3.6.
Result<Expanded> Expander::expand_index_entry(Object& object, const MemberPlace& at,
                                              const json::Member& entry) {
    const unsigned containers = at.definition->containers;
    auto place = place_of(object, at);
    place.from_map = true;
    if (setup_.recorder != nullptr) {
        const auto kind = (containers & container_id) != 0     ? Keyword::Id
                          : (containers & container_type) != 0 ? Keyword::Type
                                                               : Keyword::Index;
        place.trace.member = setup_.recorder->open_key(place.trace, entry, kind);
    }
    if ((containers & (container_id | container_type)) != 0) {
        if (place.context->previous != nullptr) place.context = place.context->previous;
        const auto* type =
            (containers & container_type) != 0 ? place.context->find(entry.name) : nullptr;
        if (type != nullptr && type->local_context != nullptr) {
            OUTPOST_TRY(place.context, setup_.compiler.type_scoped(*place.context, *type));
        }
        if (place.context != object.context) place.definition = place.context->find(place.name);
    }
    OUTPOST_TRY(auto expanded, expand(place, entry.value));
    return expanded;
}

// Step 13.8.3.7.
Result<Item*> Expander::index_item(Object& object, const MemberPlace& at, const json::Member& entry,
                                   Item* item) {
    const unsigned containers = at.definition->containers;
    const auto expanded = expand_iri(*object.context, entry.name, {true, false});
    const bool is_none = expanded.keyword == Keyword::NoneMark;
    if ((containers & container_graph) != 0) {
        const bool is_graph =
            item->kind == ItemKind::Node && static_cast<const NodeItem*>(item)->is_graph_object();
        if (!is_graph) item = wrap_graph(item);
    }
    if (is_none) return item;
    auto* node = item->kind == ItemKind::Node ? static_cast<NodeItem*>(item) : nullptr;
    if ((containers & container_index) != 0) {
        if (!at.definition->index_property.empty()) {
            OUTPOST_TRY_VOID(index_by_property(object, at, entry, item));
        } else if (node != nullptr && !node->has_index) {
            node->has_index = true;
            node->index = entry.name;
        }
        return item;
    }
    if (node == nullptr) return item;
    if ((containers & container_id) != 0) {
        if (node->has_id) return item;
        node->has_id = true;
        node->id = expand_iri(*object.context, entry.name, {false, true}).text;
        return item;
    }
    TypeRef type;
    type.iri = expanded.text;
    add_type(*node, type);
    return item;
}

// Step 13.8.3.7.2: the key is the value of a property.
Result<void> Expander::index_by_property(Object& object, const MemberPlace& at,
                                         const json::Member& entry, Item* item) {
    if (item->kind != ItemKind::Node) return json_ld_error("invalid value object");
    const auto index_property = at.definition->index_property;
    const auto* definition = object.context->find(index_property);
    auto* key = ::new (setup_.texts.allocate(sizeof(json::Value), alignof(json::Value)))
        json::Value(json::Value::string(entry.name));
    auto* property = make<Property>();
    property->definition = definition;
    property->iri = expand_iri(*object.context, index_property, {true, false}).text;
    property->items = Expanded::one(expand_value(*object.context, definition, *key));
    static_cast<NodeItem*>(item)->add(property);
    return {};
}

}  // namespace outpost::rdf
