#include "firmware-app/kiosk/live_scanner.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <deque>
#include <string>

using namespace outpost;
using namespace outpost::kiosk;

namespace {

/// What the scanner does at each call; shared with the test.
struct Play {
    std::mutex mutex;
    bool is_plugged = true;
    std::deque<Result<ScannedPayload>> scans;
    int opened = 0;
    int closed = 0;

    void put(Result<ScannedPayload> scan) {
        const std::lock_guard guard(mutex);
        scans.push_back(std::move(scan));
    }
    void plug(bool is_in) {
        const std::lock_guard guard(mutex);
        is_plugged = is_in;
    }
};

class PlayedScanner final : public CodeScanner {
  public:
    explicit PlayedScanner(Play& play) : play_(play) {}
    Result<void> open() override {
        const std::lock_guard guard(play_.mutex);
        if (!play_.is_plugged) return Error{Errc::NotFound, 0, "no device"};
        ++play_.opened;
        state_ = ScannerState::Ready;
        return {};
    }
    Result<ScannedPayload> next_payload(std::chrono::milliseconds /*deadline*/) override {
        const std::lock_guard guard(play_.mutex);
        if (!play_.is_plugged) {
            state_ = ScannerState::Unplugged;
            return Error{Errc::Unavailable, 0, "gone"};
        }
        if (play_.scans.empty()) {
            std::this_thread::yield();
            return Error{Errc::Timeout, 0, "nothing"};
        }
        auto scan = std::move(play_.scans.front());
        play_.scans.pop_front();
        return scan;
    }
    [[nodiscard]] ScannerState state() const override { return state_; }
    [[nodiscard]] ScannerCounts counts() const override { return {}; }
    [[nodiscard]] std::string_view label() const override { return "played"; }
    void close() override {
        const std::lock_guard guard(play_.mutex);
        ++play_.closed;
    }

  private:
    Play& play_;
    ScannerState state_ = ScannerState::Closed;
};

ScannedPayload payload_of(const std::string& text) {
    return {Bytes(text.begin(), text.end()), SourceKind::SerialBytes};
}

struct Heard {
    std::vector<std::string> taken;
    std::vector<Errc> refused;
    ScannerState state = ScannerState::Closed;

    void poll(LiveScanner& scanner) {
        state = scanner.poll(
            [this](const Bytes& payload) { taken.emplace_back(payload.begin(), payload.end()); },
            [this](const Error& error) { refused.push_back(error.code); });
    }
    /// Until it is so; a test that waits for ever is ended by its time limit.
    template <class Condition>
    void poll_until(LiveScanner& scanner, const Condition& is_so) {
        while (!is_so()) {
            poll(scanner);
            std::this_thread::yield();
        }
    }
};

}  // namespace

TEST_CASE("scans come in order, refused ones only as a code") {
    Play play;
    play.put(payload_of("one"));
    play.put(Error{Errc::TooLong, 0, "scan"});
    play.put(payload_of("two"));
    LiveScanner scanner(std::make_unique<PlayedScanner>(play));
    Heard heard;
    heard.poll(scanner);
    CHECK(heard.state == ScannerState::Closed);
    scanner.start();
    heard.poll_until(scanner, [&] { return heard.taken.size() == 2; });
    CHECK(heard.taken == std::vector<std::string>{"one", "two"});
    CHECK(heard.refused == std::vector{Errc::TooLong});
    CHECK(heard.state == ScannerState::Ready);
}

TEST_CASE("a scanner that is pulled out comes back by itself") {
    Play play;
    play.plug(false);
    LiveScanner scanner(std::make_unique<PlayedScanner>(play));
    scanner.start();
    Heard heard;
    heard.poll_until(scanner, [&] { return heard.state == ScannerState::Unplugged; });
    play.plug(true);
    heard.poll_until(scanner, [&] { return heard.state == ScannerState::Ready; });
    play.plug(false);
    heard.poll_until(scanner, [&] { return heard.state == ScannerState::Unplugged; });
    play.put(payload_of("again"));
    play.plug(true);
    heard.poll_until(scanner, [&] { return !heard.taken.empty(); });
    CHECK(heard.taken.front() == "again");
    CHECK(heard.refused.empty());
}

TEST_CASE("scans that nobody fetches are bounded, and forgotten with the person") {
    Play play;
    const auto most = LiveScanner::waiting_max;
    for (std::size_t k = 0; k < most + 5; ++k) play.put(payload_of(std::to_string(k)));
    const auto all_read = [&play] {
        const std::lock_guard guard(play.mutex);
        return play.scans.empty();
    };
    Heard heard;
    {
        LiveScanner scanner(std::make_unique<PlayedScanner>(play));
        scanner.start();
        while (!all_read()) std::this_thread::yield();
        // The newest is put down before the next call is made: one more round, and it is over.
        play.put(Error{Errc::Truncated, 0, "scan"});
        while (!all_read()) std::this_thread::yield();
        heard.poll(scanner);
        CHECK(heard.taken.size() == most);
        CHECK(heard.taken.front() == "0");
        play.put(payload_of("late"));
        play.put(Error{Errc::Truncated, 0, "scan"});
        while (!all_read()) std::this_thread::yield();
        scanner.forget();
        heard.poll(scanner);
        CHECK(heard.taken.size() == most);
    }
    CHECK(play.closed == 1);
}
