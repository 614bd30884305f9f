#include "firmware-app/kiosk/issue_thread.h"

#include <utility>

namespace outpost::kiosk {

namespace {

constexpr std::chrono::seconds between_looks{1};
constexpr std::chrono::seconds between_openings{10};

}  // namespace

IssueThread::IssueThread(Open open, std::function<void(CounterHealth)> told_health)
    : open_(std::move(open)),
      told_health_(std::move(told_health)),
      thread_([this](const std::stop_token& stop) { work(stop); }) {}

IssueThread::~IssueThread() {
    thread_.request_stop();
    changed_.notify_all();
}

void IssueThread::post(CounterTask task) {
    const std::lock_guard guard(mutex_);
    if (tasks_.size() < tasks_max) tasks_.push_back(std::move(task));
    changed_.notify_all();
}

void IssueThread::look_now() {
    const std::lock_guard guard(mutex_);
    looks_now_ = true;
    changed_.notify_all();
}

/// The next task; nothing when it is time to look around.
std::optional<CounterTask> IssueThread::next_task(const std::stop_token& stop, Instant until) {
    std::unique_lock lock(mutex_);
    const bool is_called =
        changed_.wait_until(lock, stop, until, [this] { return looks_now_ || !tasks_.empty(); });
    if (!is_called || std::exchange(looks_now_, false)) return std::nullopt;
    auto task = std::move(tasks_.front());
    tasks_.pop_front();
    return task;
}

void IssueThread::work(const std::stop_token& stop) {
    std::unique_ptr<IssueCounter> counter;
    while (!stop.stop_requested()) {
        if (counter == nullptr) counter = open_();
        if (counter != nullptr) counter->look_around();
        told_health_(counter == nullptr ? CounterHealth{}
                                        : CounterHealth{true, counter->printer_health(),
                                                        counter->newest_instant()});
        const auto until = std::chrono::steady_clock::now() +
                           (counter == nullptr ? between_openings : between_looks);
        // Without a counter nothing can be issued; the health page says why.
        while (const auto task = next_task(stop, until))
            if (counter != nullptr) counter->run(*task);
    }
}

}  // namespace outpost::kiosk
