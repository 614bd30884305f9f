// Loudspeaker through SDL2: only its audio subsystem, the rest of SDL is left alone.
#pragma once

#include "core/ports/audio.h"

#include <memory>
#include <string>

namespace outpost {

inline constexpr std::int32_t audio_rate_hz_min = 8'000;
inline constexpr std::int32_t audio_rate_hz_max = 96'000;
inline constexpr std::int32_t audio_seconds_max = 120;  // a sound is shorter

struct AudioSettings {
    std::string device;  // as SDL names it; empty: the system's default
    std::int32_t volume_percent = 70;
};

/// Opens the device with the first sound, and again with the next one after it went away. May be
/// used by several threads; no call waits for a sound to end, though the first play() waits for the
/// sound system to open. Samples are wiped from memory when they have been played or stopped.
/// Environment: SDL_AUDIODRIVER chooses SDL's way out ("alsa", "pulseaudio", "dummy", "disk").
class SdlAudioOutput final : public AudioOutput {
  public:
    explicit SdlAudioOutput(AudioSettings settings);
    ~SdlAudioOutput() override;

    /// No samples end what is playing. Other rates than the device's are converted.
    /// @error Unavailable (no device now), BadValue (rate), TooLong (audio_seconds_max), Io
    Result<void> play(Samples samples) override;
    void stop() override;
    /// Also for what is playing. Values beyond 0 and 100 are taken as these.
    void set_volume(std::int32_t percent) override;
    /// False from the moment at which the device goes away.
    [[nodiscard]] bool is_playing() const override;

  private:
    class Device;
    std::unique_ptr<Device> device_;
};

}  // namespace outpost
