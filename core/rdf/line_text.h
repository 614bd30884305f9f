// Pieces of canonical N-Quads lines, written into space measured beforehand. Internal to core/rdf.
#pragma once

#include "core/rdf/dataset.h"
#include "core/rdf/nquads.h"

#include <cstddef>
#include <cstring>
#include <string_view>

namespace outpost::rdf {

inline char* put(char* at, std::string_view text) {
    if (!text.empty()) std::memcpy(at, text.data(), text.size());
    return at + text.size();
}

/// Bytes of an IRI or literal in a line: exactly what put_ground_term writes.
std::size_t ground_term_size(const Term& term, Escaping escaping);
/// Writes an IRI or literal; returns the place after it.
char* put_ground_term(char* at, const Term& term, Escaping escaping);

/// False for an IRI with '>' or a language tag with anything but letters, digits and hyphens: a
/// line with such a term reads like a line of other terms, so that two datasets would look the
/// same.
bool is_unambiguous(const Term& term);

}  // namespace outpost::rdf
