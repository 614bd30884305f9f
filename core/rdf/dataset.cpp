// Dataset: its arena, and the removal of repeated quads.
#include "core/rdf/dataset.h"

#include <algorithm>
#include <compare>
#include <cstring>
#include <numeric>

namespace outpost::rdf {

namespace {

// Texts that lie in the same place need no comparison; many quads share their subject's text.
std::strong_ordering compare_text(std::string_view a, std::string_view b) {
    if (a.data() == b.data() && a.size() == b.size()) return std::strong_ordering::equal;
    return a.compare(b) <=> 0;
}

std::strong_ordering compare_term(const Term& a, const Term& b) {
    if (const auto kind = a.kind <=> b.kind; kind != 0) return kind;
    if (const auto value = compare_text(a.value, b.value); value != 0) return value;
    if (const auto type = compare_text(a.datatype, b.datatype); type != 0) return type;
    return compare_text(a.language, b.language);
}

std::strong_ordering compare_quad(const Quad& a, const Quad& b) {
    if (const auto subject = compare_term(a.subject, b.subject); subject != 0) return subject;
    if (const auto predicate = compare_term(a.predicate, b.predicate); predicate != 0)
        return predicate;
    if (const auto object = compare_term(a.object, b.object); object != 0) return object;
    return compare_term(a.graph, b.graph);
}

}  // namespace

std::string_view Dataset::keep(std::string_view text) {
    if (text.empty()) return {};
    auto* place = static_cast<char*>(arena_->allocate(text.size(), 1));
    std::memcpy(place, text.data(), text.size());
    return {place, text.size()};
}

void Dataset::remove_duplicates() {
    std::vector<std::size_t> order(quads.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) {
        const auto difference = compare_quad(quads[a], quads[b]);
        return difference != 0 ? difference < 0 : a < b;
    });
    std::vector<bool> repeated(quads.size(), false);
    for (std::size_t i = 1; i < order.size(); ++i)
        repeated[order[i]] = compare_quad(quads[order[i - 1]], quads[order[i]]) == 0;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < quads.size(); ++i) {
        if (!repeated[i]) quads[kept++] = quads[i];
    }
    quads.resize(kept);
}

}  // namespace outpost::rdf
