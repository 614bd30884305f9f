// The watched folder STATE/queue/incoming: request files that somebody drops are taken, held or
// refused, and then moved out of the way.
#pragma once

#include "core/trust/minisign.h"
#include "firmware-app/station/issuing_duty.h"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace outpost::station {

struct WatchOptions {
    std::string kind;  // of files in `incoming` itself; its sub-folders name theirs
    bool is_demo = false;
    std::vector<trust::MinisignPublicKey> signers;
    /// Given, a file is not taken: it goes to queue/waiting/KIND, and its items are issued one by
    /// one, when somebody asks for them. Called with kind and name; false ends the watch.
    std::function<bool(const std::string& kind, const std::string& name)> told_waiting{};
};

/// For one duty.
class WatchedQueue {
  public:
    WatchedQueue(IssuingDuty& duty, const IssuePorts& ports, WatchOptions options,
                 const Console& console)
        : duty_(duty), ports_(ports), options_(std::move(options)), console_(console) {}

    /// Serves until interrupted. False after a failure of the machine.
    bool serve();
    /// What lies in the folders now, once. False after such a failure.
    bool look_at_waiting();
    /// A configured signer signed the file, or none is needed (demo).
    [[nodiscard]] bool may_be_taken(const std::string& path) const {
        return options_.is_demo || is_signed(path);
    }
    /// Takes the file that the operator released, whoever signed it. False after such a failure.
    bool take_released(const journal::HeldItem& held);

  private:
    bool arrive(const std::string& path, bool is_whole);
    bool take(const std::string& path, const std::string& kind);
    bool hold(const std::string& path, const std::string& kind, const std::string& why);
    /// @return its name there; nothing after a failure
    std::optional<std::string> move_to(const std::string& path, const std::string& folder);
    [[nodiscard]] bool is_signed(const std::string& path) const;
    /// Says once of each entry of the folder that is no plain file that it is left alone.
    void tell_refused(const std::string& folder);
    [[nodiscard]] std::string kind_of(const std::string& path) const;
    [[nodiscard]] std::string queue() const { return duty_.state().path + "/queue"; }

    IssuingDuty& duty_;
    const IssuePorts& ports_;
    WatchOptions options_;
    const Console& console_;
    std::set<std::string> told_;  // paths of refused entries
};

}  // namespace outpost::station
