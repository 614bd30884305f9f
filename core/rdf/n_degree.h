// Hash N-Degree Quads (RDFC-1.0 section 4.8) without recursion. Internal to core/rdf.
#pragma once

#include "core/base/result.h"
#include "core/rdf/node_hash.h"
#include "core/rdf/quad_table.h"

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::rdf {

/// RDFC-1.0 section 4.5: numbers for blank nodes in order of asking.
class NodeIssuer {
  public:
    explicit NodeIssuer(std::size_t nodes) : numbers_(nodes, none) {}

    [[nodiscard]] bool has(std::uint32_t node) const { return numbers_[node] != none; }
    [[nodiscard]] std::uint32_t number(std::uint32_t node) const { return numbers_[node]; }
    /// The nodes that have a number, in its order.
    [[nodiscard]] const std::vector<std::uint32_t>& issued() const { return issued_; }

    void issue(std::uint32_t node) {
        if (has(node)) return;
        numbers_[node] = static_cast<std::uint32_t>(issued_.size());
        issued_.push_back(node);
    }
    /// Takes back all but the first `count` numbers.
    void take_back_to(std::size_t count) {
        for (std::size_t i = count; i < issued_.size(); ++i) numbers_[issued_[i]] = none;
        issued_.resize(count);
    }

  private:
    static constexpr std::uint32_t none = UINT32_MAX;
    std::vector<std::uint32_t> numbers_;
    std::vector<std::uint32_t> issued_;
};

/// The frames of the recommendation's recursion lie in a list of our own: their number is bounded
/// by the work, not by the stack.
class NDegreeHasher {
  public:
    struct Outcome {
        NodeHash hash{};
        std::vector<std::uint32_t> issued;  // in the order of the temporary identifiers
    };

    /// Borrows all of them. `first_degree` has a hash for each node.
    NDegreeHasher(const QuadTable& table, std::span<const NodeHash> first_degree,
                  const NodeIssuer& canonical, const CanonicalOptions& options);

    /// With a temporary issuer that has named this node only.
    /// @error WorkLimit  over all calls together
    Result<Outcome> hash(std::uint32_t node);

  private:
    enum class Step : std::uint8_t { Group, Permutation, Descend };
    /// How the path so far stands to the chosen path.
    enum class Standing : std::uint8_t { Equal, Before, After };

    struct Related {
        NodeHash hash;
        std::uint32_t node;
    };

    /// One call of Hash N-Degree Quads.
    struct Frame {
        Step step = Step::Group;
        Standing standing = Standing::Equal;
        bool has_chosen = false;
        std::vector<Related> related;  // sorted by hash
        std::size_t group_end = 0;     // in `related`
        std::string data;              // "data to hash"
        std::vector<std::uint32_t> permutation;
        std::string path;
        std::string chosen_path;
        std::size_t issued_before = 0;             // temporary identifiers at the group's begin
        std::vector<std::uint32_t> chosen_issued;  // those that the chosen path adds
        std::vector<std::uint32_t> recursion;
        std::size_t recursion_next = 0;
    };

    void spend(std::size_t units) { work_left_ -= std::min(units, work_left_); }
    void enter(std::uint32_t node);
    void collect_related(Frame& frame, std::uint32_t node);
    NodeHash related_hash(const QuadLine& line, const NodeSlot& slot);
    void start_group(Frame& frame);
    void start_permutation(Frame& frame);
    void descend(Frame& frame);
    void leave(Frame& frame);
    void end_permutation(Frame& frame, bool abandoned);
    void append_to_path(Frame& frame, std::string_view piece);
    void append_label_or_hash(std::string& out, std::uint32_t node) const;
    void append_label(std::string& out, std::uint32_t node) const;

    const QuadTable& table_;
    std::span<const NodeHash> first_degree_;
    const NodeIssuer& canonical_;
    HashAlgorithm algorithm_;
    std::size_t work_left_;
    NodeIssuer temporary_;
    std::deque<Frame> frames_;  // kept when left, for their buffers; references stay good
    std::size_t depth_ = 0;
    NodeHash result_{};
    std::string input_;
    std::string piece_;
};

/// "c14n7", "b7"
void append_identifier(std::string& out, std::string_view prefix, std::uint32_t number);

}  // namespace outpost::rdf
