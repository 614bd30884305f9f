// A script played on the kiosk: time is the script's own, so pictures are the same each time.
#pragma once

#include "core/ports/clock.h"
#include "core/ports/display.h"
#include "firmware-app/kiosk/kiosk_program.h"
#include "firmware-app/kiosk/script.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace outpost::kiosk {

/// Starts at the machine's own time; goes on only when the script waits.
class ScriptClock final : public Clock {
  public:
    explicit ScriptClock(UtcInstant start) : start_(start) {}
    [[nodiscard]] UtcInstant now() const override {
        return {start_.since_epoch_ms + passed_us_ / 1'000};
    }
    [[nodiscard]] std::int64_t monotonic_us() const override { return 1'000'000 + passed_us_; }
    void pass_ms(std::int64_t ms) { passed_us_ += ms * 1'000; }
    /// Somebody turns the machine's clock; from then on nobody vouches for it.
    void turn_ms(std::int64_t ms) {
        start_.since_epoch_ms += ms;
        is_turned_ = true;
    }
    [[nodiscard]] ClockFacts facts() const override {
        return {now(), monotonic_ms(), "script", !is_turned_, true};
    }

  private:
    UtcInstant start_;
    std::int64_t passed_us_ = 0;
    bool is_turned_ = false;
};

struct ScriptPorts {
    ScriptClock& clock;
    std::function<void(DisplayInput)> feed;         // into the panel
    std::function<const CanvasPicture&()> picture;  // what stands on it
    /// A picture file as a grey frame with everything that is read in it.
    std::function<Result<FrameReading>(const std::string& path, Frame& frame)> read_picture;
    std::function<Result<void>(const std::string& name, const CanvasPicture& picture)> keep_shot;
};

class ScriptRun {
  public:
    ScriptRun(KioskProgram& program, ScriptPorts ports, const station::Console& console)
        : program_(program), ports_(std::move(ports)), console_(console) {}

    /// False at the first line that cannot be done, or whose expectation fails: said on the
    /// console.
    bool play(const std::vector<ScriptLine>& script);

  private:
    bool play(const ScriptLine& line);
    std::string wait(std::int64_t ms);
    std::string show(const std::string& path);
    std::string tap(const ScriptLine& line);
    std::string press(const std::string& button);
    std::string turn_clock(const std::string& seconds);
    std::string set_camera(const std::string& state);
    std::string expect(const std::string& screen);
    std::string await(const std::string& screen);
    void turn();

    KioskProgram& program_;
    ScriptPorts ports_;
    const station::Console& console_;
    std::optional<Frame> frame_;
    FrameReading reading_;
};

}  // namespace outpost::kiosk
