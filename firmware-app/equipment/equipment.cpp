#include "firmware-app/equipment/equipment.h"

#include "drivers/database/sqlite_database.h"
#include "drivers/page/cairo_page_writer.h"
#include "drivers/picture/pdf_box_rasteriser.h"
#include "drivers/printer/cups_printer.h"
#include "drivers/printer/spool_printer.h"
#include "drivers/store/inotify_folder_watch.h"
#include "drivers/symbolwriter/qrencode_symbol_writer.h"
#include "firmware-app/decoder/frame_readers.h"
#include "firmware-app/station/build_info.h"
#include "firmware-app/station/input.h"
#include "firmware-app/station/passphrase.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <system_error>
#include <thread>
#include <utility>

namespace outpost::equipment {

namespace {

Result<std::vector<station::RefusedEntry>> refused_entries_of(const std::string& folder) {
    OUTPOST_TRY(const auto found, PosixFolderStore::odd_entries(folder));
    std::vector<station::RefusedEntry> entries;
    for (const auto& entry : found) entries.push_back({entry.name, std::string(entry.what)});
    return entries;
}

}  // namespace

station::StatePorts Equipment::state_ports(const Clock& clock) {
    return {files_,
            folders_,
            clock,
            random_,
            [](const std::string& path) -> Result<std::unique_ptr<Database>> {
                OUTPOST_TRY(auto database, SqliteDatabase::open(path));
                return std::unique_ptr<Database>(std::move(database));
            },
            station::built_at(),
            [](const std::string& path) -> Result<std::unique_ptr<Database>> {
                OUTPOST_TRY(auto database, SqliteDatabase::open_for_reading(path));
                return std::unique_ptr<Database>(std::move(database));
            },
            [this](const std::string& folder) { return files_.remove_unfinished(folder); },
            refused_entries_of};
}

runtime::PageTools Equipment::make_page_tools() {
    return {std::make_unique<QrencodeSymbolWriter>(), std::make_unique<CairoPageWriter>(),
            std::make_unique<PdfBoxRasteriser>(), decoder::make_frame_reader(clock_)};
}

Result<std::unique_ptr<Printer>> Equipment::open_printer(const std::string& name,
                                                         const std::string& state) {
    if (name == "none") return std::unique_ptr<Printer>();
    if (name == "spool" || name.rfind("spool:", 0) == 0) {
        const auto folder = name == "spool" ? state + "/spool" : name.substr(6);
        OUTPOST_TRY_VOID(folders_.make_folder(folder));
        return std::unique_ptr<Printer>(std::make_unique<SpoolPrinter>(folder, files_, folders_));
    }
    CupsOptions options;
    options.server.queue = name;
    options.attempts_path = state + "/print-attempts";
    OUTPOST_TRY(auto printer, CupsPrinter::open(std::move(options), files_, clock_));
    return std::unique_ptr<Printer>(std::move(printer));
}

station::IssuePorts Equipment::issue_ports(const std::atomic<bool>& interrupted,
                                           const Clock& clock) {
    return {state_ports(clock),
            [this] { return make_page_tools(); },
            [this](const std::string& name, const std::string& state) {
                return open_printer(name, state);
            },
            station::ask_passphrase,
            InotifyFolderWatch::open,
            [](std::int64_t ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); },
            [] { return station::open_standard_input(); },
            interrupted,
            std::max(1U, std::thread::hardware_concurrency())};
}

Result<std::uint64_t> Equipment::free_bytes(const std::string& path) {
    std::error_code failure;
    const auto space = std::filesystem::space(path, failure);
    if (failure) return Error{Errc::Io, 0, "the disk does not tell its free space"};
    return std::uint64_t{space.available};
}

Result<void> ReaderPool::start() {
    if (processes_.empty()) processes_.push_back(std::make_unique<DecoderProcess>());
    return processes_.front()->start(bit_of(DecoderService::Frames));
}

std::unique_ptr<FrameReader> ReaderPool::make_reader() {
    if (handed_out_ == processes_.size()) {
        processes_.push_back(std::make_unique<DecoderProcess>());
        // A failure is tried again with the first frame.
        static_cast<void>(processes_.back()->start(bit_of(DecoderService::Frames)));
    }
    return std::make_unique<IsolatedFrameReader>(*processes_[handed_out_++]);
}

DecoderFaults ReaderPool::faults() const {
    DecoderFaults all;
    for (const auto& process : processes_) {
        all.crashes += process->faults().crashes;
        all.time_outs += process->faults().time_outs;
    }
    return all;
}

}  // namespace outpost::equipment
