// The drivers that the programs share, made once and handed out as ports.
#pragma once

#include "drivers/clock/system_clock.h"
#include "drivers/decoderprocess/isolated_readers.h"
#include "drivers/random/sodium_random.h"
#include "drivers/store/posix_file_store.h"
#include "drivers/store/posix_folder_store.h"
#include "firmware-app/station/issuer_setup.h"
#include "firmware-app/station/state_folder.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace outpost::equipment {

/// Outlives everything that it hands out. The decoder starts at first use.
class Equipment {
  public:
    station::StatePorts state_ports() { return state_ports(clock_); }
    /// @param clock  instead of the machine's
    station::StatePorts state_ports(const Clock& clock);
    /// @param interrupted  set by a signal handler: long runs end soon
    station::IssuePorts issue_ports(const std::atomic<bool>& interrupted) {
        return issue_ports(interrupted, clock_);
    }
    station::IssuePorts issue_ports(const std::atomic<bool>& interrupted, const Clock& clock);
    runtime::PageTools make_page_tools();
    /// "spool", "spool:DIR", "none" (null) or a CUPS queue.
    Result<std::unique_ptr<Printer>> open_printer(const std::string& name,
                                                  const std::string& state);
    static Result<std::uint64_t> free_bytes(const std::string& path);

    PosixFileStore& files() { return files_; }
    PosixFolderStore& folders() { return folders_; }
    SystemClock& clock() { return clock_; }
    SodiumRandom& random() { return random_; }
    /// Foreign pixels and files are decoded in its process (docs/isolation.md).
    DecoderProcess& decoder() { return decoder_; }
    IsolatedFrameReader& symbols() { return symbols_; }
    std::vector<PictureReader*> pictures() { return {&pictures_}; }

  private:
    PosixFileStore files_;
    PosixFolderStore folders_;
    SystemClock clock_;
    SodiumRandom random_;
    DecoderProcess decoder_;
    IsolatedFrameReader symbols_{decoder_};
    IsolatedPictureReader pictures_{decoder_};
};

/// Frame readers, each with a decoder process of its own, for the workers of a pipeline.
class ReaderPool {
  public:
    /// Starts the first process, so that a decoder that is missing is known at once. May be called
    /// again after a failure.
    /// @error Unavailable, Timeout
    Result<void> start();
    /// From a thread that outlives the readers' own.
    std::unique_ptr<FrameReader> make_reader();
    [[nodiscard]] DecoderFaults faults() const;

  private:
    std::vector<std::unique_ptr<DecoderProcess>> processes_;
    std::size_t handed_out_ = 0;
};

}  // namespace outpost::equipment
