// Expanded documents as linked items in a scratch arena. Internal to core/rdf.
#pragma once

#include "core/json/value.h"
#include "core/rdf/active_context.h"
#include "core/rdf/dataset.h"

#include <cstdint>
#include <string_view>

namespace outpost::rdf {

inline constexpr std::uint32_t no_trace = UINT32_MAX;

enum class ItemKind : std::uint8_t { Node, Value, List };

struct Item {
    ItemKind kind = ItemKind::Node;
    Item* next = nullptr;
};

/// The outcome of expanding one JSON value.
struct Expanded {
    enum class Shape : std::uint8_t { Null, One, Array };

    Shape shape = Shape::Null;
    Item* first = nullptr;
    Item* last = nullptr;

    static Expanded one(Item* item) { return {Shape::One, item, item}; }
    static Expanded array() { return {Shape::Array, nullptr, nullptr}; }
    [[nodiscard]] bool is_null() const { return shape == Shape::Null; }
    void append(Item* item) {
        (first == nullptr ? first : last->next) = item;
        last = item;
    }
    void append(const Expanded& other) {
        if (other.first == nullptr) return;
        (first == nullptr ? first : last->next) = other.first;
        last = other.last;
    }
};

struct ValueItem : Item {
    const json::Value* value = nullptr;
    std::string_view datatype;  // empty: none
    std::string_view language;  // empty: none
    Direction direction = Direction::None;
    bool is_json = false;
};

struct ListItem : Item {
    Expanded items;
};

struct Property {
    Property* next = nullptr;
    std::string_view iri;
    const TermDefinition* definition = nullptr;  // nullptr: the name was an IRI
    bool is_reverse = false;
    std::uint32_t member = no_trace;
    Expanded items;
};

struct TypeRef {
    TypeRef* next = nullptr;
    std::string_view iri;
    const TermDefinition* definition = nullptr;
    std::uint32_t member = no_trace;
};

struct NodeItem : Item {
    std::string_view id;
    bool has_id = false;  // false: a blank node
    bool has_graph = false;
    bool has_index = false;
    std::string_view index;
    TypeRef* types = nullptr;
    Property* first_property = nullptr;
    Property* last_property = nullptr;
    Expanded graph;
    Expanded included;
    std::uint32_t trace = no_trace;
    bool term_known = false;  // set when statements are written
    bool term_fits = false;
    Term term;

    void add(Property* property) {
        (first_property == nullptr ? first_property : last_property->next) = property;
        last_property = property;
    }
    [[nodiscard]] bool is_graph_object() const {
        return has_graph && types == nullptr && first_property == nullptr &&
               included.first == nullptr;
    }
};

}  // namespace outpost::rdf
