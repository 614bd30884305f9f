// Items to quads.
#include "core/rdf/statement_writer.h"

#include "core/json/jcs.h"
#include "core/rdf/iri.h"
#include "core/rdf/numbers.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace outpost::rdf {

namespace {

constexpr std::string_view rdf_first = "http://www.w3.org/1999/02/22-rdf-syntax-ns#first";
constexpr std::string_view rdf_rest = "http://www.w3.org/1999/02/22-rdf-syntax-ns#rest";
constexpr std::string_view rdf_nil = "http://www.w3.org/1999/02/22-rdf-syntax-ns#nil";
constexpr std::string_view rdf_json = "http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON";
constexpr std::string_view rdf_value = "http://www.w3.org/1999/02/22-rdf-syntax-ns#value";
constexpr std::string_view rdf_language = "http://www.w3.org/1999/02/22-rdf-syntax-ns#language";
constexpr std::string_view rdf_direction = "http://www.w3.org/1999/02/22-rdf-syntax-ns#direction";
constexpr std::string_view xsd_boolean = "http://www.w3.org/2001/XMLSchema#boolean";
constexpr std::string_view xsd_integer = "http://www.w3.org/2001/XMLSchema#integer";
constexpr std::string_view xsd_double = "http://www.w3.org/2001/XMLSchema#double";
constexpr std::string_view i18n = "https://www.w3.org/ns/i18n#";

// Labels b0 to b99 and the integers 0 to 99 as text that needs no copy.
constexpr std::size_t ready_texts = 100;
constexpr auto label_texts = [] {
    std::array<std::array<char, 3>, ready_texts> texts{};
    for (std::size_t i = 0; i < ready_texts; ++i) {
        texts[i][0] = 'b';
        texts[i][1] = static_cast<char>('0' + (i < 10 ? i : i / 10));
        texts[i][2] = static_cast<char>('0' + i % 10);
    }
    return texts;
}();

std::string_view ready_label(std::size_t number) {
    return {label_texts[number].data(), number < 10 ? 2U : 3U};
}

std::string_view ready_integer(std::size_t number) {
    return ready_label(number).substr(1);
}

Term iri_term(std::string_view iri) {
    return {TermKind::Iri, iri, {}, {}};
}

bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

std::string lower_case(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

std::string_view direction_text(Direction direction) {
    return direction == Direction::Ltr ? "ltr" : "rtl";
}

bool is_blank(std::string_view id) {
    return id.substr(0, 2) == "_:";
}

}  // namespace

Result<void> StatementWriter::write(const Expanded& items) {
    constexpr std::size_t usual_quads = 64;
    setup_.dataset.quads.reserve(usual_quads);
    OUTPOST_TRY_VOID(write_items(items, Term{}));
    return check_indexes();
}

Result<void> StatementWriter::write_items(const Expanded& items, const Term& graph) {
    for (auto* item = items.first; item != nullptr; item = item->next) {
        if (item->kind == ItemKind::Node)
            OUTPOST_TRY_VOID(write_node(static_cast<NodeItem&>(*item), graph));
        else if (item->kind == ItemKind::List)
            OUTPOST_TRY_VOID(write_items(static_cast<const ListItem&>(*item).items, graph));
    }
    return {};
}

Result<void> StatementWriter::write_node(NodeItem& node, const Term& graph) {
    const bool fits = node_term(node);
    if (setup_.recorder != nullptr && node.trace != no_trace)
        setup_.recorder->set_node(node.trace, node.id, !fits || suppressed_);
    if (node.has_index && node.has_id) indexes_.push_back({graph.value, node.id, node.index});
    if (fits) {
        write_types(node, graph);
        for (const auto* property = node.first_property; property != nullptr;
             property = property->next)
            OUTPOST_TRY_VOID(write_property(node, *property, graph));
    }
    return write_inside(node, graph);
}

// What the node holds keeps its own statements, whatever became of the node.
Result<void> StatementWriter::write_inside(const NodeItem& node, const Term& graph) {
    for (const auto* property = node.first_property; property != nullptr; property = property->next)
        OUTPOST_TRY_VOID(write_items(property->items, graph));
    OUTPOST_TRY_VOID(write_items(node.included, graph));
    if (!node.has_graph) return {};
    const bool was_suppressed = suppressed_;
    suppressed_ = suppressed_ || !node.term_fits;
    const auto done = write_items(node.graph, node.term);
    suppressed_ = was_suppressed;
    return done;
}

void StatementWriter::write_types(const NodeItem& node, const Term& graph) {
    const bool lenient = setup_.options.form == RdfForm::JsonLdJs2;
    for (const auto* type = node.types; type != nullptr; type = type->next) {
        Term object = iri_term(type->iri);
        bool fits = false;
        if (type->definition != nullptr && type->definition->iri.data() == type->iri.data())
            fits = lenient ? type->definition->iri_fits_js2 : type->definition->iri_fits_11;
        fits = fits || resource_term(type->iri, object);
        if (fits) push(node.term, rdf_type, object, graph);
        if (!fits && setup_.recorder != nullptr && type->member != no_trace)
            setup_.recorder->not_stated(type->member);
    }
}

Result<void> StatementWriter::write_property(NodeItem& node, const Property& property,
                                             const Term& graph) {
    Term predicate;
    if (!predicate_term(property, predicate)) return {};
    auto* recorder = property.member == no_trace ? nullptr : setup_.recorder;
    for (auto* item = property.items.first; item != nullptr; item = item->next) {
        Term object;
        OUTPOST_TRY(const auto fits, object_term(*item, graph, object));
        if (!fits) {
            if (recorder != nullptr) recorder->not_stated(property.member);
            continue;
        }
        if (suppressed_) continue;
        if (property.is_reverse)
            setup_.dataset.quads.push_back({object, predicate, node.term, graph});
        else
            setup_.dataset.quads.push_back({node.term, predicate, object, graph});
        if (recorder != nullptr) recorder->stated(property.member);
    }
    return {};
}

bool StatementWriter::resource_term(std::string_view id, Term& term) {
    if (is_blank(id)) {
        const auto [place, is_new] = blank_numbers_.try_emplace(id, blank_count_);
        if (is_new) ++blank_count_;
        term = {TermKind::BlankNode, blank_label(place->second), {}, {}};
        return true;
    }
    term = iri_term(id);
    return is_statement_iri(id, setup_.options.form);
}

Term StatementWriter::fresh_blank() {
    return {TermKind::BlankNode, blank_label(blank_count_++), {}, {}};
}

std::string_view StatementWriter::blank_label(std::uint32_t number) {
    if (number < ready_texts) return ready_label(number);
    return setup_.dataset.keep("b" + std::to_string(number));
}

bool StatementWriter::node_term(NodeItem& node) {
    if (node.term_known) return node.term_fits;
    node.term_known = true;
    node.term_fits = true;
    if (node.has_id)
        node.term_fits = resource_term(node.id, node.term);
    else
        node.term = fresh_blank();
    return node.term_fits;
}

bool StatementWriter::predicate_term(const Property& property, Term& term) {
    term = iri_term(property.iri);
    if (is_blank(property.iri))
        return setup_.options.generalized_rdf && resource_term(property.iri, term);
    if (property.definition != nullptr)
        return setup_.options.form == RdfForm::JsonLd11 ? property.definition->iri_fits_11
                                                        : property.definition->iri_fits_js2;
    return is_statement_iri(property.iri, setup_.options.form);
}

// Object to RDF Conversion, section 8.2.2.
Result<bool> StatementWriter::object_term(Item& item, const Term& graph, Term& term) {
    switch (item.kind) {
        case ItemKind::Value:
            return value_term(static_cast<const ValueItem&>(item), graph, term);
        case ItemKind::List:
            OUTPOST_TRY_VOID(list_term(static_cast<const ListItem&>(item), graph, term));
            return true;
        case ItemKind::Node:
            break;
    }
    auto& node = static_cast<NodeItem&>(item);
    const bool fits = node_term(node);
    term = node.term;
    return fits;
}

Result<bool> StatementWriter::value_term(const ValueItem& item, const Term& graph, Term& term) {
    const bool lenient = setup_.options.form == RdfForm::JsonLdJs2;
    term.kind = TermKind::Literal;
    if (item.is_json) {
        OUTPOST_TRY(const auto text, json::canonicalize_jcs(*item.value));
        term.value = setup_.dataset.keep(text);
        term.datatype = rdf_json;
        return true;
    }
    if (!lenient && !item.datatype.empty() && !is_statement_iri(item.datatype, RdfForm::JsonLd11))
        return false;
    if (item.value->is_boolean()) {
        term.value = item.value->as_boolean() ? "true" : "false";
        term.datatype = item.datatype.empty() ? xsd_boolean : item.datatype;
        return true;
    }
    if (item.value->is_number()) {
        number_term(item, term);
        return true;
    }
    if (lenient && item.datatype == xsd_double) {
        term.value = setup_.dataset.keep(js2_double_of_text(item.value->as_string()));
        term.datatype = xsd_double;
        return true;
    }
    return text_term(item, graph, term);
}

void StatementWriter::number_term(const ValueItem& item, Term& term) {
    const auto& value = *item.value;
    const bool as_double = item.datatype == xsd_double;
    term.datatype = item.datatype.empty() ? xsd_integer : item.datatype;
    if (!as_double && value.kind() == json::Kind::Integer && value.as_integer() >= 0 &&
        value.as_integer() < static_cast<std::int64_t>(ready_texts)) {
        term.value = ready_integer(static_cast<std::size_t>(value.as_integer()));
        return;
    }
    const auto made = number_text(value.as_double(), as_double, setup_.options.form);
    term.value = setup_.dataset.keep(made.text);
    if (made.is_double && item.datatype.empty()) term.datatype = xsd_double;
}

bool StatementWriter::text_term(const ValueItem& item, const Term& graph, Term& term) {
    term.value = item.value->as_string();
    if (item.direction != Direction::None && !setup_.options.rdf_direction.empty()) {
        if (setup_.options.rdf_direction == "compound-literal") {
            compound_literal(item, graph, term);
            return true;
        }
        term.datatype = setup_.dataset.keep(std::string(i18n) + lower_case(item.language) + "_" +
                                            std::string(direction_text(item.direction)));
        return true;
    }
    if (!item.language.empty()) {
        if (setup_.options.form == RdfForm::JsonLd11 && !is_language_tag(item.language))
            return false;
        term.datatype = rdf_lang_string;
        // JSON-LD 1.1 API section 5.2 allows lower case, and every signer that we must agree with
        // has it.
        term.language = setup_.dataset.keep(lower_case(item.language));
        return true;
    }
    term.datatype = item.datatype.empty() ? xsd_string : item.datatype;
    return true;
}

void StatementWriter::compound_literal(const ValueItem& item, const Term& graph, Term& term) {
    const auto plain = [](std::string_view text) {
        return Term{TermKind::Literal, text, xsd_string, {}};
    };
    term = fresh_blank();
    push(term, rdf_value, plain(item.value->as_string()), graph);
    if (!item.language.empty())
        push(term, rdf_language, plain(setup_.dataset.keep(lower_case(item.language))), graph);
    push(term, rdf_direction, plain(direction_text(item.direction)), graph);
}

// List to RDF Conversion, section 8.2.3.
Result<void> StatementWriter::list_term(const ListItem& list, const Term& graph, Term& term) {
    if (list.items.first == nullptr) {
        term = iri_term(rdf_nil);
        return {};
    }
    term = fresh_blank();
    auto cell = term;
    for (auto* item = list.items.first; item != nullptr; item = item->next) {
        Term object;
        OUTPOST_TRY(const auto fits, object_term(*item, graph, object));
        if (fits) push(cell, rdf_first, object, graph);
        const auto rest = item->next == nullptr ? iri_term(rdf_nil) : fresh_blank();
        push(cell, rdf_rest, rest, graph);
        cell = rest;
    }
    return {};
}

void StatementWriter::push(const Term& subject, std::string_view predicate, const Term& object,
                           const Term& graph) {
    if (!suppressed_) setup_.dataset.quads.push_back({subject, iri_term(predicate), object, graph});
}

// Node Map Generation (section 6.2): one node has one @index.
Result<void> StatementWriter::check_indexes() {
    const auto key = [](const Index& index) { return std::tie(index.graph, index.id, index.text); };
    std::sort(indexes_.begin(), indexes_.end(),
              [&key](const Index& a, const Index& b) { return key(a) < key(b); });
    for (std::size_t i = 1; i < indexes_.size(); ++i) {
        const auto& a = indexes_[i - 1];
        const auto& b = indexes_[i];
        if (a.graph == b.graph && a.id == b.id && a.text != b.text)
            return Error{Errc::BadJsonLd, 0, "conflicting indexes"};
    }
    return {};
}

}  // namespace outpost::rdf
