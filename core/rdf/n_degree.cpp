// The steps of Hash N-Degree Quads. Permutations whose path already sorts after the chosen one are
// given up at once: the recommendation allows it from the same length on, earlier changes nothing.
#include "core/rdf/n_degree.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace outpost::rdf {

namespace {

constexpr std::size_t bytes_per_unit = 256;
constexpr std::size_t nodes_per_unit = 4;
constexpr std::size_t copies_per_unit = 32;
constexpr std::size_t kept_capacity_max = 256;

// A buffer that grew large in one call must not stay large in every frame.
template <typename Buffer>
void empty(Buffer& buffer) {
    if (buffer.capacity() > kept_capacity_max) {
        Buffer().swap(buffer);
    } else {
        buffer.clear();
    }
}

}  // namespace

void append_identifier(std::string& out, std::string_view prefix, std::uint32_t number) {
    std::array<char, 10> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out += prefix;
    out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

NDegreeHasher::NDegreeHasher(const QuadTable& table, std::span<const NodeHash> first_degree,
                             const NodeIssuer& canonical, const CanonicalOptions& options)
    : table_(table),
      first_degree_(first_degree),
      canonical_(canonical),
      algorithm_(options.hash),
      work_left_(options.work_max),
      temporary_(table.node_count()) {}

Result<NDegreeHasher::Outcome> NDegreeHasher::hash(std::uint32_t node) {
    temporary_.take_back_to(0);
    temporary_.issue(node);
    enter(node);
    while (depth_ > 0) {
        if (work_left_ == 0) return Error{Errc::WorkLimit, 0, "blank node hashing"};
        auto& frame = frames_[depth_ - 1];
        switch (frame.step) {
            case Step::Group:
                start_group(frame);
                break;
            case Step::Permutation:
                start_permutation(frame);
                break;
            case Step::Descend:
                descend(frame);
                break;
        }
    }
    spend(temporary_.issued().size() / copies_per_unit);
    return Outcome{result_, temporary_.issued()};
}

void NDegreeHasher::enter(std::uint32_t node) {
    spend(1);
    if (depth_ == frames_.size()) frames_.emplace_back();
    auto& frame = frames_[depth_++];
    frame.step = Step::Group;
    frame.group_end = 0;
    collect_related(frame, node);
}

// Steps 1 to 3.
void NDegreeHasher::collect_related(Frame& frame, std::uint32_t node) {
    for (const auto index : table_.lines_of(node)) {
        const auto& line = table_.lines()[index];
        if (line.is_repeated) continue;
        for (const auto& slot : table_.slots(line)) {
            if (slot.node == node) continue;
            if (work_left_ == 0) return;
            frame.related.push_back({related_hash(line, slot), slot.node});
        }
    }
    std::sort(frame.related.begin(), frame.related.end(), [](const auto& a, const auto& b) {
        return a.hash != b.hash ? a.hash < b.hash : a.node < b.node;
    });
}

// Section 4.7.
NodeHash NDegreeHasher::related_hash(const QuadLine& line, const NodeSlot& slot) {
    input_.assign(1, slot.position);
    if (slot.position == 's' || slot.position == 'o') {
        input_ += table_.predicate(line);
        for (const auto& other : table_.slots(line))
            if (other.position == 'p') append_label_or_hash(input_, other.node);
    }
    append_label_or_hash(input_, slot.node);
    spend(1 + input_.size() / bytes_per_unit);
    return node_hash(algorithm_, input_);
}

void NDegreeHasher::append_label_or_hash(std::string& out, std::uint32_t node) const {
    if (canonical_.has(node) || temporary_.has(node)) return append_label(out, node);
    append_hex(out, first_degree_[node], algorithm_);
}

void NDegreeHasher::append_label(std::string& out, std::uint32_t node) const {
    if (canonical_.has(node)) return append_identifier(out, "_:c14n", canonical_.number(node));
    append_identifier(out, "_:b", temporary_.number(node));
}

// Steps 5 to 5.3, for the nodes that share the next hash; without one, the call is at its end.
void NDegreeHasher::start_group(Frame& frame) {
    const auto begin = frame.group_end;
    if (begin == frame.related.size()) return leave(frame);
    const auto& hash = frame.related[begin].hash;
    frame.permutation.clear();
    while (frame.group_end < frame.related.size() && frame.related[frame.group_end].hash == hash)
        frame.permutation.push_back(frame.related[frame.group_end++].node);
    append_hex(frame.data, hash, algorithm_);
    frame.has_chosen = false;
    frame.issued_before = temporary_.issued().size();
    frame.step = Step::Permutation;
}

// Steps 5.4.1 to 5.4.4.
void NDegreeHasher::start_permutation(Frame& frame) {
    spend(1 + frame.permutation.size() / nodes_per_unit);
    frame.path.clear();
    frame.recursion.clear();
    frame.recursion_next = 0;
    frame.standing = frame.has_chosen ? Standing::Equal : Standing::Before;
    for (const auto node : frame.permutation) {
        if (!canonical_.has(node) && !temporary_.has(node)) {
            frame.recursion.push_back(node);
            temporary_.issue(node);
        }
        piece_.clear();
        append_label(piece_, node);
        append_to_path(frame, piece_);
        if (frame.standing == Standing::After) return end_permutation(frame, true);
    }
    frame.step = Step::Descend;
}

// Step 5.4.5; leave() of the frame entered here appends to the path.
void NDegreeHasher::descend(Frame& frame) {
    if (frame.recursion_next == frame.recursion.size()) return end_permutation(frame, false);
    enter(frame.recursion[frame.recursion_next]);
}

// Step 6, and steps 5.4.5.2 to 5.4.5.6 of the caller.
void NDegreeHasher::leave(Frame& frame) {
    spend(1 + frame.data.size() / bytes_per_unit);
    result_ = node_hash(algorithm_, frame.data);
    empty(frame.related);
    empty(frame.data);
    empty(frame.permutation);
    empty(frame.path);
    empty(frame.chosen_path);
    empty(frame.chosen_issued);
    empty(frame.recursion);
    --depth_;
    if (depth_ == 0) return;
    auto& caller = frames_[depth_ - 1];
    piece_.clear();
    append_label(piece_, caller.recursion[caller.recursion_next++]);
    piece_ += '<';
    append_hex(piece_, result_, algorithm_);
    piece_ += '>';
    append_to_path(caller, piece_);
    if (caller.standing == Standing::After) end_permutation(caller, true);
}

// Steps 5.4.6 to 5.6.
void NDegreeHasher::end_permutation(Frame& frame, bool abandoned) {
    const bool is_shorter = frame.path.size() < frame.chosen_path.size();
    const bool is_chosen = !abandoned && (frame.standing == Standing::Before ||
                                          (frame.standing == Standing::Equal && is_shorter));
    const bool is_last = !std::next_permutation(frame.permutation.begin(), frame.permutation.end());
    if (is_chosen) {
        frame.has_chosen = true;
        frame.chosen_path.swap(frame.path);
    }
    const auto added = temporary_.issued().size() - frame.issued_before;
    if (!is_last) spend(1 + added / copies_per_unit);
    if (is_chosen && !is_last) {
        const auto first = temporary_.issued().begin();
        frame.chosen_issued.assign(first + static_cast<std::ptrdiff_t>(frame.issued_before),
                                   temporary_.issued().end());
    }
    frame.step = is_last ? Step::Group : Step::Permutation;
    if (!is_last || !is_chosen) temporary_.take_back_to(frame.issued_before);
    if (!is_last) return;
    if (!is_chosen) {
        for (const auto node : frame.chosen_issued) temporary_.issue(node);
    }
    frame.data += frame.chosen_path;
}

// The standing is decided by the first piece that differs from the chosen path.
void NDegreeHasher::append_to_path(Frame& frame, std::string_view piece) {
    if (frame.standing == Standing::Equal) {
        const auto chosen = std::string_view(frame.chosen_path);
        const auto rest = chosen.substr(std::min(frame.path.size(), chosen.size()));
        const int difference = rest.substr(0, piece.size()).compare(piece);
        if (difference != 0) frame.standing = difference < 0 ? Standing::After : Standing::Before;
    }
    frame.path += piece;
}

}  // namespace outpost::rdf
