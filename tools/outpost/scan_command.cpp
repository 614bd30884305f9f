// The loop between the scanning threads and the verifier.
#include "tools/outpost/scan_command.h"

#include "core/bytes/hex.h"
#include "core/crypto/digest.h"
#include "firmware-app/runtime/scan_pipeline.h"
#include "tools/outpost/check_setup.h"
#include "tools/outpost/report.h"

#include <array>
#include <chrono>
#include <limits>
#include <variant>

namespace outpost::tools {

namespace {

/// A camera that has never shown anything by then is not there; one that has may come back.
constexpr std::int64_t no_camera_after_ms = 10'000;

class ScanRun {
  public:
    ScanRun(const ScanArguments& arguments, const CheckSetup& setup, const ScanPorts& ports,
            const Console& console)
        : arguments_(arguments),
          setup_(setup),
          ports_(ports),
          console_(console),
          verifier_(setup.settings) {}

    int run() {
        runtime::ScanOptions options;
        if (ports_.camera_is_finite) options.frame_policy = runtime::FramePolicy::EveryFrame;
        runtime::ScanPipeline pipeline(ports_.camera, ports_.make_reader, ports_.clock, options);
        const auto ends_at_ms = arguments_.seconds > 0
                                    ? ports_.clock.monotonic_ms() + arguments_.seconds * 1000
                                    : std::numeric_limits<std::int64_t>::max();
        constexpr std::chrono::milliseconds poll{100};
        const auto gives_up_at_ms = ports_.clock.monotonic_ms() + no_camera_after_ms;
        while (!is_over_ && !ports_.interrupted && ports_.clock.monotonic_ms() < ends_at_ms &&
               (has_streamed_ || certificates_ > 0 || ports_.clock.monotonic_ms() < gives_up_at_ms))
            if (const auto event = pipeline.next_event(poll)) handle(*event);
        if (!has_streamed_ && certificates_ == 0 && !ports_.interrupted) {
            console_.message("no camera at " + printable(arguments_.camera));
            return exit_code::environment;
        }
        const auto frames = pipeline.counters().frames;
        console_.message(std::to_string(frames) +
                         (ports_.camera_is_finite ? " pictures, " : " frames, ") +
                         std::to_string(certificates_) + " certificates: " + counts());
        return exit_code_.value();
    }

  private:
    [[nodiscard]] std::string counts() const {
        return std::to_string(counts_[0]) + " accepted, " + std::to_string(counts_[1]) +
               " not accepted, " + std::to_string(counts_[2]) + " rejected, " +
               std::to_string(counts_[3]) + " unknown";
    }

    void handle(const runtime::ScanEvent& event) {
        if (const auto* symbol = std::get_if<runtime::SymbolSeen>(&event)) return check(*symbol);
        if (const auto* change = std::get_if<runtime::CameraStateChanged>(&event)) {
            if (change->state == CameraState::Streaming)
                has_streamed_ = true;
            else if (change->state != CameraState::Ended)
                console_.message(change->words);
            return;
        }
        is_over_ = true;
    }

    void check(const runtime::SymbolSeen& symbol) {
        const auto started_us = ports_.clock.monotonic_us();
        const auto at = setup_.instant(ports_.clock);
        const auto& input = symbol.source.empty() ? arguments_.camera : symbol.source;
        CheckReport report;
        report.input = input;
        report.payload_sha256 = bytes::encode_hex(crypto::sha256(symbol.payload));
        report.verification = verifier_.verify(symbol.payload, at);
        report.decision = policy::decide(report.verification, setup_.policy, setup_.purpose, at);
        report.decode_us = symbol.decode_us;
        report.total_us = symbol.decode_us + ports_.clock.monotonic_us() - started_us;
        exit_code_.add(report.decision.verdict);
        console_.result(arguments_.check.json ? json_line(report) : words_of(report));
        ++certificates_;
        ++counts_[static_cast<std::size_t>(report.decision.verdict)];
        if (arguments_.count > 0 && certificates_ >= arguments_.count) is_over_ = true;
    }

    const ScanArguments& arguments_;
    const CheckSetup& setup_;
    const ScanPorts& ports_;
    const Console& console_;
    verify::Verifier verifier_;
    ExitCode exit_code_;
    std::int64_t certificates_ = 0;
    std::array<std::int64_t, 4> counts_{};  // in the order of policy::Verdict
    bool has_streamed_ = false;
    bool is_over_ = false;
};

}  // namespace

int run_scan(const ScanArguments& arguments, const ScanPorts& ports, const Console& console) {
    const auto setup = make_check_setup(arguments.check, ports.files, console);
    if (!setup) return exit_code::usage;
    return ScanRun(arguments, *setup, ports, console).run();
}

}  // namespace outpost::tools
