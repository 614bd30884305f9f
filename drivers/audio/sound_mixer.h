// The one sound that is playing, handed out block by block to the sound system's thread.
#pragma once

#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

namespace outpost {

class SoundMixer {
  public:
    explicit SoundMixer(std::int32_t volume_percent) { set_volume(volume_percent); }
    ~SoundMixer() { reset(); }
    SoundMixer(const SoundMixer&) = delete;
    SoundMixer& operator=(const SoundMixer&) = delete;

    /// This sound from its start in place of what was left of the last one, which is wiped and
    /// fades within 5 ms instead of breaking off with a click.
    void replace(std::vector<std::int16_t> samples);
    /// Silence at once: the device has gone, and with it what it was given.
    void reset();
    /// 0 silent to 100 as it is; a hearing scale, 6 dB for each step of 20 from the top.
    void set_volume(std::int32_t percent);
    [[nodiscard]] bool is_playing() const;

    /// Fills a block with the next samples (16 bits, this machine's byte order), then silence.
    void fill(std::span<std::uint8_t> block);

  private:
    std::int16_t next_sample();
    void wipe();

    mutable std::mutex mutex_;  // held for the copy of a block at most
    std::vector<std::int16_t> samples_;
    std::size_t at_ = 0;
    std::int32_t gain_ = 0;       // 1/32768
    std::int16_t last_ = 0;       // what the loudspeaker was given last
    std::int16_t fade_from_ = 0;  // where the broken-off sound stood
    std::int32_t fade_left_ = 0;  // samples
};

}  // namespace outpost
