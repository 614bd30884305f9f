// N-Quads (RDF 1.1 N-Quads): reading hostile text, writing the canonical line form.
#pragma once

#include "core/base/result.h"
#include "core/rdf/dataset.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace outpost::rdf {

struct NQuadsLimits {
    std::size_t bytes_max = 8 * 1024 * 1024;
    std::size_t quads_max = 200'000;
};

/// Parses an N-Quads document (W3C N-Quads section 4, with ECHAR and UCHAR).
/// @error TooLong, BadUtf8, BadSyntax, BadValue (relative IRI, UCHAR outside Unicode); offset in
/// bytes
Result<Dataset> parse_nquads(std::string_view text, const NQuadsLimits& limits = {});

/// How literals are escaped in the canonical form.
enum class Escaping : std::uint8_t {
    Rdfc10,     // RDFC-1.0 section 3.1: \b \t \n \f \r \" \\ and \u00XX for the other controls
    Urdna2015,  // as rdf-canonize 1.2 writes: only \\ \" \n \r, all else raw
};

/// Appends one quad as a canonical N-Quads line, with its line feed.
void append_nquad(std::string& out, const Quad& quad, Escaping escaping);

/// The whole dataset, one line a quad, in its own order.
std::string write_nquads(const Dataset& dataset, Escaping escaping = Escaping::Rdfc10);

}  // namespace outpost::rdf
