// The kiosk put together: from settings to a running app, live or by a script.
#pragma once

#include "core/tally/tally.h"
#include "firmware-app/equipment/equipment.h"
#include "firmware-app/kiosk/checking.h"
#include "firmware-app/kiosk/health_board.h"
#include "firmware-app/kiosk/issue_thread.h"
#include "firmware-app/kiosk/kiosk_app.h"
#include "firmware-app/kiosk/pin_desk.h"
#include "firmware-app/kiosk/scan_feed.h"
#include "firmware-app/kiosk/stick_desk.h"
#include "firmware-app/settings/kiosk_settings.h"
#include "firmware-app/station/trusted_clock.h"

#include <atomic>
#include <memory>
#include <optional>
#include <string>

namespace outpost::kiosk {

/// How the slow parts work: on threads of their own, or at once, so that a script's pictures are
/// the same each time.
enum class Pace : std::uint8_t { Live, Scripted };

struct ProgramPorts {
    equipment::Equipment& equipment;
    const Clock& clock;
    Display& display;
    Painter& painter;
    const MessageCatalogs& catalogs;
    AudioOutput* audio = nullptr;
    Speech* speech = nullptr;
    Lamp* lamp = nullptr;
    std::function<void()> open_cameras{};     // those that could not be made
    std::function<void()> forget_pictures{};  // frames and layouts that hold something of a person
    std::function<void()> wipe_stack{};       // what returned functions left of a person
    const std::atomic<bool>* interrupted = nullptr;
    std::function<void(std::int64_t)> pass_ms{};  // of a script's clock; empty: time passes itself
};

class KioskProgram {
  public:
    KioskProgram(settings::KioskSettings settings, ProgramPorts ports, Pace pace,
                 const station::Console& console);
    ~KioskProgram();

    /// Loads trust and policy, tests itself, opens the journal. What is wrong is shown on the
    /// screen and said on the console; the program goes on as far as it can.
    void start();
    /// One turn of the loop. @param preview  null: none
    void turn(std::int32_t wait_ms, const Frame* preview);
    /// What belongs to the end of each second: health, counters.
    void look_around();

    [[nodiscard]] KioskApp& app() { return *app_; }
    [[nodiscard]] ScanFeed& feed() { return *feed_; }
    [[nodiscard]] HealthBoard& health() { return health_; }
    [[nodiscard]] const std::string& state_folder() const { return state_folder_; }
    void happen(session::Happening what) { app_->happen(std::move(what)); }

  private:
    void load_checking();
    void open_sticks();
    void use_imported();
    void journal_import();
    void use_outbox();
    void recover(session::Part part);
    void set_clock(std::int64_t shift_ms);
    void open_counter();
    std::unique_ptr<IssueCounter> make_counter(IssueCounter::Tell tell);
    World make_world();
    void hear(session::Happening happening);
    void post(CounterTask task);
    void count_check(policy::Verdict verdict, const std::string& format);
    void tell_counts();
    [[nodiscard]] tally::LocalHour local_hour() const;

    settings::KioskSettings settings_;
    ProgramPorts ports_;
    Pace pace_;
    const station::Console& console_;
    std::string state_folder_;
    station::TrustedClock clock_;
    std::atomic<bool> never_{false};
    Inbox inbox_;
    HealthBoard health_;
    std::mutex counter_mutex_;
    CounterHealth counter_health_;
    session::CountsChanged counts_;
    tally::Tally tally_;
    bool has_new_counts_ = false;
    bool has_forgotten_ = false;  // the stack is to be wiped
    std::int64_t looked_ms_ = -1'000'000;
    std::optional<std::int64_t> outbox_used_ms_;
    std::int64_t tally_written_ms_ = 0;
    std::unique_ptr<Checking> checking_;
    std::unique_ptr<PinDesk> pins_;
    std::unique_ptr<StickDesk> sticks_;
    std::unique_ptr<IssueCounter> counter_;  // scripted
    std::unique_ptr<IssueThread> counter_thread_;
    std::unique_ptr<KioskApp> app_;
    std::unique_ptr<ScanFeed> feed_;
};

}  // namespace outpost::kiosk
