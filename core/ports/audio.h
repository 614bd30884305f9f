// Loudspeaker or headset: short cues and spoken words.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace outpost {

/// Mono, signed 16 bits.
struct Samples {
    std::span<const std::int16_t> values;
    std::int32_t rate_hz = 48'000;
};

/// Plays one thing at a time; never waits for it.
class AudioOutput {
  public:
    AudioOutput() = default;
    virtual ~AudioOutput() = default;
    AudioOutput(const AudioOutput&) = delete;
    AudioOutput& operator=(const AudioOutput&) = delete;

    /// Ends what is playing and plays this (copied before the call returns).
    virtual Result<void> play(Samples samples) = 0;
    virtual void stop() = 0;
    /// 0 silent to 100.
    virtual void set_volume(std::int32_t percent) = 0;
    [[nodiscard]] virtual bool is_playing() const = 0;
};

/// Text to speech, on a thread of its own or at once; never waits for the voice to end.
class Speech {
  public:
    Speech() = default;
    virtual ~Speech() = default;
    Speech(const Speech&) = delete;
    Speech& operator=(const Speech&) = delete;

    /// Ends what is spoken and speaks this. At most 1,000 bytes of UTF-8.
    /// @error Unsupported (no voice for the language), TooLong, BadUtf8, Io
    virtual Result<void> speak(std::string_view text, std::string_view language) = 0;
    virtual void stop() = 0;
    [[nodiscard]] virtual bool has_voice(std::string_view language) const = 0;
};

}  // namespace outpost
