// Chance for pictures: the same numbers from the same seed with every compiler and library.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace outpost::corpus {

/// SplitMix64.
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}

    std::uint64_t roll() {
        state_ += 0x9e3779b97f4a7c15U;
        auto mixed = state_;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9U;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
        return mixed ^ (mixed >> 31);
    }
    /// Evenly from `low` up to, not including, `high`.
    double between(double low, double high) {
        constexpr double ulp_of_53_bits = 1.0 / 9007199254740992.0;
        return low + (high - low) * static_cast<double>(roll() >> 11) * ulp_of_53_bits;
    }
    /// From -reach to reach.
    double around(double reach) { return between(-reach, reach); }
    /// 0 to count - 1.
    std::int32_t pick(std::int32_t count) {
        return static_cast<std::int32_t>(roll() % static_cast<std::uint64_t>(count));
    }
    bool coin() { return (roll() >> 63) != 0; }

  private:
    std::uint64_t state_;
};

/// A seed of its own for each mixture of names and number.
std::uint64_t mix_seed(std::string_view first, std::string_view second, std::uint64_t number);

/// 4096 equally likely values of the normal distribution with mean 0 and deviation 1: an index of
/// 12 chance bits draws one of them.
std::vector<float> normal_table();

}  // namespace outpost::corpus
