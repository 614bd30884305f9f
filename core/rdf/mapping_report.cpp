// JSON pointers of traced members, and the recorder.
#include "core/rdf/mapping_report.h"

#include "core/json/pointer.h"
#include "core/rdf/trace_recorder.h"

#include <algorithm>
#include <vector>

namespace outpost::rdf {

namespace {

// The places, array within array, that lead from `value` to the object that owns `wanted`.
bool find_places(const json::Value& value, const json::Value* wanted, std::size_t depth,
                 std::vector<std::size_t>& places) {
    constexpr std::size_t depth_max = 256;
    if (depth > depth_max) return false;
    if (value.is_object()) {
        const auto members = value.members();
        return std::any_of(members.begin(), members.end(),
                           [wanted](const auto& member) { return &member.value == wanted; });
    }
    if (!value.is_array()) return false;
    const auto items = value.items();
    for (std::size_t i = 0; i < items.size(); ++i) {
        places.push_back(i);
        if (find_places(items[i], wanted, depth + 1, places)) return true;
        places.pop_back();
    }
    return false;
}

}  // namespace

std::string MappingReport::pointer_of(std::uint32_t member) const {
    constexpr std::size_t usual_chars = 48;
    const auto& trace = members.at(member);
    std::string out;
    out.reserve(usual_chars);
    if (trace.parent != MemberTrace::none) {
        out = pointer_of(trace.parent);
        const auto* holder = members.at(trace.parent).value;
        std::vector<std::size_t> places;
        if (trace.array_index != MemberTrace::none && holder != nullptr && holder->is_array()) {
            places.push_back(trace.array_index);
            if (trace.array_index >= holder->items().size() ||
                !find_places(holder->items()[trace.array_index], trace.value, 0, places))
                places.assign(1, trace.array_index);
        }
        for (const auto place : places) out += "/" + std::to_string(place);
    } else if (trace.array_index != MemberTrace::none) {
        out += "/" + std::to_string(trace.array_index);
    }
    json::append_pointer_step(out, trace.name);
    return out;
}

TraceRecorder::TraceRecorder(MappingReport& report) : report_(report) {
    constexpr std::size_t usual_members = 96;
    constexpr std::size_t usual_nodes = 16;
    report_ = {};
    report_.members.reserve(usual_members);
    report_.nodes.reserve(usual_nodes);
}

std::uint32_t TraceRecorder::open_node(const Place& place) {
    NodeTrace node;
    node.member = place.member;
    node.array_index = place.array_index;
    report_.nodes.push_back(node);
    discarded_.push_back(false);
    return static_cast<std::uint32_t>(report_.nodes.size() - 1);
}

std::uint32_t TraceRecorder::open_member(const Place& place, const json::Member& member,
                                         std::uint32_t node) {
    MemberTrace trace;
    trace.parent = place.member;
    trace.array_index = place.array_index;
    trace.name = member.name;
    trace.value = &member.value;
    trace.node = node;
    report_.members.push_back(trace);
    return static_cast<std::uint32_t>(report_.members.size() - 1);
}

std::uint32_t TraceRecorder::open_key(const Place& place, const json::Member& member,
                                      Keyword keyword) {
    const auto opened = open_member(place, member, MemberTrace::none);
    report_.members[opened].fate = MemberFate::Keyword;
    report_.members[opened].predicate = keyword_text(keyword);
    unusual(keyword_text(keyword));
    return opened;
}

void TraceRecorder::set_keyword(std::uint32_t member, Keyword keyword) {
    auto& trace = report_.members[member];
    trace.fate = MemberFate::Keyword;
    trace.predicate = keyword_text(keyword);
    const bool is_alias = trace.name.empty() || trace.name.front() != '@';
    const bool is_usual_alias = (keyword == Keyword::Id && trace.name == "id") ||
                                (keyword == Keyword::Type && trace.name == "type");
    const bool hides = keyword == Keyword::Graph || keyword == Keyword::Included ||
                       keyword == Keyword::Reverse || keyword == Keyword::Nest ||
                       (keyword == Keyword::Context && trace.parent != MemberTrace::none);
    if (hides || (is_alias && !is_usual_alias)) unusual(trace.predicate);
}

void TraceRecorder::set_mapped(std::uint32_t member, std::string_view predicate, bool shares) {
    auto& trace = report_.members[member];
    trace.fate = MemberFate::InDroppedNode;
    trace.predicate = predicate;
    trace.shares_predicate = shares;
}

Result<void> TraceRecorder::drop(std::uint32_t member, std::size_t depth_max) {
    auto& trace = report_.members[member];
    trace.fate = MemberFate::Dropped;
    trace.predicate = {};
    return drop_inside(*trace.value, {member, MemberTrace::none}, depth_max);
}

Result<void> TraceRecorder::drop_inside(const json::Value& value, const Place& place,
                                        std::size_t depth_max) {
    if (value.is_scalar()) return {};
    if (depth_max == 0) return Error{Errc::TooDeep, 0, "document"};
    if (value.is_array()) {
        for (std::size_t i = 0; i < value.items().size(); ++i) {
            auto inner = place;
            if (inner.array_index == MemberTrace::none)
                inner.array_index = static_cast<std::uint32_t>(i);
            OUTPOST_TRY_VOID(drop_inside(value.items()[i], inner, depth_max - 1));
        }
        return {};
    }
    for (const auto& member : value.members()) {
        const auto opened = open_member(place, member, MemberTrace::none);
        OUTPOST_TRY_VOID(drop(opened, depth_max - 1));
    }
    return {};
}

void TraceRecorder::unusual(std::string_view feature) {
    auto& all = report_.unusual;
    if (std::find(all.begin(), all.end(), feature) == all.end()) all.push_back(feature);
}

void TraceRecorder::stated(std::uint32_t member) {
    auto& trace = report_.members[member];
    if (trace.fate == MemberFate::InDroppedNode) trace.fate = MemberFate::Mapped;
}

void TraceRecorder::set_node(std::uint32_t node, std::string_view id, bool dropped) {
    report_.nodes[node].id = id;
    report_.nodes[node].dropped = dropped;
}

void TraceRecorder::finish() {
    for (auto& member : report_.members) {
        // Not one statement: the fate says so already.
        if (member.fate == MemberFate::InDroppedNode) member.partial = false;
    }
    if (std::find(discarded_.begin(), discarded_.end(), true) == discarded_.end()) return;
    std::vector<std::uint32_t> places(report_.nodes.size(), MemberTrace::none);
    std::uint32_t kept = 0;
    for (std::size_t i = 0; i < report_.nodes.size(); ++i) {
        if (discarded_[i]) continue;
        places[i] = kept;
        report_.nodes[kept++] = report_.nodes[i];
    }
    report_.nodes.resize(kept);
    for (auto& member : report_.members) {
        if (member.node != MemberTrace::none) member.node = places[member.node];
    }
}

}  // namespace outpost::rdf
