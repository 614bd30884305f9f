// Grades claims from the trace that JSON-LD processing left.
#include "core/verify/claim_binding.h"

#include "core/json/pointer.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

namespace outpost::verify {

using credential::Claim;
using credential::Grade;
using rdf::MappingReport;
using rdf::MemberFate;
using rdf::MemberTrace;

namespace {

constexpr std::size_t walk_depth_max = 64;

bool holds_objects(const json::Value& value) {
    if (value.is_object()) return true;
    if (!value.is_array()) return false;
    return std::any_of(value.items().begin(), value.items().end(), holds_objects);
}

bool is_claim(const MemberTrace& member) {
    if (member.value == nullptr || member.value->is_null()) return false;
    if (member.fate == MemberFate::Empty) return false;
    if (member.fate == MemberFate::Keyword) return member.predicate == "@id";
    return !holds_objects(*member.value);
}

bool is_dropped_node(const MappingReport& report, std::uint32_t node) {
    return node != MemberTrace::none && report.nodes[node].dropped;
}

/// A member is unsigned when no statement carries it, or when its node hangs on one that is
/// dropped: the statements of a nested address survive, but no longer say whose address it is.
std::vector<bool> unsigned_members(const MappingReport& report) {
    std::vector<bool> is_unsigned(report.members.size(), false);
    for (std::size_t i = 0; i < report.members.size(); ++i) {
        const auto& member = report.members[i];
        is_unsigned[i] = member.partial || member.fate == MemberFate::Dropped ||
                         member.fate == MemberFate::InDroppedNode ||
                         is_dropped_node(report, member.node) ||
                         (member.parent != MemberTrace::none && is_unsigned[member.parent]);
    }
    return is_unsigned;
}

/// True when a dropped node is the value of the top-level member of that name.
bool drops_node_of(const MappingReport& report, std::string_view top_level_name) {
    return std::any_of(report.nodes.begin(), report.nodes.end(), [&](const rdf::NodeTrace& node) {
        if (!node.dropped || node.member == MemberTrace::none) return false;
        const auto& member = report.members[node.member];
        return member.parent == MemberTrace::none && member.name == top_level_name;
    });
}

bool has_merged_nodes(const MappingReport& report) {
    std::vector<std::string_view> ids;
    for (const auto& node : report.nodes)
        if (!node.id.empty() && !node.dropped) ids.push_back(node.id);
    std::sort(ids.begin(), ids.end());
    return std::adjacent_find(ids.begin(), ids.end()) != ids.end();
}

bool holds_text_with(const json::Value& value, std::string_view part) {
    if (value.is_string()) return value.as_string().find(part) != std::string_view::npos;
    return value.is_array() &&
           std::any_of(value.items().begin(), value.items().end(),
                       [&](const json::Value& item) { return holds_text_with(item, part); });
}

/// The same statement has two spellings, the term and its IRI; only the term is looked for by name.
bool hides_name(const MemberTrace& member) {
    if (member.fate != MemberFate::Keyword) return member.name.find(':') != std::string_view::npos;
    if (member.predicate != "@type" || member.value == nullptr) return false;
    return member.partial || holds_text_with(*member.value, ":");
}

/// A blank node's label is no part of the statements: any other label would do as well.
bool is_blank_label(const MemberTrace& member) {
    return member.value->is_string() && member.value->as_string().substr(0, 2) == "_:";
}

struct GroupKey {
    std::uint32_t node;
    std::string_view predicate;
    std::uint32_t member;
};

std::vector<std::vector<std::string>> groups_of(const MappingReport& report,
                                                std::vector<GroupKey> keys) {
    std::stable_sort(keys.begin(), keys.end(), [](const GroupKey& a, const GroupKey& b) {
        return std::pair(a.node, a.predicate) < std::pair(b.node, b.predicate);
    });
    std::vector<std::vector<std::string>> groups;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const bool continues =
            i > 0 && keys[i - 1].node == keys[i].node && keys[i - 1].predicate == keys[i].predicate;
        if (!continues) groups.emplace_back();
        groups.back().push_back(report.pointer_of(keys[i].member));
    }
    return groups;
}

void walk(const json::Value& value, const std::string& pointer, std::size_t depth,
          std::vector<Claim>& claims) {
    if (depth > walk_depth_max || value.is_null()) return;
    if (!holds_objects(value)) {
        claims.push_back({pointer, &value, Grade::Bound, std::nullopt});
        return;
    }
    if (value.is_array()) {
        for (std::size_t i = 0; i < value.items().size(); ++i)
            walk(value.items()[i], pointer + "/" + std::to_string(i), depth + 1, claims);
        return;
    }
    for (const auto& member : value.members()) {
        auto below = pointer;
        json::append_pointer_step(below, member.name);
        walk(member.value, below, depth + 1, claims);
    }
}

}  // namespace

GradedClaims grade_claims(const MappingReport& report, const json::Value& document) {
    GradedClaims graded;
    const auto is_unsigned = unsigned_members(report);
    std::vector<GroupKey> keys;
    graded.claims.reserve(report.members.size());
    for (std::uint32_t i = 0; i < report.members.size(); ++i) {
        const auto& member = report.members[i];
        graded.hidden_names = graded.hidden_names || hides_name(member);
        if (!is_claim(member)) continue;
        auto grade = Grade::Bound;
        if (is_unsigned[i] || is_blank_label(member))
            grade = Grade::Unsigned;
        else if (member.shares_predicate)
            grade = Grade::Interchangeable;
        if (grade == Grade::Interchangeable) keys.push_back({member.node, member.predicate, i});
        // The top level that was canonicalized is a copy without the proof; what lies below
        // it is shared.
        const auto* value =
            member.parent == MemberTrace::none ? document.find(member.name) : member.value;
        if (value == nullptr) continue;
        graded.claims.push_back({report.pointer_of(i), value, grade, std::nullopt});
    }
    graded.interchangeable = groups_of(report, std::move(keys));
    graded.holder_dropped = drops_node_of(report, "credentialSubject");
    graded.merged_nodes = has_merged_nodes(report);
    return graded;
}

GradedClaims grade_all_bound(const json::Value& document) {
    GradedClaims graded;
    if (!document.is_object()) return graded;
    for (const auto& member : document.members()) {
        if (member.name == "proof" || member.name == "@context" || member.name == "type") continue;
        std::string pointer;
        json::append_pointer_step(pointer, member.name);
        walk(member.value, pointer, 0, graded.claims);
    }
    return graded;
}

}  // namespace outpost::verify
