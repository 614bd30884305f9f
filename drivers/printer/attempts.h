// What was about to be sent to a print scheduler, written down before it was sent.
#pragma once

#include "core/base/result.h"
#include "core/ports/file_store.h"
#include "core/ports/printer.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace outpost {

/// A job of the scheduler's history, of whatever queue.
struct JobEntry {
    int number = 0;
    std::string name;  // empty when the scheduler keeps it private
    std::string uuid;
    bool is_in_queue = false;  // ours
};

/// @field last_job, last_uuid  the scheduler's newest job just before; 0 and empty: it had none
struct Attempt {
    std::string name;
    int last_job = 0;
    std::string last_uuid;
};

/// The newest attempts_max attempts, oldest first, one a line: "name job uuid".
inline constexpr std::size_t attempts_max = 500;

class Attempts {
  public:
    /// A file that is not there has none. @error BadSyntax, TooLong, Io
    static Result<Attempts> load(FileStore& store, const std::string& path);
    /// @error Io
    Result<void> save(FileStore& store, const std::string& path) const;

    [[nodiscard]] std::optional<Attempt> find(std::string_view name) const;
    void add(Attempt attempt);
    [[nodiscard]] std::size_t size() const { return attempts_.size(); }
    /// The job that the newest attempt names, or 0.
    [[nodiscard]] int newest_job() const {
        return attempts_.empty() ? 0 : attempts_.back().last_job;
    }

  private:
    std::vector<Attempt> attempts_;
};

/// Whether a job that `jobs` does not show can have been there. `jobs` are the scheduler's in
/// ascending order, from attempt.last_job on. No only if that very job is still there (numbers
/// start anew when a spool is wiped: the uuid tells), none is missing after it and each name in our
/// queue can be seen.
Sent absent_job(const Attempt& attempt, const std::vector<JobEntry>& jobs);

}  // namespace outpost
