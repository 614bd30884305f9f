// JSON numbers as lexical forms of XML Schema types (JSON-LD 1.1 API section 8.6).
// Internal to core/rdf.
#pragma once

#include "core/rdf/processor.h"

#include <string>
#include <string_view>

namespace outpost::rdf {

struct NumberText {
    std::string text;
    bool is_double = false;  // xsd:double, not xsd:integer
};

/// The canonical lexical form of xsd:double: 16 significant digits, "1.5E0".
std::string canonical_double(double number);

/// @param as_double  the datatype asks for xsd:double
NumberText number_text(double number, bool as_double, RdfForm form);

/// A text with datatype xsd:double as jsonld.js 2 rewrites it.
std::string js2_double_of_text(std::string_view text);

}  // namespace outpost::rdf
