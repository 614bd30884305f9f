#include "firmware-app/kiosk/kiosk_app.h"

#include "core/cues/cue.h"

#include <algorithm>
#include <ctime>
#include <sstream>
#include <type_traits>
#include <utility>

namespace outpost::kiosk {

namespace {

constexpr std::size_t pin_digits_max = 12;
constexpr std::int32_t cue_rate_hz = 48'000;

cues::Cue cue_of(session::Sound sound) {
    static_assert(static_cast<int>(session::Sound::Printed) ==
                  static_cast<int>(cues::Cue::Printed));
    return static_cast<cues::Cue>(sound);
}

cues::Cue cue_of(policy::Verdict verdict) {
    static_assert(static_cast<int>(policy::Verdict::Accepted) ==
                  static_cast<int>(cues::Cue::Accepted));
    static_assert(static_cast<int>(policy::Verdict::Unknown) ==
                  static_cast<int>(cues::Cue::Unknown));
    return static_cast<cues::Cue>(verdict);
}

std::int32_t words_in(const std::string& text) {
    std::istringstream words(text);
    std::int32_t count = 0;
    for (std::string word; words >> word;) ++count;
    return count;
}

/// What a clock on the wall shows here, as an instant without a zone.
UtcInstant local_time(UtcInstant now) {
    const auto seconds = static_cast<std::time_t>(now.since_epoch_ms / 1'000);
    std::tm local{};
    ::localtime_r(&seconds, &local);
    return {now.since_epoch_ms + local.tm_gmtoff * 1'000};
}

/// How many words each verdict has in each language: it stays as long as they take to read.
void count_words(const MessageCatalogs& catalogs, session::Settings& settings) {
    for (const auto& language : catalogs.languages()) {
        const auto& words = catalogs.messages(language.tag);
        const auto staff = words_in(words.text("verdict.see_staff"));
        const auto both = [&](const char* head, const char* line) {
            return words_in(words.text(head)) + words_in(words.text(line));
        };
        session::WordsShown shown;
        shown.of_verdict = {both("verdict.accepted", "verdict.accepted_go"),
                            both("verdict.not_accepted", "verdict.not_accepted_sub") + staff,
                            both("verdict.rejected", "verdict.rejected_sub") + staff,
                            both("verdict.unknown", "verdict.unknown_sub") + staff};
        settings.words_shown[language.tag] = shown;
    }
}

}  // namespace

void Inbox::put(session::Happening happening) {
    const std::lock_guard guard(mutex_);
    const auto is_state = std::holds_alternative<session::CodesInView>(happening) ||
                          std::holds_alternative<session::CountsChanged>(happening) ||
                          std::holds_alternative<session::HealthChanged>(happening);
    // Of states only the newest counts.
    if (is_state)
        std::erase_if(happenings_, [&](const auto& h) { return h.index() == happening.index(); });
    if (happenings_.size() < happenings_max) happenings_.push_back(std::move(happening));
}

std::vector<session::Happening> Inbox::take() {
    const std::lock_guard guard(mutex_);
    return std::exchange(happenings_, {});
}

KioskApp::KioskApp(AppPorts ports, AppOptions options, World world)
    : ports_(ports), options_(std::move(options)), world_(std::move(world)), pin_(pin_digits_max) {
    count_words(ports_.catalogs, options_.session);
    state_ = session::start(options_.session);
    state_.volume = options_.volume;
    state_.brightness = options_.brightness;
}

void KioskApp::happen(session::Happening what) {
    auto step = session::step(std::move(state_), {ports_.clock.monotonic_ms(), std::move(what)},
                              options_.session);
    state_ = std::move(step.state);
    for (const auto& effect : step.effects) carry_out(effect);
}

void KioskApp::turn(std::int32_t wait_ms, const Frame* preview) {
    for (const auto& input : ports_.display.inputs(wait_ms)) take_input(input);
    for (auto& happening : ports_.inbox.take()) happen(std::move(happening));
    happen(session::WallClock{local_time(ports_.clock.now())});
    happen(session::Tick{});
    light();
    light_lamp();
    draw(preview);
}

void KioskApp::redraw_all() {
    is_drawn_ = false;
}

void KioskApp::draw(const Frame* preview) {
    options_.session.rows_a_page =
        screens::queue_rows_that_fit(options_.panel, state_.access.large_text);
    auto drawn =
        screens::draw(state_, options_.session, options_.panel, ports_.catalogs, ports_.painter);
    const bool is_new = !is_drawn_ || !(drawn.list == drawn_.list);
    drawn_ = std::move(drawn);
    if (is_new) ports_.painter.paint(drawn_.list, canvas_);
    std::optional<PreviewPicture> picture;
    for (const auto& item : drawn_.list.items)
        if (const auto* hole = std::get_if<PreviewItem>(&item);
            hole != nullptr && preview != nullptr)
            picture = PreviewPicture{preview->view(), hole->box, hole->is_mirrored};
    const bool has_new_frame = picture && preview->sequence != shown_frame_;
    if (!is_new && !has_new_frame) return;
    if (picture) shown_frame_ = preview->sequence;
    is_drawn_ = ports_.display.show(is_new ? &canvas_ : nullptr, picture).has_value();
}

void KioskApp::take_input(const DisplayInput& input) {
    std::visit([this](const auto& one) { take(one); }, input);
}

void KioskApp::take(const PointerInput& pointer) {
    const auto key = screens::key_at(drawn_, pointer.x, pointer.y);
    if (pointer.step == PointerStep::Down && key) happen(session::KeyDown{*key});
    if (pointer.step == PointerStep::Down && !key) happen(session::KeyDown{});
    if (pointer.step == PointerStep::Up) happen(session::KeyUp{key});
}

void KioskApp::take(const ButtonInput& button) {
    switch (button.button) {
        case Button::Previous:
        case Button::Up:
            return happen(session::FocusMove{-1});
        case Button::Next:
        case Button::Down:
            return happen(session::FocusMove{1});
        case Button::Left:
        case Button::Right: {
            // In the direction in which people read.
            const bool is_rtl = ports_.catalogs.messages(state_.language).language().right_to_left;
            const bool is_forward = (button.button == Button::Right) != is_rtl;
            return happen(session::FocusMove{is_forward ? 1 : -1});
        }
        case Button::Ok:
            return press_ok();
        case Button::Back:
            return happen(session::ButtonBack{});
        case Button::Operator:
            return happen(session::ButtonOperator{});
        case Button::EasyUse:
            return happen(session::ButtonEasyUse{});
        case Button::Delete:
            return happen(session::Typed{"\b"});
    }
}

/// Without a ring, Enter is the key that is expected next: so a PIN is typed and sent.
void KioskApp::press_ok() {
    if (state_.focus) return happen(session::FocusOk{});
    const auto keys = session::keys_of(state_, options_.session);
    const auto main = std::find_if(keys.begin(), keys.end(), [](const session::KeyModel& model) {
        return model.is_main && model.is_enabled;
    });
    if (main == keys.end()) return happen(session::FocusOk{});
    happen(session::KeyDown{main->key});
    happen(session::KeyUp{main->key});
}

void KioskApp::take(const TextInput& text) {
    happen(session::Typed{text.text});
}

void KioskApp::take(const DisplayResized& size) {
    options_.panel.px_per_mm *= static_cast<double>(size.width_px) / options_.panel.width_px;
    options_.panel.width_px = size.width_px;
    options_.panel.height_px = size.height_px;
    redraw_all();
}

void KioskApp::take(const DisplayClosed& /*closed*/) {
    ending_ = Ending::Closed;
}

void KioskApp::carry_out(const session::Effect& effect) {
    std::visit([this](const auto& one) { act(one); }, effect);
}

template <class Task>
void KioskApp::act(const Task& task) {
    static_assert(std::is_constructible_v<CounterTask, Task>);
    if (world_.counter) world_.counter(task);
}

void KioskApp::act(const session::PlaySound& effect) {
    if (ports_.audio == nullptr || !options_.cues) return;
    const auto samples = cues::synthesize(cue_of(effect.sound), cue_rate_hz);
    // A kiosk without a loudspeaker is none the worse: every cue has its picture.
    static_cast<void>(ports_.audio->play({samples, cue_rate_hz}));
}

void KioskApp::act(const session::Say& effect) {
    if (ports_.speech == nullptr) return;
    if (effect.keys.empty()) return ports_.speech->stop();
    const auto& words = ports_.catalogs.messages(state_.language);
    std::string text;
    for (const auto& key : effect.keys) {
        const auto spoken = "say." + key;
        text += (text.empty() ? "" : " ") + words.text(words.has(spoken) ? spoken : key);
    }
    static_cast<void>(ports_.speech->speak(text, state_.language));
}

void KioskApp::act(const session::ShowLamp& effect) {
    lamp_ = effect.verdict ? cues::lamp_of(cue_of(*effect.verdict)) : cues::LampPattern{};
    lamp_since_ms_ = ports_.clock.monotonic_ms();
    light_lamp();
}

/// The colour of this instant in the lamp's rhythm.
void KioskApp::light_lamp() {
    if (ports_.lamp == nullptr) return;
    const bool is_on = cues::is_lit(lamp_, ports_.clock.monotonic_ms() - lamp_since_ms_);
    const auto colour = is_on ? lamp_.colour : LampColour::Dark;
    if (colour == lamp_shown_) return;
    // A lamp that does not obey is asked again: the screen has said everything.
    if (ports_.lamp->show(colour)) lamp_shown_ = colour;
}

void KioskApp::act(const session::ForgetPerson& /*effect*/) {
    if (ports_.speech != nullptr) ports_.speech->stop();
    if (world_.forget) world_.forget();
    // The picture with the name goes before anything else happens.
    std::fill(canvas_.pixels.begin(), canvas_.pixels.end(), 0U);
    redraw_all();
    draw(nullptr);
}

void KioskApp::act(const session::AcceptCodes& effect) {
    if (world_.accept_codes) world_.accept_codes(effect.is_on);
}

void KioskApp::act(const session::PinDigit& effect) {
    if (pin_digits_ == pin_digits_max || effect.digit < 0 || effect.digit > 9) return;
    pin_.writable()[pin_digits_++] = static_cast<std::uint8_t>('0' + effect.digit);
}

void KioskApp::act(const session::PinDeleteDigit& /*effect*/) {
    if (pin_digits_ > 0) pin_.writable()[--pin_digits_] = 0;
}

void KioskApp::act(const session::PinForget& /*effect*/) {
    crypto::wipe(pin_.writable());
    pin_digits_ = 0;
}

void KioskApp::act(const session::TryPin& /*effect*/) {
    auto tried = crypto::SecretBytes::copy_of(pin_.view().first(pin_digits_));
    act(session::PinForget{});
    if (world_.try_pin)
        world_.try_pin(std::move(tried));
    else
        ports_.inbox.put(session::PinAnswered{});
}

void KioskApp::act(const session::EndOperatorSession& /*effect*/) {}

void KioskApp::act(const session::LookForSticks& /*effect*/) {
    if (world_.look_for_sticks) world_.look_for_sticks();
}

void KioskApp::act(const session::ImportNow& effect) {
    if (world_.import) world_.import(effect.number);
}

void KioskApp::act(const session::ExportNow& effect) {
    if (world_.export_to) world_.export_to(effect.target);
}

void KioskApp::act(const session::UsePurpose& effect) {
    if (world_.use_purpose) world_.use_purpose(effect.purpose);
}

void KioskApp::act(const session::SetVolume& effect) {
    if (ports_.audio != nullptr) ports_.audio->set_volume(effect.percent);
}

void KioskApp::act(const session::SetBrightness& effect) {
    ports_.display.set_brightness(effect.percent);
    lit_percent_ = effect.percent;
}

/// Darker while nobody is there; as the operator set it again at the first movement.
void KioskApp::light() {
    const auto* attract = std::get_if<session::Attract>(&state_.screen);
    const bool is_dimmed = attract != nullptr && attract->is_dimmed;
    const auto percent =
        is_dimmed ? std::min(options_.dimmed_brightness, state_.brightness) : state_.brightness;
    if (lit_percent_ == percent) return;
    ports_.display.set_brightness(percent);
    lit_percent_ = percent;
}

void KioskApp::act(const session::CountCheck& effect) {
    if (world_.count_check) world_.count_check(effect.verdict, effect.format);
}

void KioskApp::act(const session::TryRecovery& effect) {
    if (world_.recover) world_.recover(effect.part);
}

void KioskApp::act(const session::SetClock& effect) {
    if (world_.set_clock) world_.set_clock(effect.shift_ms);
}

void KioskApp::act(const session::RestartKiosk& /*effect*/) {
    ending_ = Ending::Restart;
}

void KioskApp::act(const session::ShutDownKiosk& /*effect*/) {
    ending_ = Ending::ShutDown;
}

}  // namespace outpost::kiosk
