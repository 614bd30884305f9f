// The one sound that is playing.
#include "drivers/audio/sound_mixer.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

namespace outpost {

namespace {

constexpr std::int32_t whole_gain = 32'768;
constexpr std::int32_t fade_samples = 240;  // 5 ms at 48 kHz

}  // namespace

void SoundMixer::replace(std::vector<std::int16_t> samples) {
    const std::lock_guard lock(mutex_);
    if (at_ < samples_.size() && last_ != 0) {
        fade_from_ = last_;
        fade_left_ = fade_samples;
    }
    wipe();
    samples_ = std::move(samples);
}

void SoundMixer::reset() {
    const std::lock_guard lock(mutex_);
    wipe();
    last_ = 0;
    fade_left_ = 0;
}

void SoundMixer::set_volume(std::int32_t percent) {
    const auto steps = (100 - std::clamp(percent, 0, 100)) / 20.0;
    const std::lock_guard lock(mutex_);
    gain_ =
        percent <= 0 ? 0 : static_cast<std::int32_t>(std::lround(whole_gain / std::exp2(steps)));
}

bool SoundMixer::is_playing() const {
    const std::lock_guard lock(mutex_);
    return at_ < samples_.size();
}

void SoundMixer::fill(std::span<std::uint8_t> block) {
    const std::lock_guard lock(mutex_);
    const auto whole = block.size() - block.size() % sizeof(std::int16_t);
    for (std::size_t at = 0; at < whole; at += sizeof(std::int16_t)) {
        last_ = next_sample();
        std::memcpy(block.data() + at, &last_, sizeof(last_));
    }
    std::fill(block.begin() + static_cast<std::ptrdiff_t>(whole), block.end(), std::uint8_t{0});
    if (at_ == samples_.size()) wipe();
}

std::int16_t SoundMixer::next_sample() {
    std::int32_t value = 0;
    if (at_ < samples_.size()) value = samples_[at_++] * gain_ / whole_gain;
    if (fade_left_ > 0) value += fade_from_ * fade_left_-- / fade_samples;
    return static_cast<std::int16_t>(std::clamp<std::int32_t>(
        value, std::numeric_limits<std::int16_t>::min(), std::numeric_limits<std::int16_t>::max()));
}

/// Spoken words may say what a person's certificate says.
void SoundMixer::wipe() {
    if (!samples_.empty()) ::explicit_bzero(samples_.data(), samples_.size() * sizeof(samples_[0]));
    samples_.clear();
    at_ = 0;
}

}  // namespace outpost
