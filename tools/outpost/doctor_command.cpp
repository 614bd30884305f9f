// One line a check; nothing personal in any of them.
#include "tools/outpost/doctor_command.h"

#include "assets/shipped_contexts.h"
#include "core/json/writer.h"
#include "core/trust/loader.h"
#include "firmware-app/station/check_setup.h"
#include "firmware-app/station/self_test.h"
#include "firmware-app/station/trusted_clock.h"

#include <algorithm>
#include <chrono>

namespace outpost::tools {

namespace {

enum class State : std::uint8_t { Well, Attention, Broken };

std::string_view state_name(State state) {
    switch (state) {
        case State::Well:
            return "well";
        case State::Attention:
            return "attention";
        case State::Broken:
            return "broken";
    }
    return "broken";
}

struct Line {
    std::string part;
    State state = State::Well;
    std::string text;
};

constexpr std::int64_t ms_per_day = 86'400'000;
/// A certificate with its files and its lines in the journal takes less than half a MiB.
constexpr std::uint64_t disk_bytes_low = std::uint64_t{500} * 1024 * 1024;
constexpr std::uint64_t disk_bytes_least = std::uint64_t{50} * 1024 * 1024;

class Doctor {
  public:
    Doctor(const DoctorArguments& arguments, const DoctorPorts& ports)
        : arguments_(arguments), ports_(ports) {}

    std::vector<Line> examine() {
        examine_contexts();
        examine_decoder();
        examine_clock();
        examine_trust();
        if (!arguments_.state.empty()) {
            examine_state();
            examine_disk();
            examine_journal();
        }
        if (!arguments_.printer.empty()) examine_printer();
        if (!arguments_.camera.empty()) examine_camera();
        return std::move(lines_);
    }

  private:
    void add(std::string part, State state, std::string text) {
        lines_.push_back({std::move(part), state, std::move(text)});
    }

    void examine_contexts() {
        auto contexts = shipped_context_set();
        if (!contexts) return add("contexts", State::Broken, station::words_for(contexts.error()));
        add("contexts", State::Well, "every shipped context has its pinned hash");
        const bool works = station::verifier_works(std::move(contexts).value());
        add("verifier", works ? State::Well : State::Broken,
            works ? "a good certificate is accepted, an altered one rejected"
                  : "the certificate of the self-test was not judged as it must be");
    }

    void examine_decoder() {
        const auto started = ports_.start_decoder();
        add("decoder", started ? State::Well : State::Broken,
            started ? "starts and closes itself in" : station::words_for(started.error()));
    }

    void examine_clock() {
        const auto now = ports_.clock.now();
        if (now < ports_.built_at)
            return add("clock", State::Broken,
                       format_rfc3339(now) + " is before this program was made: set the clock");
        if (arguments_.state.empty()) return add("clock", State::Well, format_rfc3339(now));
        const station::TrustedClock clock(ports_.clock, ports_.files, arguments_.state);
        const auto standing = clock.standing();
        if (standing.trust == ClockTrust::Trusted)
            return add("clock", State::Well,
                       format_rfc3339(standing.now) + ", vouched for by " +
                           std::string(timekeeping::voucher_name(standing.voucher)));
        add("clock", State::Attention,
            format_rfc3339(standing.now) + ", nobody vouches for it (" +
                std::string(timekeeping::doubt_name(standing.doubt)) +
                "): outpost clock confirm, or set");
    }

    void examine_trust() {
        if (arguments_.trust.empty())
            return add("trust", State::Attention, "no trust data given (--trust PATH)");
        std::vector<trust::MinisignPublicKey> roots;
        if (!arguments_.root.empty()) {
            auto loaded = trust::load_roots(ports_.files, arguments_.root);
            if (!loaded)
                return add("trust", State::Broken,
                           "root keys: " + station::words_for(loaded.error()));
            roots = std::move(loaded).value();
        }
        const auto loaded = trust::load_trust(ports_.files, arguments_.trust, roots);
        if (!loaded) return add("trust", State::Broken, station::words_for(loaded.error()));
        describe_trust(loaded->snapshot);
    }

    void describe_trust(const trust::TrustSnapshot& snapshot) {
        const auto now = ports_.clock.now();
        auto text = std::to_string(snapshot.methods().size()) + " keys";
        auto state = snapshot.methods().empty() ? State::Broken : State::Well;
        const auto& origin = snapshot.origin();
        if (origin.issued_at)
            text += ", " +
                    std::to_string((now.since_epoch_ms - origin.issued_at->since_epoch_ms) /
                                   ms_per_day) +
                    " days old";
        if (origin.expires_at) {
            text += ", good until " + format_rfc3339(*origin.expires_at);
            if (*origin.expires_at < now) state = State::Broken;
        }
        const auto published =
            std::count_if(snapshot.methods().begin(), snapshot.methods().end(),
                          [](const trust::VerificationMethod& method) { return method.published; });
        if (published > 0) {
            text += ", " + std::to_string(published) + " of them published and so refused";
            state = std::max(state, State::Attention);
        }
        add("trust", state, text);
    }

    void examine_state() {
        const auto probe = arguments_.state + "/.doctor";
        const auto written = ports_.files.write_atomically(probe, as_bytes("probe"));
        if (!written)
            return add("state", State::Broken,
                       "cannot write: " + station::words_for(written.error()));
        const auto read = ports_.files.read(probe, 16);
        add("state", read ? State::Well : State::Broken,
            read ? "writable" : "cannot read back: " + station::words_for(read.error()));
    }

    void examine_disk() {
        const auto bytes = ports_.free_bytes(arguments_.state);
        if (!bytes) return add("disk", State::Broken, station::words_for(bytes.error()));
        auto state = *bytes < disk_bytes_low ? State::Attention : State::Well;
        if (*bytes < disk_bytes_least) state = State::Broken;
        add("disk", state, std::to_string(*bytes / (1024 * 1024)) + " MiB free");
    }

    void examine_journal() {
        const auto state = station::read_state(arguments_.state, ports_.state);
        if (!state && state.error().code == Errc::NotFound)
            return add("journal", State::Well, "none yet: nothing was issued here");
        if (!state) return add("journal", State::Broken, station::words_for(state.error()));
        const auto entries = state->journal->check_chain();
        if (!entries && entries.error().code == Errc::BadChecksum)
            return add("journal", State::Broken,
                       "the chain is broken at entry " + std::to_string(entries.error().offset));
        const auto counts = state->journal->counts();
        if (!entries || !counts)
            return add("journal", State::Broken,
                       station::words_for(entries ? counts.error() : entries.error()));
        add("journal", State::Well,
            "the chain holds: " + std::to_string(*entries) + " entries, " +
                std::to_string(counts->orders) + " certificates, " + std::to_string(counts->held) +
                " items held");
    }

    void examine_printer() {
        const auto folder =
            arguments_.state.empty() ? station::default_state_folder() : arguments_.state;
        const auto printer = ports_.open_printer(arguments_.printer, folder);
        if (!printer) return add("printer", State::Broken, station::words_for(printer.error()));
        if (*printer == nullptr) return add("printer", State::Well, "none: nothing is printed");
        const auto health = (*printer)->health();
        if (health.state == PrintState::Waiting) return add("printer", State::Well, "ready");
        const bool is_gone = health.state == PrintState::Offline;
        auto text = std::string(print_state_name(health.state));
        if (!health.detail.empty()) text += ": " + health.detail;
        if (health.state == PrintState::Unknown) text = "the printer does not tell how it is";
        add("printer", is_gone ? State::Broken : State::Attention, text);
    }

    void examine_camera() {
        auto camera = ports_.open_camera(arguments_.camera);
        if (!camera) return add("camera", State::Broken, station::words_for(camera.error()));
        if (const auto opened = (*camera)->open(); !opened)
            return add("camera", State::Broken,
                       std::string(describe((*camera)->state())) + " " +
                           station::words_for(opened.error()));
        Frame frame;
        constexpr std::chrono::milliseconds deadline{3000};
        const auto taken = (*camera)->next_frame(frame, deadline);
        if (!taken)
            return add("camera", State::Broken,
                       std::string(describe((*camera)->state())) + " " +
                           station::words_for(taken.error()));
        const auto reading = ports_.symbols.read(frame.view(), {ReadEffort::Still, {}, 0});
        add("camera", (*camera)->state() == CameraState::Black ? State::Attention : State::Well,
            std::to_string(frame.width_px) + "x" + std::to_string(frame.height_px) + ", " +
                std::to_string(reading.symbols.size()) + " symbols in view");
    }

    const DoctorArguments& arguments_;
    const DoctorPorts& ports_;
    std::vector<Line> lines_;
};

std::string json_of(const std::vector<Line>& lines) {
    json::Writer out;
    out.begin_object();
    for (const auto& line : lines) {
        out.key(line.part).begin_object();
        out.key("state").value(state_name(line.state));
        out.key("text").value(line.text);
        out.end_object();
    }
    out.end_object();
    return std::move(out).take();
}

}  // namespace

int run_doctor(const DoctorArguments& arguments, const DoctorPorts& ports,
               const station::Console& console) {
    const auto lines = Doctor(arguments, ports).examine();
    if (arguments.json) {
        console.result(json_of(lines));
    } else {
        for (const auto& line : lines) {
            auto text = line.part;
            text.resize(10, ' ');
            auto state = std::string(state_name(line.state));
            state.resize(10, ' ');
            console.result(text + state + station::printable(line.text));
        }
    }
    if (!arguments.bundle.empty()) {
        const auto written =
            ports.files.write_atomically(arguments.bundle, as_bytes(json_of(lines) + "\n"));
        if (!written) {
            console.message("cannot write " + station::printable(arguments.bundle) + ": " +
                            station::words_for(written.error()));
            return station::exit_code::environment;
        }
    }
    auto worst = State::Well;
    for (const auto& line : lines) worst = std::max(worst, line.state);
    if (worst == State::Broken) return station::exit_code::environment;
    return worst == State::Attention ? station::exit_code::not_ok : station::exit_code::ok;
}

}  // namespace outpost::tools
