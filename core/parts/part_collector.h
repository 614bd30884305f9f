// Joins a message from several symbols that a camera reads in any order: docs/formats/multi-part.md
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/parts/fountain_set.h"
#include "core/parts/numbered_set.h"
#include "core/ports/symbol_reader.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace outpost::parts {

enum class PartKind : std::uint8_t {
    StructuredAppend,  // a sequence of QR symbols, ISO/IEC 18004 section 8
    HealthCard,        // chunks of a SMART Health Card
    UniformResource,   // an animated code, numbered and fountain parts
};

struct PartLimits {
    std::size_t message_bytes_max = 512 * 1024;  // of the joined message
    std::size_t payload_bytes_max = 7089;        // of one symbol: version 40-L, numeric mode
    std::uint32_t fragments_max = 1024;          // of a Uniform Resource
    std::uint32_t chunks_max = 32;               // of a SMART Health Card
    std::size_t sets_max = 6;                    // messages at the same time
    std::int64_t idle_ms_max = 30'000;           // since the last part of a set
};

/// The symbol stands for itself.
struct NotAPart {};

/// A part of a message that is not complete yet, or of one that was given out already (have is of
/// then, until its set times out).
struct PartProgress {
    PartKind kind = PartKind::UniformResource;
    std::size_t have = 0;  // parts that helped
    std::size_t of = 0;    // parts that are needed
    double share = 0;      // have / of, from 0 to 1
    bool is_new = false;   // this part helped; false for one that was seen before
};

/// Given out once for each message. It is what the symbols say, and not proven: of a SMART Health
/// Card, which has no checksum, not even that its chunks belong together.
struct JoinedMessage {
    PartKind kind = PartKind::UniformResource;
    Bytes message;  // of a SMART Health Card the text that one large symbol would have
};

/// Error: the part was refused, and the set it belongs to stays as it was.
using Offer = std::variant<NotAPart, PartProgress, JoinedMessage, Error>;

/// Since the collector was made.
struct PartCounts {
    std::uint64_t helpful = 0;
    std::uint64_t repeated = 0;
    std::uint64_t conflicting = 0;        // said something else than their set
    std::uint64_t refused = 0;            // malformed, or beyond a limit
    std::uint64_t checksum_failures = 0;  // sets that were full and did not come out right
    std::uint64_t sets_dropped = 0;       // for want of room
    std::uint64_t sets_timed_out = 0;
};

class PartCollector {
  public:
    explicit PartCollector(const PartLimits& limits = {}) : limits_(limits) {}

    /// Takes one symbol. Sets are told apart by their kind and by what all of their parts repeat
    /// (number of parts, parity or checksum, lengths); the one whose last part is longest ago makes
    /// room for a new one. Work and memory are bounded by the limits whatever is offered.
    /// @param now_ms  monotonic clock
    /// @error TooLong       the symbol, the message, or the number of parts is beyond its limit
    /// @error BadValue      index and count can not be, or say something else than the part does;
    ///                      lengths do not fit; the part contradicts its set
    /// @error BadChecksum   of this part, or of the message when this part completed it
    /// @error Unsupported   a Uniform Resource of a type other than "bytes"
    /// @error BadSyntax, BadLength, BadCharacter, Truncated, Overflow, TrailingData  malformed
    Offer offer(const SymbolRead& symbol, std::int64_t now_ms);
    Offer offer(ByteView payload, const std::optional<SequencePart>& part, std::int64_t now_ms);

    /// Drops the sets that have timed out, as offer() does: for when nothing is read.
    void drop_idle(std::int64_t now_ms);
    /// Forgets all parts, at the end of a visit: they are somebody's.
    void clear() { sets_.clear(); }

    [[nodiscard]] std::size_t set_count() const { return sets_.size(); }
    [[nodiscard]] const PartCounts& counts() const { return counts_; }

  private:
    struct Set {
        PartKind kind = PartKind::UniformResource;
        std::uint8_t parity = 0;  // of Structured Append
        std::variant<NumberedSet, FountainSet> parts;
        std::int64_t seen_at_ms = 0;
    };

    Result<Offer> take(ByteView payload, const std::optional<SequencePart>& part,
                       std::int64_t now_ms);
    Result<Offer> take_sequence(ByteView payload, const SequencePart& part, std::int64_t now_ms);
    Result<Offer> take_chunk(std::string_view text, std::int64_t now_ms);
    Result<Offer> take_ur(std::string_view text, std::int64_t now_ms);
    Result<Offer> take_fountain(const UrPart& part, std::int64_t now_ms);

    NumberedSet& numbered_set(PartKind kind, std::size_t count, std::uint8_t parity,
                              std::int64_t now_ms);
    Set& fountain_set(const FountainKey& key, std::int64_t now_ms);
    Set& add_set(Set set);
    void count(Absorbed absorbed);
    Result<Offer> give_out(NumberedSet& set, JoinedMessage joined, const PartProgress& progress);

    PartLimits limits_;
    PartCounts counts_;
    std::vector<Set> sets_;
};

}  // namespace outpost::parts
