// Floating point is part of this format: the order of operations is that of BCR-2020-005's
// reference, so that rounding is too.
#include "core/parts/fragment_chooser.h"

#include "core/base/check.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace outpost::parts {

namespace {

constexpr double two_to_64 = 18446744073709551616.0;

std::vector<double> degree_weights(std::size_t fragment_count) {
    OUTPOST_CHECK(fragment_count > 0);
    std::vector<double> weights(fragment_count);
    for (std::size_t i = 0; i < fragment_count; ++i) weights[i] = 1.0 / static_cast<double>(i + 1);
    return weights;
}

void append_big_endian(Bytes& out, std::uint32_t value) {
    for (const unsigned shift : {24U, 16U, 8U, 0U})
        out.push_back(static_cast<std::uint8_t>(value >> shift));
}

// A share that was rounded up to 1 must not lead past the end.
std::size_t scaled(double share, std::size_t count) {
    const auto index = static_cast<std::size_t>(share * static_cast<double>(count));
    return std::min(index, count - 1);
}

}  // namespace

Xoshiro256::Xoshiro256(ByteView seed) {
    const auto digest = crypto::sha256(seed);
    for (std::size_t i = 0; i < digest.size(); ++i) state_[i / 8] = state_[i / 8] << 8U | digest[i];
}

std::uint64_t Xoshiro256::next() {
    const auto result = std::rotl(state_[1] * 5, 7) * 9;
    const auto shifted = state_[1] << 17U;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
}

double Xoshiro256::next_share() {
    return static_cast<double>(next()) / two_to_64;
}

std::size_t Xoshiro256::next_below(std::size_t count) {
    return scaled(next_share(), count);
}

WeightedChoice::WeightedChoice(const std::vector<double>& weights)
    : own_share_(weights.size(), 1.0), alias_(weights.size(), 0) {
    const auto sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    const auto count = static_cast<double>(weights.size());
    std::vector<double> shares(weights.size());
    std::vector<std::size_t> small;
    std::vector<std::size_t> large;
    for (std::size_t i = weights.size(); i-- > 0;) {  // from the last: the lists are used as stacks
        shares[i] = weights[i] * count / sum;
        (shares[i] < 1.0 ? small : large).push_back(i);
    }
    while (!small.empty() && !large.empty()) {
        const auto poor = small.back();
        const auto rich = large.back();
        small.pop_back();
        large.pop_back();
        own_share_[poor] = shares[poor];
        alias_[poor] = rich;
        shares[rich] += shares[poor] - 1.0;
        (shares[rich] < 1.0 ? small : large).push_back(rich);
    }
}

std::size_t WeightedChoice::draw(Xoshiro256& random) const {
    const auto place = random.next_share();
    const auto toss = random.next_share();
    const auto index = scaled(place, own_share_.size());
    return toss < own_share_[index] ? index : alias_[index];
}

FragmentChooser::FragmentChooser(std::size_t fragment_count)
    : fragment_count_(fragment_count), degrees_(degree_weights(fragment_count)) {}

std::size_t FragmentChooser::draw_degree(Xoshiro256& random) const {
    return degrees_.draw(random) + 1;
}

std::vector<std::size_t> FragmentChooser::choose(std::uint32_t number,
                                                 std::uint32_t checksum) const {
    OUTPOST_CHECK(number > 0);
    if (number <= fragment_count_) return {std::size_t{number} - 1};
    Bytes seed;
    append_big_endian(seed, number);
    append_big_endian(seed, checksum);
    Xoshiro256 random(seed);
    const auto degree = draw_degree(random);
    std::vector<std::size_t> left(fragment_count_);
    std::iota(left.begin(), left.end(), std::size_t{0});
    std::vector<std::size_t> chosen;
    chosen.reserve(degree);
    while (chosen.size() < degree) {  // a shuffle that ends when enough are drawn
        const auto at = left.begin() + static_cast<std::ptrdiff_t>(random.next_below(left.size()));
        chosen.push_back(*at);
        left.erase(at);
    }
    return chosen;
}

}  // namespace outpost::parts
