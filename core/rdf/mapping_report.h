// What became of each JSON member on its way to RDF: the ground of claim binding.
#pragma once

#include "core/json/value.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::rdf {

/// What the statements say of a member.
enum class MemberFate : std::uint8_t {
    Keyword,  // @context, @id, @type and their aliases: structure, not a claim
    Mapped,   // became one or more statements (or a node that carries its own)
    Empty,    // mapped, but null, [] or an empty @set: no statement stands for it
    Dropped,  // no context defines it, or the term is mapped to null: not signed
    /// Mapped, but no statement of it is well-formed: the id of its own node, or of the node that
    /// is its value, has no scheme. Not signed. Nodes below keep their own statements.
    InDroppedNode,
};

/// One JSON member of the input, in document order; members inside arrays carry their place. Keys
/// of language, index, id and type maps are Keyword members with "@language" and so on as
/// predicate. The inside of contexts and of JSON literals is not listed.
struct MemberTrace {
    static constexpr std::uint32_t none = UINT32_MAX;

    std::uint32_t parent = none;       // index of the trace of the enclosing member
    std::uint32_t array_index = none;  // place of the enclosing object in the parent's array, or
                                       // none; of the outermost array when arrays nest
    std::string_view name;             // as written
    const json::Value* value = nullptr;
    std::string_view predicate;  // expanded IRI; "@id", "@type" for keywords; empty when dropped
    std::uint32_t node = none;   // index into MappingReport::nodes of the node it describes
    MemberFate fate = MemberFate::Mapped;
    /// Another term of the active context has the same predicate, so this name could be exchanged
    /// for that one without any change to the statements.
    bool shares_predicate = false;
    /// Part of its value made no statement: a type or reference without a scheme beside good ones,
    /// or a @type value without a scheme. That part is not signed.
    bool partial = false;
};

/// One JSON object that stands for an RDF node.
struct NodeTrace {
    std::uint32_t member = MemberTrace::none;       // trace whose value holds it; none for the root
    std::uint32_t array_index = MemberTrace::none;  // place in that member's array
    std::string_view id;                            // expanded; empty for a blank node
    bool dropped = false;                           // its id has no scheme: no statement about it
};

/// Filled by Processor::to_rdf. Views borrow from the JSON document and the dataset.
struct MappingReport {
    std::vector<MemberTrace> members;
    std::vector<NodeTrace> nodes;
    bool used_inline_context = false;
    /// Features that hide structure from a reader by plain names: @graph, @included, @reverse,
    /// @nest, keyed maps (@index, @language, @id, @type), a @context below the top (@context),
    /// keyword aliases other than id and type (the keyword); each once; empty when there are none.
    std::vector<std::string_view> unusual;

    /// The member's JSON pointer (RFC 6901), for example "/evidence/0/dose".
    [[nodiscard]] std::string pointer_of(std::uint32_t member) const;
};

}  // namespace outpost::rdf
