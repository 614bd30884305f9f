// One line a check; nothing personal in any of them.
#include "tools/outpost/doctor_command.h"

#include "assets/shipped_contexts.h"
#include "core/json/writer.h"
#include "core/trust/loader.h"
#include "tools/outpost/check_setup.h"
#include "tools/outpost/self_test.h"

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

class Doctor {
  public:
    Doctor(const DoctorArguments& arguments, const DoctorPorts& ports)
        : arguments_(arguments), ports_(ports) {}

    std::vector<Line> examine() {
        examine_contexts();
        examine_clock();
        examine_trust();
        if (!arguments_.state.empty()) examine_state();
        if (!arguments_.camera.empty()) examine_camera();
        return std::move(lines_);
    }

  private:
    void add(std::string part, State state, std::string text) {
        lines_.push_back({std::move(part), state, std::move(text)});
    }

    void examine_contexts() {
        auto contexts = shipped_context_set();
        if (!contexts) return add("contexts", State::Broken, words_for(contexts.error()));
        add("contexts", State::Well, "every shipped context has its pinned hash");
        const bool works = verifier_works(std::move(contexts).value());
        add("verifier", works ? State::Well : State::Broken,
            works ? "a good certificate is accepted, an altered one rejected"
                  : "the certificate of the self-test was not judged as it must be");
    }

    void examine_clock() {
        const auto now = ports_.clock.now();
        if (now < ports_.built_at)
            return add("clock", State::Broken,
                       format_rfc3339(now) + " is before this program was made: set the clock");
        add("clock", State::Well, format_rfc3339(now));
    }

    void examine_trust() {
        if (arguments_.trust.empty())
            return add("trust", State::Attention, "no trust data given (--trust PATH)");
        std::vector<trust::MinisignPublicKey> roots;
        if (!arguments_.root.empty()) {
            auto loaded = trust::load_roots(ports_.files, arguments_.root);
            if (!loaded)
                return add("trust", State::Broken, "root keys: " + words_for(loaded.error()));
            roots = std::move(loaded).value();
        }
        const auto loaded = trust::load_trust(ports_.files, arguments_.trust, roots);
        if (!loaded) return add("trust", State::Broken, words_for(loaded.error()));
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
            return add("state", State::Broken, "cannot write: " + words_for(written.error()));
        const auto read = ports_.files.read(probe, 16);
        add("state", read ? State::Well : State::Broken,
            read ? "writable" : "cannot read back: " + words_for(read.error()));
    }

    void examine_camera() {
        auto camera = ports_.open_camera(arguments_.camera);
        if (!camera) return add("camera", State::Broken, words_for(camera.error()));
        if (const auto opened = (*camera)->open(); !opened)
            return add("camera", State::Broken,
                       std::string(describe((*camera)->state())) + " " + words_for(opened.error()));
        Frame frame;
        constexpr std::chrono::milliseconds deadline{3000};
        const auto taken = (*camera)->next_frame(frame, deadline);
        if (!taken)
            return add("camera", State::Broken,
                       std::string(describe((*camera)->state())) + " " + words_for(taken.error()));
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

int run_doctor(const DoctorArguments& arguments, const DoctorPorts& ports, const Console& console) {
    const auto lines = Doctor(arguments, ports).examine();
    if (arguments.json) {
        console.result(json_of(lines));
    } else {
        for (const auto& line : lines) {
            auto text = line.part;
            text.resize(10, ' ');
            auto state = std::string(state_name(line.state));
            state.resize(10, ' ');
            console.result(text + state + printable(line.text));
        }
    }
    if (!arguments.bundle.empty()) {
        const auto written =
            ports.files.write_atomically(arguments.bundle, as_bytes(json_of(lines) + "\n"));
        if (!written) {
            console.message("cannot write " + printable(arguments.bundle) + ": " +
                            words_for(written.error()));
            return exit_code::environment;
        }
    }
    auto worst = State::Well;
    for (const auto& line : lines) worst = std::max(worst, line.state);
    if (worst == State::Broken) return exit_code::environment;
    return worst == State::Attention ? exit_code::not_ok : exit_code::ok;
}

}  // namespace outpost::tools
