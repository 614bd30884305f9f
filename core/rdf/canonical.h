// RDF Dataset Canonicalization (RDFC-1.0) and its forerunner URDNA2015, with a limit on hash work.
#pragma once

#include "core/base/result.h"
#include "core/rdf/dataset.h"
#include "core/rdf/nquads.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace outpost::rdf {

enum class HashAlgorithm : std::uint8_t { Sha256, Sha384 };
enum class LineOrder : std::uint8_t { CodePoint, Utf16 };

struct CanonicalOptions {
    HashAlgorithm hash = HashAlgorithm::Sha256;
    Escaping escaping = Escaping::Rdfc10;
    LineOrder order = LineOrder::CodePoint;
    /// Calls of Hash N-Degree Quads that one dataset may cost (RDFC-1.0 section 7.1: poison graphs).
    std::size_t work_max = 100'000;
    std::size_t blank_nodes_max = 10'000;

    static CanonicalOptions rdfc10() { return {}; }
    /// The older algorithm as DIVOC's signer runs it: literal escapes and line order differ.
    static CanonicalOptions urdna2015();
};

struct CanonicalForm {
    std::string nquads;  // sorted lines, each with its line feed
    /// Input blank node label -> canonical label, both without "_:", in canonical order.
    std::vector<std::pair<std::string, std::string>> identifiers;
};

/// RDFC-1.0 section 4.4.
/// @error WorkLimit, TooLong (too many blank nodes)
Result<CanonicalForm> canonicalize(const Dataset& dataset, const CanonicalOptions& options);

/// The canonical N-Quads only: what a proof hashes. Cheaper than canonicalize().
Result<std::string> canonical_nquads(const Dataset& dataset, const CanonicalOptions& options);

}  // namespace outpost::rdf
