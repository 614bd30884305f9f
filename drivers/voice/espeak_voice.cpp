// A voice of espeak-ng.
#include "drivers/voice/espeak_voice.h"

#include "core/bytes/utf8.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <utility>

#include <espeak-ng/speak_lib.h>

namespace outpost {

namespace {

constexpr int words_per_minute = 150;  // espeak-ng's own 175 is quick for who hears it first
constexpr int library_block_ms = 200;

/// Asked for by name, so that an unknown tag never becomes another language's voice.
constexpr std::array<std::string_view, 10> kiosk_languages{"en", "hi", "fr", "es", "pt",
                                                           "ar", "ta", "si", "sw", "fil"};

struct Collected {
    std::vector<std::int16_t> samples;
    std::size_t samples_max = 0;
    bool is_full = false;
};

int collect_block(short* block, int count, espeak_EVENT* events) {
    constexpr int go_on = 0;
    constexpr int give_up = 1;
    if (block == nullptr || count <= 0) return go_on;
    auto& collected = *static_cast<Collected*>(events->user_data);
    if (collected.samples.size() + static_cast<std::size_t>(count) > collected.samples_max) {
        collected.is_full = true;
        return give_up;
    }
    collected.samples.insert(collected.samples.end(), block, block + count);
    return go_on;
}

/// The rate of the samples, or a negative number. The library is started once and never ended: its
/// espeak_Terminate() may wait for ever for a thread of its own (1.51), and a second start leaks.
int start_library() {
    static const int rate_hz = [] {
        const int rate = espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, library_block_ms, nullptr,
                                           espeakINITIALIZE_DONT_EXIT);
        if (rate > 0) espeak_SetSynthCallback(collect_block);
        return rate;
    }();
    return rate_hz;
}

bool choose(std::string_view language) {
    return espeak_SetVoiceByName(std::string(language).c_str()) == EE_OK;
}

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
}

}  // namespace

std::vector<std::string_view> EspeakVoice::languages() {
    std::vector<std::string_view> found;
    if (start_library() > 0)
        std::copy_if(kiosk_languages.begin(), kiosk_languages.end(), std::back_inserter(found),
                     choose);
    return found;
}

Result<EspeakVoice> EspeakVoice::open(std::string_view language) {
    if (std::find(kiosk_languages.begin(), kiosk_languages.end(), language) ==
        kiosk_languages.end())
        return Error{Errc::Unsupported, 0, "no voice for this language"};
    EspeakVoice voice(start_library());
    if (voice.rate_hz_ <= 0) return Error{Errc::Unavailable, 0, "espeak-ng has no data here"};
    if (!choose(language)) return Error{Errc::Unsupported, 0, "no voice for this language"};
    espeak_SetParameter(espeakRATE, words_per_minute, 0);
    return voice;
}

Result<std::vector<std::int16_t>> EspeakVoice::synthesize(std::string_view text) {
    if (text.size() > voice_text_bytes_max)
        return Error{Errc::TooLong, voice_text_bytes_max, "text to speak"};
    OUTPOST_TRY_VOID(bytes::validate_utf8(text));
    const auto control = std::find_if(text.begin(), text.end(), is_control);
    if (control != text.end())
        return Error{Errc::BadCharacter, static_cast<std::size_t>(control - text.begin()),
                     "text to speak"};
    Collected collected;
    collected.samples_max =
        static_cast<std::size_t>(rate_hz_) * static_cast<std::size_t>(voice_seconds_max);
    const std::string terminated(text);
    // Neither espeakSSML nor espeakPHONEMES: brackets of both kinds are plain characters.
    const auto spoken = espeak_Synth(terminated.c_str(), terminated.size() + 1, 0, POS_CHARACTER, 0,
                                     espeakCHARS_UTF8, nullptr, &collected);
    if (collected.is_full) return Error{Errc::TooLong, voice_seconds_max, "spoken text"};
    if (spoken != EE_OK) return Error{Errc::Io, 0, "espeak-ng failed"};
    return std::move(collected.samples);
}

}  // namespace outpost
