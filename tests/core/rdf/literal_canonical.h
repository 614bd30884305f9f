// RDFC-1.0 section 4 spelled out step by step, with copies and recursion: what the fast code is
// compared with. For small datasets only.
#pragma once

#include "core/rdf/dataset.h"

#include <string>

namespace outpost::tests {

std::string literal_canonical_nquads(const rdf::Dataset& dataset);

}  // namespace outpost::tests
