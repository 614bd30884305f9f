// The 2D scanner of a running kiosk, read on a thread of its own.
#pragma once

#include "core/ports/code_scanner.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

namespace outpost::kiosk {

/// Opens the scanner again and again while it is gone. start() and later: one thread.
class LiveScanner {
  public:
    /// Scans that nobody fetched; beyond it the newest is dropped.
    static constexpr std::size_t waiting_max = 16;
    using Take = std::function<void(const Bytes& payload)>;
    using Refused = std::function<void(const Error& error)>;

    explicit LiveScanner(std::unique_ptr<CodeScanner> scanner) : scanner_(std::move(scanner)) {}
    ~LiveScanner();
    LiveScanner(const LiveScanner&) = delete;
    LiveScanner& operator=(const LiveScanner&) = delete;

    void start();
    /// Hands on what came in since the last call, in order.
    /// @param refused  told of the newest scan that could not be used: its code, nothing scanned
    /// @return how the scanner is; Closed: not known yet
    ScannerState poll(const Take& take, const Refused& refused);
    /// No scan is kept.
    void forget();

  private:
    void run(const std::stop_token& stop);
    void note(ScannerState state);
    void pause(const std::stop_token& stop);

    std::unique_ptr<CodeScanner> scanner_;  // of the thread, once it runs
    std::mutex mutex_;
    std::condition_variable_any pause_;
    std::vector<Bytes> waiting_;
    std::optional<Error> refused_;
    ScannerState state_ = ScannerState::Closed;
    std::jthread thread_;  // last
};

}  // namespace outpost::kiosk
