// outpost: builds the drivers and hands them to the chosen command.
#include "drivers/camera/choose_camera.h"
#include "drivers/hotplug/udev_watch.h"
#include "drivers/webclient/curl_client.h"
#include "firmware-app/equipment/equipment.h"
#include "firmware-app/equipment/scanner.h"
#include "firmware-app/station/build_info.h"
#include "firmware-app/station/check_setup.h"
#include "firmware-app/station/passphrase.h"
#include "firmware-app/station/trusted_clock.h"
#include "tools/outpost/canon_command.h"
#include "tools/outpost/clock_command.h"
#include "tools/outpost/command_line.h"
#include "tools/outpost/doctor_command.h"
#include "tools/outpost/issue_command.h"
#include "tools/outpost/journal_commands.h"
#include "tools/outpost/keys_command.h"
#include "tools/outpost/operator_command.h"
#include "tools/outpost/profile_command.h"
#include "tools/outpost/scan_command.h"
#include "tools/outpost/sync_command.h"
#include "tools/outpost/tally_command.h"
#include "tools/outpost/trust_command.h"
#include "tools/outpost/trust_import_command.h"
#include "tools/outpost/trust_take.h"
#include "tools/outpost/verify_command.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include <unistd.h>

namespace {

using namespace outpost;
using namespace outpost::station;
using namespace outpost::tools;

std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free);  // it is set by a signal handler

extern "C" void note_interrupt(int /*signal*/) {
    interrupted = true;
}

/// The machine's clock for checks by hand: not before this program was built, and no steps.
struct CheckingClock : station::TrustedClock {
    explicit CheckingClock(const Clock& machine) : TrustedClock(machine) {
        raise_floor(station::built_at());
    }
};

std::unique_ptr<WebClient> make_web(const WebArguments& arguments) {
    CurlSettings settings;
    settings.ca_file = arguments.ca;
    settings.proxy = arguments.proxy;
    return std::make_unique<CurlClient>(std::move(settings));
}

/// The drivers of this program, and one function for each command.
class Program {
  public:
    int operator()(const VerifyArguments& arguments) {
        const auto code = run_verify(arguments, {files_, checks_, symbols_, pictures()}, console_);
        // Only a picture starts the decoder: a payload needs none, and misses none.
        return decoder_.start_failure() ? without_decoder(*decoder_.start_failure()) : code;
    }

    int operator()(const ScanArguments& arguments) {
        if (!arguments.scanner.empty()) return scan_with_scanner(arguments);
        std::vector<CameraChoice> choices;
        std::vector<std::unique_ptr<DeviceWatch>> watches;
        std::vector<ScanCamera> cameras;
        for (const auto& name : arguments.cameras) {
            auto choice = choose_camera(name, files_, pictures(), clock_);
            if (!choice) {
                console_.message("no camera at " + printable(name) + ": " +
                                 words_for(choice.error()));
                return exit_code::environment;
            }
            choices.push_back(std::move(choice).value());
            watches.push_back(choices.back().is_finite ? nullptr : open_watch());
            cameras.push_back(
                {name, *choices.back().camera, choices.back().is_finite, watches.back().get()});
        }
        // Known now, a decoder that is not there is not taken for a camera that sees nothing.
        equipment::ReaderPool readers;
        if (const auto started = readers.start(); !started) return without_decoder(started.error());
        std::signal(SIGINT, note_interrupt);
        std::signal(SIGTERM, note_interrupt);
        const auto make_reader = [&readers] { return readers.make_reader(); };
        const ScanPorts ports{
            files_, checks_, cameras, make_reader, ::isatty(STDERR_FILENO) == 1, interrupted};
        const auto code = run_scan(arguments, ports, console_);
        tell_faults(readers.faults());
        return code;
    }

    int operator()(const CanonArguments& arguments) {
        return run_canon(arguments, files_, console_);
    }
    int operator()(const ToRdfArguments& arguments) {
        return run_to_rdf(arguments, files_, console_);
    }

    int operator()(const DoctorArguments& arguments) {
        const auto open_camera =
            [this](const std::string& name) -> Result<std::unique_ptr<Camera>> {
            auto choice = choose_camera(name, files_, pictures(), clock_);
            if (!choice) return choice.error();
            return std::move(choice->camera);
        };
        const DoctorPorts ports{files_,
                                clock_,
                                symbols_,
                                open_camera,
                                built_at(),
                                state_ports(),
                                [this](const std::string& name, const std::string& state) {
                                    return equipment_.open_printer(name, state);
                                },
                                equipment::Equipment::free_bytes,
                                [this] { return decoder_.start(all_decoder_services); }};
        return run_doctor(arguments, ports, console_);
    }

    int operator()(const ManualArguments& /*arguments*/) {
        console_.result(manual_page());
        return exit_code::ok;
    }

    int operator()(const KeysGenerateArguments& arguments) {
        return run_keys_generate(arguments, {files_, clock_, random_, ask_passphrase}, console_);
    }
    int operator()(const KeysPublicArguments& arguments) {
        return run_keys_public(arguments, files_, console_);
    }
    int operator()(const KeysInspectArguments& arguments) {
        return run_keys_inspect(arguments, files_, console_);
    }

    int operator()(const TrustAddArguments& arguments) {
        return run_trust_add(arguments, trust_ports(), console_);
    }
    int operator()(const TrustTakeArguments& arguments) {
        return run_trust_take(arguments, trust_ports(), console_);
    }
    int operator()(const TrustMakeArguments& arguments) {
        return run_trust_make(arguments, trust_ports(), console_);
    }
    int operator()(const TrustSignArguments& arguments) {
        return run_trust_sign(arguments, trust_ports(), console_);
    }
    int operator()(const TrustImportArguments& arguments) {
        return run_trust_import(arguments, trust_import_ports(), console_);
    }
    int operator()(const TrustRestoreArguments& arguments) {
        return run_trust_restore(arguments, trust_import_ports(), console_);
    }
    int operator()(const TrustInspectArguments& arguments) {
        return run_trust_inspect(arguments, trust_ports(), console_);
    }

    int operator()(const IssueArguments& arguments) {
        std::signal(SIGINT, note_interrupt);
        std::signal(SIGTERM, note_interrupt);
        return run_issue(arguments, issue_ports(), console_);
    }
    int operator()(const QueueListArguments& arguments) {
        return run_queue_list(arguments, state_ports(), console_);
    }
    int operator()(const QueueReleaseArguments& arguments) {
        return run_queue_release(arguments, issue_ports(), console_);
    }
    int operator()(const QueueRejectArguments& arguments) {
        return run_queue_reject(arguments, state_ports(), console_);
    }
    int operator()(const PrintArguments& arguments) {
        return run_print(arguments, issue_ports(), console_);
    }
    int operator()(const RevokeArguments& arguments) {
        return run_revoke(arguments, state_ports(), console_);
    }
    int operator()(const JournalArguments& arguments) {
        return run_journal(arguments, state_ports(), console_);
    }
    int operator()(const SyncEnrollArguments& arguments) {
        return run_sync_enroll(arguments, state_ports(), console_);
    }
    int operator()(const SyncExportArguments& arguments) {
        return run_sync_export(arguments, {state_ports(), make_web}, console_);
    }
    int operator()(const SyncCarryArguments& arguments) {
        return run_sync_carry(arguments, {state_ports(), make_web}, console_);
    }
    int operator()(const SyncImportArguments& arguments) {
        return run_sync_import(arguments, {state_ports(), make_web}, console_);
    }
    int operator()(const SyncStatusArguments& arguments) {
        return run_sync_status(arguments, state_ports(), console_);
    }
    int operator()(const SyncSealArguments& arguments) {
        return run_sync_seal(arguments, state_ports(), console_);
    }
    int operator()(const ProfileCheckArguments& arguments) {
        return run_profile_check(arguments, issue_ports(), console_);
    }
    int operator()(const ProfileExplainArguments& arguments) {
        return run_profile_explain(arguments, issue_ports(), console_);
    }
    int operator()(const ProfilePreviewArguments& arguments) {
        return run_profile_preview(arguments, issue_ports(), console_);
    }

    int operator()(const OperatorAddArguments& arguments) {
        return run_operator_add(arguments, operator_ports(), console_);
    }
    int operator()(const OperatorListArguments& arguments) {
        return run_operator_list(arguments, operator_ports(), console_);
    }
    int operator()(const OperatorRemoveArguments& arguments) {
        return run_operator_remove(arguments, operator_ports(), console_);
    }
    int operator()(const OperatorResetLockArguments& arguments) {
        return run_operator_reset_lock(arguments, operator_ports(), console_);
    }
    int operator()(const ClockArguments& arguments) {
        return run_clock(arguments, {files_, state_ports()}, console_);
    }
    int operator()(const TallyArguments& arguments) {
        return run_tally(arguments, files_, console_);
    }

  private:
    OperatorPorts operator_ports() {
        return {files_, equipment_.folders(), clock_, random_, ask_passphrase};
    }
    TrustImportPorts trust_import_ports() {
        return {files_, equipment_.folders(), clock_, state_ports(), make_web};
    }
    StatePorts state_ports() { return equipment_.state_ports(); }
    IssuePorts issue_ports() { return equipment_.issue_ports(interrupted); }

    TrustPorts trust_ports() {
        const auto make_folder = [](const std::string& path) -> Result<void> {
            std::error_code failure;
            std::filesystem::create_directories(path, failure);
            if (failure) return Error{Errc::Io, 0, "the folder cannot be made"};
            return {};
        };
        const auto files_below = [](const std::string& path) -> Result<std::vector<std::string>> {
            std::error_code failure;
            std::vector<std::string> names;
            std::filesystem::recursive_directory_iterator at(path, failure);
            for (; !failure && at != std::filesystem::recursive_directory_iterator();
                 at.increment(failure))
                if (at->is_regular_file(failure))
                    names.push_back(at->path().lexically_relative(path).string());
            if (failure) return Error{Errc::NotFound, 0, "the folder cannot be read"};
            std::sort(names.begin(), names.end());
            return names;
        };
        return {files_, clock_, make_folder, [] { return ask_passphrase("Passphrase: "); },
                files_below};
    }

    int scan_with_scanner(const ScanArguments& arguments) {
        const auto scanner = equipment::make_scanner(arguments.scanner, clock_);
        if (!scanner) {
            console_.message("--scanner: " + words_for(scanner.error()));
            return exit_code::usage;
        }
        std::signal(SIGINT, note_interrupt);
        std::signal(SIGTERM, note_interrupt);
        const auto wait_ms = [](std::int64_t ms) {
            std::this_thread::sleep_for(std::chrono::milliseconds(ms));
        };
        return run_scan_with_scanner(arguments, {files_, checks_, **scanner, wait_ms, interrupted},
                                     console_);
    }

    /// Null where udev tells nothing: then the camera itself is asked again and again.
    static std::unique_ptr<DeviceWatch> open_watch() {
        auto watch = UdevWatch::open();
        if (!watch) return nullptr;
        return std::move(watch).value();
    }

    std::vector<PictureReader*> pictures() { return equipment_.pictures(); }

    int without_decoder(const Error& error) {
        console_.message("the decoder " + default_decoder_program() +
                         " does not start: " + words_for(error));
        return exit_code::environment;
    }

    void tell_faults(DecoderFaults all) {
        all.crashes += decoder_.faults().crashes;
        all.time_outs += decoder_.faults().time_outs;
        if (all.crashes + all.time_outs > 0)
            console_.message("the decoder crashed " + std::to_string(all.crashes) +
                             " times and was too slow " + std::to_string(all.time_outs) +
                             " times; each cost one picture");
    }

    Console console_;
    equipment::Equipment equipment_;
    PosixFileStore& files_ = equipment_.files();
    SystemClock& clock_ = equipment_.clock();
    CheckingClock checks_{clock_};
    SodiumRandom& random_ = equipment_.random();
    DecoderProcess& decoder_ = equipment_.decoder();
    FrameReader& symbols_ = equipment_.symbols();
};

}  // namespace

int main(int argc, char** argv) {
    // Nothing here shows local time, but libzip reads the archive's dates with mktime(), which
    // looks at /etc/localtime each time unless TZ is set: 4 % of a check.
    ::setenv("TZ", "UTC0", 1);
    const auto parsed = parse_command_line(argc, argv);
    if (!parsed.arguments) return parsed.exit_code;
    try {
        Program program;
        return std::visit(program, *parsed.arguments);
    } catch (const std::exception& failure) {
        // Nothing of ours throws: this is memory or a library at its end.
        Console().message(std::string("stopped: ") + failure.what());
        return exit_code::environment;
    }
}
