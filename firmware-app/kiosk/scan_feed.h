// What a camera or a scanner shows, as the machine hears of it: codes in view, parts, outcomes.
#pragma once

#include "core/base/bytes.h"
#include "core/parts/part_collector.h"
#include "core/ports/clock.h"
#include "core/ports/frame_quality.h"
#include "firmware-app/kiosk/checking.h"
#include "firmware-app/kiosk/issue_counter.h"
#include "firmware-app/session/event.h"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace outpost::kiosk {

/// One look at a frame.
struct Look {
    std::int32_t width_px = 0;
    std::int32_t height_px = 0;
    FrameQuality quality;
    std::vector<std::array<PixelPoint, 4>> read;
};

/// For one thread.
class ScanFeed {
  public:
    using Happen = std::function<void(session::Happening)>;

    /// @param checking  null: this kiosk only issues
    /// @param counter   empty: this kiosk only checks
    ScanFeed(Checking* checking, const Clock& clock, std::function<void(CounterTask)> counter,
             Happen happen)
        : checking_(checking),
          clock_(clock),
          counter_(std::move(counter)),
          happen_(std::move(happen)) {}

    /// Another one from now on, after trust data was imported; null: this kiosk only issues.
    void use(Checking* checking) { checking_ = checking; }
    /// Codes count only while the machine takes them.
    void accept(bool is_on) { is_accepting_ = is_on; }
    /// A code shown now is that of a certificate to be printed again.
    void look_for_reprint(bool is_on) { is_for_reprint_ = is_on; }

    void see(const Look& look);
    void take(const Bytes& payload, const std::optional<SequencePart>& part);
    /// Nothing of what was seen is kept.
    void forget();

  private:
    void take_whole(ByteView payload);

    Checking* checking_;
    const Clock& clock_;
    std::function<void(CounterTask)> counter_;
    Happen happen_;
    parts::PartCollector parts_;
    std::optional<session::Verdict> verdict_;  // of the newest outcome
    bool is_accepting_ = false;
    bool is_for_reprint_ = false;
    bool had_view_ = false;
};

}  // namespace outpost::kiosk
