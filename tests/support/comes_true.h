// Waits for what another thread or process does.
#pragma once

#include <chrono>
#include <functional>
#include <thread>

namespace outpost::tests {

/// Looks every `step` until it is so. The usual minute is for a machine that does ten other things.
inline bool comes_true(const std::function<bool()>& condition,
                       std::chrono::seconds limit = std::chrono::seconds{60},
                       std::chrono::milliseconds step = std::chrono::milliseconds{5}) {
    const auto until = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > until) return false;
        std::this_thread::sleep_for(step);
    }
    return true;
}

}  // namespace outpost::tests
