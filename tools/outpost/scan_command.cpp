// The loop between the scanning threads and the verifier.
#include "tools/outpost/scan_command.h"

#include "core/bytes/hex.h"
#include "core/crypto/digest.h"
#include "core/parts/part_collector.h"
#include "firmware-app/runtime/scan_cameras.h"
#include "firmware-app/station/check_setup.h"
#include "tools/outpost/hint_teller.h"
#include "tools/outpost/report.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace outpost::tools {

namespace {

/// A camera that has never shown anything by then is not there; one that has may come back.
constexpr std::int64_t no_camera_after_ms = 10'000;

/// What came into view: joined, checked, told and counted.
class Checks {
  public:
    Checks(const ScanArguments& arguments, const station::CheckSetup& setup, const Clock& clock,
           const station::Console& console)
        : arguments_(arguments),
          setup_(setup),
          clock_(clock),
          console_(console),
          verifier_(setup.settings) {}

    struct Seen {
        const Bytes& payload;
        const std::optional<SequencePart>& part;
        std::string_view input;
        std::int64_t decode_us = 0;
    };

    /// A symbol that is part of a message waits for the others.
    void take(const Seen& seen) {
        const auto offer = parts_.offer(seen.payload, seen.part, clock_.monotonic_ms());
        if (std::holds_alternative<parts::NotAPart>(offer)) return check(seen);
        if (const auto* progress = std::get_if<parts::PartProgress>(&offer)) {
            if (progress->is_new)
                console_.message("part " + std::to_string(progress->have) + " of " +
                                 std::to_string(progress->of) + " of a certificate");
        } else if (const auto* joined = std::get_if<parts::JoinedMessage>(&offer)) {
            check({joined->message, std::nullopt, seen.input, seen.decode_us});
        } else {
            console_.message("a part of a certificate cannot be used: " +
                             station::words_for(std::get<Error>(offer)));
        }
    }

    [[nodiscard]] bool is_enough() const {
        return arguments_.count > 0 && certificates_ >= arguments_.count;
    }
    [[nodiscard]] bool has_any() const { return certificates_ > 0; }
    [[nodiscard]] int exit_code() const { return exit_code_.value(); }
    [[nodiscard]] std::string words() const {
        return std::to_string(certificates_) + " certificates: " + std::to_string(counts_[0]) +
               " accepted, " + std::to_string(counts_[1]) + " not accepted, " +
               std::to_string(counts_[2]) + " rejected, " + std::to_string(counts_[3]) + " unknown";
    }

  private:
    void check(const Seen& seen) {
        const auto started_us = clock_.monotonic_us();
        const auto at = setup_.instant(clock_);
        CheckReport report;
        report.input = seen.input;
        report.payload_sha256 = bytes::encode_hex(crypto::sha256(seen.payload));
        report.verification = verifier_.verify(seen.payload, at);
        report.decision = policy::decide(report.verification, setup_.policy, setup_.purpose, at,
                                         setup_.clock_trust(clock_));
        report.is_instant_given = setup_.at.has_value();
        report.decode_us = seen.decode_us;
        report.total_us = seen.decode_us + clock_.monotonic_us() - started_us;
        exit_code_.add(report.decision.verdict);
        console_.result(arguments_.check.json ? json_line(report) : words_of(report));
        ++certificates_;
        ++counts_[static_cast<std::size_t>(report.decision.verdict)];
    }

    const ScanArguments& arguments_;
    const station::CheckSetup& setup_;
    const Clock& clock_;
    const station::Console& console_;
    verify::Verifier verifier_;
    parts::PartCollector parts_;
    ExitCode exit_code_;
    std::int64_t certificates_ = 0;
    std::array<std::int64_t, 4> counts_{};  // in the order of policy::Verdict
};

std::int64_t end_of(const ScanArguments& arguments, const Clock& clock) {
    return arguments.seconds > 0 ? clock.monotonic_ms() + arguments.seconds * 1000
                                 : std::numeric_limits<std::int64_t>::max();
}

class CameraRun {
  public:
    CameraRun(const ScanArguments& arguments, const station::CheckSetup& setup,
              const ScanPorts& ports, const station::Console& console)
        : arguments_(arguments),
          ports_(ports),
          console_(console),
          checks_(arguments, setup, ports.clock, console),
          eyes_(ports.cameras.size()) {}

    int run() {
        runtime::ScanCameras cameras(sources(), ports_.clock);
        const auto ends_at_ms = end_of(arguments_, ports_.clock);
        constexpr std::chrono::milliseconds poll{100};
        const auto gives_up_at_ms = ports_.clock.monotonic_ms() + no_camera_after_ms;
        while (!is_over() && ports_.clock.monotonic_ms() < ends_at_ms &&
               (has_seen() || ports_.clock.monotonic_ms() < gives_up_at_ms))
            if (const auto event = cameras.next_event(poll)) handle(*event);
        if (!has_seen() && !ports_.interrupted) {
            for (const auto& camera : ports_.cameras)
                console_.message("no camera at " + station::printable(camera.name));
            return station::exit_code::environment;
        }
        const bool are_pictures =
            std::all_of(ports_.cameras.begin(), ports_.cameras.end(),
                        [](const ScanCamera& camera) { return camera.is_finite; });
        console_.message(std::to_string(cameras.counters().frames) +
                         (are_pictures ? " pictures, " : " frames, ") + checks_.words());
        return checks_.exit_code();
    }

  private:
    struct Eye {
        HintTeller hints;
        bool has_ended = false;
    };

    [[nodiscard]] std::vector<runtime::ScanSource> sources() const {
        std::vector<runtime::ScanSource> all;
        for (const auto& camera : ports_.cameras) {
            runtime::ScanOptions options;
            if (camera.is_finite) options.frame_policy = runtime::FramePolicy::EveryFrame;
            // Two workers each would only take the cores from one another.
            if (ports_.cameras.size() > 1) options.workers = 1;
            // A picture of a folder cannot be held better.
            options.tells_frames = ports_.tells_hints && !camera.is_finite;
            options.sets_exposure = !arguments_.device_exposure;
            all.push_back({camera.camera, ports_.make_reader, options, camera.watch});
        }
        return all;
    }

    [[nodiscard]] bool is_over() const {
        const bool have_all_ended =
            std::all_of(eyes_.begin(), eyes_.end(), [](const Eye& eye) { return eye.has_ended; });
        return checks_.is_enough() || have_all_ended || ports_.interrupted;
    }
    [[nodiscard]] bool has_seen() const { return has_streamed_ || checks_.has_any(); }

    void handle(const runtime::CameraEvent& event) {
        const auto& camera = ports_.cameras[event.camera];
        if (const auto* symbol = std::get_if<runtime::SymbolSeen>(&event.event)) {
            const auto& input = symbol->source.empty() ? camera.name : symbol->source;
            checks_.take({symbol->payload, symbol->part, input, symbol->decode_us});
        } else if (const auto* frame = std::get_if<runtime::FrameSeen>(&event.event)) {
            tell_hint(event.camera, *frame);
        } else if (const auto* change = std::get_if<runtime::CameraStateChanged>(&event.event)) {
            if (change->state == CameraState::Streaming)
                has_streamed_ = true;
            else if (change->state != CameraState::Ended)
                message(camera, change->words);
        } else {
            eyes_[event.camera].has_ended = true;
        }
    }

    void tell_hint(std::size_t camera, const runtime::FrameSeen& frame) {
        std::optional<ScanHint> hint;
        const bool is_unread = frame.quality.symbol && !frame.quality.symbol->was_read;
        const bool has_read =
            std::any_of(frame.outlines.begin(), frame.outlines.end(),
                        [](const runtime::SymbolOutline& outline) { return outline.was_read; });
        if (is_unread && !has_read) hint = frame.hint;
        if (const auto told = eyes_[camera].hints.next(hint, frame.taken_at_ms))
            message(ports_.cameras[camera], words_for(*told));
    }

    void message(const ScanCamera& camera, std::string_view words) const {
        const bool is_one = ports_.cameras.size() == 1;
        console_.message((is_one ? "" : station::printable(camera.name) + ": ") +
                         std::string(words));
    }

    const ScanArguments& arguments_;
    const ScanPorts& ports_;
    const station::Console& console_;
    Checks checks_;
    std::vector<Eye> eyes_;  // one for each camera
    bool has_streamed_ = false;
};

/// Keeps the scanner open: tells each change of its state once, and opens it again when it is gone.
class ScannerKeeper {
  public:
    ScannerKeeper(const ScannerPorts& ports, const station::Console& console)
        : ports_(ports), console_(console) {}

    /// False when it cannot be opened now.
    bool is_ready() {
        if (ports_.scanner.state() == ScannerState::Ready) return true;
        if (has_been_open_ && !is_told_) {
            console_.message(describe(ports_.scanner.state()));
            is_told_ = true;
        }
        if (!ports_.scanner.open()) return false;
        has_been_open_ = true;
        is_told_ = false;
        return true;
    }
    [[nodiscard]] bool has_been_open() const { return has_been_open_; }

  private:
    const ScannerPorts& ports_;
    const station::Console& console_;
    bool has_been_open_ = false;
    bool is_told_ = false;
};

}  // namespace

int run_scan_with_scanner(const ScanArguments& arguments, const ScannerPorts& ports,
                          const station::Console& console) {
    const auto setup = station::make_check_setup(arguments.check, ports.files, console);
    if (!setup) return station::exit_code::usage;
    Checks checks(arguments, *setup, ports.clock, console);
    ScannerKeeper keeper(ports, console);
    const auto ends_at_ms = end_of(arguments, ports.clock);
    constexpr std::chrono::milliseconds poll{100};
    constexpr std::int64_t pause_ms = 500;
    while (!checks.is_enough() && !ports.interrupted && ports.clock.monotonic_ms() < ends_at_ms) {
        if (!keeper.is_ready()) {
            if (!keeper.has_been_open()) break;
            ports.wait_ms(pause_ms);
            continue;
        }
        const auto payload = ports.scanner.next_payload(poll);
        if (payload)
            checks.take({payload->bytes, std::nullopt, arguments.scanner, 0});
        else if (payload.error().code != Errc::Timeout && payload.error().code != Errc::Unavailable)
            console.message("a scan cannot be used: " + station::words_for(payload.error()));
    }
    if (!keeper.has_been_open()) {
        console.message("no scanner at " + station::printable(ports.scanner.label()));
        return station::exit_code::environment;
    }
    console.message(checks.words());
    return checks.exit_code();
}

int run_scan(const ScanArguments& arguments, const ScanPorts& ports,
             const station::Console& console) {
    const auto setup = station::make_check_setup(arguments.check, ports.files, console);
    if (!setup) return station::exit_code::usage;
    return CameraRun(arguments, *setup, ports, console).run();
}

}  // namespace outpost::tools
