// Expansion of keyword members: step 13.4 and step 14 of the algorithm.
#include "core/rdf/expander.h"

namespace outpost::rdf {

namespace {

constexpr std::uint32_t bit(Keyword keyword) {
    return 1U << static_cast<unsigned>(keyword);
}

bool may_repeat(Keyword keyword, bool mode_1_0) {
    if (keyword == Keyword::Nest) return true;
    return !mode_1_0 && (keyword == Keyword::Included || keyword == Keyword::Type);
}

}  // namespace

Result<void> Expander::expand_keyword(Object& object, const MemberPlace& at, Keyword keyword) {
    if (setup_.recorder != nullptr) setup_.recorder->set_keyword(at.trace, keyword);
    if (object.place->kind == PropertyKind::Reverse)
        return json_ld_error("invalid reverse property map");
    if (object.has(keyword) && !may_repeat(keyword, object.context->settings.mode_1_0))
        return json_ld_error("colliding keywords");
    if (keyword == Keyword::Nest) return expand_nest(object, at);
    switch (keyword) {
        case Keyword::Id:
        case Keyword::Type:
        case Keyword::Graph:
        case Keyword::Included:
        case Keyword::Value:
        case Keyword::Language:
        case Keyword::Direction:
        case Keyword::Index:
        case Keyword::List:
        case Keyword::Set:
        case Keyword::Reverse:
            break;
        default:  // means nothing in a node object
            return setup_.recorder == nullptr
                       ? Result<void>{}
                       : setup_.recorder->drop(at.trace, setup_.options.depth_max);
    }
    // Step 13.4.11.1: a list outside of any property is ignored.
    if (keyword == Keyword::List && object.place->is_top()) return {};
    object.keywords |= bit(keyword);
    switch (keyword) {
        case Keyword::Type:
            return expand_type(object, at);
        case Keyword::Graph:
            return expand_graph(object, at);
        case Keyword::Included:
            return expand_included(object, at);
        case Keyword::List:
        case Keyword::Set:
            return expand_list_or_set(object, at, keyword);
        case Keyword::Reverse:
            return expand_reverse(object, at);
        default:
            return expand_simple_keyword(object, at, keyword);
    }
}

Result<void> Expander::expand_simple_keyword(Object& object, const MemberPlace& at,
                                             Keyword keyword) {
    const auto& value = at.member.value;
    switch (keyword) {
        case Keyword::Id:
            return expand_id(object, value);
        case Keyword::Value:
            return expand_value_keyword(object, value);
        case Keyword::Language:
            if (!value.is_string()) return json_ld_error("invalid language-tagged string");
            object.language = value.as_string();
            return {};
        case Keyword::Direction: {
            const auto text = value.is_string() ? value.as_string() : std::string_view{};
            if (text != "ltr" && text != "rtl") return json_ld_error("invalid base direction");
            object.direction = text == "ltr" ? Direction::Ltr : Direction::Rtl;
            return {};
        }
        default:
            break;
    }
    if (!value.is_string()) return json_ld_error("invalid @index value");
    object.node->has_index = true;
    object.node->index = value.as_string();
    return {};
}

Result<void> Expander::expand_id(Object& object, const json::Value& value) {
    if (!value.is_string()) return json_ld_error("invalid @id value");
    object.node->has_id = true;
    object.node->id = expand_iri(*object.context, value.as_string(), {false, true}).text;
    return {};
}

Result<void> Expander::expand_type(Object& object, const MemberPlace& at) {
    const auto& value = at.member.value;
    const auto add = [&](const json::Value& type) -> Result<void> {
        if (!type.is_string()) return json_ld_error("invalid type value");
        OUTPOST_TRY_VOID(count_item());
        TypeRef made;
        made.member = at.trace;
        made.definition = object.type_scoped->find(type.as_string());
        made.iri = expand_iri(*object.type_scoped, type.as_string(), {true, true}).text;
        if (made.definition != nullptr && made.definition->iri.empty()) made.definition = nullptr;
        add_type(*object.node, made);
        return {};
    };
    if (!value.is_array()) return add(value);
    object.type_is_array = true;
    for (const auto& type : value.items()) OUTPOST_TRY_VOID(add(type));
    return {};
}

Result<void> Expander::expand_graph(Object& object, const MemberPlace& at) {
    Place place;
    place.context = object.context;
    place.kind = PropertyKind::Graph;
    place.name = "@graph";
    place.trace = {at.trace, MemberTrace::none};
    place.depth = object.depth;
    OUTPOST_TRY(const auto expanded, expand(place, at.member.value));
    object.node->has_graph = true;
    object.node->graph.append(expanded);
    return {};
}

/// The active property of the object, seen from inside it.
Expander::Place Expander::same_property(const Object& object, const MemberPlace& at) const {
    auto place = *object.place;
    if (place.context != object.context) {
        place.context = object.context;
        if (place.kind == PropertyKind::Term) place.definition = object.context->find(place.name);
    }
    place.from_map = false;
    place.trace = {at.trace, MemberTrace::none};
    place.depth = object.depth;
    return place;
}

Result<void> Expander::expand_included(Object& object, const MemberPlace& at) {
    const auto bad = json_ld_error("invalid @included value");
    if (at.member.value.is_scalar()) return bad;
    auto place = same_property(object, at);
    place.kind = PropertyKind::Term;  // nodes are kept, even when they are only an @id
    if (place.name.empty()) place.name = "@included";
    OUTPOST_TRY(const auto expanded, expand(place, at.member.value));
    for (const auto* item = expanded.first; item != nullptr; item = item->next) {
        if (item->kind != ItemKind::Node) return bad;
    }
    object.node->included.append(expanded);
    return {};
}

// Step 13.4.7.
Result<void> Expander::expand_value_keyword(Object& object, const json::Value& value) {
    object.value = &value;
    if (has_json_type(object)) {
        if (object.context->settings.mode_1_0) return json_ld_error("invalid value object value");
        return {};
    }
    if (!value.is_scalar()) return json_ld_error("invalid value object value");
    return {};
}

Result<void> Expander::expand_list_or_set(Object& object, const MemberPlace& at, Keyword keyword) {
    OUTPOST_TRY(auto expanded, expand(same_property(object, at), at.member.value));
    if (keyword == Keyword::Set) {
        object.set = expanded;
        return {};
    }
    object.list = expanded;
    return {};
}

// Step 13.4.13.
Result<void> Expander::expand_reverse(Object& object, const MemberPlace& at) {
    if (!at.member.value.is_object()) return json_ld_error("invalid @reverse value");
    Place place;
    place.context = object.context;
    place.kind = PropertyKind::Reverse;
    place.name = "@reverse";
    place.depth = object.depth;
    Object inner;
    OUTPOST_TRY_VOID(enter_object(place, at.member.value, inner));
    inner.node->trace = object.node->trace;
    inner.trace = {at.trace, MemberTrace::none};
    OUTPOST_TRY_VOID(expand_members(inner, at.member.value));
    for (auto* property = inner.node->first_property; property != nullptr;) {
        auto* next = property->next;
        property->next = nullptr;
        property->is_reverse = !property->is_reverse;
        if (property->is_reverse) {
            for (const auto* item = property->items.first; item != nullptr; item = item->next) {
                if (item->kind != ItemKind::Node)
                    return json_ld_error("invalid reverse property value");
            }
        }
        object.node->add(property);
        object.has_property = true;
        property = next;
    }
    return {};
}

// Step 14. Members of a nested object belong to the object around it.
Result<void> Expander::expand_nest(Object& object, const MemberPlace& at) {
    const auto outer_context = object.context;
    const auto outer_trace = object.trace;
    const auto* definition = at.definition;
    if (object.depth >= setup_.options.depth_max) return Error{Errc::TooDeep, 0, "document"};
    if (definition != nullptr && definition->local_context != nullptr) {
        OUTPOST_TRY(object.context, setup_.compiler.property_scoped(*object.context, *definition));
    }
    ++object.depth;
    const auto nest = [&](const json::Value& value) -> Result<void> {
        const auto bad = json_ld_error("invalid @nest value");
        if (!value.is_object()) return bad;
        OUTPOST_TRY_VOID(count_item());
        for (const auto& member : value.members()) {
            if (expand_iri(*object.context, member.name, {true, false}).keyword == Keyword::Value)
                return bad;
        }
        return expand_members(object, value);
    };
    object.trace = {at.trace, MemberTrace::none};
    if (at.member.value.is_array()) {
        std::uint32_t index = 0;
        for (const auto& value : at.member.value.items()) {
            object.trace.array_index = index++;
            OUTPOST_TRY_VOID(nest(value));
        }
    } else {
        OUTPOST_TRY_VOID(nest(at.member.value));
    }
    --object.depth;
    object.context = outer_context;
    object.trace = outer_trace;
    return {};
}

}  // namespace outpost::rdf
