// Each input is a picture, a page, or a payload; each symbol in it is one result.
#include "tools/outpost/verify_command.h"

#include "core/bytes/hex.h"
#include "core/crypto/digest.h"
#include "firmware-app/runtime/read_still.h"
#include "firmware-app/station/check_setup.h"
#include "firmware-app/station/input.h"
#include "tools/outpost/report.h"

#include <algorithm>
#include <set>

namespace outpost::tools {

namespace {

class VerifyRun {
  public:
    VerifyRun(const station::CheckSetup& setup, const VerifyPorts& ports,
              const station::Console& console, bool json)
        : setup_(setup), ports_(ports), console_(console), json_(json), verifier_(setup.settings) {}

    void check_input(const std::string& input) {
        const auto content = station::read_input(ports_.files, input);
        if (!content) return unreadable(input, content.error());
        const bool is_picture =
            std::any_of(ports_.pictures.begin(), ports_.pictures.end(),
                        [&](const PictureReader* reader) { return reader->recognises(*content); });
        if (!is_picture) return report(input, *content, {}, 0);
        const auto started_us = ports_.clock.monotonic_us();
        const auto symbols = runtime::read_still(ports_.symbols, ports_.pictures, *content);
        const auto decode_us = ports_.clock.monotonic_us() - started_us;
        if (!symbols) return unreadable(input, symbols.error());
        std::set<Bytes> seen;  // one certificate on two pages is one result
        for (const auto& found : *symbols)
            if (seen.insert(found.symbol.payload).second)
                report(input, found.symbol.payload,
                       bytes::encode_hex(crypto::sha256(found.symbol.payload)), decode_us);
        if (seen.empty()) report(input, {}, {}, decode_us);
    }

    [[nodiscard]] int exit_code() const { return exit_code_.value(); }

  private:
    void report(const std::string& input, ByteView payload, std::string payload_sha256,
                std::int64_t decode_us) {
        const auto started_us = ports_.clock.monotonic_us();
        const auto at = setup_.instant(ports_.clock);
        CheckReport out;
        out.input = input;
        out.payload_sha256 = std::move(payload_sha256);
        out.verification = verifier_.verify(payload, at);
        out.decision = policy::decide(out.verification, setup_.policy, setup_.purpose, at,
                                      setup_.clock_trust(ports_.clock));
        out.is_instant_given = setup_.at.has_value();
        out.decode_us = decode_us;
        out.total_us = decode_us + ports_.clock.monotonic_us() - started_us;
        exit_code_.add(out.decision.verdict);
        console_.result(json_ ? json_line(out) : words_of(out));
    }

    void unreadable(const std::string& input, const Error& error) {
        console_.message("cannot read " + station::printable(input) + ": " +
                         station::words_for(error));
        exit_code_.add_unreadable();
    }

    const station::CheckSetup& setup_;
    const VerifyPorts& ports_;
    const station::Console& console_;
    bool json_;
    verify::Verifier verifier_;
    ExitCode exit_code_;
};

}  // namespace

int run_verify(const VerifyArguments& arguments, const VerifyPorts& ports,
               const station::Console& console) {
    const auto setup = station::make_check_setup(arguments.check, ports.files, console);
    if (!setup) return station::exit_code::usage;
    VerifyRun run(*setup, ports, console, arguments.check.json);
    for (const auto& input : arguments.inputs) run.check_input(input);
    return run.exit_code();
}

}  // namespace outpost::tools
