// Chance for pictures.
#include "tools/scancorpus/dice.h"

#include <cmath>
#include <cstddef>

namespace outpost::corpus {

namespace {

constexpr std::size_t normal_values = 4096;

/// P(X <= x) of the normal distribution.
double normal_share_below(double x) {
    return 0.5 * std::erfc(-x / std::sqrt(2.0));
}

double normal_quantile(double share) {
    double low = -6.0;
    double high = 6.0;
    for (int step = 0; step < 50; ++step) {
        const auto middle = (low + high) / 2.0;
        (normal_share_below(middle) < share ? low : high) = middle;
    }
    return (low + high) / 2.0;
}

std::uint64_t fold_in(std::uint64_t hash, std::string_view text) {
    for (const char letter : text) {  // FNV-1a
        hash ^= static_cast<std::uint8_t>(letter);
        hash *= 0x100000001b3U;
    }
    return hash * 31 + 7;
}

}  // namespace

std::uint64_t mix_seed(std::string_view first, std::string_view second, std::uint64_t number) {
    Dice dice(fold_in(fold_in(0xcbf29ce484222325U, first), second) ^ (number << 32 | number));
    dice.roll();
    return dice.roll();
}

std::vector<float> normal_table() {
    std::vector<float> table(normal_values);
    for (std::size_t k = 0; k < normal_values; ++k) {
        const auto share = (static_cast<double>(k) + 0.5) / static_cast<double>(normal_values);
        table[k] = static_cast<float>(normal_quantile(share));
    }
    return table;
}

}  // namespace outpost::corpus
