// A scanner on a line of bytes: the device gives bytes, PayloadCutter says where a scan ends.
#pragma once

#include "core/framing/payload_cutter.h"
#include "core/ports/byte_stream.h"
#include "core/ports/clock.h"
#include "core/ports/code_scanner.h"

#include <array>

namespace outpost::framing {

class StreamScanner final : public CodeScanner {
  public:
    /// `stream` and `clock` outlive the scanner; the rules have passed check_rules().
    StreamScanner(ByteStream& stream, const Clock& clock, FramingRules rules);

    Result<void> open() override;
    Result<ScannedPayload> next_payload(std::chrono::milliseconds deadline) override;
    [[nodiscard]] ScannerState state() const override { return state_; }
    [[nodiscard]] ScannerCounts counts() const override { return cutter_.counts(); }
    [[nodiscard]] std::string_view label() const override { return stream_.label(); }
    void close() override;

  private:
    /// One look at the line, of at most wait_ms.
    Result<void> look(std::int64_t wait_ms);

    ByteStream& stream_;
    const Clock& clock_;
    PayloadCutter cutter_;
    ScannerState state_ = ScannerState::Closed;
    std::array<std::uint8_t, 4096> arrived_{};
};

}  // namespace outpost::framing
