// outpost-hub: wires ports and commands.
#include "drivers/clock/system_clock.h"
#include "drivers/database/sqlite_database.h"
#include "drivers/kafka/kafka_bus.h"
#include "drivers/random/sodium_random.h"
#include "drivers/store/posix_file_store.h"
#include "drivers/store/posix_folder_store.h"
#include "drivers/webserver/microhttpd_server.h"
#include "firmware-app/station/options.h"
#include "tools/outpost-hub/command_line.h"
#include "tools/outpost-hub/commands.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <exception>
#include <filesystem>
#include <thread>
#include <utility>

namespace {

using namespace outpost;
using namespace outpost::hub_tool;

std::atomic<bool> interrupted = false;

void note_interrupt(int) {
    interrupted = true;
}

constexpr std::size_t files_below_max = 1'000'000;

Result<std::vector<std::string>> files_below(const std::string& folder) {
    std::error_code failure;
    std::vector<std::string> paths;
    std::filesystem::recursive_directory_iterator at(folder, failure);
    if (failure) return Error{Errc::NotFound, 0, "the folder cannot be read"};
    for (; at != std::filesystem::recursive_directory_iterator(); at.increment(failure)) {
        if (failure) return Error{Errc::Io, 0, "the folder cannot be read"};
        if (!at->is_regular_file(failure) || at->is_symlink(failure)) continue;
        if (paths.size() == files_below_max)
            return Error{Errc::TooLong, files_below_max, "files in a folder"};
        paths.push_back(at->path().string());
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

Result<std::unique_ptr<MessageBus>> make_bus(const BusRequest& request) {
    OUTPOST_TRY(auto bus, KafkaBus::make({request.properties, request.transactional_id,
                                          request.topic_prefix}));
    return std::unique_ptr<MessageBus>(std::move(bus));
}

Result<std::shared_ptr<void>> start_server(const WebServerSettings& settings, AnswerWebCall answer,
                                           std::uint16_t& port) {
    OUTPOST_TRY(auto server, MicrohttpdServer::start(settings, std::move(answer)));
    port = server->port();
    return std::shared_ptr<void>(std::move(server));
}

void wait_ms(std::int64_t ms) {
    std::this_thread::sleep_for(std::chrono::milliseconds(ms));
}

class Program {
  public:
    int operator()(const KeysArguments& arguments) { return run_keys(arguments, ports_, console_); }
    int operator()(const EnrollArguments& arguments) {
        return run_enroll(arguments, ports_, console_);
    }
    int operator()(const TakeArguments& arguments) { return run_take(arguments, ports_, console_); }
    int operator()(const ReceiptsArguments& arguments) {
        return run_receipts(arguments, ports_, console_);
    }
    int operator()(const StatusArguments& arguments) {
        return run_status(arguments, ports_, console_);
    }
    int operator()(const ConflictsArguments& arguments) {
        return run_conflicts(arguments, ports_, console_);
    }
    int operator()(const DecideArguments& arguments) {
        return run_decide(arguments, ports_, console_);
    }
    int operator()(const WithdrawArguments& arguments) {
        return run_withdraw(arguments, ports_, console_);
    }
    int operator()(const ProduceArguments& arguments) {
        std::signal(SIGINT, note_interrupt);
        std::signal(SIGTERM, note_interrupt);
        return run_produce(arguments, {ports_, make_bus, wait_ms, interrupted}, console_);
    }
    int operator()(const ServeArguments& arguments) {
        std::signal(SIGINT, note_interrupt);
        std::signal(SIGTERM, note_interrupt);
        return run_serve(arguments, {ports_, start_server, wait_ms, interrupted}, console_);
    }
    int operator()(const ManualArguments& /*arguments*/) {
        console_.result(manual_page());
        return station::exit_code::ok;
    }

  private:
    station::Console console_{stdout, stderr, "outpost-hub"};
    PosixFileStore files_;
    PosixFolderStore folders_;
    SystemClock clock_;
    SodiumRandom random_;
    HubToolPorts ports_{files_,
                        folders_,
                        clock_,
                        random_,
                        [](const std::string& path) -> Result<std::unique_ptr<Database>> {
                            OUTPOST_TRY(auto database, SqliteDatabase::open(path));
                            return std::unique_ptr<Database>(std::move(database));
                        },
                        [](const std::string& path) -> Result<std::unique_ptr<Database>> {
                            OUTPOST_TRY(auto database, SqliteDatabase::open_for_reading(path));
                            return std::unique_ptr<Database>(std::move(database));
                        },
                        files_below};
};

}  // namespace

int main(int argc, char** argv) {
    const auto parsed = parse_command_line(argc, argv);
    if (!parsed.arguments) return parsed.exit_code;
    try {
        Program program;
        return std::visit(program, *parsed.arguments);
    } catch (const std::exception& failure) {
        // Nothing of ours throws: this is memory or a library at its end.
        station::Console{stdout, stderr, "outpost-hub"}.message(std::string("stopped: ") +
                                                                failure.what());
        return station::exit_code::environment;
    }
}
