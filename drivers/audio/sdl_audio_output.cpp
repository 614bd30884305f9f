// Loudspeaker through SDL2.
#include "drivers/audio/sdl_audio_output.h"

#include "drivers/audio/sound_mixer.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <utility>
#include <vector>

#include <SDL2/SDL.h>

namespace outpost {

namespace {

constexpr std::int32_t device_rate_hz = 48'000;
constexpr std::uint16_t device_block_samples = 1'024;  // 21 ms

using AudioStream = std::unique_ptr<SDL_AudioStream, decltype(&SDL_FreeAudioStream)>;

/// At the device's rate.
Result<std::vector<std::int16_t>> converted(Samples samples) {
    if (samples.rate_hz == device_rate_hz)
        return std::vector<std::int16_t>(samples.values.begin(), samples.values.end());
    const AudioStream stream(
        SDL_NewAudioStream(AUDIO_S16SYS, 1, samples.rate_hz, AUDIO_S16SYS, 1, device_rate_hz),
        SDL_FreeAudioStream);
    // SDL keeps back the last block of the input, even when it is told to give everything.
    constexpr std::array<std::int16_t, 1'024> silence{};
    const auto bytes = static_cast<int>(samples.values.size_bytes());  // audio_seconds_max
    if (stream == nullptr || SDL_AudioStreamPut(stream.get(), samples.values.data(), bytes) != 0 ||
        SDL_AudioStreamPut(stream.get(), silence.data(), sizeof(silence)) != 0 ||
        SDL_AudioStreamFlush(stream.get()) != 0)
        return Error{Errc::Io, 0, "sound cannot be converted"};
    const auto count = samples.values.size() * std::size_t{device_rate_hz} /
                       static_cast<std::size_t>(samples.rate_hz);
    std::vector<std::int16_t> values(count);
    const auto wanted = static_cast<int>(count * sizeof(std::int16_t));
    if (SDL_AudioStreamGet(stream.get(), values.data(), wanted) != wanted)
        return Error{Errc::Io, 0, "sound cannot be converted"};
    return values;
}

void fill_block(void* mixer, Uint8* block, int block_bytes) {
    static_cast<SoundMixer*>(mixer)->fill(
        {block, static_cast<std::size_t>(std::max(block_bytes, 0))});
}

}  // namespace

class SdlAudioOutput::Device {
  public:
    explicit Device(AudioSettings settings)
        : name_(std::move(settings.device)), mixer_(settings.volume_percent) {}
    ~Device() { close(); }
    Device(const Device&) = delete;
    Device& operator=(const Device&) = delete;

    Result<void> play(Samples samples) {
        if (samples.rate_hz < audio_rate_hz_min || samples.rate_hz > audio_rate_hz_max)
            return Error{Errc::BadValue, 0, "rate of the sound"};
        const auto seconds = samples.values.size() / static_cast<std::size_t>(samples.rate_hz);
        if (seconds >= static_cast<std::size_t>(audio_seconds_max))
            return Error{Errc::TooLong, audio_seconds_max, "sound"};
        if (samples.values.empty()) {
            mixer_.replace({});
            return {};
        }
        OUTPOST_TRY(auto values, converted(samples));
        const std::lock_guard lock(mutex_);
        OUTPOST_TRY_VOID(make_ready());
        mixer_.replace(std::move(values));
        return {};
    }
    SoundMixer& mixer() { return mixer_; }
    bool is_playing() {
        const std::lock_guard lock(mutex_);
        return is_alive() && mixer_.is_playing();
    }

  private:
    bool is_alive() { return id_ != 0 && SDL_GetAudioDeviceStatus(id_) == SDL_AUDIO_PLAYING; }

    Result<void> make_ready() {
        if (is_alive()) return {};
        close();
        // Signals are the program's business, and this brings SDL's event part with it.
        SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
        if (SDL_InitSubSystem(SDL_INIT_AUDIO) != 0)
            return Error{Errc::Unavailable, 0, "no sound system"};
        is_started_ = true;
        SDL_AudioSpec wanted{};
        wanted.freq = device_rate_hz;
        wanted.format = AUDIO_S16SYS;
        wanted.channels = 1;
        wanted.samples = device_block_samples;
        wanted.callback = fill_block;
        wanted.userdata = &mixer_;
        // No change is allowed: SDL converts to whatever the device really takes.
        id_ = SDL_OpenAudioDevice(name_.empty() ? nullptr : name_.c_str(), 0, &wanted, nullptr, 0);
        if (id_ == 0) {
            close();
            return Error{Errc::Unavailable, 0, "no sound device"};
        }
        SDL_PauseAudioDevice(id_, 0);
        return {};
    }

    /// The subsystem goes, too: it counts its users, so a window of the same program stays, and the
    /// next start looks for the devices that are there then.
    void close() {
        if (id_ != 0) SDL_CloseAudioDevice(id_);
        id_ = 0;
        mixer_.reset();
        if (is_started_) SDL_QuitSubSystem(SDL_INIT_AUDIO);
        is_started_ = false;
    }

    std::string name_;
    SoundMixer mixer_;
    std::mutex mutex_;  // of what follows
    SDL_AudioDeviceID id_ = 0;
    bool is_started_ = false;
};

SdlAudioOutput::SdlAudioOutput(AudioSettings settings)
    : device_(std::make_unique<Device>(std::move(settings))) {}

SdlAudioOutput::~SdlAudioOutput() = default;

Result<void> SdlAudioOutput::play(Samples samples) {
    return device_->play(samples);
}

void SdlAudioOutput::stop() {
    device_->mixer().replace({});
}

void SdlAudioOutput::set_volume(std::int32_t percent) {
    device_->mixer().set_volume(percent);
}

bool SdlAudioOutput::is_playing() const {
    return device_->is_playing();
}

}  // namespace outpost
