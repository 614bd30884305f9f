// A print scheduler and printers of our own, on free ports and in a temporary folder; all of it
// ends with the objects. Runs as root and as any other user.
#pragma once

#include "core/base/bytes.h"
#include "core/ports/clock.h"
#include "core/ports/printer.h"
#include "tests/support/files.h"

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace outpost::tests {

using Words = std::vector<std::string>;

/// A program in a process group of its own, which is killed with the object.
class LabProgram {
  public:
    LabProgram() = default;
    LabProgram(const Words& command, const Words& environment, const std::string& log_path);
    ~LabProgram() { stop(); }
    LabProgram(LabProgram&& other) noexcept : pid_(other.pid_) { other.pid_ = -1; }
    LabProgram& operator=(LabProgram&& other) noexcept;
    LabProgram(const LabProgram&) = delete;
    LabProgram& operator=(const LabProgram&) = delete;

    /// SIGTERM, and SIGKILL to the whole group when that is not enough.
    void stop();
    /// SIGKILL at once.
    void kill();
    /// Waits for its end; -1 after a minute.
    int exit_code();
    [[nodiscard]] bool is_running() const;

  private:
    mutable pid_t pid_ = -1;
};

/// Tries every 30 ms for up to a minute; false when it never came true.
bool becomes_true(const std::function<bool()>& condition);

int free_port();
void write_text(const std::filesystem::path& path, const std::string& text);
/// True when the program is installed; says aloud on stderr what is skipped otherwise.
bool program_present(const std::string& path, const char* what_is_skipped);

/// True when there is all that an IPP printer behind CUPS needs; says aloud what is missing.
bool ipp_printing_present(const char* what_is_skipped);

/// A one-page PDF; `remark` makes it differ from others.
Bytes small_pdf(const std::string& remark);

class SteadyClock final : public Clock {
  public:
    [[nodiscard]] UtcInstant now() const override;
    [[nodiscard]] std::int64_t monotonic_us() const override;
};

/// cupsd with a backend "sim" that does what <folder>/mode says.
class PrivateCups {
  public:
    PrivateCups();
    void start();
    void stop() { scheduler_.stop(); }
    /// As after a wiped spool: no jobs, numbers start anew; queues stay.
    void forget_jobs();

    /// Runs lpadmin, cupsdisable...; throws when it fails.
    void admin(const Words& command) const;
    void add_sim_queue(const std::string& queue);
    void add_ipp_queue(const std::string& queue, int port);
    /// "ok", "empty", "jam", "offline", "silent", "lost", "exit 4".
    void set_mode(const std::string& mode) const { write_text(device() / "mode", mode + "\n"); }
    /// Documents that reached the backend.
    [[nodiscard]] std::vector<std::filesystem::path> documents() const;

    [[nodiscard]] std::string server() const { return root() / "state/cups.sock"; }
    [[nodiscard]] std::filesystem::path root() const { return folder_.path(); }
    [[nodiscard]] std::filesystem::path device() const { return folder_.path() / "device"; }
    [[nodiscard]] std::string log_end() const;

  private:
    TemporaryFolder folder_;
    int port_;
    LabProgram scheduler_;
};

/// ippeveprinter: an IPP Everywhere printer that does what its mode file says:
/// "ok", "empty", "jam", "silent", "fail".
class SimulatedPrinter {
  public:
    explicit SimulatedPrinter(const std::filesystem::path& folder);
    void start();
    void vanish() { program_.kill(); }
    void set_mode(const std::string& mode) const { write_text(folder_ / "mode", mode + "\n"); }
    /// Jobs whose document arrived.
    [[nodiscard]] int job_count() const;
    [[nodiscard]] std::vector<std::filesystem::path> documents() const;
    [[nodiscard]] int port() const { return port_; }

  private:
    std::filesystem::path folder_;
    int port_;
    LabProgram program_;
};

}  // namespace outpost::tests
