// Collects a MappingReport while a document is expanded and written. Internal to core/rdf.
#pragma once

#include "core/base/result.h"
#include "core/json/value.h"
#include "core/rdf/active_context.h"
#include "core/rdf/mapping_report.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace outpost::rdf {

class TraceRecorder {
  public:
    /// Where an object stands: the member that holds it and its place in an array.
    struct Place {
        std::uint32_t member = MemberTrace::none;
        std::uint32_t array_index = MemberTrace::none;
    };

    explicit TraceRecorder(MappingReport& report);

    std::uint32_t open_node(const Place& place);
    /// The object turned out to be a value, list or set.
    void discard_node(std::uint32_t node) { discarded_[node] = true; }

    std::uint32_t open_member(const Place& place, const json::Member& member, std::uint32_t node);
    std::uint32_t open_key(const Place& place, const json::Member& member, Keyword keyword);
    void set_keyword(std::uint32_t member, Keyword keyword);
    /// Not signed until a statement of it is written.
    void set_mapped(std::uint32_t member, std::string_view predicate, bool shares);
    void set_empty(std::uint32_t member) { report_.members[member].fate = MemberFate::Empty; }
    /// The member and all below it.
    /// @error TooDeep
    Result<void> drop(std::uint32_t member, std::size_t depth_max);

    void unusual(std::string_view feature);

    void stated(std::uint32_t member);
    void not_stated(std::uint32_t member) { report_.members[member].partial = true; }
    void set_node(std::uint32_t node, std::string_view id, bool dropped);
    /// Takes discarded nodes out.
    void finish();

  private:
    Result<void> drop_inside(const json::Value& value, const Place& place, std::size_t depth_max);

    MappingReport& report_;
    std::vector<bool> discarded_;
};

}  // namespace outpost::rdf
