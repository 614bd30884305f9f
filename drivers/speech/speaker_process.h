// Runs outpost-speaker once for one text: the voice lives in a process of its own.
#pragma once

#include "core/base/result.h"
#include "drivers/speech/wav_reader.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace outpost {

/// Where the program lies: ../lib/outpost/outpost-speaker seen from the running program. Empty when
/// that cannot be told. No environment variable changes it.
std::string default_speaker_program();

struct SpeakerRun {
    std::string program;  // absolute path
    int cancel = -1;      // a descriptor; readable: give up at once. -1: none
    std::chrono::milliseconds time_max{10'000};
};

/// The sound of a text; nothing when it was cancelled. The text goes through a socket, never into
/// an argument, an environment or a file. The child has no other descriptor of ours and a fixed
/// environment, and is killed and collected before this returns.
/// @param text  at most speaker_text_bytes_max of UTF-8
/// @error Unavailable (cannot be started), Timeout, TooLong, Truncated or BadSyntax (it answers
/// something else),
///        BadValue (it failed or was killed: what it gave is not complete), Io
Result<std::optional<SpokenSound>> speak_in_process(const SpeakerRun& run, std::string_view text,
                                                    std::string_view language);

/// The languages it has a voice for. @error as above
Result<std::vector<std::string>> voices_of_process(const SpeakerRun& run);

}  // namespace outpost
