// A voice of espeak-ng: text to samples. For the speaker process only (docs/sounds.md, licence).
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace outpost {

inline constexpr std::size_t voice_text_bytes_max = 1'000;
inline constexpr std::int32_t voice_seconds_max = 120;

/// The library keeps its state for the whole process: one object at a time, used by one thread.
class EspeakVoice {
  public:
    /// The languages of the kiosk for which espeak-ng has a voice here, as BCP 47 tags; empty when
    /// its data is not installed. Not while there is an object.
    static std::vector<std::string_view> languages();

    /// @param language  one of the kiosk's tags, such as "hi"
    /// @error Unavailable (the data is not installed), Unsupported (no voice)
    static Result<EspeakVoice> open(std::string_view language);
    EspeakVoice(EspeakVoice&&) noexcept = default;
    ~EspeakVoice() = default;
    EspeakVoice(const EspeakVoice&) = delete;
    EspeakVoice& operator=(const EspeakVoice&) = delete;
    EspeakVoice& operator=(EspeakVoice&&) = delete;

    /// The text as it stands: no SSML, no phoneme names.
    /// @error TooLong (voice_text_bytes_max, or voice_seconds_max of sound), BadUtf8,
    ///        BadCharacter (a control character: espeak-ng takes some as commands), Io
    Result<std::vector<std::int16_t>> synthesize(std::string_view text);
    [[nodiscard]] std::int32_t rate_hz() const { return rate_hz_; }

  private:
    explicit EspeakVoice(std::int32_t rate_hz) : rate_hz_(rate_hz) {}
    std::int32_t rate_hz_;
};

}  // namespace outpost
