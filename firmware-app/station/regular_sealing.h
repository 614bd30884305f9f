// For a program that stays: what is finished is sealed to the hub as time goes by.
#pragma once

#include "firmware-app/station/console.h"
#include "firmware-app/station/state_folder.h"

#include <cstdint>

namespace outpost::station {

inline constexpr std::int64_t seal_every_ms = 600'000;

/// Of a kiosk that is enrolled at a hub; else nothing happens.
class RegularSealing {
  public:
    RegularSealing(StateFolder& state, const StatePorts& ports, const Console& console)
        : state_(state), ports_(ports), console_(console) {}

    /// To be called often: seals at the first call and every seal_every_ms. A failure is said once,
    /// and tried again.
    void turn(UtcInstant at);

  private:
    StateFolder& state_;
    const StatePorts& ports_;
    const Console& console_;
    std::int64_t sealed_ms_ = 0;  // by the monotonic clock
    bool has_begun_ = false;
    bool told_ = false;
};

}  // namespace outpost::station
