// The only file that sees valijson; its JSON library comes with it.
#include "core/profile/request_schema.h"

#include "core/base/time.h"
#include "core/json/pointer.h"
#include "core/json/reader.h"
#include "core/profile/json_lines.h"
#include "core/profile/schema_walk.h"

#define VALIJSON_USE_EXCEPTIONS 1  // the library would end the process instead
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <algorithm>
#include <exception>
#include <limits>
#include <regex>
#include <utility>

namespace outpost::profile {

namespace {

using intake::ItemCode;
using intake::ItemError;
using Adapter = valijson::adapters::NlohmannJsonAdapter;

constexpr std::size_t errors_max = 500;

/// Bytes of the first `chars` characters.
std::size_t prefix_bytes(std::string_view text, std::size_t chars) {
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
        const bool is_start = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
        if (is_start && chars-- == 0) break;
    }
    return at;
}

/// The library's form of a value. Long texts are cut, so that no pattern works on more; they are
/// errors already.
nlohmann::json library_form(const json::Value& value) {
    switch (value.kind()) {
        case json::Kind::Null:
            return nullptr;
        case json::Kind::Boolean:
            return value.as_boolean();
        case json::Kind::Integer:
            return value.as_integer();
        case json::Kind::Double:
            return value.as_double();
        case json::Kind::String: {
            const auto text = value.as_string();
            return std::string(text.substr(0, prefix_bytes(text, request_text_chars_max)));
        }
        case json::Kind::Array: {
            auto out = nlohmann::json::array();
            for (const auto& item : value.items()) out.push_back(library_form(item));
            return out;
        }
        case json::Kind::Object:
            break;
    }
    auto out = nlohmann::json::object();
    for (const auto& member : value.members())
        out[std::string(member.name)] = library_form(member.value);
    return out;
}

/// A schema without what is checked here instead: `format`, on which the library builds a pattern
/// for each value and ends with an exception for what is no text. Names of properties stay.
nlohmann::json schema_for_library(const json::Value& schema, bool is_map = false) {
    if (schema.is_array()) {
        auto out = nlohmann::json::array();
        for (const auto& item : schema.items()) out.push_back(schema_for_library(item));
        return out;
    }
    if (!schema.is_object()) return library_form(schema);
    auto out = nlohmann::json::object();
    for (const auto& member : schema.members()) {
        const bool is_left_out = !is_map && (member.name == "format" || member.name == "$id" ||
                                             member.name == "$schema");
        if (is_left_out) continue;
        const bool is_data = !is_map && (member.name == "enum" || member.name == "const" ||
                                         member.name == "default" || member.name == "examples");
        const bool names_follow =
            !is_map && (member.name == "properties" || member.name == "patternProperties" ||
                        member.name == "definitions" || member.name == "$defs" ||
                        member.name == "dependencies");
        out[std::string(member.name)] =
            is_data ? library_form(member.value) : schema_for_library(member.value, names_follow);
    }
    return out;
}

/// "/recipient/address/city" as people say it: recipient.address.city
std::string spoken(std::string_view pointer) {
    if (pointer.empty()) return "the request";
    std::string out(pointer.substr(1));
    std::replace(out.begin(), out.end(), '/', '.');
    return out;
}

/// The first run of digits of the library's message.
std::string number_in(std::string_view text) {
    const auto first = text.find_first_of("0123456789");
    if (first == std::string_view::npos) return "?";
    const auto end = text.find_first_not_of("0123456789", first);
    return std::string(text.substr(first, end == std::string_view::npos ? end : end - first));
}

std::string joined(const std::vector<std::string>& words, const char* between) {
    std::string out;
    for (const auto& word : words) out += (out.empty() ? "" : between) + word;
    return out;
}

/// Says the library's message in our codes. Its texts are the only way to tell which rule it was.
class Translator {
  public:
    explicit Translator(const RequestSchema& schema) : schema_(schema) {}

    /// @return false for a message that only says that something below is wrong
    bool translate(std::string path, const std::string& message, ItemError& out) const {
        const auto starts = [&](std::string_view with) { return message.rfind(with, 0) == 0; };
        out.code = ItemCode::SchemaRule;
        out.path = std::move(path);
        const auto name = spoken(out.path);
        if (starts("Missing required property '")) {
            const auto start = message.find('\'') + 1;
            out.path +=
                "/" + json::pointer_step(message.substr(start, message.rfind('\'') - start));
            out.code = ItemCode::Required;
            out.text = spoken(out.path) + " is missing";
        } else if (starts("Value type not permitted")) {
            out.code = ItemCode::WrongType;
            const auto* place = schema_.find(out.path);
            out.text = name + " must be " +
                       (place == nullptr || place->types.empty() ? "of another type"
                                                                 : joined(place->types, " or "));
        } else if (starts("String should be no fewer") || starts("Array should contain no fewer")) {
            out.code = ItemCode::TooShort;
            out.text = name + " is too short: at least " + number_in(message);
        } else if (starts("String should be no more") || starts("Array should contain no more")) {
            out.code = ItemCode::TooLong;
            out.text = name + " is too long: at most " + number_in(message);
        } else if (starts("Expected number greater")) {
            out.code = ItemCode::BelowMinimum;
            out.text = name + " must be at least " + number_in(message);
        } else if (starts("Expected number less")) {
            out.code = ItemCode::AboveMaximum;
            out.text = name + " must be at most " + number_in(message);
        } else if (starts("Failed to match against any enum") ||
                   starts("Failed to match expected value")) {
            out.code = ItemCode::NotAllowed;
            const auto* place = schema_.find(out.path);
            out.text = name + " is not one of the allowed values" +
                       (place == nullptr ? "" : ": " + joined(place->allowed, ", "));
        } else if (starts("Failed to match regex")) {
            out.code = ItemCode::BadFormat;
            out.text = name + " does not have the form that is asked for";
        } else {
            out.text = name + " breaks a rule of the request schema";
            return !starts("Failed to validate");
        }
        return true;
    }

  private:
    const RequestSchema& schema_;
};

bool is_at_or_below(std::string_view path, std::string_view top) {
    return path.substr(0, top.size()) == top &&
           (path.size() == top.size() || path[top.size()] == '/');
}

void add_once(std::vector<ItemError>& errors, ItemError error) {
    const bool is_known = std::any_of(errors.begin(), errors.end(), [&](const ItemError& e) {
        return e.path == error.path && e.code == error.code;
    });
    if (!is_known && errors.size() < errors_max) errors.push_back(std::move(error));
}

bool pointer_fits(std::string_view pattern, std::string_view pointer) {
    while (!pattern.empty() && !pointer.empty()) {
        const auto wanted = pattern.substr(0, pattern.find('/', 1));
        const auto found = pointer.substr(0, pointer.find('/', 1));
        if (wanted != "/*" && wanted != found) return false;
        pattern.remove_prefix(wanted.size());
        pointer.remove_prefix(found.size());
    }
    return pattern.empty() && pointer.empty();
}

void check_scalar(const RequestSchema& schema, bool has_patterns, const std::string& pointer,
                  const json::Value& value, std::vector<ItemError>& errors) {
    if (!value.is_string()) return;
    const auto text = value.as_string();
    // `meta` is free and is never matched with patterns unless the schema has some.
    const bool is_measured = has_patterns || !is_at_or_below(pointer, "/meta");
    if (is_measured && prefix_bytes(text, request_text_chars_max) < text.size())
        add_once(
            errors,
            {pointer, ItemCode::TooLong, spoken(pointer) + " is too long: at most 1000", 0, {}});
    const auto* place = schema.find(pointer);
    if (place == nullptr || place->format.empty()) return;
    const bool is_date = place->format == "date";
    const bool is_right = is_date ? bool(parse_civil_date(text)) : bool(parse_rfc3339(text));
    if (!is_right)
        add_once(errors, {pointer,
                          ItemCode::BadDate,
                          spoken(pointer) + (is_date ? " must be a date such as 2022-02-28"
                                                     : " must be a time such as "
                                                       "2022-02-28T09:30:00Z"),
                          0,
                          {}});
}

std::vector<ItemError> translated(const RequestSchema& schema,
                                  const valijson::ValidationResults& results) {
    const Translator translator(schema);
    std::vector<ItemError> errors;
    std::vector<ItemError> summaries;
    for (const auto& message : results) {
        std::string path;
        for (std::size_t i = 1; i < message.context.size(); ++i) {
            const auto& step = message.context[i];  // "[name]"
            path += "/" + json::pointer_step(step.substr(1, step.size() - 2));
        }
        ItemError error;
        const bool is_own = translator.translate(std::move(path), message.description, error);
        add_once(is_own ? errors : summaries, std::move(error));
    }
    for (auto& summary : summaries) {
        const bool is_told = std::any_of(errors.begin(), errors.end(), [&](const ItemError& e) {
            return is_at_or_below(e.path, summary.path);
        });
        if (!is_told) add_once(errors, std::move(summary));
    }
    return errors;
}

}  // namespace

bool is_usable_pattern(const std::string& pattern) {
    if (!is_bounded_pattern(pattern)) return false;
    try {
        const std::regex compiled(pattern);
        return true;
    } catch (const std::exception&) {
        return false;
    }
}

struct RequestSchema::Library {
    valijson::Schema schema;
};

RequestSchema::RequestSchema() = default;
RequestSchema::~RequestSchema() = default;

std::unique_ptr<RequestSchema> RequestSchema::parse(std::string_view text, const std::string& file,
                                                    std::vector<ProfileFault>& faults) {
    const auto refuse = [&](std::int32_t line, const char* code, std::string words) {
        faults.push_back({false, file, line, code, std::move(words)});
        return nullptr;
    };
    const auto document = json::read(text, {schema_bytes_max, 64, 50'000});
    if (!document)
        return refuse(line_at(text, document.error().offset), "schema_syntax",
                      std::string("this is no JSON: ") + document.error().what);
    const auto lines = json_lines(text);
    auto reading = read_schema(document->root(), lines, file);
    const bool has_faults = !reading.faults.empty();
    faults.insert(faults.end(), reading.faults.begin(), reading.faults.end());
    if (has_faults) return nullptr;
    std::unique_ptr<RequestSchema> out(new RequestSchema());
    out->file_ = file;
    out->places_ = std::move(reading.places);
    out->has_patterns_ = !reading.patterns.empty();
    out->library_ = std::make_unique<Library>();
    try {
        for (const auto& pattern : reading.patterns) std::regex{pattern};
        const auto library_schema = schema_for_library(document->root());
        valijson::SchemaParser parser;
        parser.populateSchema(Adapter(library_schema), out->library_->schema);
    } catch (const std::regex_error&) {
        return refuse(0, "schema_pattern", "a pattern is no ECMAScript regular expression");
    } catch (const std::exception& error) {
        return refuse(0, "schema_syntax", error.what());
    }
    return out;
}

std::vector<ItemError> RequestSchema::check(const json::Value& item) const {
    std::vector<ItemError> errors;
    try {
        const auto form = library_form(item);
        valijson::ValidationResults results;
        // One for each call: it keeps compiled patterns, and calls may come from several threads.
        valijson::Validator validator(valijson::Validator::kStrongTypes);
        const bool fits = validator.validate(library_->schema, Adapter(form), &results);
        errors = translated(*this, results);
        if (!fits && errors.empty())
            add_once(errors,
                     {{}, ItemCode::SchemaRule, "the request breaks a rule of the schema", 0, {}});
    } catch (const std::exception&) {
        add_once(errors, {{}, ItemCode::SchemaRule, "the request can not be checked", 0, {}});
    }
    json::walk_scalars(item, {}, [&](const std::string& pointer, const json::Value& value) {
        check_scalar(*this, has_patterns_, pointer, value, errors);
    });
    return errors;
}

const SchemaPlace* RequestSchema::find(std::string_view pointer) const {
    for (const auto& place : places_)
        if (pointer_fits(place.pointer, pointer)) return &place;
    return nullptr;
}

bool RequestSchema::knows(std::string_view pointer) const {
    if (find(pointer) != nullptr) return true;
    for (auto slash = pointer.rfind('/'); slash != 0 && slash != std::string_view::npos;
         slash = pointer.rfind('/')) {
        pointer = pointer.substr(0, slash);
        const auto* place = find(pointer);
        if (place == nullptr) continue;
        const bool may_hold =
            place->types.empty() ||
            std::find(place->types.begin(), place->types.end(), "object") != place->types.end();
        return may_hold && !place->is_object;
    }
    return false;
}

}  // namespace outpost::profile
