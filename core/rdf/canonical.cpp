// The canonicalization algorithm (RDFC-1.0 section 4.4) over a QuadTable.
#include "core/rdf/canonical.h"

#include "core/rdf/line_text.h"
#include "core/rdf/n_degree.h"
#include "core/rdf/quad_table.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory_resource>
#include <numeric>
#include <span>

namespace outpost::rdf {

namespace {

constexpr std::string_view canonical_prefix = "c14n";

/// Room for a certificate's dataset: its canonicalization then asks the heap for next to nothing.
constexpr std::size_t usual_bytes = 24 * 1024;

class Canonicalizer {
  public:
    explicit Canonicalizer(const CanonicalOptions& options) : options_(options) {}

    /// @error as canonicalize()
    Result<void> run(const Dataset& dataset) {
        OUTPOST_TRY_VOID(table_.build(dataset, options_));
        OUTPOST_TRY_VOID(issue_identifiers());
        make_lines();
        return {};
    }

    [[nodiscard]] std::size_t size() const { return size_; }
    /// Writes size() bytes.
    void write(char* at) const {
        for (const auto& line : lines_) at = put(at, line);
    }
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> identifiers() const;
    [[nodiscard]] std::pmr::memory_resource& memory() { return memory_; }

  private:
    Result<void> issue_identifiers();
    Result<void> issue_shared(std::span<const std::uint32_t> nodes, NDegreeHasher& hasher);
    void issue(std::uint32_t node);
    void make_lines();
    char* put_with_identifiers(char* at, const QuadLine& line) const;

    const CanonicalOptions& options_;
    std::array<std::byte, usual_bytes> usual_;  // not initialised: only ever handed out by memory_
    std::pmr::monotonic_buffer_resource memory_{usual_.data(), usual_.size()};
    QuadTable table_{memory_};
    std::pmr::vector<NodeHash> hashes_{&memory_};
    NodeIssuer issuer_{0};
    std::pmr::vector<char> text_{&memory_};  // the lines that have blank nodes
    std::pmr::vector<std::string_view> lines_{&memory_};
    std::size_t size_ = 0;
};

Result<void> Canonicalizer::issue_identifiers() {
    const auto count = table_.node_count();
    if (count == 0) return {};
    hashes_.reserve(count);
    for (std::uint32_t node = 0; node < count; ++node)
        hashes_.push_back(table_.first_degree_hash(node, options_.hash));
    std::pmr::vector<std::uint32_t> order(count, &memory_);
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [this](std::uint32_t a, std::uint32_t b) {
        return hashes_[a] != hashes_[b] ? hashes_[a] < hashes_[b] : a < b;
    });
    issuer_ = NodeIssuer(count);
    const auto group_end = [&](std::size_t begin) {
        auto end = begin + 1;
        while (end < count && hashes_[order[end]] == hashes_[order[begin]]) ++end;
        return end;
    };
    for (std::size_t begin = 0, end = 0; begin < count; begin = end) {
        end = group_end(begin);
        if (end - begin == 1) issuer_.issue(order[begin]);
    }
    if (issuer_.issued().size() == count) return {};
    NDegreeHasher hasher(table_, hashes_, issuer_, options_);
    for (std::size_t begin = 0, end = 0; begin < count; begin = end) {
        end = group_end(begin);
        const auto group = std::span(order).subspan(begin, end - begin);
        if (group.size() > 1) OUTPOST_TRY_VOID(issue_shared(group, hasher));
    }
    return {};
}

// Step 5: nodes that share a first-degree hash.
Result<void> Canonicalizer::issue_shared(std::span<const std::uint32_t> nodes,
                                         NDegreeHasher& hasher) {
    std::vector<NDegreeHasher::Outcome> outcomes;
    for (const auto node : nodes) {
        if (issuer_.has(node)) continue;
        OUTPOST_TRY(auto outcome, hasher.hash(node));
        outcomes.push_back(std::move(outcome));
    }
    std::stable_sort(outcomes.begin(), outcomes.end(),
                     [](const auto& a, const auto& b) { return a.hash < b.hash; });
    for (const auto& outcome : outcomes)
        for (const auto node : outcome.issued) issuer_.issue(node);
    return {};
}

char* Canonicalizer::put_with_identifiers(char* at, const QuadLine& line) const {
    const auto text = table_.text(line);
    std::size_t from = 0;
    for (const auto& slot : table_.slots(line)) {
        const auto place = slot.at - line.begin;
        at = put(put(at, text.substr(from, place - from)), "_:c14n");
        at = std::to_chars(at, at + 10, issuer_.number(slot.node)).ptr;
        from = place + QuadTable::placeholder.size();
    }
    return put(at, text.substr(from));
}

// Steps 6 and 7.
void Canonicalizer::make_lines() {
    constexpr std::size_t identifier_growth = 13;  // "_:c14n" and ten digits for "_:z"
    std::size_t bytes = 0;
    for (const auto& line : table_.lines()) {
        if (line.slots > 0) bytes += line.size + line.slots * identifier_growth;
    }
    text_.resize(bytes);
    lines_.reserve(table_.lines().size());
    char* at = text_.data();
    for (const auto& line : table_.lines()) {
        if (line.is_repeated) continue;
        if (line.slots == 0) {
            lines_.push_back(table_.text(line));
            continue;
        }
        char* const begin = at;
        at = put_with_identifiers(at, line);
        lines_.emplace_back(begin, static_cast<std::size_t>(at - begin));
    }
    std::sort(lines_.begin(), lines_.end(),
              [this](std::string_view a, std::string_view b) { return table_.is_before(a, b); });
    lines_.erase(std::unique(lines_.begin(), lines_.end()), lines_.end());
    for (const auto& line : lines_) size_ += line.size();
}

std::vector<std::pair<std::string, std::string>> Canonicalizer::identifiers() const {
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const auto node : issuer_.issued()) {
        std::string identifier;
        append_identifier(identifier, canonical_prefix, issuer_.number(node));
        pairs.emplace_back(table_.label(node), std::move(identifier));
    }
    return pairs;
}

std::string text_of(const Canonicalizer& canonicalizer) {
    std::string text(canonicalizer.size(), '\0');
    canonicalizer.write(text.data());
    return text;
}

}  // namespace

CanonicalOptions CanonicalOptions::urdna2015() {
    CanonicalOptions options;
    options.escaping = Escaping::Urdna2015;
    options.order = LineOrder::Utf16;
    return options;
}

Result<CanonicalForm> canonicalize(const Dataset& dataset, const CanonicalOptions& options) {
    Canonicalizer canonicalizer(options);
    OUTPOST_TRY_VOID(canonicalizer.run(dataset));
    return CanonicalForm{text_of(canonicalizer), canonicalizer.identifiers()};
}

Result<std::string> canonical_nquads(const Dataset& dataset, const CanonicalOptions& options) {
    Canonicalizer canonicalizer(options);
    OUTPOST_TRY_VOID(canonicalizer.run(dataset));
    return text_of(canonicalizer);
}

Result<crypto::Sha256Digest> canonical_hash(const Dataset& dataset,
                                            const CanonicalOptions& options) {
    Canonicalizer canonicalizer(options);
    OUTPOST_TRY_VOID(canonicalizer.run(dataset));
    std::pmr::vector<char> text(canonicalizer.size(), &canonicalizer.memory());
    canonicalizer.write(text.data());
    return crypto::sha256(as_bytes({text.data(), text.size()}));
}

}  // namespace outpost::rdf
