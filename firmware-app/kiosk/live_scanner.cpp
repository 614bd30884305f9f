#include "firmware-app/kiosk/live_scanner.h"

#include <chrono>
#include <utility>

namespace outpost::kiosk {

namespace {

/// Also how long the end of the program waits for the thread.
constexpr std::chrono::milliseconds look{100};
constexpr std::chrono::milliseconds before_next_open{500};

}  // namespace

LiveScanner::~LiveScanner() = default;

void LiveScanner::start() {
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

ScannerState LiveScanner::poll(const Take& take, const Refused& refused) {
    std::vector<Bytes> came;
    std::optional<Error> error;
    auto state = ScannerState::Closed;
    {
        const std::lock_guard guard(mutex_);
        came.swap(waiting_);
        error = std::exchange(refused_, std::nullopt);
        state = state_;
    }
    for (const auto& payload : came) take(payload);
    if (error) refused(*error);
    return state;
}

void LiveScanner::forget() {
    const std::lock_guard guard(mutex_);
    waiting_.clear();
}

void LiveScanner::note(ScannerState state) {
    const std::lock_guard guard(mutex_);
    state_ = state;
}

void LiveScanner::pause(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    pause_.wait_for(lock, stop, before_next_open, [] { return false; });
}

void LiveScanner::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        if (scanner_->state() != ScannerState::Ready && !scanner_->open()) {
            note(ScannerState::Unplugged);
            pause(stop);
            continue;
        }
        note(ScannerState::Ready);
        auto payload = scanner_->next_payload(look);
        if (payload) {
            const std::lock_guard guard(mutex_);
            if (waiting_.size() < waiting_max) waiting_.push_back(std::move(payload->bytes));
        } else if (payload.error().code == Errc::Unavailable) {
            note(ScannerState::Unplugged);
            // A plug that wobbles must not take a whole core.
            pause(stop);
        } else if (payload.error().code != Errc::Timeout) {
            const std::lock_guard guard(mutex_);
            refused_ = payload.error();
        }
    }
    scanner_->close();
}

}  // namespace outpost::kiosk
