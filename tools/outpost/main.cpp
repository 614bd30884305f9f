// outpost: builds the drivers and hands them to the chosen command.
#include "core/framing/key_scanner.h"
#include "core/framing/scanner_option.h"
#include "core/framing/stream_scanner.h"
#include "drivers/camera/choose_camera.h"
#include "drivers/clock/system_clock.h"
#include "drivers/database/sqlite_database.h"
#include "drivers/decoderprocess/isolated_readers.h"
#include "drivers/keymap/xkb_key_map.h"
#include "drivers/keyscanner/evdev_key_source.h"
#include "drivers/page/cairo_page_writer.h"
#include "drivers/picture/pdf_box_rasteriser.h"
#include "drivers/printer/cups_printer.h"
#include "drivers/printer/spool_printer.h"
#include "drivers/random/sodium_random.h"
#include "drivers/serialscanner/serial_stream.h"
#include "drivers/store/inotify_folder_watch.h"
#include "drivers/store/posix_file_store.h"
#include "drivers/store/posix_folder_store.h"
#include "drivers/symbolwriter/qrencode_symbol_writer.h"
#include "firmware-app/decoder/frame_readers.h"
#include "tools/outpost/build_info.h"
#include "tools/outpost/canon_command.h"
#include "tools/outpost/check_setup.h"
#include "tools/outpost/command_line.h"
#include "tools/outpost/doctor_command.h"
#include "tools/outpost/input.h"
#include "tools/outpost/issue_command.h"
#include "tools/outpost/journal_commands.h"
#include "tools/outpost/keys_command.h"
#include "tools/outpost/passphrase.h"
#include "tools/outpost/profile_command.h"
#include "tools/outpost/scan_command.h"
#include "tools/outpost/trust_command.h"
#include "tools/outpost/verify_command.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <thread>

namespace {

using namespace outpost;
using namespace outpost::tools;

std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free);  // it is set by a signal handler

extern "C" void note_interrupt(int /*signal*/) {
    interrupted = true;
}

Result<std::uint64_t> free_bytes(const std::string& path) {
    std::error_code failure;
    const auto space = std::filesystem::space(path, failure);
    if (failure) return Error{Errc::Io, 0, "the disk does not tell its free space"};
    return std::uint64_t{space.available};
}

Result<std::vector<RefusedEntry>> refused_entries_of(const std::string& folder) {
    OUTPOST_TRY(const auto found, PosixFolderStore::odd_entries(folder));
    std::vector<RefusedEntry> entries;
    for (const auto& entry : found) entries.push_back({entry.name, std::string(entry.what)});
    return entries;
}

/// The drivers of this program, and one function for each command.
class Program {
  public:
    int operator()(const VerifyArguments& arguments) {
        const auto code = run_verify(arguments, {files_, clock_, symbols_, pictures()}, console_);
        // Only a picture starts the decoder: a payload needs none, and misses none.
        return decoder_.start_failure() ? without_decoder(*decoder_.start_failure()) : code;
    }

    int operator()(const ScanArguments& arguments) {
        if (!arguments.scanner.empty()) return scan_with_scanner(arguments);
        auto choice = choose_camera(arguments.camera, files_, pictures(), clock_);
        if (!choice) {
            console_.message("no camera at " + printable(arguments.camera) + ": " +
                             words_for(choice.error()));
            return exit_code::environment;
        }
        // Known now, a decoder that is not there is not taken for a camera that sees nothing.
        std::vector<std::unique_ptr<DecoderProcess>> processes;
        processes.push_back(std::make_unique<DecoderProcess>());
        const auto started = processes.front()->start(bit_of(DecoderService::Frames));
        if (!started) return without_decoder(started.error());
        std::signal(SIGINT, note_interrupt);
        std::signal(SIGTERM, note_interrupt);
        bool is_first = true;
        const auto make_reader = [&]() -> std::unique_ptr<FrameReader> {
            if (!is_first) processes.push_back(std::make_unique<DecoderProcess>());
            is_first = false;
            // From this thread, which outlives the readers' own; a failure is tried again there.
            static_cast<void>(processes.back()->start(bit_of(DecoderService::Frames)));
            return std::make_unique<IsolatedFrameReader>(*processes.back());
        };
        const ScanPorts ports{files_,      clock_,     *choice->camera, choice->is_finite,
                              make_reader, interrupted};
        const auto code = run_scan(arguments, ports, console_);
        tell_faults(processes);
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
                                    return open_printer(name, state);
                                },
                                free_bytes,
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
    int operator()(const TrustMakeArguments& arguments) {
        return run_trust_make(arguments, trust_ports(), console_);
    }
    int operator()(const TrustSignArguments& arguments) {
        return run_trust_sign(arguments, trust_ports(), console_);
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
    int operator()(const ProfileCheckArguments& arguments) {
        return run_profile_check(arguments, issue_ports(), console_);
    }
    int operator()(const ProfileExplainArguments& arguments) {
        return run_profile_explain(arguments, issue_ports(), console_);
    }
    int operator()(const ProfilePreviewArguments& arguments) {
        return run_profile_preview(arguments, issue_ports(), console_);
    }

  private:
    StatePorts state_ports() {
        return {files_,
                folders_,
                clock_,
                random_,
                [](const std::string& path) -> Result<std::unique_ptr<Database>> {
                    OUTPOST_TRY(auto database, SqliteDatabase::open(path));
                    return std::unique_ptr<Database>(std::move(database));
                },
                built_at(),
                [](const std::string& path) -> Result<std::unique_ptr<Database>> {
                    OUTPOST_TRY(auto database, SqliteDatabase::open_for_reading(path));
                    return std::unique_ptr<Database>(std::move(database));
                },
                [this](const std::string& folder) { return files_.remove_unfinished(folder); },
                refused_entries_of};
    }

    runtime::PageTools make_page_tools() {
        return {std::make_unique<QrencodeSymbolWriter>(), std::make_unique<CairoPageWriter>(),
                std::make_unique<PdfBoxRasteriser>(), decoder::make_frame_reader(clock_)};
    }

    /// "spool", "spool:DIR", "none" or a CUPS queue.
    Result<std::unique_ptr<Printer>> open_printer(const std::string& name,
                                                  const std::string& state) {
        if (name == "none") return std::unique_ptr<Printer>();
        if (name == "spool" || name.rfind("spool:", 0) == 0) {
            const auto folder = name == "spool" ? state + "/spool" : name.substr(6);
            OUTPOST_TRY_VOID(folders_.make_folder(folder));
            return std::unique_ptr<Printer>(
                std::make_unique<SpoolPrinter>(folder, files_, folders_));
        }
        CupsOptions options;
        options.server.queue = name;
        options.attempts_path = state + "/print-attempts";
        OUTPOST_TRY(auto printer, CupsPrinter::open(std::move(options), files_, clock_));
        return std::unique_ptr<Printer>(std::move(printer));
    }

    IssuePorts issue_ports() {
        return {state_ports(),
                [this] { return make_page_tools(); },
                [this](const std::string& name, const std::string& state) {
                    return open_printer(name, state);
                },
                ask_passphrase,
                InotifyFolderWatch::open,
                [](std::int64_t ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); },
                [] { return open_standard_input(); },
                interrupted,
                std::max(1U, std::thread::hardware_concurrency())};
    }

    TrustPorts trust_ports() {
        const auto make_folder = [](const std::string& path) -> Result<void> {
            std::error_code failure;
            std::filesystem::create_directories(path, failure);
            if (failure) return Error{Errc::Io, 0, "the folder cannot be made"};
            return {};
        };
        return {files_, clock_, make_folder, [] { return ask_passphrase("Passphrase: "); }};
    }

    int scan_with_scanner(const ScanArguments& arguments) {
        const auto option = framing::parse_scanner_option(arguments.scanner);
        if (!option) {
            console_.message("--scanner: " + words_for(option.error()));
            return exit_code::usage;
        }
        std::signal(SIGINT, note_interrupt);
        std::signal(SIGTERM, note_interrupt);
        const auto run = [&](CodeScanner& scanner) {
            const auto wait_ms = [](std::int64_t ms) {
                std::this_thread::sleep_for(std::chrono::milliseconds(ms));
            };
            return run_scan_with_scanner(arguments, {files_, clock_, scanner, wait_ms, interrupted},
                                         console_);
        };
        if (option->kind == SourceKind::SerialBytes) {
            SerialStream stream(option->path, option->baud);
            framing::StreamScanner scanner(stream, clock_, option->rules);
            return run(scanner);
        }
        const auto map = XkbKeyMap::load(option->layout);
        if (!map) {
            console_.message("--scanner: the layout is not known");
            return exit_code::usage;
        }
        EvdevKeySource keys(option->path);
        framing::KeyScanner scanner(keys, **map, clock_, option->rules);
        return run(scanner);
    }

    std::vector<PictureReader*> pictures() { return {&pictures_}; }

    int without_decoder(const Error& error) {
        console_.message("the decoder " + default_decoder_program() +
                         " does not start: " + words_for(error));
        return exit_code::environment;
    }

    void tell_faults(const std::vector<std::unique_ptr<DecoderProcess>>& processes) {
        auto all = decoder_.faults();
        for (const auto& process : processes) {
            all.crashes += process->faults().crashes;
            all.time_outs += process->faults().time_outs;
        }
        if (all.crashes + all.time_outs > 0)
            console_.message("the decoder crashed " + std::to_string(all.crashes) +
                             " times and was too slow " + std::to_string(all.time_outs) +
                             " times; each cost one picture");
    }

    Console console_;
    PosixFileStore files_;
    PosixFolderStore folders_;
    SystemClock clock_;
    SodiumRandom random_;
    // Foreign pixels and files are decoded elsewhere (docs/isolation.md); starts at first use.
    DecoderProcess decoder_;
    IsolatedFrameReader symbols_{decoder_};
    IsolatedPictureReader pictures_{decoder_};
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
