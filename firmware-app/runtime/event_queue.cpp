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
    announce();
    return true;
}

bool EventQueue::push(SymbolSeen symbol, std::stop_token stop) {
    {
        std::unique_lock lock(mutex_);
        if (!changed_.wait(lock, stop, [this] { return symbols_ < symbols_max_; })) return false;
        append(std::move(symbol));
    }
    announce();
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
    announce();
}

void EventQueue::tell(SourceEnded end) {
    {
        const std::lock_guard lock(mutex_);
        append(end);
    }
    announce();
}

void EventQueue::tell(FrameSeen frame) {
    {
        const std::lock_guard lock(mutex_);
        if (frame.taken_at_ms < newest_frame_at_ms_) return;
        newest_frame_at_ms_ = frame.taken_at_ms;
        frame_ = std::move(frame);
    }
    announce();
}

std::optional<ScanEvent> EventQueue::next(std::chrono::milliseconds deadline) {
    std::optional<ScanEvent> event;
    {
        std::unique_lock lock(mutex_);
        const auto has_event = [this] { return !events_.empty() || frame_; };
        if (!changed_.wait_for(lock, deadline, has_event)) return event;
        event = take_next();
    }
    changed_.notify_all();  // there is room again
    return event;
}

bool EventQueue::is_frame_next() const {
    return frame_ && (events_.empty() || std::holds_alternative<SourceEnded>(events_.front()));
}

ScanEvent EventQueue::take_next() {
    if (is_frame_next()) {
        ScanEvent frame = std::move(*frame_);
        frame_.reset();
        return frame;
    }
    ScanEvent event = std::move(events_.front());
    events_.pop_front();
    if (is_symbol(event)) --symbols_;
    if (is_state(event)) --states_;
    return event;
}

void EventQueue::announce() {
    changed_.notify_all();
    if (bell_ != nullptr) bell_->ring();
}

void EventQueue::append(ScanEvent event) {
    if (is_symbol(event)) ++symbols_;
    if (is_state(event)) ++states_;
    events_.push_back(std::move(event));
}

}  // namespace outpost::runtime
