// Where one scan ends and the next begins in a stream of bytes: silence, prefix and suffix bytes.
// Pure: the time comes in with the bytes.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/ports/code_scanner.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>

namespace outpost::framing {

/// Most bytes of a prefix or a suffix.
inline constexpr std::size_t mark_bytes_max = 8;
/// The largest limit that FramingRules::payload_bytes_max may set.
inline constexpr std::size_t payload_bytes_ceiling = 64 * 1024;
/// Whole payloads that wait to be taken; those that come after are dropped and counted.
inline constexpr std::size_t waiting_payloads_max = 16;

/// With idle_ms > 0 only silence ends a payload, so suffix bytes within it cut nothing; where there
/// is a suffix, silence before it is a pause of the line, up to pause_ms. With idle_ms == 0 the
/// first suffix ends it, which suits text only.
struct FramingRules {
    Bytes prefix;  // must stand before each payload and is no part of it
    Bytes suffix;  // must stand behind it; may be empty only where silence ends a payload
    std::int64_t idle_ms = 80;
    std::int64_t pause_ms = 400;  // at least idle_ms
    std::size_t payload_bytes_max = 8192;
};

/// @error BadValue  (nothing could end a payload, a time out of range), TooLong (prefix or suffix)
Result<void> check_rules(const FramingRules& rules);

class PayloadCutter {
  public:
    /// The rules have passed check_rules().
    explicit PayloadCutter(FramingRules rules);

    /// What came, or, when `arrived` is empty, that nothing had come up to now_ms. Silence counts
    /// only when it was looked for: bytes that waited while the reader slept are no new payload.
    /// @param now_ms  monotonic; for bytes any time not before they came
    void step(ByteView arrived, std::int64_t now_ms);
    /// The oldest payload, or the refusal of one: TooLong, Truncated, BadSyntax (no prefix).
    std::optional<Result<Bytes>> take();
    [[nodiscard]] bool has_ready() const { return !ready_.empty(); }
    void forget_ready() { ready_.clear(); }
    /// How long from now_ms until silence would decide something; nothing when it would not.
    [[nodiscard]] std::optional<std::int64_t> decides_in_ms(std::int64_t now_ms) const;
    /// The device is gone: what was begun is dropped, what is whole can still be taken.
    void hang_up();
    /// Something was lost here: what was begun is dropped, and the rest of it as it comes.
    void spoil(std::int64_t now_ms);
    /// Nothing of a payload has come yet.
    [[nodiscard]] bool is_between() const { return !skipping_ && !in_frame_ && held_.empty(); }
    [[nodiscard]] const ScannerCounts& counts() const { return counts_; }

  private:
    void take_byte(std::uint8_t byte);
    void look_for_prefix(std::uint8_t byte);
    void skip_byte(std::uint8_t byte);
    void silence(std::int64_t quiet_ms);
    void finish();
    void refuse(Errc code, const char* what);
    void drop_begun();
    void forget();
    [[nodiscard]] bool by_silence() const { return rules_.idle_ms > 0; }
    [[nodiscard]] bool ends_with_suffix() const;

    FramingRules rules_;
    Bytes held_;  // of the payload that is coming; before the prefix or skipping: the last bytes
    bool in_frame_ = false;  // the prefix was seen (idle_ms == 0 only)
    bool skipping_ = false;  // refused: up to its end
    bool noise_ = false;     // something stood before the prefix
    std::int64_t last_byte_ms_ = 0;
    std::deque<Result<Bytes>> ready_;
    ScannerCounts counts_;
};

}  // namespace outpost::framing
