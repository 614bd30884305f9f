// Create Term Definition algorithm; step numbers are those of JSON-LD 1.1 API section 5.2.2.
#include "core/rdf/term_definition.h"

#include "core/rdf/iri.h"

#include <algorithm>
#include <array>
#include <bit>
#include <new>

namespace outpost::rdf {

namespace {

bool is_iri_or_blank(const ExpandedIri& iri) {
    return !iri.is_null && iri.keyword == Keyword::None &&
           (has_scheme(iri.text) || iri.text.substr(0, 2) == "_:");
}

bool contains(std::string_view text, char c) {
    return text.find(c) != std::string_view::npos;
}

// Step 4: the one definition that "@type" may have.
bool is_allowed_type_definition(const json::Value& value) {
    if (!value.is_object() || value.members().empty()) return false;
    return std::all_of(value.members().begin(), value.members().end(), [](const auto& member) {
        if (member.name == "@protected") return true;
        if (member.name != "@container") return false;
        if (member.value.is_string()) return member.value.as_string() == "@set";
        return member.value.is_array() && member.value.items().size() == 1 &&
               member.value.items()[0].is_string() && member.value.items()[0].as_string() == "@set";
    });
}

std::uint8_t container_bit(std::string_view name) {
    switch (keyword_of(name)) {
        case Keyword::Graph:
            return container_graph;
        case Keyword::Id:
            return container_id;
        case Keyword::Index:
            return container_index;
        case Keyword::Language:
            return container_language;
        case Keyword::List:
            return container_list;
        case Keyword::Set:
            return container_set;
        case Keyword::Type:
            return container_type;
        default:
            return 0;
    }
}

// Step 19.1: which keywords may stand together.
bool is_container_combination(std::uint8_t bits) {
    if (std::popcount(bits) == 1) return true;
    if ((bits & container_list) != 0) return false;
    const auto keyed =
        bits & (container_id | container_index | container_language | container_type);
    if (std::popcount(static_cast<unsigned>(keyed)) > 1) return false;
    if ((bits & container_graph) != 0) return (bits & (container_language | container_type)) == 0;
    return true;
}

Result<std::uint8_t> container_bits(const json::Value& value) {
    const auto bad = json_ld_error("invalid container mapping");
    std::uint8_t bits = 0;
    const auto add = [&bits](const json::Value& item) {
        const auto bit = item.is_string() ? container_bit(item.as_string()) : std::uint8_t{0};
        if (bit == 0 || (bits & bit) != 0) return false;
        bits = static_cast<std::uint8_t>(bits | bit);
        return true;
    };
    if (value.is_string()) {
        if (!add(value)) return bad;
        return bits;
    }
    if (!value.is_array() || value.items().empty()) return bad;
    if (!std::all_of(value.items().begin(), value.items().end(), add)) return bad;
    if (!is_container_combination(bits)) return bad;
    return bits;
}

// Steps 22 and 23.
Result<void> read_language_and_direction(TermDefinition& definition, const json::Value& value) {
    if (value.find("@type") != nullptr) return {};
    if (const auto* language = value.find("@language"); language != nullptr) {
        if (!language->is_null() && !language->is_string())
            return json_ld_error("invalid language mapping");
        definition.language = language->is_string() ? language->as_string() : std::string_view{};
    }
    if (const auto* direction = value.find("@direction"); direction != nullptr) {
        const auto text = direction->is_string() ? direction->as_string() : std::string_view{};
        if (!direction->is_null() && text != "ltr" && text != "rtl")
            return json_ld_error("invalid base direction");
        definition.direction = direction->is_null() ? Direction::None
                               : text == "ltr"      ? Direction::Ltr
                                                    : Direction::Rtl;
    }
    return {};
}

// Step 24.
Result<void> read_nest(TermDefinition& definition, const json::Value& value, bool mode_1_0) {
    const auto* nest = value.find("@nest");
    if (nest == nullptr) return {};
    if (mode_1_0) return json_ld_error("invalid term definition");
    if (!nest->is_string()) return json_ld_error("invalid @nest value");
    const auto keyword = keyword_of(nest->as_string());
    if (keyword != Keyword::None && keyword != Keyword::Nest)
        return json_ld_error("invalid @nest value");
    definition.nest = nest->as_string();
    return {};
}

// Step 25.
Result<void> read_prefix(TermDefinition& definition, const json::Value& value, bool mode_1_0) {
    const auto* prefix = value.find("@prefix");
    if (prefix == nullptr) return {};
    if (mode_1_0 || contains(definition.term, ':') || contains(definition.term, '/'))
        return json_ld_error("invalid term definition");
    if (!prefix->is_boolean()) return json_ld_error("invalid @prefix value");
    definition.is_prefix = prefix->as_boolean();
    if (definition.is_prefix && definition.keyword != Keyword::None)
        return json_ld_error("invalid term definition");
    return {};
}

// Step 26.
bool has_only_known_entries(const json::Value& value) {
    constexpr std::array known{Keyword::Id,        Keyword::Reverse,   Keyword::Container,
                               Keyword::Context,   Keyword::Direction, Keyword::Index,
                               Keyword::Language,  Keyword::Nest,      Keyword::Prefix,
                               Keyword::Protected, Keyword::Type};
    return std::all_of(value.members().begin(), value.members().end(), [&](const auto& member) {
        const auto keyword = keyword_of(member.name);
        return std::find(known.begin(), known.end(), keyword) != known.end();
    });
}

void set_iri(TermDefinition& definition, const ExpandedIri& iri) {
    definition.keyword = iri.keyword;
    definition.iri = iri.keyword == Keyword::None ? iri.text : std::string_view{};
    definition.maps_to_null = iri.is_null;
}

}  // namespace

Result<void> TermCompiler::define(std::string_view term) {
    auto* entry = local_.find(term);
    if (entry == nullptr || entry->state == LocalContext::State::Defined) return {};
    if (entry->state == LocalContext::State::InProgress) return json_ld_error("cyclic IRI mapping");
    OUTPOST_TRY_VOID(check_term(term, *entry->value));
    entry->state = LocalContext::State::InProgress;
    if (term != "@type" && has_keyword_form(term)) {  // step 5: reserved, ignored
        entry->state = LocalContext::State::Defined;
        return {};
    }
    constexpr std::size_t depth_max = 32;
    if (depth_ >= depth_max) return Error{Errc::TooDeep, 0, "term definitions"};
    ++depth_;
    const auto done = define_now(term, *entry->value);
    --depth_;
    entry->state = LocalContext::State::Defined;
    return done;
}

Result<void> TermCompiler::check_term(std::string_view term, const json::Value& value) const {
    if (term.empty()) return json_ld_error("invalid term definition");
    if (term == "@type") {
        if (mode_1_0() || !is_allowed_type_definition(value))
            return json_ld_error("keyword redefinition");
        return {};
    }
    if (keyword_of(term) != Keyword::None) return json_ld_error("keyword redefinition");
    return {};
}

Result<void> TermCompiler::define_now(std::string_view term, const json::Value& value) {
    Draft draft;
    draft.value = &value;
    draft.definition.term = term;
    draft.previous = builder_.find(term);
    draft.is_simple = value.is_string();
    if (!value.is_null() && !value.is_string() && !value.is_object())
        return json_ld_error("invalid term definition");
    OUTPOST_TRY_VOID(process_.charge(1));
    builder_.remove(term, process_.arena());
    OUTPOST_TRY_VOID(read_protected(draft));
    OUTPOST_TRY_VOID(read_type(draft));
    if (const auto* reverse = draft.entry("@reverse"); reverse != nullptr) {
        OUTPOST_TRY_VOID(read_reverse(draft, *reverse));
    } else {
        OUTPOST_TRY_VOID(read_entries(draft));
    }
    if (draft.is_ignored) return {};
    return finish(draft);
}

// Steps 14 to 26.
Result<void> TermCompiler::read_entries(Draft& draft) {
    OUTPOST_TRY_VOID(read_id(draft));
    if (draft.is_ignored) return {};
    if (!draft.value->is_object()) return {};
    OUTPOST_TRY_VOID(read_container(draft));
    OUTPOST_TRY_VOID(read_index(draft));
    OUTPOST_TRY_VOID(read_context(draft));
    OUTPOST_TRY_VOID(read_language_and_direction(draft.definition, *draft.value));
    OUTPOST_TRY_VOID(read_nest(draft.definition, *draft.value, mode_1_0()));
    OUTPOST_TRY_VOID(read_prefix(draft.definition, *draft.value, mode_1_0()));
    if (!has_only_known_entries(*draft.value)) return json_ld_error("invalid term definition");
    return {};
}

// Step 11.
Result<void> TermCompiler::read_protected(Draft& draft) const {
    draft.definition.is_protected = defaults_.is_protected;
    const auto* flag = draft.entry("@protected");
    if (flag == nullptr) return {};
    if (mode_1_0()) return json_ld_error("invalid term definition");
    if (!flag->is_boolean()) return json_ld_error("invalid @protected value");
    draft.definition.is_protected = flag->as_boolean();
    return {};
}

// Step 12.
Result<void> TermCompiler::read_type(Draft& draft) {
    const auto* type = draft.entry("@type");
    if (type == nullptr) return {};
    if (!type->is_string()) return json_ld_error("invalid type mapping");
    OUTPOST_TRY(const auto expanded, expand_iri(type->as_string()));
    auto& definition = draft.definition;
    switch (expanded.keyword) {
        case Keyword::Id:
            definition.coercion = TypeCoercion::Id;
            return {};
        case Keyword::Vocab:
            definition.coercion = TypeCoercion::Vocab;
            return {};
        case Keyword::Json:
            definition.coercion = TypeCoercion::Json;
            break;
        case Keyword::NoneMark:
            definition.coercion = TypeCoercion::NoneMark;
            break;
        case Keyword::None:
            if (expanded.is_null || !has_scheme(expanded.text))
                return json_ld_error("invalid type mapping");
            definition.coercion = TypeCoercion::Datatype;
            definition.datatype = expanded.text;
            return {};
        default:
            return json_ld_error("invalid type mapping");
    }
    if (mode_1_0()) return json_ld_error("invalid type mapping");
    return {};
}

// Step 13.
Result<void> TermCompiler::read_reverse(Draft& draft, const json::Value& reverse) {
    if (draft.entry("@id") != nullptr || draft.entry("@nest") != nullptr)
        return json_ld_error("invalid reverse property");
    if (!reverse.is_string()) return json_ld_error("invalid IRI mapping");
    if (has_keyword_form(reverse.as_string())) {
        draft.is_ignored = true;
        return {};
    }
    OUTPOST_TRY(const auto expanded, expand_iri(reverse.as_string()));
    if (!is_iri_or_blank(expanded)) return json_ld_error("invalid IRI mapping");
    set_iri(draft.definition, expanded);
    draft.definition.is_reverse = true;
    const auto* container = draft.entry("@container");
    if (container == nullptr || container->is_null()) return {};
    const auto text = container->is_string() ? container->as_string() : std::string_view{};
    if (text != "@set" && text != "@index") return json_ld_error("invalid reverse property");
    draft.definition.containers = container_bit(text);
    return {};
}

// Steps 14 to 18.
Result<void> TermCompiler::read_id(Draft& draft) {
    const auto* id = draft.value->is_object() ? draft.entry("@id") : draft.value;
    if (id == nullptr) return derive_iri(draft);
    if (id->is_null()) {
        draft.definition.maps_to_null = true;
        return {};
    }
    if (!id->is_string()) return json_ld_error("invalid IRI mapping");
    if (id->as_string() == draft.definition.term) return derive_iri(draft);
    return read_id_text(draft, id->as_string());
}

// Step 14.2.
Result<void> TermCompiler::read_id_text(Draft& draft, std::string_view id) {
    if (keyword_of(id) == Keyword::None && has_keyword_form(id)) {
        draft.is_ignored = true;
        return {};
    }
    OUTPOST_TRY(const auto expanded, expand_iri(id));
    if (expanded.keyword == Keyword::None && !is_iri_or_blank(expanded))
        return json_ld_error("invalid IRI mapping");
    if (expanded.keyword == Keyword::Context) return json_ld_error("invalid keyword alias");
    auto& definition = draft.definition;
    set_iri(definition, expanded);
    const auto term = definition.term;
    const bool has_inner_colon = term.size() > 2 && contains(term.substr(1, term.size() - 2), ':');
    if (has_inner_colon || contains(term, '/')) {
        local_.find(term)->state = LocalContext::State::Defined;
        OUTPOST_TRY(const auto own, expand_iri(term));
        if (own != expanded) return json_ld_error("invalid IRI mapping");
    }
    if (!contains(term, ':') && !contains(term, '/') && draft.is_simple)
        definition.is_prefix =
            ends_with_gen_delim(definition.iri) || definition.iri.substr(0, 2) == "_:";
    return {};
}

// Steps 15 to 18.
Result<void> TermCompiler::derive_iri(Draft& draft) {
    auto& definition = draft.definition;
    const auto term = definition.term;
    if (const auto colon = term.find(':', 1); colon != std::string_view::npos) {
        const auto prefix = term.substr(0, colon);
        OUTPOST_TRY_VOID(define(prefix));
        const auto* known = builder_.find(prefix);
        definition.iri = known != nullptr && !known->iri.empty()
                             ? process_.concatenate(known->iri, term.substr(colon + 1))
                             : term;
        return {};
    }
    if (term == "@type") {
        definition.keyword = Keyword::Type;
        return {};
    }
    if (!builder_.settings.has_vocab) return json_ld_error("invalid IRI mapping");
    OUTPOST_TRY_VOID(process_.charge(1 + builder_.settings.vocab.size() / 64));
    definition.iri = process_.concatenate(builder_.settings.vocab, term);
    if (contains(term, '/') && !has_scheme(definition.iri))
        return json_ld_error("invalid IRI mapping");
    return {};
}

// Step 19.
Result<void> TermCompiler::read_container(Draft& draft) const {
    const auto* container = draft.entry("@container");
    if (container == nullptr) return {};
    OUTPOST_TRY(const auto bits, container_bits(*container));
    constexpr auto only_1_1 = container_graph | container_id | container_type;
    if (mode_1_0() && (!container->is_string() || (bits & only_1_1) != 0))
        return json_ld_error("invalid container mapping");
    auto& definition = draft.definition;
    definition.containers = bits;
    if ((bits & container_type) == 0) return {};
    if (definition.coercion == TypeCoercion::None) definition.coercion = TypeCoercion::Id;
    if (definition.coercion != TypeCoercion::Id && definition.coercion != TypeCoercion::Vocab)
        return json_ld_error("invalid type mapping");
    return {};
}

// Step 20.
Result<void> TermCompiler::read_index(Draft& draft) {
    const auto* index = draft.entry("@index");
    if (index == nullptr) return {};
    if (mode_1_0() || (draft.definition.containers & container_index) == 0 || !index->is_string())
        return json_ld_error("invalid term definition");
    OUTPOST_TRY(const auto expanded, expand_iri(index->as_string()));
    if (expanded.is_null || !has_scheme(expanded.text))
        return json_ld_error("invalid term definition");
    draft.definition.index_property = index->as_string();
    return {};
}

// Step 21.
Result<void> TermCompiler::read_context(Draft& draft) {
    const auto* context = draft.entry("@context");
    if (context == nullptr) return {};
    if (mode_1_0()) return json_ld_error("invalid term definition");
    OUTPOST_TRY_VOID(process_.validate_scoped(builder_, *context, defaults_.invocation));
    draft.definition.local_context = context;
    draft.definition.base_url = defaults_.invocation.base_url;
    return {};
}

// Steps 27 and 28.
Result<void> TermCompiler::finish(Draft& draft) {
    auto& definition = draft.definition;
    const auto* previous = draft.previous;
    if (!defaults_.invocation.override_protected && previous != nullptr && previous->is_protected) {
        if (!same_definition(definition, *previous))
            return json_ld_error("protected term redefinition");
        builder_.set(previous);
        return {};
    }
    definition.iri_fits_11 = is_statement_iri(definition.iri, RdfForm::JsonLd11);
    definition.iri_fits_js2 = is_statement_iri(definition.iri, RdfForm::JsonLdJs2);
    auto* made = ::new (process_.arena().allocate(sizeof(TermDefinition), alignof(TermDefinition)))
        TermDefinition(definition);
    builder_.set(made);
    return {};
}

Result<ExpandedIri> TermCompiler::expand_iri(std::string_view value, bool document_relative) {
    if (const auto keyword = keyword_of(value); keyword != Keyword::None)
        return ExpandedIri::of(keyword);
    if (has_keyword_form(value)) return ExpandedIri::null();
    OUTPOST_TRY_VOID(define(value));
    if (const auto* known = builder_.find(value); known != nullptr) {
        if (known->keyword != Keyword::None) return ExpandedIri::of(known->keyword);
        if (known->maps_to_null) return ExpandedIri::null();
        return ExpandedIri::of(known->iri);
    }
    if (const auto colon = value.find(':', 1); colon != std::string_view::npos) {
        const auto prefix = value.substr(0, colon);
        const auto suffix = value.substr(colon + 1);
        if (prefix == "_" || suffix.substr(0, 2) == "//") return ExpandedIri::of(value);
        OUTPOST_TRY_VOID(define(prefix));
        const auto* known = builder_.find(prefix);
        if (known != nullptr && known->is_prefix && !known->iri.empty()) {
            OUTPOST_TRY_VOID(process_.charge(1 + known->iri.size() / 64));
            return ExpandedIri::of(process_.concatenate(known->iri, suffix));
        }
        if (has_scheme(value)) return ExpandedIri::of(value);
    }
    if (builder_.settings.has_vocab) {
        OUTPOST_TRY_VOID(process_.charge(1 + builder_.settings.vocab.size() / 64));
        return ExpandedIri::of(process_.concatenate(builder_.settings.vocab, value));
    }
    if (document_relative)
        return ExpandedIri::of(process_.keep(resolve_iri(builder_.settings.base, value)));
    return ExpandedIri::of(value);
}

}  // namespace outpost::rdf
