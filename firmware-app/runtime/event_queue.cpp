// The bounded queue from the scanning threads to the main loop.
#include "firmware-app/runtime/event_queue.h"

#include <algorithm>
#include <utility>

namespace outpost::runtime {

namespace {

bool is_symbol(const ScanEvent& event) {
    return std::holds_alternative<SymbolSeen>(event);
}
bool is_state(const ScanEvent& event) {
    return std::holds_alternative<CameraStateChanged>(event);
}

}  // namespace

bool EventQueue::offer(SymbolSeen symbol) {
    {
        const std::lock_guard lock(mutex_);
        if (symbols_ >= symbols_max_) return false;
        append(std::move(symbol));
    }
    changed_.notify_all();
    return true;
}

bool EventQueue::push(SymbolSeen symbol, std::stop_token stop) {
    {
        std::unique_lock lock(mutex_);
        if (!changed_.wait(lock, stop, [this] { return symbols_ < symbols_max_; })) return false;
        append(std::move(symbol));
    }
    changed_.notify_all();
    return true;
}

void EventQueue::tell(CameraStateChanged change) {
    {
        const std::lock_guard lock(mutex_);
        if (states_ >= states_max) {
            const auto newest = std::find_if(events_.rbegin(), events_.rend(), is_state);
            events_.erase(std::next(newest).base());
            --states_;
        }
        append(change);
    }
    changed_.notify_all();
}

void EventQueue::tell(SourceEnded end) {
    {
        const std::lock_guard lock(mutex_);
        append(end);
    }
    changed_.notify_all();
}

std::optional<ScanEvent> EventQueue::next(std::chrono::milliseconds deadline) {
    std::optional<ScanEvent> event;
    {
        std::unique_lock lock(mutex_);
        if (!changed_.wait_for(lock, deadline, [this] { return !events_.empty(); })) return event;
        event = std::move(events_.front());
        events_.pop_front();
        if (is_symbol(*event)) --symbols_;
        if (is_state(*event)) --states_;
    }
    changed_.notify_all();
    return event;
}

void EventQueue::append(ScanEvent event) {
    if (is_symbol(event)) ++symbols_;
    if (is_state(event)) ++states_;
    events_.push_back(std::move(event));
}

}  // namespace outpost::runtime
