#include "firmware-app/kiosk/kiosk_program.h"

#include "core/sync/trust_in_force.h"
#include "core/trust/loader.h"
#include "firmware-app/station/build_info.h"
#include "firmware-app/station/context_folder.h"
#include "firmware-app/station/self_test.h"
#include "firmware-app/station/staff_acts.h"
#include "firmware-app/station/trust_import.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <utility>

namespace outpost::kiosk {

namespace {

constexpr std::int64_t look_every_ms = 1'000;
constexpr std::int64_t tally_every_ms = 60'000;
constexpr double mm_per_inch = 25.4;

screens::Panel panel_of(const Display& display, const settings::ScreenSettings& screen,
                        bool is_mirrored) {
    screens::Panel panel;
    panel.width_px = display.width_px();
    panel.height_px = display.height_px();
    const double diagonal_px = std::hypot(panel.width_px, panel.height_px);
    panel.px_per_mm = diagonal_px / (screen.diagonal_in * mm_per_inch);
    if (screen.bottom_mm > 0) panel.bottom_mm = screen.bottom_mm;
    panel.is_camera_mirrored = is_mirrored;
    return panel;
}

tally::Verdict tally_verdict(policy::Verdict verdict) {
    static_assert(static_cast<int>(policy::Verdict::Unknown) ==
                  static_cast<int>(tally::Verdict::Unknown));
    return static_cast<tally::Verdict>(verdict);
}

/// When the newest trust data was signed.
std::optional<UtcInstant> issued_at_of(const Checking* checking) {
    if (checking == nullptr || checking->setup().settings.trust == nullptr) return std::nullopt;
    return checking->setup().settings.trust->origin().issued_at;
}

AppOptions options_of(const settings::KioskSettings& settings, const Display& display) {
    AppOptions options;
    options.session = settings.session;
    options.panel = panel_of(display, settings.screen, settings.camera.mirrored);
    options.cues = settings.sound.cues;
    options.volume = static_cast<std::int32_t>(settings.sound.volume);
    options.brightness = static_cast<std::int32_t>(settings.screen.brightness);
    options.dimmed_brightness = static_cast<std::int32_t>(settings.screen.dimmed_brightness);
    return options;
}

}  // namespace

KioskProgram::KioskProgram(settings::KioskSettings settings, ProgramPorts ports, Pace pace,
                           const station::Console& console)
    : settings_(std::move(settings)),
      ports_(std::move(ports)),
      pace_(pace),
      console_(console),
      state_folder_(settings_.state.empty() ? station::default_state_folder() : settings_.state),
      clock_(ports_.clock, ports_.equipment.files(), state_folder_) {
    clock_.raise_floor(station::built_at());
    settings_.issuer.state = state_folder_;
    app_ =
        std::make_unique<KioskApp>(AppPorts{ports_.display, ports_.painter, ports_.catalogs, clock_,
                                            inbox_, ports_.audio, ports_.speech, ports_.lamp},
                                   options_of(settings_, ports_.display), make_world());
}

KioskProgram::~KioskProgram() {
    counter_thread_.reset();
    if (has_new_counts_)
        static_cast<void>(tally::write_tally(ports_.equipment.files(), state_folder_, tally_));
}

World KioskProgram::make_world() {
    World world;
    world.counter = [this](CounterTask task) { post(std::move(task)); };
    world.try_pin = [this](crypto::SecretBytes pin) {
        if (pins_ == nullptr) return inbox_.put(session::PinAnswered{});
        pins_->try_pin(std::move(pin));
        if (pace_ == Pace::Scripted) pins_->finish();
    };
    world.accept_codes = [this](bool is_on) {
        if (feed_ != nullptr) feed_->accept(is_on);
    };
    world.use_purpose = [this](std::int32_t purpose) {
        const auto& purposes = settings_.session.purposes;
        const auto place = static_cast<std::size_t>(purpose);
        if (checking_ == nullptr || purpose < 0 || place >= purposes.size()) return;
        if (!checking_->use_purpose(purposes[place].name))
            console_.message("the policy has no purpose " + purposes[place].name);
    };
    world.count_check = [this](policy::Verdict verdict, const std::string& format) {
        count_check(verdict, format);
    };
    world.look_for_sticks = [this] {
        if (sticks_ == nullptr) return inbox_.put(session::OffersFound{});
        sticks_->look();
        if (pace_ == Pace::Scripted) sticks_->finish();
    };
    world.import = [this](std::int64_t offer) {
        if (sticks_ == nullptr) return inbox_.put(session::ImportDone{"op.import.nothing"});
        sticks_->import(offer);
        if (pace_ == Pace::Scripted) sticks_->finish();
    };
    world.export_to = [this](std::size_t target) {
        const auto folder = sticks_ == nullptr ? std::string() : sticks_->target(target);
        const bool has_counter = counter_ != nullptr || counter_thread_ != nullptr;
        if (folder.empty() || !has_counter)
            return inbox_.put(session::ExportDone{"op.export.not_done"});
        post(ExportTo{folder, true});
    };
    world.set_clock = [this](std::int64_t shift_ms) { set_clock(shift_ms); };
    world.recover = [this](session::Part part) { recover(part); };
    world.forget = [this] {
        if (feed_ != nullptr) feed_->forget();
        if (ports_.forget_pictures) ports_.forget_pictures();
        has_forgotten_ = true;
    };
    return world;
}

void KioskProgram::start() {
    auto& files = ports_.equipment.files();
    if (const auto made = ports_.equipment.folders().make_folder(state_folder_); !made)
        console_.message("the state folder cannot be made: " + station::words_for(made.error()));
    pins_ = std::make_unique<PinDesk>(files, clock_, ports_.equipment.random(), state_folder_,
                                      [this](session::Happening h) { inbox_.put(std::move(h)); });
    if (auto tally = tally::read_tally(files, state_folder_))
        tally_ = std::move(tally).value();
    else
        console_.message("the day's counters cannot be read: " + station::words_for(tally.error()));
    open_sticks();
    load_checking();
    std::function<void(CounterTask)> counter;
    if (settings_.session.can_issue) counter = [this](CounterTask task) { post(std::move(task)); };
    feed_ = std::make_unique<ScanFeed>(settings_.session.can_check ? checking_.get() : nullptr,
                                       clock_, std::move(counter),
                                       [this](session::Happening h) { happen(std::move(h)); });
    if (settings_.session.can_issue) {
        open_counter();
        pins_->record_with([this](std::string body) {
            post(StaffActed{journal::StaffAct::PinTried, std::move(body)});
        });
    }
    look_around();
    happen(session::StartUpProgress{{}, true});
}

void KioskProgram::open_sticks() {
    settings_.check.imported = station::trust_folder_of(state_folder_);
    StickOptions options;
    options.folders = settings_.operators.import_folders;
    options.trust_folder = settings_.check.imported;
    std::vector<trust::MinisignPublicKey> roots;
    // Without roots only a folder that has its own takes anything.
    if (station::read_roots(settings_.check.root, ports_.equipment.files(), roots, console_))
        options.first_roots = trust::root_set_of(roots);
    sticks_ = std::make_unique<StickDesk>(
        ports_.equipment.files(), ports_.equipment.folders(), clock_, std::move(options),
        [this](session::Happening h) { inbox_.put(std::move(h)); });
}

/// Trust data, lists and policy anew, in the purpose that is in force.
void KioskProgram::use_imported() {
    const auto before = checking_ == nullptr ? std::string() : checking_->setup().purpose;
    load_checking();
    if (checking_ != nullptr && !before.empty()) static_cast<void>(checking_->use_purpose(before));
    feed_->use(settings_.session.can_check ? checking_.get() : nullptr);
    look_around();
}

void KioskProgram::journal_import() {
    const auto installed = sync::read_installed(ports_.equipment.files(), settings_.check.imported);
    if (installed)
        post(StaffActed{journal::StaffAct::TrustImported,
                        station::trust_act(installed->current, "kiosk")});
}

/// The stick that nobody has to plug in.
void KioskProgram::use_outbox() {
    const auto& outbox = settings_.operators.outbox;
    if (outbox.empty()) return;
    const auto now = clock_.monotonic_ms();
    if (outbox_used_ms_ && now - *outbox_used_ms_ < settings_.operators.outbox_every_ms) return;
    outbox_used_ms_ = now;
    if (counter_ != nullptr || counter_thread_ != nullptr) post(ExportTo{outbox, false});
    if (sticks_ == nullptr) return;
    sticks_->import_all(outbox);
    if (pace_ == Pace::Scripted) sticks_->finish();
}

/// A part that failed is asked now, not at its next turn.
void KioskProgram::recover(session::Part part) {
    switch (part) {
        case session::Part::Camera:
            if (ports_.open_cameras) ports_.open_cameras();
            break;
        case session::Part::Printer:
        case session::Part::Journal:
            if (counter_thread_ != nullptr)
                counter_thread_->look_now();
            else if (counter_ == nullptr && settings_.session.can_issue)
                open_counter();
            break;
        case session::Part::Trust:
        case session::Part::Revocation:
        case session::Part::StartUp:
            return use_imported();
        case session::Part::Clock:
        case session::Part::Disk:
            break;
    }
    look_around();
}

/// A supervisor says that the time shown is right, or would be with this shift.
void KioskProgram::set_clock(std::int64_t shift_ms) {
    const auto before = clock_.standing();
    const auto done =
        shift_ms == 0 ? clock_.confirm() : clock_.set({before.now.since_epoch_ms + shift_ms});
    if (!done) {
        console_.message("the time was not taken: " + station::words_for(done.error()));
        return look_around();
    }
    recover(session::Part::Journal);
    post(StaffActed{journal::StaffAct::ClockSet,
                    station::clock_act(before, clock_.standing(), "supervisor")});
    look_around();
}

void KioskProgram::load_checking() {
    auto setup = station::make_check_setup(settings_.check, ports_.equipment.files(), console_);
    if (setup && !settings_.session.purposes.empty())
        setup->purpose = settings_.session.purposes.front().name;
    bool works = false;
    if (setup) {
        works = station::verifier_works(setup->settings.contexts);
        auto checking = Checking::make(std::move(*setup), clock_, ports_.equipment.random());
        works = works && checking.has_value();
        if (checking) checking_ = std::move(checking).value();
        if (const auto issued = issued_at_of(checking_.get())) clock_.raise_floor(*issued);
        clock_.raise_floor_by_imports(ports_.equipment.files(), state_folder_);
    }
    if (!works) console_.message("the self-test of checking failed: nothing is checked");
    health_.set_start_up(works);
}

std::unique_ptr<IssueCounter> KioskProgram::make_counter(IssueCounter::Tell tell) {
    CounterOptions options;
    options.issuer = settings_.issuer;
    if (settings_.kiosk_number >= 0) options.block.kiosk = settings_.kiosk_number;
    options.block.block = settings_.number_block;
    options.watch.kind = settings_.kind;
    options.watch.is_demo = settings_.demo;
    for (const auto& path : settings_.queue_signers) {
        std::vector<trust::MinisignPublicKey> keys;
        if (!station::read_roots(path, ports_.equipment.files(), keys, console_)) continue;
        options.watch.signers.insert(options.watch.signers.end(), keys.begin(), keys.end());
    }
    auto issue_ports = ports_.equipment.issue_ports(
        ports_.interrupted == nullptr ? never_ : *ports_.interrupted, clock_);
    issue_ports.trusted_clock = &clock_;
    if (ports_.pass_ms) issue_ports.wait_ms = ports_.pass_ms;
    return IssueCounter::open(options, std::move(issue_ports), console_, std::move(tell));
}

void KioskProgram::open_counter() {
    if (pace_ == Pace::Scripted) {
        counter_ = make_counter([this](session::Happening h) { hear(std::move(h)); });
        counter_health_.is_open = counter_ != nullptr;
        return;
    }
    counter_thread_ = std::make_unique<IssueThread>(
        [this] { return make_counter([this](session::Happening h) { hear(std::move(h)); }); },
        [this](CounterHealth health) {
            const std::lock_guard guard(counter_mutex_);
            counter_health_ = health;
        });
}

void KioskProgram::post(CounterTask task) {
    if (counter_thread_ != nullptr) return counter_thread_->post(std::move(task));
    if (counter_ != nullptr) counter_->run(task);
}

/// From the counter, perhaps on its thread: counts wait for those of the checks.
void KioskProgram::hear(session::Happening happening) {
    if (const auto* counts = std::get_if<session::CountsChanged>(&happening)) {
        const std::lock_guard guard(counter_mutex_);
        counts_ = *counts;
        has_new_counts_ = true;
        return;
    }
    inbox_.put(std::move(happening));
}

tally::LocalHour KioskProgram::local_hour() const {
    const auto seconds = static_cast<std::time_t>(clock_.now().since_epoch_ms / 1'000);
    std::tm local{};
    ::localtime_r(&seconds, &local);
    return {{local.tm_year + 1900, local.tm_mon + 1, local.tm_mday}, local.tm_hour};
}

void KioskProgram::count_check(policy::Verdict verdict, const std::string& format) {
    tally_.add_check(local_hour(), tally_verdict(verdict), tally::format_of(format));
    const std::lock_guard guard(counter_mutex_);
    has_new_counts_ = true;
}

void KioskProgram::tell_counts() {
    session::CountsChanged counts;
    {
        const std::lock_guard guard(counter_mutex_);
        counts = counts_;
    }
    const auto day = tally_.day(local_hour().day);
    for (std::size_t verdict = 0; verdict < tally::verdict_count; ++verdict)
        counts.day.checked[verdict] = day.checked(static_cast<tally::Verdict>(verdict));
    happen(counts);
}

void KioskProgram::look_around() {
    looked_ms_ = clock_.monotonic_ms();
    if (counter_ != nullptr) {
        counter_->look_around();
        counter_health_ = {true, counter_->printer_health(), counter_->newest_instant()};
    }
    CounterHealth counter;
    {
        const std::lock_guard guard(counter_mutex_);
        counter = counter_health_;
    }
    if (settings_.session.can_issue) {
        health_.set_journal(counter.is_open, clock_.trust());
        health_.set_printer(counter.printer);
    } else {
        health_.set_journal(true, ClockTrust::Trusted);
        health_.set_printer(PrintState::Unknown);
    }
    Measured measured;
    clock_.raise_floor(counter.newest);
    const auto standing = clock_.standing();
    measured.now = standing.now;
    measured.clock = standing.trust;
    if (const auto kept = clock_.keep(); !kept)
        console_.message("what is known of the clock cannot be written: " +
                         station::words_for(kept.error()));
    if (const auto free = equipment::Equipment::free_bytes(state_folder_))
        measured.disk_free_bytes = *free;
    if (checking_ != nullptr) {
        measured.trust = checking_->setup().settings.trust;
        measured.revocations = checking_->setup().settings.revocations;
        measured.freshness = checking_->setup().policy.freshness;
    }
    health_.measure(measured);
    if (health_.take_change()) happen(session::HealthChanged{health_.health()});
    tell_counts();
    use_outbox();
    if (clock_.monotonic_ms() - tally_written_ms_ < tally_every_ms) return;
    tally_written_ms_ = clock_.monotonic_ms();
    const auto written = tally::write_tally(ports_.equipment.files(), state_folder_, tally_);
    if (!written)
        console_.message("the day's counters cannot be written: " +
                         station::words_for(written.error()));
}

void KioskProgram::turn(std::int32_t wait_ms, const Frame* preview) {
    const auto* queue = std::get_if<session::Queue>(&app_->state().screen);
    feed_->look_for_reprint(queue != nullptr && queue->is_for_reprint);
    if (pins_ != nullptr) pins_->poll();
    if (sticks_ != nullptr && sticks_->take_change()) {
        use_imported();
        journal_import();
    }
    if (clock_.monotonic_ms() - looked_ms_ >= look_every_ms) look_around();
    app_->turn(wait_ms, preview);
    if (std::exchange(has_forgotten_, false) && ports_.wipe_stack) ports_.wipe_stack();
}

}  // namespace outpost::kiosk
