// Port: the signal lamp beside the screen.
#pragma once

#include <cstdint>

namespace outpost {

enum class LampColour : std::uint8_t { Dark, Green, Amber, Red, Blue };

class Lamp {
  public:
    Lamp() = default;
    virtual ~Lamp() = default;
    Lamp(const Lamp&) = delete;
    Lamp& operator=(const Lamp&) = delete;

    /// One colour at a time, until the next call; Dark: none.
    /// @return false where the lamp does not obey. Whoever looks at the screen misses nothing.
    virtual bool show(LampColour colour) = 0;
};

}  // namespace outpost
