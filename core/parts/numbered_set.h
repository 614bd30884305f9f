// The parts of one message that are numbered, but carry no checksum of their own.
#pragma once

#include "core/base/bytes.h"
#include "core/crypto/digest.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace outpost::parts {

/// What a set made of a part.
enum class Absorbed : std::uint8_t {
    New,          // it brought the message nearer
    Known,        // nothing new
    Conflicting,  // it says something else than the set does
};

/// For each place the part seen last, and the different one seen before it: a foreign part in
/// between costs the message nothing, because the right one is still there, and counts again as
/// soon as it is seen again.
class NumberedSet {
  public:
    /// @param count  parts of the message, at least 1
    explicit NumberedSet(std::size_t count) : places_(count) {}

    /// @param index  from 0, below count()
    Absorbed absorb(std::size_t index, ByteView part);

    [[nodiscard]] std::size_t count() const { return places_.size(); }
    /// Places that have a part.
    [[nodiscard]] std::size_t have() const { return have_; }
    [[nodiscard]] bool is_full() const { return have_ == places_.size(); }

    /// All parts in order, of each the one seen last. Only for a full set.
    [[nodiscard]] Bytes newest() const;

    /// As newest(), if the XOR of all its bytes is `parity`; else the first that comes to it when
    /// one part is exchanged for the one seen before it.
    [[nodiscard]] std::optional<Bytes> with_parity(std::uint8_t parity) const;

    /// True the first time that this message is given out, as far as the last few are remembered.
    bool is_given_out_first(ByteView message);

  private:
    struct Variant {
        Bytes part;
        std::uint8_t parity = 0;  // XOR of the part's bytes
    };
    using Place = std::vector<Variant>;  // the one seen last comes first

    std::vector<Place> places_;
    std::vector<crypto::Sha256Digest> given_out_;
    std::size_t have_ = 0;

    static constexpr std::size_t no_exchange = static_cast<std::size_t>(-1);
    [[nodiscard]] Bytes joined(std::size_t exchanged) const;
};

}  // namespace outpost::parts
