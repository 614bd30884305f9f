// The only file that sees the template library. It never sees a raw value: each is escaped before,
// and each {{tag}} is given to it in the unescaped form under a name that tells how it is used.
#include "core/templates/template.h"

#include "core/json/writer.h"
#include "core/templates/tag_scanner.h"

#include <kainjow/mustache.hpp>

#include <algorithm>
#include <exception>
#include <map>
#include <set>
#include <utility>

namespace outpost::templates {

namespace {

namespace library = kainjow::mustache;

// A member x is given to the library three times: as it is for sections, and with these endings
// for a variable, one for inside and one for outside of JSON strings. No tag can name them.
constexpr const char* as_text_ending = "!t";
constexpr const char* as_number_ending = "!n";
// Stands for a value that may not be written. Neither templates nor JSON escapes contain it.
constexpr char refused_mark = '\x01';
// What a filling is reckoned to come to at most may be this much longer than what is allowed.
constexpr std::size_t estimate_slack = 8;
constexpr std::size_t steps_max = 200'000;

std::string xml_escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    for (const char c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '"')
            out += "&quot;";
        else if (c == '\'')
            out += "&#39;";
        else if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t')
            out += "\xEF\xBF\xBD";  // XML 1.0 section 2.2 has no place for it
        else
            out += c;
    }
    return out;
}

std::string escaped(std::string_view text, Escape escape) {
    if (escape == Escape::Xml) return xml_escaped(text);
    if (escape == Escape::None) return std::string(text);
    const auto quoted = json::quote(text);
    return quoted.substr(1, quoted.size() - 2);
}

/// A scalar as plain text; null is empty.
std::string text_of(const json::Value& value) {
    if (value.is_string()) return std::string(value.as_string());
    if (value.is_number()) return std::string(value.number_text());
    if (value.is_boolean()) return value.as_boolean() ? "true" : "false";
    return {};
}

/// As the JavaScript library has it for which DIVOC's templates were written.
bool is_truthy(const json::Value& value) {
    if (value.is_boolean()) return value.as_boolean();
    if (value.is_number()) return value.as_double() != 0;
    return value.is_string() && !value.as_string().empty();
}

using Names = std::set<std::string, std::less<>>;

/// What the values under one name come to at most.
struct Extent {
    std::size_t text_bytes = 0;
    std::size_t items = 1;
};
using Extents = std::map<std::string, Extent, std::less<>>;

/// Turns the part of the data that the template can name into the library's form.
class Converter {
  public:
    Converter(const Names& names, Escape escape) : names_(names), escape_(escape) {}

    library::data object(const json::Value& value) {
        library::data out(library::data::type::object);
        for (const auto& member : value.members())
            if (names_.find(member.name) != names_.end()) add(out, member);
        return out;
    }

    [[nodiscard]] const Extents& extents() const { return extents_; }

  private:
    void add(library::data& out, const json::Member& member) {
        const std::string name(member.name);
        auto& extent = extents_[name];
        out[name] = inner(member.value, extent);
        if (!member.value.is_scalar()) return;
        const auto text = escaped(text_of(member.value), escape_);
        extent.text_bytes = std::max(extent.text_bytes, text.size());
        const bool is_refused = escape_ == Escape::Json && member.value.is_string();
        out[name + as_number_ending] =
            library::data(is_refused ? std::string(1, refused_mark) : text);
        out[name + as_text_ending] = library::data(text);
    }

    library::data inner(const json::Value& value, Extent& extent) {
        if (value.is_object()) return object(value);
        if (value.is_array()) {
            extent.items = std::max(extent.items, value.items().size());
            library::data list(library::data::type::list);
            for (const auto& item : value.items()) list.push_back(inner(item, extent));
            return list;
        }
        if (!is_truthy(value)) return library::data(false);
        const auto text = escaped(text_of(value), escape_);  // for {{.}}
        auto& bare = extents_["."];
        bare.text_bytes = std::max(bare.text_bytes, text.size());
        return library::data(text);
    }

    const Names& names_;
    Escape escape_;
    Extents extents_;
};

std::string_view last_part(std::string_view name) {
    const auto dot = name.rfind('.');
    return dot == std::string_view::npos || name.size() == 1 ? name : name.substr(dot + 1);
}

Extent extent_of(const Extents& extents, std::string_view name) {
    const auto found = extents.find(last_part(name));
    return found == extents.end() ? Extent{} : found->second;
}

/// What filling can cost at most: sections over arrays multiply.
Result<void> check_cost(const ScannedText& text, const Extents& extents, std::size_t chars_max) {
    std::vector<std::size_t> repeats{1};
    std::size_t bytes = text.text_after.size();
    std::size_t steps = 0;
    for (const auto& [tag, text_before] : text.tags) {
        steps += repeats.back() * (1 + text_before.size() / 16);
        bytes += repeats.back() * text_before.size();
        if (tag.kind == TagKind::Variable)
            bytes += repeats.back() * extent_of(extents, tag.name).text_bytes;
        if (tag.kind == TagKind::Section)
            repeats.push_back(repeats.back() * extent_of(extents, tag.name).items);
        if (tag.kind == TagKind::InvertedSection) repeats.push_back(repeats.back());
        if (tag.kind == TagKind::SectionEnd) repeats.pop_back();
        if (repeats.back() > steps_max || steps > steps_max || bytes / estimate_slack > chars_max)
            return Error{Errc::TooLong, 0, "the filled template"};
    }
    return {};
}

/// The text with every tag in the form that the library is given.
std::string text_for_library(const ScannedText& text) {
    std::string out;
    for (const auto& [tag, text_before] : text.tags) {
        out += text_before;
        switch (tag.kind) {
            case TagKind::Comment:
                break;
            case TagKind::Section:
                out += "{{#" + tag.name + "}}";
                break;
            case TagKind::InvertedSection:
                out += "{{^" + tag.name + "}}";
                break;
            case TagKind::SectionEnd:
                out += "{{/" + tag.name + "}}";
                break;
            case TagKind::Variable:
                out += "{{{" + tag.name;
                if (tag.name != ".") out += tag.in_json_string ? as_text_ending : as_number_ending;
                out += "}}}";
                break;
        }
    }
    return out + text.text_after;
}

Names names_in(const ScannedText& text) {
    Names names;
    for (const auto& scanned : text.tags) {
        std::string_view rest = scanned.tag.name;
        while (!rest.empty()) {
            const auto dot = rest.find('.');
            names.emplace(rest.substr(0, dot));
            rest = dot == std::string_view::npos ? std::string_view() : rest.substr(dot + 1);
        }
    }
    return names;
}

}  // namespace

struct Template::Parts {
    ScannedText text;
    std::vector<Tag> tags;
    Names names;
    bool has_bare_item = false;  // {{.}} outside a JSON string
    // The library's render() is not const, though it changes nothing but its error text, which only
    // partials and lambdas set; neither can occur. So one template serves several threads.
    mutable library::mustache filled;

    explicit Parts(ScannedText scanned)
        : text(std::move(scanned)), names(names_in(text)), filled(text_for_library(text)) {
        for (const auto& part : text.tags) {
            tags.push_back(part.tag);
            if (part.tag.kind == TagKind::Variable && part.tag.name == "." &&
                !part.tag.in_json_string)
                has_bare_item = true;
        }
    }
};

Template::Template(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Template::~Template() = default;
Template::Template(Template&&) noexcept = default;
Template& Template::operator=(Template&&) noexcept = default;

Result<Template> Template::parse(std::string_view text) {
    OUTPOST_TRY(auto scanned, scan_tags(text));
    try {
        auto parts = std::make_unique<Parts>(std::move(scanned));
        if (!parts->filled.is_valid()) return Error{Errc::BadSyntax, 0, "template"};
        return Template(std::move(parts));
    } catch (const std::exception&) {
        return Error{Errc::BadSyntax, 0, "template"};
    }
}

std::span<const Tag> Template::tags() const {
    return parts_->tags;
}

Result<std::string> Template::render(const json::Value& data, Escape escape,
                                     std::size_t chars_max) const {
    if (!data.is_object()) return Error{Errc::BadValue, 0, "a template is filled from an object"};
    const bool is_json = escape == Escape::Json;
    if (is_json && !parts_->text.has_even_quotes)
        return Error{Errc::BadSyntax, 0, "a section with an odd number of double quotes"};
    if (is_json && parts_->has_bare_item)
        return Error{Errc::BadValue, 0, "{{.}} outside of a JSON string"};
    try {
        Converter converter(parts_->names, escape);
        const auto values = converter.object(data);
        OUTPOST_TRY_VOID(check_cost(parts_->text, converter.extents(), chars_max));
        std::string out;
        parts_->filled.render(values, [&out](const std::string& piece) { out += piece; });
        if (out.size() > chars_max) return Error{Errc::TooLong, chars_max, "the filled template"};
        if (is_json && out.find(refused_mark) != std::string::npos)
            return Error{Errc::BadValue, 0, "a text stands outside of a JSON string"};
        return out;
    } catch (const std::exception&) {
        return Error{Errc::TooLong, 0, "the filled template"};
    }
}

}  // namespace outpost::templates
