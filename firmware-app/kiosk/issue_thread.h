// The issuing counter on a thread of its own: printing may take minutes, the screen may not.
#pragma once

#include "firmware-app/kiosk/issue_counter.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace outpost::kiosk {

struct CounterHealth {
    bool is_open = false;
    PrintState printer = PrintState::Unknown;
    UtcInstant newest;
};

class IssueThread {
  public:
    static constexpr std::size_t tasks_max = 64;  // a person presses no faster; more are dropped

    using Open = std::function<std::unique_ptr<IssueCounter>()>;
    /// @param told_health  called on the thread, after opening and once a second
    IssueThread(Open open, std::function<void(CounterHealth)> told_health);
    /// Ends after the task at hand.
    ~IssueThread();
    IssueThread(const IssueThread&) = delete;
    IssueThread& operator=(const IssueThread&) = delete;

    void post(CounterTask task);
    /// Opens the counter, or looks around, without waiting for the next turn.
    void look_now();

  private:
    using Instant = std::chrono::steady_clock::time_point;
    std::optional<CounterTask> next_task(const std::stop_token& stop, Instant until);
    void work(const std::stop_token& stop);

    Open open_;
    std::function<void(CounterHealth)> told_health_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::deque<CounterTask> tasks_;
    bool looks_now_ = false;
    std::jthread thread_;  // last: it ends before what it uses
};

}  // namespace outpost::kiosk
