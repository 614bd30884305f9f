// outpost: builds the drivers and hands them to the chosen command.
#include "drivers/camera/choose_camera.h"
#include "drivers/clock/system_clock.h"
#include "drivers/picture/pdf_page_reader.h"
#include "drivers/picture/picture_file_reader.h"
#include "drivers/random/sodium_random.h"
#include "drivers/store/posix_file_store.h"
#include "drivers/symbol/zxing_symbol_reader.h"
#include "tools/outpost/build_info.h"
#include "tools/outpost/canon_command.h"
#include "tools/outpost/check_setup.h"
#include "tools/outpost/command_line.h"
#include "tools/outpost/doctor_command.h"
#include "tools/outpost/keys_command.h"
#include "tools/outpost/passphrase.h"
#include "tools/outpost/scan_command.h"
#include "tools/outpost/trust_command.h"
#include "tools/outpost/verify_command.h"

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <filesystem>

namespace {

using namespace outpost;
using namespace outpost::tools;

std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free);  // it is set by a signal handler

extern "C" void note_interrupt(int /*signal*/) {
    interrupted = true;
}

/// The drivers of this program, and one function for each command.
class Program {
  public:
    int operator()(const VerifyArguments& arguments) {
        return run_verify(arguments, {files_, clock_, symbols_, pictures()}, console_);
    }

    int operator()(const ScanArguments& arguments) {
        auto choice = choose_camera(arguments.camera, files_, pictures(), clock_);
        if (!choice) {
            console_.message("no camera at " + printable(arguments.camera) + ": " +
                             words_for(choice.error()));
            return exit_code::environment;
        }
        std::signal(SIGINT, note_interrupt);
        std::signal(SIGTERM, note_interrupt);
        const ScanPorts ports{files_,
                              clock_,
                              *choice->camera,
                              choice->is_finite,
                              [] { return std::make_unique<ZxingSymbolReader>(); },
                              interrupted};
        return run_scan(arguments, ports, console_);
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
        return run_doctor(arguments, {files_, clock_, symbols_, open_camera, built_at()}, console_);
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
    int operator()(const TrustMakeArguments& arguments) {
        return run_trust_make(arguments, trust_ports(), console_);
    }
    int operator()(const TrustSignArguments& arguments) {
        return run_trust_sign(arguments, trust_ports(), console_);
    }
    int operator()(const TrustInspectArguments& arguments) {
        return run_trust_inspect(arguments, trust_ports(), console_);
    }

  private:
    TrustPorts trust_ports() {
        const auto make_folder = [](const std::string& path) -> Result<void> {
            std::error_code failure;
            std::filesystem::create_directories(path, failure);
            if (failure) return Error{Errc::Io, 0, "the folder cannot be made"};
            return {};
        };
        return {files_, clock_, make_folder, [] { return ask_passphrase("Passphrase: "); }};
    }

    std::vector<PictureReader*> pictures() { return {&picture_files_, &pdf_pages_}; }

    Console console_;
    PosixFileStore files_;
    SystemClock clock_;
    SodiumRandom random_;
    ZxingSymbolReader symbols_;
    PictureFileReader picture_files_;
    PdfPageReader pdf_pages_;
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
