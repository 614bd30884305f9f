// The issuing half of the kiosk behind its screens: what the screens ask for, done on the journal,
// the desk and the printer. For one thread, which may be slow: printing is followed here.
#pragma once

#include "firmware-app/kiosk/waiting_room.h"
#include "firmware-app/session/effect.h"
#include "firmware-app/session/event.h"
#include "firmware-app/station/regular_sealing.h"
#include "firmware-app/station/watched_queue.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace outpost::kiosk {

/// A code that the person showed, as text: perhaps a registration.
struct RegistrationCode {
    std::string code;
    bool is_for_reprint = false;
};

/// Something that staff did, for the journal.
struct StaffActed {
    journal::StaffAct act = journal::StaffAct::PinTried;
    std::string body;  // one JSON object
};

/// All that the hub has no receipt for, to a stick; and the receipts on it taken.
struct ExportTo {
    std::string stick;     // its folder
    bool is_asked = true;  // by somebody who waits for the outcome
};

using CounterTask = std::variant<session::LoadQueue, session::LoadConfirm, session::IssueAndPrint,
                                 session::HoldItem, session::ReprintPage, session::SettleOutcome,
                                 session::RetryPrint, session::CancelPrint, session::NextOfAll,
                                 RegistrationCode, StaffActed, ExportTo>;

struct CounterOptions {
    station::IssuerArguments issuer;
    station::BlockChoice block;
    station::WatchOptions watch;
};

class IssueCounter {
  public:
    using Tell = std::function<void(session::Happening)>;

    /// Opens journal, key, printer; says on the console what is wrong.
    /// @return null when nothing can be issued
    static std::unique_ptr<IssueCounter> open(const CounterOptions& options,
                                              station::IssuePorts ports,
                                              const station::Console& console, Tell tell);

    /// One thing that was asked for.
    void run(const CounterTask& task);
    /// Between tasks, about once a second: new files, the page that is on its way, counts, printer.
    void look_around();
    /// The device as it stands: Waiting is ready. Unknown without a printer.
    [[nodiscard]] PrintState printer_health();
    /// The newest instant in the journal. A clock that shows an earlier one is wrong.
    [[nodiscard]] UtcInstant newest_instant() const;

  private:
    IssueCounter(station::IssuePorts ports, const station::Console& console, Tell tell);
    bool start(const CounterOptions& options);

    void operator_task(const session::LoadQueue& task);
    void operator_task(const session::LoadConfirm& task);
    void operator_task(const session::IssueAndPrint& task);
    void operator_task(const session::HoldItem& task);
    void operator_task(const session::ReprintPage& task);
    void operator_task(const session::SettleOutcome& task);
    void operator_task(const session::RetryPrint& task);
    void operator_task(const session::CancelPrint& task);
    void operator_task(const session::NextOfAll& task);
    void operator_task(const RegistrationCode& task);
    void operator_task(const StaffActed& task);
    void operator_task(const ExportTo& task);

    void take(const runtime::FinishedItem& item);
    session::QueuePage reprint_page(const session::LoadQueue& task);
    session::QueueRow row_of(const journal::Order& order) const;
    void follow_page();
    std::string_view export_to(const std::string& stick);
    void tell_counts();
    void tell_print(const std::string& certificate_id, std::string_view state);

    station::IssuePorts ports_;
    const station::Console& console_;
    Tell tell_;
    std::unique_ptr<station::IssuingDuty> duty_;
    std::unique_ptr<WaitingRoom> room_;
    std::unique_ptr<station::WatchedQueue> arrivals_;
    std::unique_ptr<names::NameFolder> folder_;
    std::int64_t current_ = 0;  // row that is being issued; 0: none
    std::string on_its_way_;    // certificate whose page has no end yet; empty: none
    session::DayCounts day_;
    std::optional<station::RegularSealing> sealing_;
};

}  // namespace outpost::kiosk
