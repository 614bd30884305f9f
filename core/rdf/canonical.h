// RDF Dataset Canonicalization (RDFC-1.0) and its forerunner URDNA2015, with a limit on hash work.
#pragma once

#include "core/base/result.h"
#include "core/crypto/digest.h"
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
    /// What Hash N-Degree Quads may cost for one dataset (RDFC-1.0 section 7.1: poison graphs). A
    /// call counts 1, so does each hash in it, each 256 bytes hashed, each permutation and each
    /// four nodes in one. Bounds the time (about 0.1 us a unit) and the memory (about 100 bytes a
    /// unit).
    std::size_t work_max = 300'000;
    std::size_t blank_nodes_max = 10'000;
    /// Bytes of the lines before sorting; at most 1 GiB. A text that many quads share counts often.
    std::size_t text_bytes_max = 16 * 1024 * 1024;

    static CanonicalOptions rdfc10() { return {}; }
    /// The older algorithm as DIVOC's signer runs it: literal escapes and line order differ. (That
    /// program, rdf-canonize 1.2, also hashes a quad that names one blank node twice two times, and
    /// so orders such nodes differently; no DIVOC certificate has one. We follow the
    /// specification.)
    static CanonicalOptions urdna2015();
};

struct CanonicalForm {
    std::string nquads;  // sorted lines, each with its line feed
    /// Input blank node label -> canonical label, both without "_:", in canonical order.
    std::vector<std::pair<std::string, std::string>> identifiers;
};

/// RDFC-1.0 section 4.4. Repeated quads count once. Blank nodes as predicates (generalized RDF), on
/// which the recommendation is silent, take part like those in the other places.
/// @error WorkLimit, TooLong (too many blank nodes, too much text)
/// @error BadValue  an IRI with '>' or a language tag with other than letters, digits and hyphens:
///                  its line could be read as another statement, so it must never be hashed
Result<CanonicalForm> canonicalize(const Dataset& dataset, const CanonicalOptions& options);

/// The canonical N-Quads only. Cheaper than canonicalize(); the same errors.
Result<std::string> canonical_nquads(const Dataset& dataset, const CanonicalOptions& options);

/// SHA-256 of the canonical N-Quads: what most proofs sign. Makes no string; the same errors.
Result<crypto::Sha256Digest> canonical_hash(const Dataset& dataset,
                                            const CanonicalOptions& options);

}  // namespace outpost::rdf
