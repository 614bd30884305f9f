// Lines, slots and first-degree hashes.
#include "core/rdf/quad_table.h"

#include "core/rdf/line_text.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <numeric>

namespace outpost::rdf {

namespace {

constexpr std::size_t text_bytes_ceiling = std::size_t{1} << 30U;  // offsets are 32 bits wide
constexpr std::size_t few_nodes_max = 16;
constexpr std::string_view line_end = " .\n";

bool is_same_text(std::string_view a, std::string_view b) {
    return a.size() == b.size() && (a.data() == b.data() || a == b);
}

// Code units D800-DFFF (bytes F0-F4 in UTF-8) sort before E000-FFFF (bytes EE and EF).
int compare_utf16(std::string_view a, std::string_view b) {
    const auto differ = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    if (differ.first == a.end() || differ.second == b.end())
        return a.size() == b.size() ? 0 : (a.size() < b.size() ? -1 : 1);
    const auto x = static_cast<unsigned char>(*differ.first);
    const auto y = static_cast<unsigned char>(*differ.second);
    const bool swapped = x >= 0xEE && y >= 0xEE && (x >= 0xF0) != (y >= 0xF0);
    return (x < y) != swapped ? -1 : 1;
}

}  // namespace

QuadTable::QuadTable(std::pmr::memory_resource& memory)
    : text_(&memory),
      lines_(&memory),
      slots_(&memory),
      labels_(&memory),
      node_begin_(&memory),
      node_lines_(&memory),
      joined_(&memory) {}

Result<void> QuadTable::build(const Dataset& dataset, const CanonicalOptions& options) {
    OUTPOST_TRY_VOID(measure(dataset, options));
    write_lines(dataset, options.escaping);
    if (!number_few_nodes()) number_many_nodes();
    if (node_count_ > options.blank_nodes_max)
        return Error{Errc::TooLong, options.blank_nodes_max, "blank nodes"};
    index_lines();
    if (options.order == LineOrder::Utf16) {
        unsigned char highest = 0;
        for (const char c : text_) highest = std::max(highest, static_cast<unsigned char>(c));
        by_utf16_ = highest >= 0xF0;  // without these the two orders are one
    }
    return {};
}

std::span<const std::uint32_t> QuadTable::lines_of(std::uint32_t node) const {
    const auto begin = node_begin_[node];
    return std::span(node_lines_).subspan(begin, node_begin_[node + 1] - begin);
}

std::span<const NodeSlot> QuadTable::slots(const QuadLine& line) const {
    return std::span(slots_).subspan(line.first_slot, line.slots);
}

int QuadTable::compare(std::string_view a, std::string_view b) const {
    return by_utf16_ ? compare_utf16(a, b) : a.compare(b);
}

// Reserves what the lines and slots need, so that writing them checks nothing.
Result<void> QuadTable::measure(const Dataset& dataset, const CanonicalOptions& options) {
    const auto bytes_max = std::min(options.text_bytes_max, text_bytes_ceiling);
    std::size_t bytes = 0;
    std::size_t labels_bytes = 0;
    std::size_t blanks = 0;
    for (const auto& quad : dataset.quads) {
        for (const auto* term : {&quad.subject, &quad.predicate, &quad.object, &quad.graph}) {
            if (term->kind == TermKind::None) continue;
            if (term->kind == TermKind::BlankNode) {
                ++blanks;
                labels_bytes += term->value.size();
                bytes += placeholder.size() + 1;
                continue;
            }
            if (!is_unambiguous(*term)) return Error{Errc::BadValue, 0, "term in n-quads"};
            bytes += ground_term_size(*term, options.escaping) + 1;
        }
        bytes += line_end.size() - 1;
        if (bytes > bytes_max || labels_bytes > bytes_max)
            return Error{Errc::TooLong, bytes_max, "text of the dataset"};
    }
    text_.resize(bytes);
    lines_.resize(dataset.quads.size());
    slots_.reserve(blanks);
    return {};
}

char* QuadTable::write_term(char* at, const Term& term, char position, Escaping escaping) {
    if (term.kind != TermKind::BlankNode) return put_ground_term(at, term, escaping);
    slots_.push_back({term.value, offset_of(at), 0, position});
    return put(at, placeholder);
}

void QuadTable::write_lines(const Dataset& dataset, Escaping escaping) {
    char* at = text_.data();
    for (std::size_t i = 0; i < dataset.quads.size(); ++i) {
        const auto& quad = dataset.quads[i];
        auto& line = lines_[i];
        line.begin = offset_of(at);
        line.first_slot = static_cast<std::uint32_t>(slots_.size());
        at = write_term(at, quad.subject, 's', escaping);
        *at++ = ' ';
        line.predicate_begin = offset_of(at);
        at = write_term(at, quad.predicate, 'p', escaping);
        line.predicate_size = offset_of(at) - line.predicate_begin;
        *at++ = ' ';
        at = write_term(at, quad.object, 'o', escaping);
        if (quad.graph.kind != TermKind::None) {
            *at++ = ' ';
            at = write_term(at, quad.graph, 'g', escaping);
        }
        at = put(at, line_end);
        line.size = offset_of(at) - line.begin;
        line.slots = static_cast<std::uint8_t>(slots_.size() - line.first_slot);
    }
}

// By looking through the labels met so far; gives up when there are more than a few.
bool QuadTable::number_few_nodes() {
    labels_.reserve(few_nodes_max);
    for (auto& slot : slots_) {
        std::uint32_t node = 0;
        while (node < labels_.size() && !is_same_text(labels_[node], slot.label)) ++node;
        if (node == few_nodes_max) return false;
        if (node == labels_.size()) labels_.push_back(slot.label);
        slot.node = node;
    }
    node_count_ = static_cast<std::uint32_t>(labels_.size());
    return true;
}

// By sorting: no hash table that chosen labels could slow down.
void QuadTable::number_many_nodes() {
    std::vector<std::uint32_t> order(slots_.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [this](std::uint32_t a, std::uint32_t b) {
        const auto& x = slots_[a].label;
        const auto& y = slots_[b].label;
        if (is_same_text(x, y)) return a < b;
        return x < y;
    });
    for (std::size_t i = 0; i < order.size(); ++i) {
        const bool is_first = i == 0 || !is_same_text(slots_[order[i - 1]].label,  //
                                                      slots_[order[i]].label);
        slots_[order[i]].node = is_first ? order[i] : slots_[order[i - 1]].node;
    }
    labels_.clear();
    for (std::uint32_t i = 0; i < slots_.size(); ++i) {
        auto& slot = slots_[i];
        if (slot.node == i) {
            slot.node = static_cast<std::uint32_t>(labels_.size());
            labels_.push_back(slot.label);
        } else {
            slot.node = slots_[slot.node].node;  // an earlier slot, numbered already
        }
    }
    node_count_ = static_cast<std::uint32_t>(labels_.size());
}

void QuadTable::index_lines() {
    node_begin_.assign(std::size_t{node_count_} + 1, 0);
    const auto for_each_node = [this](const QuadLine& line, const auto& action) {
        const auto places = slots(line);
        for (std::size_t i = 0; i < places.size(); ++i) {
            bool met = false;
            for (std::size_t j = 0; j < i; ++j) met = met || places[j].node == places[i].node;
            if (!met) action(places[i].node);
        }
    };
    for (const auto& line : lines_)
        for_each_node(line, [this](std::uint32_t node) { ++node_begin_[node + 1]; });
    std::partial_sum(node_begin_.begin(), node_begin_.end(), node_begin_.begin());
    node_lines_.resize(node_begin_.back());
    // Shifted by one, entry n + 1 counts up from the begin of node n to that of n + 1.
    for (std::size_t i = node_count_; i > 0; --i) node_begin_[i] = node_begin_[i - 1];
    for (std::uint32_t i = 0; i < lines_.size(); ++i) {
        for_each_node(lines_[i],
                      [this, i](std::uint32_t node) { node_lines_[node_begin_[node + 1]++] = i; });
    }
}

void QuadTable::mark_node(std::uint32_t node, char mark) {
    for (const auto i : lines_of(node)) {
        for (const auto& slot : slots(lines_[i])) {
            if (slot.node == node) text_[slot.at + 2] = mark;
        }
    }
}

// Equal lines come to stand together, the first of them first.
void QuadTable::sort_lines_of(std::uint32_t node) {
    const auto begin = node_lines_.begin() + node_begin_[node];
    const auto end = node_lines_.begin() + node_begin_[node + 1];
    const auto compare_nodes = [this](const QuadLine& a, const QuadLine& b) {
        const auto x = slots(a);
        const auto y = slots(b);
        for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i)
            if (x[i].node != y[i].node) return x[i].node < y[i].node ? -1 : 1;
        return 0;
    };
    const auto compare_lines = [&](std::uint32_t a, std::uint32_t b) {
        const int by_text = compare(text(lines_[a]), text(lines_[b]));
        return by_text != 0 ? by_text : compare_nodes(lines_[a], lines_[b]);
    };
    std::sort(begin, end, [&](std::uint32_t a, std::uint32_t b) {
        const int difference = compare_lines(a, b);
        return difference != 0 ? difference < 0 : a < b;
    });
    for (auto i = begin + 1; i < end; ++i) {
        if (compare_lines(*(i - 1), *i) == 0) lines_[*i].is_repeated = true;
    }
}

NodeHash QuadTable::first_degree_hash(std::uint32_t node, HashAlgorithm algorithm) {
    mark_node(node, 'a');
    const auto own_lines = lines_of(node);
    NodeHash hash{};
    if (own_lines.size() == 1) {
        hash = node_hash(algorithm, text(lines_[own_lines.front()]));
    } else {
        sort_lines_of(node);
        std::size_t bytes = 0;
        for (const auto i : own_lines) bytes += lines_[i].size;
        if (joined_.size() < bytes) joined_.resize(std::max(bytes, text_.size()));
        char* at = joined_.data();
        for (const auto i : own_lines) {
            if (!lines_[i].is_repeated) at = put(at, text(lines_[i]));
        }
        const auto size = static_cast<std::size_t>(at - joined_.data());
        hash = node_hash(algorithm, {joined_.data(), size});
    }
    mark_node(node, placeholder.back());
    return hash;
}

}  // namespace outpost::rdf
