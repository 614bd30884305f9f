// Easy use, languages, and the warning before a time limit ends.
#include "firmware-app/session/machine.h"

#include <algorithm>

namespace outpost::session {
namespace {

constexpr std::int32_t volume_step = 10;

Access access_at_start(const State& state, const Settings& settings) {
    Access access;
    access.large_text = settings.large_text;
    access.speech = settings.speech || state.has_headset;
    return access;
}

std::string language_at_start(const Settings& settings) {
    return settings.languages.empty() ? "en" : settings.languages.front();
}

void change_volume(Machine& m, std::int32_t change) {
    m.state.volume = std::clamp(m.state.volume + change, 0, 100);
    m.emit(SetVolume{m.state.volume});
}

}  // namespace

bool is_as_at_start(const State& state, const Settings& settings) {
    const Access start = access_at_start(state, settings);
    const Access& now = state.access;
    return now.large_text == start.large_text && now.contrast == start.contrast &&
           now.lower_keys == start.lower_keys && now.speech == start.speech &&
           now.more_time == start.more_time && state.volume == state.volume_base &&
           state.language == language_at_start(settings);
}

void reset_access(Machine& m) {
    State& state = m.state;
    if (state.access.speech) m.emit(Say{});
    state.access = access_at_start(state, m.settings);
    state.language = language_at_start(m.settings);
    if (state.volume == state.volume_base) return;
    state.volume = state.volume_base;
    m.emit(SetVolume{state.volume});
}

void take(Machine& m, const HeadsetPlugged& what) {
    note_input(m);
    m.state.has_headset = what.is_in;
    m.state.access.speech = what.is_in || m.settings.speech;
    // Tells of Easy use, and where one is.
    if (!what.is_in) return m.emit(Say{});
    auto keys = spoken_keys(m.state);
    keys.insert(keys.begin(), "access.button");
    m.emit(Say{std::move(keys)});
}

void warn(Machine& m) {
    m.state.warning = TimeWarning{m.now() + lasting(m.state, m.settings.warn_ms)};
    m.state.pressed.reset();
    if (m.state.focus) m.state.focus = Key{KeyId::NeedMoreTime, 0};
    m.emit(PlaySound{Sound::TimeWarning});
    if (m.state.access.speech) m.emit(Say{{"time.more"}});
}

void give_more_time(Machine& m) {
    if (m.state.warnings_extended >= m.settings.warnings_max) return end_by_time(m);
    ++m.state.warnings_extended;
    m.state.warning.reset();
    m.state.focus.reset();
    m.state.last_input_ms = m.now();
}

void end_by_time(Machine& m) {
    m.state.warning.reset();
    if (is_operator_page(m.state.screen)) return lock(m);
    end_visit(m);
    rest(m);
    m.state.is_cleared_notice = true;
}

void press_access(Machine& m, Key key) {
    State& state = m.state;
    Access& access = state.access;
    switch (key.id) {
        case KeyId::LargeText:
            access.large_text = !access.large_text;
            return;
        case KeyId::Contrast:
            access.contrast = !access.contrast;
            return;
        case KeyId::LowerKeys:
            access.lower_keys = !access.lower_keys;
            return;
        case KeyId::MoreTime:
            access.more_time = !access.more_time;
            return;
        case KeyId::ReadAloud:
            access.speech = !access.speech;
            return m.emit(access.speech ? Say{spoken_keys(state)} : Say{});
        case KeyId::SayAgain:
            return m.emit(Say{spoken_keys(state)});
        case KeyId::VolumeDown:
            return change_volume(m, -volume_step);
        case KeyId::VolumeUp:
            return change_volume(m, volume_step);
        case KeyId::ChooseLanguage:
            if (key.index < 0 || static_cast<std::size_t>(key.index) >= m.settings.languages.size())
                return;
            state.language = m.settings.languages[static_cast<std::size_t>(key.index)];
            return pop(m);
        default:
            return;
    }
}

}  // namespace outpost::session
