// Prompts spoken by people: a folder of WAV files, one for each text.
#pragma once

#include "core/base/result.h"
#include "drivers/speech/wav_reader.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace outpost {

/// FNV-1a with 64 bits over the bytes of the text. Finds the file; keeps nothing secret.
std::uint64_t recording_number(std::string_view text);

/// "hi/0123456789abcdef.wav"
std::string recording_name(std::string_view text, std::string_view language);

/// <folder>/<language>/<number of the text in 16 hexadecimal digits>.wav
class Recordings {
  public:
    /// @param folder  empty: there are none
    explicit Recordings(std::string folder) : folder_(std::move(folder)) {}

    [[nodiscard]] bool has_language(std::string_view language) const;
    [[nodiscard]] bool has(std::string_view text, std::string_view language) const;
    /// @error NotFound, Unsupported (no plain file), TooLong, Io, those of parse_wav()
    [[nodiscard]] Result<SpokenSound> read(std::string_view text, std::string_view language) const;

  private:
    std::string folder_;
};

}  // namespace outpost
