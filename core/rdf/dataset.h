// RDF 1.1 terms, quads and datasets; their texts live in one arena.
#pragma once

#include <cstdint>
#include <memory>
#include <memory_resource>
#include <string_view>
#include <vector>

namespace outpost::rdf {

inline constexpr std::string_view xsd_string = "http://www.w3.org/2001/XMLSchema#string";
inline constexpr std::string_view rdf_lang_string =
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString";
inline constexpr std::string_view rdf_type = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

enum class TermKind : std::uint8_t { None, Iri, BlankNode, Literal };

/// One term. Views borrow from the Dataset (or from what the Dataset was made from).
struct Term {
    TermKind kind = TermKind::None;  // None: no graph name, the default graph
    std::string_view value;          // IRI; label without "_:"; lexical form, not escaped
    std::string_view datatype;       // literals: always set; xsd_string for plain ones
    std::string_view language;       // literals of rdf_lang_string

    bool operator==(const Term&) const = default;
};

struct Quad {
    Term subject;
    Term predicate;
    Term object;
    Term graph;

    bool operator==(const Quad&) const = default;
};

/// A list of quads and the arena of their texts. Order is that of creation; a quad may stand in it
/// twice until remove_duplicates(). Movable; views stay good when it moves.
class Dataset {
  public:
    Dataset() : arena_(std::make_unique<std::pmr::monotonic_buffer_resource>()) {}

    std::vector<Quad> quads;

    /// Copies the text into the arena.
    std::string_view keep(std::string_view text);
    [[nodiscard]] std::pmr::memory_resource* arena() const { return arena_.get(); }
    /// Keeps the first of equal quads: a dataset is a set.
    void remove_duplicates();

  private:
    std::unique_ptr<std::pmr::monotonic_buffer_resource> arena_;
};

}  // namespace outpost::rdf
