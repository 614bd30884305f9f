// A scanner that types: strokes become characters, PayloadCutter says where a scan ends.
#pragma once

#include "core/framing/payload_cutter.h"
#include "core/ports/clock.h"
#include "core/ports/code_scanner.h"
#include "core/ports/key_source.h"

#include <array>
#include <optional>

namespace outpost::framing {

/// Printable ASCII, Enter (0D, also 0A) and Tab (09) come through; keys without a character are
/// passed over. Any other character refuses the whole scan, because leaving it out would change
/// what was signed. Where the rules have no suffix, one Enter or Tab at the end is taken off: no
/// text format ends in one.
class KeyScanner final : public CodeScanner {
  public:
    /// `keys`, `map` and `clock` outlive the scanner; the rules have passed check_rules().
    KeyScanner(KeySource& keys, KeyMap& map, const Clock& clock, FramingRules rules);

    Result<void> open() override;
    /// @error as CodeScanner; Unsupported for a scan that begins as a zip does: a keyboard cannot
    /// carry the bytes of DIVOC's binary codes
    Result<ScannedPayload> next_payload(std::chrono::milliseconds deadline) override;
    [[nodiscard]] ScannerState state() const override { return state_; }
    [[nodiscard]] ScannerCounts counts() const override;
    [[nodiscard]] std::string_view label() const override { return keys_.label(); }
    void close() override;

  private:
    Result<void> look(std::int64_t wait_ms);
    void follow(KeyStroke stroke, std::int64_t now_ms);
    /// Nothing where only an Enter was typed.
    std::optional<Result<ScannedPayload>> judge(Bytes typed);

    KeySource& keys_;
    KeyMap& map_;
    const Clock& clock_;
    PayloadCutter cutter_;
    bool takes_off_enter_;
    ScannerState state_ = ScannerState::Closed;
    std::uint64_t unreadable_ = 0;
    std::array<KeyStroke, 256> strokes_{};
};

}  // namespace outpost::framing
