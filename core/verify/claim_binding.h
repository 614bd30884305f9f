// Which claims a signature really binds (docs/claim-binding.md, points 1 and 2).
#pragma once

#include "core/credential/credential.h"
#include "core/json/value.h"
#include "core/rdf/mapping_report.h"

#include <string>
#include <vector>

namespace outpost::verify {

struct GradedClaims {
    std::vector<credential::Claim> claims;
    std::vector<std::vector<std::string>> interchangeable;  // groups of pointers
    bool holder_dropped = false;  // the credentialSubject node itself carries no statement
    bool merged_nodes = false;    // two JSON objects describe one node: a reader sees two
    /// A member or type written as an IRI, or a type that made no statement: who reads by plain
    /// names sees another document than the one that was signed.
    bool hidden_names = false;
};

/// Grades every member that the report of an RDF suite traced. `id` members count as claims,
/// `@context` and types do not. Members with null or [] are left out: nothing is stated of them.
/// The claims borrow from `document` only, so they outlive the report.
GradedClaims grade_claims(const rdf::MappingReport& report, const json::Value& document);

/// For suites that sign the JSON text itself (JCS): every member but `proof` is bound.
GradedClaims grade_all_bound(const json::Value& document);

}  // namespace outpost::verify
