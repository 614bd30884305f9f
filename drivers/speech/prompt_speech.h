// Spoken prompts: recorded by people where there is a file, else by espeak-ng's process.
#pragma once

#include "core/ports/audio.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace outpost {

struct SpeechSettings {
    std::string program;     // outpost-speaker; empty: no synthetic voice
    std::string recordings;  // folder of <language>/<number>.wav; empty: none
};

/// Takes a whole utterance and returns without waiting for its end; no samples: be silent. Called
/// from the thread that speaks and from the callers of speak() and stop(), never by two at once,
/// and must not call back.
using SpeechSink = std::function<Result<void>(Samples)>;

/// Works on a thread of its own. Only the newest text is spoken. When stop() or another speak() has
/// returned, nothing of the earlier text reaches the sink any more. Texts and samples are wiped
/// from memory after use.
class PromptSpeech final : public Speech {
  public:
    PromptSpeech(SpeechSettings settings, SpeechSink sink);
    ~PromptSpeech() override;

    /// @param language  a tag such as "hi"; of "pt-BR" the voice of "pt" where it has none itself
    /// @error Unsupported (neither a voice nor a recording of this text), TooLong, BadUtf8
    Result<void> speak(std::string_view text, std::string_view language) override;
    void stop() override;
    /// A synthetic voice, or any recordings. The first call waits until the voices are listed (some
    /// 50 ms after construction, at most 10 s).
    [[nodiscard]] bool has_voice(std::string_view language) const override;

    /// Why the last text that was accepted is not heard; nothing when it is, or is still made.
    [[nodiscard]] std::optional<Error> last_failure() const;

  private:
    class Worker;
    std::unique_ptr<Worker> worker_;
};

}  // namespace outpost
