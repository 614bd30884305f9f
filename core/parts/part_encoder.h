// A message as an endless row of texts, each for one QR symbol of an animated code.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/parts/fragment_chooser.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace outpost::parts {

/// Largest message that is cut into parts.
inline constexpr std::size_t encoded_message_bytes_max = 512 * 1024;
/// Most fragments of one message; what PartCollector takes by default.
inline constexpr std::size_t encoded_fragments_max = 1024;
/// Largest fragment: its part still fits into one version 40-L symbol in alphanumeric mode.
inline constexpr std::size_t encoded_fragment_bytes_max = 2048;

/// Uniform Resources of type "bytes" (BCR-2020-005). A text has at most 2 * fragment + 96
/// characters, and suits alphanumeric mode when it is written in capitals.
class PartEncoder {
  public:
    /// @param message             1 to encoded_message_bytes_max bytes, copied
    /// @param fragment_bytes_max  1 to encoded_fragment_bytes_max; fragments are as even as can be
    /// @error BadLength  an empty message, or a fragment size out of its range
    /// @error TooLong    too large a message, or more than encoded_fragments_max fragments
    static Result<PartEncoder> open(ByteView message, std::size_t fragment_bytes_max);

    /// So many parts are the least that carry the message: numbers 1 to part_count().
    [[nodiscard]] std::size_t part_count() const { return fragments_.size(); }

    /// The text of one part, in lower case; of a message of one part the whole message, always.
    /// @param number  from 1, and on without end: later parts mix several fragments, so that any
    ///                of them may take the place of one that was missed
    [[nodiscard]] std::string part(std::uint32_t number) const;

    /// The same in capitals, for the alphanumeric mode of a QR symbol.
    [[nodiscard]] std::string part_in_capitals(std::uint32_t number) const;

  private:
    PartEncoder(ByteView cbor, std::size_t fragment_bytes);

    std::vector<Bytes> fragments_;  // all of one size, the last one filled up with zeros
    std::uint32_t message_bytes_ = 0;
    std::uint32_t checksum_ = 0;
    FragmentChooser chooser_;
};

}  // namespace outpost::parts
