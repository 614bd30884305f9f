// IRI questions that JSON-LD asks: absolute, well-formed, resolved against a base (RFC 3986, 3987).
#pragma once

#include "core/rdf/processor.h"

#include <string>
#include <string_view>

namespace outpost::rdf {

/// Begins with a scheme and a colon (RFC 3986 section 3.1).
bool has_scheme(std::string_view text);

/// Fit for a statement under the given form. JsonLd11: a scheme, and no character that IRIREF of
/// N-Quads excludes. JsonLdJs2: a scheme by the lenient pattern of jsonld.js 2, nothing else.
bool is_statement_iri(std::string_view text, RdfForm form);

/// Resolves a reference against a base IRI (RFC 3986 section 5.2); `reference` itself when it has a
/// scheme or `base` is empty.
std::string resolve_iri(std::string_view base, std::string_view reference);

/// Last character is a gen-delim (RFC 3986 section 2.2), so the IRI can serve as a prefix.
bool ends_with_gen_delim(std::string_view iri);

/// Well-formed by the grammar shape of BCP 47: letters, then alphanumeric subtags of 1 to 8.
bool is_language_tag(std::string_view text);

}  // namespace outpost::rdf
