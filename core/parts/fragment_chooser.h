// Which fragments of a message a fountain part mixes: sender and receiver must agree on it.
#pragma once

#include "core/base/bytes.h"
#include "core/crypto/digest.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace outpost::parts {

/// xoshiro256** 1.0 (Blackman and Vigna), seeded as BCR-2020-005 does.
class Xoshiro256 {
  public:
    /// The state is the SHA-256 of `seed`, as four big-endian numbers.
    explicit Xoshiro256(ByteView seed);

    std::uint64_t next();
    /// From 0 to 1: next() divided by 2^64.
    double next_share();
    /// From 0 to count - 1; `count` is at least 1.
    std::size_t next_below(std::size_t count);

  private:
    std::array<std::uint64_t, 4> state_{};
};

/// Draws an index with given weights: alias method of Walker and Vose, in the very order of steps
/// that the reference implementation takes.
class WeightedChoice {
  public:
    /// @param weights  at least one, all above 0
    explicit WeightedChoice(const std::vector<double>& weights);

    [[nodiscard]] std::size_t draw(Xoshiro256& random) const;

  private:
    std::vector<double> own_share_;
    std::vector<std::size_t> alias_;
};

class FragmentChooser {
  public:
    /// @param fragment_count  at least 1; costs time and memory in proportion
    explicit FragmentChooser(std::size_t fragment_count);

    /// The fragments, from 0, that part `number` of the message with this CRC-32 mixes: part n up
    /// to the fragment count is fragment n - 1 alone, later ones are drawn.
    /// @param number  from 1
    /// @return distinct indexes, in the order in which they are drawn
    [[nodiscard]] std::vector<std::size_t> choose(std::uint32_t number,
                                                  std::uint32_t checksum) const;

    /// How many fragments a part mixes (1 to the fragment count): k with a weight of 1/k.
    [[nodiscard]] std::size_t draw_degree(Xoshiro256& random) const;

  private:
    std::size_t fragment_count_;
    WeightedChoice degrees_;
};

}  // namespace outpost::parts
