// Spoken prompts.
#include "drivers/speech/prompt_speech.h"

#include "drivers/speech/descriptor.h"
#include "drivers/speech/recordings.h"
#include "drivers/speech/speaker_process.h"
#include "drivers/speech/speech_text.h"

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include <sys/eventfd.h>

namespace outpost {

namespace {

struct Utterance {
    std::string text;      // plain_speech(), for the voice
    std::string original;  // what a recording is named after
    std::string language;
};

void wipe(Utterance& utterance) {
    ::explicit_bzero(utterance.text.data(), utterance.text.size());
    ::explicit_bzero(utterance.original.data(), utterance.original.size());
}

void wipe(SpokenSound& sound) {
    ::explicit_bzero(sound.samples.data(), sound.samples.size() * sizeof(std::int16_t));
}

std::string_view primary_part(std::string_view tag) {
    return tag.substr(0, tag.find('-'));
}

}  // namespace

class PromptSpeech::Worker {
  public:
    Worker(SpeechSettings settings, SpeechSink sink)
        : program_(std::move(settings.program)),
          recordings_(std::move(settings.recordings)),
          sink_(std::move(sink)),
          cancel_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
          thread_([this] { run(); }) {}
    ~Worker() {
        {
            const std::lock_guard lock(mutex_);
            is_ending_ = true;
            drop();
            cancel();  // also the list of voices
        }
        wake_.notify_all();
        thread_.join();
    }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    Result<void> speak(std::string_view text, std::string_view language) {
        Utterance utterance;
        OUTPOST_TRY(utterance.text, plain_speech(text));
        utterance.original = text;
        std::unique_lock lock(mutex_);
        const auto voice = voice_of(lock, language);
        if (!recordings_.has(text, language) && voice.empty()) {
            wipe(utterance);
            return Error{Errc::Unsupported, 0, "no voice for this language"};
        }
        utterance.language = language;
        drop();
        failure_.reset();
        wanted_ = std::move(utterance);
        lock.unlock();
        wake_.notify_all();
        return {};
    }
    void stop() {
        const std::lock_guard lock(mutex_);
        drop();
    }
    bool has_voice(std::string_view language) {
        std::unique_lock lock(mutex_);
        return !voice_of(lock, language).empty() || recordings_.has_language(language);
    }
    std::optional<Error> last_failure() {
        const std::lock_guard lock(mutex_);
        return failure_;
    }

  private:
    /// The synthetic voice for a language, once they are known; empty when there is none.
    std::string voice_of(std::unique_lock<std::mutex>& lock, std::string_view language) {
        if (!is_language_tag(language)) return {};
        wake_.wait(lock, [this] { return voices_.has_value(); });
        for (const auto tag : {language, primary_part(language)})
            if (std::find(voices_->begin(), voices_->end(), tag) != voices_->end())
                return std::string(tag);
        return {};
    }

    /// Ends what is wanted, made or heard. The mutex is held.
    void drop() {
        ++generation_;
        if (wanted_) wipe(*wanted_);
        wanted_.reset();
        if (voices_) cancel();
        if (is_heard_) (void)sink_(Samples{}).has_value();  // silence cannot be refused
        is_heard_ = false;
    }

    void cancel() {
        if (cancel_.is_open()) ::eventfd_write(cancel_.number(), 1);
    }

    void run() {
        auto voices = program_.empty() ? std::vector<std::string>() : list_voices();
        std::unique_lock lock(mutex_);
        voices_ = std::move(voices);
        wake_.notify_all();
        while (!is_ending_) {
            if (!wanted_) {
                wake_.wait(lock);
                continue;
            }
            auto utterance = std::exchange(wanted_, std::nullopt);
            const auto generation = generation_;
            const auto voice = voice_of(lock, utterance->language);
            eventfd_t stops = 0;
            if (cancel_.is_open()) ::eventfd_read(cancel_.number(), &stops);  // of earlier ones
            lock.unlock();
            auto sound = sound_of(*utterance, voice);
            wipe(*utterance);
            lock.lock();
            if (generation == generation_) hand_over(sound);
            if (sound && *sound) wipe(**sound);
        }
    }

    std::vector<std::string> list_voices() {
        auto voices = voices_of_process({program_, cancel_.number()});
        return voices ? std::move(*voices) : std::vector<std::string>();
    }

    Result<std::optional<SpokenSound>> sound_of(const Utterance& utterance,
                                                const std::string& voice) {
        if (recordings_.has(utterance.original, utterance.language)) {
            auto recorded = recordings_.read(utterance.original, utterance.language);
            // A damaged file must not leave somebody without the words.
            if (recorded) return std::optional<SpokenSound>(std::move(*recorded));
            if (voice.empty()) return recorded.error();
        }
        return speak_in_process({program_, cancel_.number()}, utterance.text, voice);
    }

    /// The mutex is held, so that a stop() that has returned is never followed by sound.
    void hand_over(const Result<std::optional<SpokenSound>>& sound) {
        if (!sound) {
            failure_ = sound.error();
            return;
        }
        if (!*sound) return;
        const auto played = sink_(Samples{(*sound)->samples, (*sound)->rate_hz});
        is_heard_ = played.has_value();
        if (!played) failure_ = played.error();
    }

    std::string program_;
    Recordings recordings_;
    SpeechSink sink_;
    Descriptor cancel_;
    std::mutex mutex_;  // of what follows
    std::condition_variable wake_;
    std::optional<std::vector<std::string>> voices_;
    std::optional<Utterance> wanted_;
    std::optional<Error> failure_;
    std::uint64_t generation_ = 0;
    bool is_heard_ = false;  // the sink has something of ours
    bool is_ending_ = false;
    std::thread thread_;  // last: it uses all of them
};

PromptSpeech::PromptSpeech(SpeechSettings settings, SpeechSink sink)
    : worker_(std::make_unique<Worker>(std::move(settings), std::move(sink))) {}

PromptSpeech::~PromptSpeech() = default;

Result<void> PromptSpeech::speak(std::string_view text, std::string_view language) {
    return worker_->speak(text, language);
}

void PromptSpeech::stop() {
    worker_->stop();
}

bool PromptSpeech::has_voice(std::string_view language) const {
    return worker_->has_voice(language);
}

std::optional<Error> PromptSpeech::last_failure() const {
    return worker_->last_failure();
}

}  // namespace outpost
