// The kiosk's loop body: inputs to events, events to the machine, its effects to the world, its
// state to the panel. For one thread; what others find out comes in through an Inbox.
#pragma once

#include "core/crypto/secret_bytes.h"
#include "core/cues/lamp.h"
#include "core/ports/audio.h"
#include "core/ports/clock.h"
#include "core/ports/display.h"
#include "core/ports/messages.h"
#include "firmware-app/kiosk/issue_counter.h"
#include "firmware-app/screens/screens.h"
#include "firmware-app/session/step.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace outpost::kiosk {

/// Happenings from other threads, in order. Bounded: beyond that the oldest states of the same kind
/// would only repeat, so the newest is dropped and counted.
class Inbox {
  public:
    static constexpr std::size_t happenings_max = 1'024;
    void put(session::Happening happening);
    std::vector<session::Happening> take();

  private:
    std::mutex mutex_;
    std::vector<session::Happening> happenings_;
};

/// What the app does to the world. Every function may be empty: then that does not happen here.
struct World {
    std::function<void(CounterTask)> counter;
    std::function<void(crypto::SecretBytes pin)> try_pin;  // answers with PinAnswered
    std::function<void(bool is_on)> accept_codes;
    std::function<void(std::int32_t purpose)> use_purpose;
    std::function<void(policy::Verdict, const std::string& format)> count_check;
    std::function<void(session::Part)> recover;
    std::function<void(std::int64_t shift_ms)> set_clock;
    std::function<void()> look_for_sticks;
    std::function<void(std::int64_t offer)> import;
    std::function<void(std::size_t target)> export_to;
    std::function<void()> forget;  // frames and what others keep of a person
};

enum class Ending : std::uint8_t { None, Closed, Restart, ShutDown };

struct AppPorts {
    Display& display;
    Painter& painter;
    const MessageCatalogs& catalogs;
    const Clock& clock;
    Inbox& inbox;
    AudioOutput* audio = nullptr;  // none: silent
    Speech* speech = nullptr;
    Lamp* lamp = nullptr;
};

struct AppOptions {
    session::Settings session;
    screens::Panel panel;
    bool cues = true;
    std::int32_t volume = 70;
    std::int32_t brightness = 100;
    std::int32_t dimmed_brightness = 30;
};

class KioskApp {
  public:
    KioskApp(AppPorts ports, AppOptions options, World world);

    /// Something happened: the machine's step, and its effects.
    void happen(session::Happening what);
    /// One turn: what came in (waits for it at most so long), the time, and the picture.
    /// @param preview  the newest frame; null: none
    void turn(std::int32_t wait_ms, const Frame* preview);
    [[nodiscard]] Ending ending() const { return ending_; }
    [[nodiscard]] const session::State& state() const { return state_; }
    [[nodiscard]] const screens::Drawn& drawn() const { return drawn_; }
    [[nodiscard]] const CanvasPicture& canvas() const { return canvas_; }
    /// The panel was lost or resized: everything is drawn again.
    void redraw_all();

  private:
    void take_input(const DisplayInput& input);
    void take(const PointerInput& pointer);
    void take(const ButtonInput& button);
    void press_ok();
    void take(const TextInput& text);
    void take(const DisplayResized& size);
    void take(const DisplayClosed& closed);
    void draw(const Frame* preview);
    void light();
    void light_lamp();
    void carry_out(const session::Effect& effect);

    void act(const session::PlaySound& effect);
    void act(const session::Say& effect);
    void act(const session::ShowLamp& effect);
    void act(const session::ForgetPerson& effect);
    void act(const session::AcceptCodes& effect);
    void act(const session::PinDigit& effect);
    void act(const session::PinDeleteDigit& effect);
    void act(const session::PinForget& effect);
    void act(const session::TryPin& effect);
    void act(const session::EndOperatorSession& effect);
    void act(const session::LookForSticks& effect);
    void act(const session::ImportNow& effect);
    void act(const session::ExportNow& effect);
    void act(const session::UsePurpose& effect);
    void act(const session::SetVolume& effect);
    void act(const session::SetBrightness& effect);
    void act(const session::CountCheck& effect);
    void act(const session::TryRecovery& effect);
    void act(const session::SetClock& effect);
    void act(const session::RestartKiosk& effect);
    void act(const session::ShutDownKiosk& effect);
    template <class Task>
    void act(const Task& task);  // of the counter

    AppPorts ports_;
    AppOptions options_;
    World world_;
    session::State state_;
    screens::Drawn drawn_;
    CanvasPicture canvas_;
    bool is_drawn_ = false;
    std::uint64_t shown_frame_ = 0;
    cues::LampPattern lamp_;
    std::int64_t lamp_since_ms_ = 0;
    LampColour lamp_shown_ = LampColour::Dark;
    std::int32_t lit_percent_ = -1;  // what the display was told; -1: nothing yet
    crypto::SecretBytes pin_;
    std::size_t pin_digits_ = 0;
    Ending ending_ = Ending::None;
};

}  // namespace outpost::kiosk
