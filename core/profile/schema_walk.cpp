#include "core/profile/schema_walk.h"

#include "core/json/pointer.h"

#include <algorithm>
#include <array>
#include <utility>

namespace outpost::profile {

namespace {

constexpr std::size_t depth_max = 48;
constexpr std::size_t nodes_max = 20'000;
constexpr std::size_t pattern_chars_max = 200;
constexpr std::size_t varying_repeats_max = 2;
constexpr std::size_t choices_max = 8;

// JSON Schema draft 7, without those that change how references are resolved.
constexpr std::array<std::string_view, 41> keywords = {"$schema",
                                                       "$id",
                                                       "$comment",
                                                       "$ref",
                                                       "title",
                                                       "description",
                                                       "default",
                                                       "examples",
                                                       "definitions",
                                                       "$defs",
                                                       "type",
                                                       "enum",
                                                       "const",
                                                       "minLength",
                                                       "maxLength",
                                                       "pattern",
                                                       "format",
                                                       "minimum",
                                                       "maximum",
                                                       "exclusiveMinimum",
                                                       "exclusiveMaximum",
                                                       "multipleOf",
                                                       "items",
                                                       "additionalItems",
                                                       "contains",
                                                       "minItems",
                                                       "maxItems",
                                                       "uniqueItems",
                                                       "properties",
                                                       "patternProperties",
                                                       "additionalProperties",
                                                       "propertyNames",
                                                       "required",
                                                       "minProperties",
                                                       "maxProperties",
                                                       "dependencies",
                                                       "allOf",
                                                       "anyOf",
                                                       "oneOf",
                                                       "not",
                                                       "if"};
constexpr std::array<std::string_view, 2> more_keywords = {"then", "else"};
// Their members are schemas.
constexpr std::array<std::string_view, 4> schema_maps = {"definitions", "$defs",
                                                         "patternProperties", "dependencies"};
// They are schemas, or lists of them.
constexpr std::array<std::string_view, 11> inner_schemas = {"additionalItems",
                                                            "contains",
                                                            "additionalProperties",
                                                            "propertyNames",
                                                            "allOf",
                                                            "anyOf",
                                                            "oneOf",
                                                            "not",
                                                            "if",
                                                            "then",
                                                            "else"};

template <typename Words>
bool is_among(const Words& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

class Walker {
  public:
    Walker(const json::Value& root, const JsonLines& lines, const std::string& file)
        : root_(root), lines_(lines), file_(file) {}

    /// Where a schema stands, and of which member of the item it speaks.
    struct Spot {
        std::string schema;    // pointer into the schema file
        std::string item;      // pointer into the item
        bool is_plain = true;  // reached through properties, items and $ref alone
        bool is_required = true;
        std::size_t depth = 0;
    };

    void walk(const json::Value& schema, const Spot& spot) {
        if (schema.is_boolean()) return;
        if (!schema.is_object())
            return fault(spot.schema, "schema_syntax", "a schema is an object, true or false");
        if (spot.depth > depth_max || ++nodes_ > nodes_max)
            return fault(spot.schema, "schema_reference", "too deep, or references in a circle");
        check_keywords(schema, spot);
        if (const auto* reference = schema.find("$ref")) return follow(*reference, spot);
        SchemaPlace place = place_of(schema, spot);
        if (spot.is_plain && !spot.item.empty()) out.places.push_back(std::move(place));
        check_texts(schema, spot);
        walk_properties(schema, spot);
        walk_items(schema, spot);
        walk_inner(schema, spot);
    }

    SchemaReading out;

  private:
    void fault(const std::string& pointer, std::string code, std::string text) {
        out.faults.push_back(
            {false, file_, line_of(lines_, pointer), std::move(code), std::move(text)});
    }

    void check_keywords(const json::Value& schema, const Spot& spot) {
        for (const auto& member : schema.members()) {
            const bool is_known =
                is_among(keywords, member.name) || is_among(more_keywords, member.name);
            if (!is_known)
                fault(spot.schema + "/" + json::pointer_step(member.name), "schema_keyword_unknown",
                      std::string(member.name) + " is no keyword of JSON Schema draft 7");
        }
        if (schema.find("$id") != nullptr && !spot.schema.empty())
            fault(spot.schema + "/$id", "schema_reference", "$id within a schema is not taken");
    }

    void follow(const json::Value& reference, Spot spot) {
        const auto at = spot.schema + "/$ref";
        if (!reference.is_string() || reference.as_string().substr(0, 1) != "#")
            return fault(at, "schema_reference", "only references within this file (#/...)");
        const auto target = std::string(reference.as_string().substr(1));
        const auto* schema = json::value_at(root_, target);
        if (schema == nullptr) return fault(at, "schema_reference", "nothing stands at " + target);
        // The member's own line is the one to mend, so the place keeps it.
        const auto line = line_of(lines_, spot.schema);
        const auto first_new = out.places.size();
        spot.schema = target;
        ++spot.depth;
        walk(*schema, spot);
        if (out.places.size() > first_new) out.places[first_new].line = line;
    }

    SchemaPlace place_of(const json::Value& schema, const Spot& spot) const {
        SchemaPlace place;
        place.pointer = spot.item;
        place.line = line_of(lines_, spot.schema);
        place.is_required = spot.is_required;
        place.is_object = schema.find("properties") != nullptr;
        place.format = std::string(schema.text_of("format"));
        if (const auto* type = schema.find("type")) {
            if (type->is_string()) place.types.emplace_back(type->as_string());
            if (type->is_array())
                for (const auto& one : type->items())
                    if (one.is_string()) place.types.emplace_back(one.as_string());
        }
        if (const auto* values = schema.find("enum"); values != nullptr && values->is_array())
            for (const auto& one : values->items())
                if (one.is_string()) place.allowed.emplace_back(one.as_string());
        return place;
    }

    void check_texts(const json::Value& schema, const Spot& spot) {
        if (const auto* format = schema.find("format")) {
            const auto name = format->is_string() ? format->as_string() : std::string_view();
            if (!spot.is_plain || (name != "date" && name != "date-time"))
                fault(spot.schema + "/format", "schema_format",
                      "format is taken for date and date-time, outside of allOf and the like");
        }
        if (const auto* pattern = schema.find("pattern"); pattern && pattern->is_string())
            add_pattern(pattern->as_string(), spot.schema + "/pattern");
        if (const auto* patterns = schema.find("patternProperties");
            patterns && patterns->is_object())
            for (const auto& member : patterns->members())
                add_pattern(member.name, spot.schema + "/patternProperties");
    }

    void add_pattern(std::string_view pattern, const std::string& at) {
        out.patterns.emplace_back(pattern);
        if (!is_bounded_pattern(pattern))
            fault(
                at, "schema_pattern",
                "this pattern may take too long: at most 200 characters, eight choices (? |), two "
                "repeats of varying length (* + {m,n}; one where it does not begin with ^), no "
                "repeated group with a choice in it, no back reference");
    }

    void walk_properties(const json::Value& schema, const Spot& spot) {
        const auto* properties = schema.find("properties");
        const auto* required = schema.find("required");
        if (properties == nullptr || !properties->is_object()) {
            if (required != nullptr) check_required(*required, nullptr, spot);
            return;
        }
        if (required != nullptr) check_required(*required, properties, spot);
        for (const auto& member : properties->members()) {
            Spot inner = spot;
            inner.schema += "/properties/" + json::pointer_step(member.name);
            inner.item += "/" + json::pointer_step(member.name);
            inner.is_required = spot.is_required && names(required, member.name);
            ++inner.depth;
            walk(member.value, inner);
        }
    }

    void check_required(const json::Value& required, const json::Value* properties,
                        const Spot& spot) {
        if (!required.is_array())
            return fault(spot.schema + "/required", "schema_syntax", "required: a list of names");
        std::size_t index = 0;
        for (const auto& name : required.items()) {
            const auto at = spot.schema + "/required/" + std::to_string(index++);
            if (!name.is_string())
                fault(at, "schema_syntax", "required: a list of names");
            else if (spot.is_plain &&
                     (properties == nullptr || properties->find(name.as_string()) == nullptr))
                fault(at, "required_not_declared",
                      std::string(name.as_string()) + " is required but has no line in properties");
        }
    }

    static bool names(const json::Value* required, std::string_view name) {
        if (required == nullptr || !required->is_array()) return false;
        const auto items = required->items();
        return std::any_of(items.begin(), items.end(), [&](const json::Value& item) {
            return item.is_string() && item.as_string() == name;
        });
    }

    void walk_items(const json::Value& schema, const Spot& spot) {
        const auto* items = schema.find("items");
        if (items == nullptr) return;
        Spot inner = spot;
        inner.schema += "/items";
        inner.item += "/*";
        inner.is_required = false;
        ++inner.depth;
        inner.is_plain = spot.is_plain && !items->is_array();
        walk_one_or_list(*items, inner);
    }

    void walk_one_or_list(const json::Value& value, const Spot& spot) {
        if (!value.is_array()) return walk(value, spot);
        std::size_t index = 0;
        for (const auto& item : value.items()) {
            Spot inner = spot;
            inner.schema += "/" + std::to_string(index++);
            walk(item, inner);
        }
    }

    void walk_inner(const json::Value& schema, const Spot& spot) {
        for (const auto& member : schema.members()) {
            Spot inner = spot;
            inner.is_plain = false;
            inner.schema += "/" + json::pointer_step(member.name);
            ++inner.depth;
            if (is_among(inner_schemas, member.name)) walk_one_or_list(member.value, inner);
            if (!is_among(schema_maps, member.name) || !member.value.is_object()) continue;
            // Definitions are read where they are referred to.
            if (member.name == "definitions" || member.name == "$defs") continue;
            for (const auto& entry : member.value.members()) {
                if (entry.value.is_array()) continue;  // dependencies: a list of names
                Spot one = inner;
                one.schema += "/" + json::pointer_step(entry.name);
                walk(entry.value, one);
            }
        }
    }

    const json::Value& root_;
    const JsonLines& lines_;
    const std::string& file_;
    std::size_t nodes_ = 0;
};

/// The matcher tries again and again, and one call deeper for each character: a repeated group
/// within which there is a choice costs 2^n; each repeat of varying length another factor n, and so
/// does a pattern that may begin anywhere; each other choice a factor 2.
class PatternReader {
  public:
    explicit PatternReader(std::string_view pattern) : pattern_(pattern) {}

    bool is_bounded() {
        while (at_ < pattern_.size())
            if (!passes(pattern_[at_++])) return false;
        const bool is_anchored = !pattern_.empty() && pattern_.front() == '^' && !has_top_choice_;
        return varying_ + (is_anchored ? 0 : 1) <= varying_repeats_max && choices_ <= choices_max;
    }

  private:
    /// What a repeat would apply to.
    enum class Last { Plain, Choice, Repeat };

    bool passes(char c) {
        const auto before = std::exchange(last_, Last::Plain);
        switch (c) {
            case '\\':
                return passes_escape();
            case '[':
                return passes_class();
            case '(':
                group_has_choice_.push_back(false);
                return true;
            case ')':
                return close_group();
            case '|':
                group_has_choice_.back() = true;
                has_top_choice_ = has_top_choice_ || group_has_choice_.size() == 1;
                ++choices_;
                return true;
            case '*':
            case '+':
            case '{':
            case '?':
                return passes_repeat(c, before);
            default:
                return true;
        }
    }

    bool passes_escape() {
        const char c = at_ < pattern_.size() ? pattern_[at_++] : '\0';
        return c < '1' || c > '9';  // a back reference
    }

    bool passes_class() {
        // "]" right behind "[" or "[^" closes an empty class in ECMAScript.
        while (at_ < pattern_.size() && pattern_[at_] != ']')
            at_ += pattern_[at_] == '\\' ? 2U : 1U;
        ++at_;
        return true;
    }

    bool close_group() {
        if (group_has_choice_.size() == 1) return false;
        const bool has_choice = group_has_choice_.back();
        group_has_choice_.pop_back();
        if (has_choice) {
            group_has_choice_.back() = true;
            last_ = Last::Choice;
        }
        return true;
    }

    bool passes_repeat(char c, Last before) {
        if (c == '?' && before == Last::Repeat) return true;  // "as few as possible"
        group_has_choice_.back() = true;
        last_ = Last::Repeat;
        if (c == '?') ++choices_;
        if (c == '?') return true;
        if (before != Last::Plain) return false;
        bool is_varying = c != '{';
        if (c == '{') {
            const auto close = pattern_.find('}', at_);
            if (close == std::string_view::npos) return false;
            is_varying = pattern_.substr(at_, close - at_).find(',') != std::string_view::npos;
            at_ = close + 1;
        }
        if (is_varying) ++varying_;
        return true;
    }

    std::string_view pattern_;
    std::size_t at_ = 0;
    Last last_ = Last::Plain;
    std::vector<bool> group_has_choice_{false};
    std::size_t varying_ = 0;
    std::size_t choices_ = 0;
    bool has_top_choice_ = false;
};

}  // namespace

bool is_bounded_pattern(std::string_view pattern) {
    return pattern.size() <= pattern_chars_max && PatternReader(pattern).is_bounded();
}

SchemaReading read_schema(const json::Value& root, const JsonLines& lines,
                          const std::string& file) {
    Walker walker(root, lines, file);
    walker.walk(root, {});
    return std::move(walker.out);
}

}  // namespace outpost::profile
