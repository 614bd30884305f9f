// The keys of one Linux input device, taken away from everybody else.
#pragma once

#include "core/ports/key_source.h"
#include "drivers/keyscanner/evdev_calls.h"

#include <linux/input.h>

#include <optional>
#include <string>

namespace outpost {

/// Turns kernel events into strokes: repeats are left out, and after SYN_DROPPED everything up to
/// the next SYN_REPORT (Documentation/input/event-codes.rst).
class StrokeFilter {
  public:
    std::optional<KeyStroke> stroke_of(const input_event& event);

  private:
    bool is_dropping_ = false;
};

class EvdevKeySource final : public KeySource {
  public:
    /// @param path  /dev/input/eventN or, better, a link in /dev/input/by-id
    explicit EvdevKeySource(std::string path,
                            std::unique_ptr<EvdevCalls> calls = system_evdev_calls());
    ~EvdevKeySource() override;
    EvdevKeySource(const EvdevKeySource&) = delete;
    EvdevKeySource& operator=(const EvdevKeySource&) = delete;

    /// @error NotFound; Unavailable (no permission, another program holds it); Unsupported
    Result<void> open() override;
    Result<std::size_t> read(std::span<KeyStroke> strokes,
                             std::chrono::milliseconds deadline) override;
    [[nodiscard]] std::string_view label() const override { return path_; }
    void close() override;

  private:
    void drop_waiting();

    std::string path_;
    std::unique_ptr<EvdevCalls> calls_;
    StrokeFilter filter_;
    int file_ = -1;
};

}  // namespace outpost
