// A signal lamp of LEDs as the kernel offers them: two small files in /sys/class/leds/<name>.
#pragma once

#include "core/base/result.h"
#include "core/ports/lamp.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace outpost {

/// Which LEDs make which colour, by their names in the kernel. One LED may be in several: a tower
/// without amber has green and red for it.
struct LedNames {
    std::vector<std::string> green;
    std::vector<std::string> amber;
    std::vector<std::string> red;
    std::vector<std::string> blue;
    std::string folder = "/sys/class/leds";
};

/// Dark when it is made and when it goes. A LED that is unplugged is tried again with each change.
class LedLamp final : public Lamp {
  public:
    /// @error BadValue (the name of a LED: "/" in it, or "." at its begin; the number of its
    /// colour)
    static Result<std::unique_ptr<LedLamp>> make(const LedNames& names);
    ~LedLamp() override;

    bool show(LampColour colour) override;

  private:
    struct Led {
        std::string folder;
        std::vector<LampColour> colours;
        std::optional<bool> is_lit;  // nothing: not known
    };
    explicit LedLamp(std::vector<Led> leds) : leds_(std::move(leds)) {}

    std::vector<Led> leds_;
};

}  // namespace outpost
