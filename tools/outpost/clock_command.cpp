#include "tools/outpost/clock_command.h"

#include "core/json/writer.h"
#include "firmware-app/station/check_setup.h"
#include "firmware-app/station/staff_acts.h"
#include "firmware-app/station/trusted_clock.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace outpost::tools {

namespace {

using station::TrustedClock;
using timekeeping::Standing;

std::string as_json(const Standing& standing, UtcInstant floor, const ClockFacts& facts) {
    json::Writer writer;
    writer.begin_object().key("now").value(format_rfc3339(standing.now));
    writer.key("trust").value(clock_trust_name(standing.trust));
    writer.key("voucher").value(timekeeping::voucher_name(standing.voucher));
    writer.key("doubt").value(timekeeping::doubt_name(standing.doubt));
    writer.key("floor").value(format_rfc3339(floor));
    writer.key("system").value(format_rfc3339(facts.wall));
    writer.key("synchronised").value(facts.is_synchronised);
    writer.key("battery_clock").value(facts.runs_while_off).end_object();
    return std::move(writer).take();
}

std::string as_text(const Standing& standing, UtcInstant floor, const ClockFacts& facts) {
    std::string text = format_rfc3339(standing.now) + "  " +
                       std::string(clock_trust_name(standing.trust)) + "  vouched for by " +
                       std::string(timekeeping::voucher_name(standing.voucher));
    if (standing.doubt != timekeeping::Doubt::None)
        text += "  doubt: " + std::string(timekeeping::doubt_name(standing.doubt));
    text += "\n  not before " + format_rfc3339(floor) + "; the system shows " +
            format_rfc3339(facts.wall);
    text += facts.is_synchronised ? "; a time service keeps it" : "; no time service";
    return text + (facts.runs_while_off ? "; battery clock" : "; no battery clock");
}

class ClockRun {
  public:
    ClockRun(const ClockArguments& arguments, const ClockPorts& ports,
             const station::Console& console)
        : arguments_(arguments),
          ports_(ports),
          console_(console),
          folder_(arguments.state.empty() ? station::default_state_folder() : arguments.state) {}

    int run() {
        const bool has_journal = ports_.state.folders.identity(folder_ + "/journal.db").has_value();
        const bool changes = arguments_.what != ClockWhat::Show;
        if (has_journal) {
            const auto use = changes ? station::StateUse::Existing : station::StateUse::Read;
            state_ = station::open_state(folder_, use, ports_.state, console_);
            if (!state_) return station::exit_code::environment;
        }
        TrustedClock clock(ports_.state.clock, ports_.files, folder_);
        clock.raise_floor(ports_.state.built_at);
        if (state_) clock.raise_floor(state_->journal->newest_instant());
        if (changes)
            if (const int code = change(clock); code != station::exit_code::ok) return code;
        const auto standing = clock.standing();
        console_.result(arguments_.json ? as_json(standing, clock.floor(), clock.facts())
                                        : as_text(standing, clock.floor(), clock.facts()));
        return standing.trust == ClockTrust::Trusted ? station::exit_code::ok
                                                     : station::exit_code::not_ok;
    }

  private:
    int change(TrustedClock& clock) {
        std::optional<UtcInstant> time;
        if (arguments_.what == ClockWhat::Set &&
            !station::read_instant(arguments_.time, "TIME", time, console_))
            return station::exit_code::usage;
        const auto before = clock.standing();
        const auto done = time ? clock.set(*time) : clock.confirm();
        if (!done) {
            console_.message("the time was not taken: " + station::words_for(done.error()));
            return done.error().code == Errc::Io ? station::exit_code::environment
                                                 : station::exit_code::not_ok;
        }
        if (!state_) return station::exit_code::ok;
        const auto after = clock.standing();
        const auto recorded = state_->journal->record_act(
            journal::StaffAct::ClockSet, station::clock_act(before, after, "command"), after.now);
        if (recorded) return station::exit_code::ok;
        console_.message("the journal: " + station::words_for(recorded.error()));
        return station::exit_code::environment;
    }

    const ClockArguments& arguments_;
    const ClockPorts& ports_;
    const station::Console& console_;
    std::string folder_;
    std::optional<station::StateFolder> state_;
};

}  // namespace

int run_clock(const ClockArguments& arguments, const ClockPorts& ports,
              const station::Console& console) {
    return ClockRun(arguments, ports, console).run();
}

}  // namespace outpost::tools
