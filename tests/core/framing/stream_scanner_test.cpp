#include "core/framing/stream_scanner.h"

#include "tests/support/manual_clock.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <deque>
#include <string>

using namespace outpost;
using framing::FramingRules;
using framing::StreamScanner;
using std::chrono::milliseconds;

namespace {

/// What the line does next: gives bytes after a while, or goes.
struct Act {
    std::int64_t after_ms = 0;
    std::string bytes;
    bool hangs_up = false;
};

/// A line that plays acts on a clock that it moves itself.
class ScriptedStream final : public ByteStream {
  public:
    explicit ScriptedStream(tests::ManualClock& clock) : clock_(clock) {}

    Result<void> open() override {
        if (open_fault) return *open_fault;
        is_open = true;
        return {};
    }
    Result<std::size_t> read(std::span<std::uint8_t> bytes, milliseconds deadline) override {
        REQUIRE(is_open);
        REQUIRE(deadline.count() >= 0);
        if (acts.empty() || acts.front().after_ms > deadline.count()) {
            const auto passed_ms = deadline.count() + oversleeps_ms;
            if (!acts.empty())
                acts.front().after_ms =
                    std::max<std::int64_t>(0, acts.front().after_ms - passed_ms);
            clock_.advance_ms(passed_ms);
            return std::size_t{0};
        }
        auto& act = acts.front();
        clock_.advance_ms(std::exchange(act.after_ms, 0));
        if (act.hangs_up) {
            acts.pop_front();
            return Error{Errc::Unavailable, 0, "gone"};
        }
        const auto count = std::min(bytes.size(), act.bytes.size());
        std::copy_n(act.bytes.begin(), count, bytes.begin());
        act.bytes.erase(0, count);
        if (act.bytes.empty()) acts.pop_front();
        return count;
    }
    [[nodiscard]] std::string_view label() const override { return "scripted"; }
    void close() override { is_open = false; }

    std::deque<Act> acts;
    std::optional<Error> open_fault;
    bool is_open = false;
    std::int64_t oversleeps_ms = 0;  // after an empty look, as on a loaded machine

  private:
    tests::ManualClock& clock_;
};

}  // namespace

TEST_CASE("stream scanner: payloads, time-outs and the deadline", "[framing]") {
    tests::ManualClock clock;
    ScriptedStream stream(clock);
    StreamScanner scanner(stream, clock, {});
    CHECK(scanner.state() == ScannerState::Closed);
    CHECK(scanner.next_payload(milliseconds(10)).error().code == Errc::Unavailable);
    REQUIRE(scanner.open().has_value());
    CHECK(scanner.state() == ScannerState::Ready);
    CHECK(scanner.label() == "scripted");

    const auto before_ms = clock.monotonic_ms();
    CHECK(scanner.next_payload(milliseconds(50)).error().code == Errc::Timeout);
    CHECK(clock.monotonic_ms() == before_ms + 50);

    stream.acts = {{10, "PK"}, {70, std::string("\0\r\n", 3)}, {60, "end"}};
    const auto payload = scanner.next_payload(milliseconds(1000));
    REQUIRE(payload.has_value());
    CHECK(as_text(payload->bytes) == std::string_view("PK\0\r\nend", 8));
    CHECK(payload->source == SourceKind::SerialBytes);
    CHECK(clock.monotonic_ms() == before_ms + 50 + 10 + 70 + 60 + 80);

    // A deadline in the middle of a payload loses nothing.
    stream.acts = {{0, "first "}, {60, "second"}};
    CHECK(scanner.next_payload(milliseconds(30)).error().code == Errc::Timeout);
    const auto later = scanner.next_payload(milliseconds(1000));
    REQUIRE(later.has_value());
    CHECK(as_text(later->bytes) == "first second");
    CHECK(scanner.counts().payloads == 2);
}

TEST_CASE("stream scanner: a thread that slept after an empty look cuts nothing", "[framing]") {
    tests::ManualClock clock;
    ScriptedStream stream(clock);
    StreamScanner scanner(stream, clock, {});
    REQUIRE(scanner.open().has_value());
    stream.oversleeps_ms = 500;
    stream.acts = {{0, "first "}, {30, "second"}};
    // The look of 20 ms finds nothing; the clock then says 520 ms, and the rest came at 30.
    CHECK(scanner.next_payload(milliseconds(20)).error().code == Errc::Timeout);
    const auto payload = scanner.next_payload(milliseconds(1000));
    REQUIRE(payload.has_value());
    CHECK(as_text(payload->bytes) == "first second");
}

TEST_CASE("stream scanner: a flood ends at the deadline", "[framing]") {
    tests::ManualClock clock;
    ScriptedStream stream(clock);
    StreamScanner scanner(stream, clock, {});
    REQUIRE(scanner.open().has_value());
    for (int k = 0; k < 1000; ++k) stream.acts.push_back({1, std::string(1000, 'x')});
    CHECK(scanner.next_payload(milliseconds(5000)).error().code == Errc::TooLong);
    const auto before_ms = clock.monotonic_ms();
    CHECK(scanner.next_payload(milliseconds(500)).error().code == Errc::Timeout);
    CHECK(clock.monotonic_ms() <= before_ms + 501);
    stream.acts.push_back({200, "after the flood"});
    const auto payload = scanner.next_payload(milliseconds(5000));
    REQUIRE(payload.has_value());
    CHECK(as_text(payload->bytes) == "after the flood");
    CHECK(scanner.counts().too_long == 1);
}

TEST_CASE("stream scanner: hang-up in the middle, and back", "[framing]") {
    tests::ManualClock clock;
    ScriptedStream stream(clock);
    StreamScanner scanner(stream, clock, {});
    REQUIRE(scanner.open().has_value());
    stream.acts = {{0, "half a sc"}, {5, "", true}};
    CHECK(scanner.next_payload(milliseconds(1000)).error().code == Errc::Truncated);
    CHECK(scanner.state() == ScannerState::Unplugged);
    CHECK_FALSE(stream.is_open);
    CHECK(scanner.next_payload(milliseconds(1000)).error().code == Errc::Unavailable);
    CHECK(scanner.counts().incomplete == 1);

    stream.open_fault = Error{Errc::NotFound, 0, ""};
    CHECK(scanner.open().error().code == Errc::NotFound);
    CHECK(scanner.state() == ScannerState::Unplugged);
    stream.open_fault = Error{Errc::Unavailable, 0, ""};
    CHECK(scanner.open().error().code == Errc::Unavailable);
    CHECK(scanner.state() == ScannerState::Closed);
    stream.open_fault.reset();
    REQUIRE(scanner.open().has_value());
    stream.acts = {{0, "whole"}};
    const auto payload = scanner.next_payload(milliseconds(1000));
    REQUIRE(payload.has_value());
    CHECK(as_text(payload->bytes) == "whole");

    // Between two scans there is nothing to lose.
    stream.acts = {{0, "", true}};
    CHECK(scanner.next_payload(milliseconds(1000)).error().code == Errc::Unavailable);
    CHECK(scanner.counts().incomplete == 1);
}

TEST_CASE("stream scanner: closing forgets what nobody fetched", "[framing]") {
    tests::ManualClock clock;
    ScriptedStream stream(clock);
    FramingRules rules;
    rules.idle_ms = 0;
    rules.suffix = {'\r'};
    StreamScanner scanner(stream, clock, rules);
    REQUIRE(scanner.open().has_value());
    stream.acts = {{0, "one\rtwo\rthr"}};
    REQUIRE(scanner.next_payload(milliseconds(10)).has_value());
    scanner.close();
    CHECK(scanner.state() == ScannerState::Closed);
    REQUIRE(scanner.open().has_value());
    CHECK(scanner.next_payload(milliseconds(10)).error().code == Errc::Timeout);
}

TEST_CASE("scanner states have words", "[framing]") {
    CHECK(describe(ScannerState::Unplugged).find("unplugged") != std::string_view::npos);
    CHECK(describe(ScannerState::Closed) != describe(ScannerState::Ready));
}
