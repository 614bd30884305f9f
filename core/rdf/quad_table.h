// A dataset as lines of text with the places of its blank nodes. Internal to core/rdf.
#pragma once

#include "core/base/result.h"
#include "core/rdf/canonical.h"
#include "core/rdf/dataset.h"
#include "core/rdf/node_hash.h"

#include <cstdint>
#include <memory_resource>
#include <span>
#include <string_view>
#include <vector>

namespace outpost::rdf {

/// Where a blank node stands in a line.
struct NodeSlot {
    std::string_view label;  // as in the dataset
    std::uint32_t at = 0;    // of its placeholder, in the text of the table
    std::uint32_t node = 0;
    char position = 's';  // RDFC-1.0 section 4.7.3: s, o or g; p for a generalized predicate
};

struct QuadLine {
    std::uint32_t begin = 0;  // in the text of the table
    std::uint32_t size = 0;   // with the line feed
    std::uint32_t predicate_begin = 0;
    std::uint32_t predicate_size = 0;
    std::uint32_t first_slot = 0;
    std::uint8_t slots = 0;
    bool is_repeated = false;  // an equal line with blank nodes stands elsewhere: skip this one
};

/// Each quad written once, each blank node as the three bytes of `placeholder`; blank nodes are
/// numbered in order of appearance. Line i is quad i of the dataset.
class QuadTable {
  public:
    static constexpr std::string_view placeholder = "_:z";

    explicit QuadTable(std::pmr::memory_resource& memory);

    /// @error TooLong, BadValue  as canonicalize()
    Result<void> build(const Dataset& dataset, const CanonicalOptions& options);

    [[nodiscard]] std::uint32_t node_count() const { return node_count_; }
    [[nodiscard]] std::string_view label(std::uint32_t node) const { return labels_[node]; }
    [[nodiscard]] std::span<const QuadLine> lines() const { return lines_; }
    [[nodiscard]] std::span<const std::uint32_t> lines_of(std::uint32_t node) const;
    [[nodiscard]] std::span<const NodeSlot> slots(const QuadLine& line) const;
    [[nodiscard]] std::string_view text(const QuadLine& line) const {
        return {text_.data() + line.begin, line.size};
    }
    /// As written, with its angle brackets.
    [[nodiscard]] std::string_view predicate(const QuadLine& line) const {
        return {text_.data() + line.predicate_begin, line.predicate_size};
    }
    /// a before b: by code points, or by UTF-16 code units where the options ask for it.
    [[nodiscard]] bool is_before(std::string_view a, std::string_view b) const {
        return compare(a, b) < 0;
    }

    /// RDFC-1.0 section 4.6. Marks repeated lines of the node on its way.
    NodeHash first_degree_hash(std::uint32_t node, HashAlgorithm algorithm);

  private:
    [[nodiscard]] std::uint32_t offset_of(const char* at) const {
        return static_cast<std::uint32_t>(at - text_.data());
    }
    [[nodiscard]] int compare(std::string_view a, std::string_view b) const;
    Result<void> measure(const Dataset& dataset, const CanonicalOptions& options);
    void write_lines(const Dataset& dataset, Escaping escaping);
    char* write_term(char* at, const Term& term, char position, Escaping escaping);
    bool number_few_nodes();
    void number_many_nodes();
    void index_lines();
    void mark_node(std::uint32_t node, char mark);
    void sort_lines_of(std::uint32_t node);

    std::pmr::vector<char> text_;
    std::pmr::vector<QuadLine> lines_;
    std::pmr::vector<NodeSlot> slots_;
    std::pmr::vector<std::string_view> labels_;
    std::pmr::vector<std::uint32_t> node_begin_;  // node -> first index in node_lines_
    std::pmr::vector<std::uint32_t> node_lines_;
    std::pmr::vector<char> joined_;
    std::uint32_t node_count_ = 0;
    bool by_utf16_ = false;
};

}  // namespace outpost::rdf
