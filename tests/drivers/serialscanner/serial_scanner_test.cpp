// Whole scans through real pseudo-terminals. The clock that decides about silence stands still
// until the test moves it, so that a loaded machine changes nothing.
#include "core/framing/stream_scanner.h"
#include "drivers/serialscanner/serial_stream.h"
#include "tests/drivers/serialscanner/pseudo_terminal.h"
#include "tests/support/files.h"
#include "tests/support/manual_clock.h"

#include <catch2/catch.hpp>

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <random>

using namespace outpost;
using framing::FramingRules;
using framing::StreamScanner;
using std::chrono::milliseconds;

namespace {

/// Looks that find nothing before a test gives up: each waits a little for the terminal.
constexpr int looks_max = 200'000;

Bytes random_bytes(std::mt19937& random, std::size_t count) {
    Bytes bytes(count);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
    return bytes;
}

struct Line {
    tests::ManualClock clock;
    tests::PseudoTerminal terminal;
    SerialStream stream{terminal.path()};
    StreamScanner scanner;
    std::vector<Result<ScannedPayload>> got;

    explicit Line(FramingRules rules = {}) : scanner(stream, clock, std::move(rules)) {
        REQUIRE(scanner.open().has_value());
    }
    void look() {
        auto payload = scanner.next_payload(milliseconds(0));
        if (payload || payload.error().code != Errc::Timeout) got.push_back(std::move(payload));
    }
    /// Sends in pieces of the sizes that piece() gives and reads until everything has come.
    void pass(ByteView bytes, const std::function<std::size_t()>& piece) {
        const auto wanted = scanner.counts().bytes + bytes.size();
        for (int looks = 0; scanner.counts().bytes < wanted; ++looks) {
            REQUIRE(looks < looks_max);
            const auto sent = terminal.send(bytes.first(std::min(bytes.size(), piece())));
            bytes = bytes.subspan(sent);
            look();
            if (bytes.empty()) ::usleep(20);  // the terminal hands bytes over in its own time
        }
        CHECK(terminal.echoed() == 0);
    }
    void fall_silent(std::int64_t ms = 80) {
        clock.advance_ms(ms);
        look();
    }
};

}  // namespace

TEST_CASE("serial scanner: random payloads in dribs", "[scanner]") {
    std::mt19937 random(4);
    Line line;
    const std::function<std::size_t()> pieces[] = {
        [] { return std::size_t{1}; },
        [] { return std::size_t{37}; },
        [&random] { return std::size_t{1 + random() % 700}; },
        [] { return std::size_t{5000}; },
    };
    std::size_t expected = 0;
    for (const auto& piece : pieces) {
        for (const std::size_t count : {1U, 2U, 63U, 64U, 65U, 1000U, 1136U, 4000U}) {
            const auto sent = random_bytes(random, count);
            line.pass(sent, piece);
            CHECK(line.got.size() == expected);
            line.fall_silent();
            REQUIRE(line.got.size() == ++expected);
            REQUIRE(line.got.back().has_value());
            CHECK(line.got.back()->bytes == sent);
            CHECK(line.got.back()->source == SourceKind::SerialBytes);
        }
    }
    CHECK(line.scanner.counts().payloads == expected);
}

TEST_CASE("serial scanner: two scans back to back", "[scanner]") {
    std::mt19937 random(5);
    const auto first = random_bytes(random, 1136);
    const auto second = random_bytes(random, 900);
    const auto whole = [] { return std::size_t{5000}; };
    SECTION("with silence between them they are two") {
        Line line;
        line.pass(first, whole);
        line.fall_silent();
        line.pass(second, whole);
        line.fall_silent();
        REQUIRE(line.got.size() == 2);
        CHECK(line.got[0]->bytes == first);
        CHECK(line.got[1]->bytes == second);
    }
    SECTION("without it they are one that proves nothing, not one of the two") {
        Line line;
        line.pass(first, whole);
        line.fall_silent(79);
        line.pass(second, whole);
        line.fall_silent();
        REQUIRE(line.got.size() == 1);
        CHECK(line.got[0]->bytes.size() == first.size() + second.size());
    }
    SECTION("texts with a suffix need no silence") {
        FramingRules rules;
        rules.idle_ms = 0;
        rules.suffix = {'\r'};
        Line line(rules);
        line.pass(as_bytes("HC1:ONE\rHC1:TWO\r"), [] { return std::size_t{3}; });
        for (int k = 0; k < 3; ++k) line.look();
        REQUIRE(line.got.size() == 2);
        CHECK(as_text(line.got[0]->bytes) == "HC1:ONE");
        CHECK(as_text(line.got[1]->bytes) == "HC1:TWO");
    }
}

TEST_CASE("serial scanner: prefix and suffix around binary payloads", "[scanner]") {
    std::mt19937 random(6);
    FramingRules rules;
    rules.prefix = {0x02};
    rules.suffix = {0x03, 0x0D};
    Line line(rules);
    for (const std::size_t count : {1U, 500U, 4000U}) {
        auto sent = random_bytes(random, count);
        if (count > 10) std::copy(rules.suffix.begin(), rules.suffix.end(), sent.begin() + 5);
        Bytes framed = rules.prefix;
        framed.insert(framed.end(), sent.begin(), sent.end());
        framed.insert(framed.end(), rules.suffix.begin(), rules.suffix.end());
        line.pass(framed, [&random] { return std::size_t{1 + random() % 300}; });
        line.fall_silent();
        REQUIRE_FALSE(line.got.empty());
        REQUIRE(line.got.back().has_value());
        CHECK(line.got.back()->bytes == sent);
    }
    CHECK(line.got.size() == 3);
}

TEST_CASE("serial scanner: a flood of 1 MB is one refusal, and the next scan is read",
          "[scanner]") {
    std::mt19937 random(7);
    Line line;
    line.pass(random_bytes(random, 1 << 20), [] { return std::size_t{4000}; });
    REQUIRE(line.got.size() == 1);
    CHECK(line.got[0].error().code == Errc::TooLong);
    CHECK(line.scanner.counts().too_long == 1);
    line.fall_silent();
    const auto next = random_bytes(random, 700);
    line.pass(next, [] { return std::size_t{100}; });
    line.fall_silent();
    REQUIRE(line.got.size() == 2);
    CHECK(line.got[1]->bytes == next);
}

TEST_CASE("serial scanner: unplugged in the middle of a scan, and plugged in again", "[scanner]") {
    std::mt19937 random(8);
    const tests::TemporaryFolder folder;
    const auto link = folder.path() / "by-id";
    tests::ManualClock clock;
    auto terminal = std::make_unique<tests::PseudoTerminal>();
    std::filesystem::create_symlink(terminal->path(), link);
    SerialStream stream(link.string());
    StreamScanner scanner(stream, clock, {});
    REQUIRE(scanner.open().has_value());

    const auto half = random_bytes(random, 300);
    REQUIRE(terminal->send(half) == half.size());
    for (int looks = 0; scanner.counts().bytes < half.size(); ++looks) {
        REQUIRE(looks < looks_max);
        REQUIRE(scanner.next_payload(milliseconds(0)).error().code == Errc::Timeout);
        ::usleep(20);
    }
    terminal->hang_up();
    auto faulty = scanner.next_payload(milliseconds(0));
    for (int looks = 0; faulty.error().code == Errc::Timeout; ++looks) {
        REQUIRE(looks < looks_max);
        ::usleep(20);
        faulty = scanner.next_payload(milliseconds(0));
    }
    CHECK(faulty.error().code == Errc::Truncated);
    CHECK(scanner.state() == ScannerState::Unplugged);
    CHECK(scanner.counts().incomplete == 1);
    CHECK(scanner.next_payload(milliseconds(0)).error().code == Errc::Unavailable);
    CHECK(scanner.open().error().code == Errc::NotFound);
    CHECK(scanner.state() == ScannerState::Unplugged);

    terminal = std::make_unique<tests::PseudoTerminal>();
    std::filesystem::remove(link);
    std::filesystem::create_symlink(terminal->path(), link);
    REQUIRE(scanner.open().has_value());
    CHECK(scanner.state() == ScannerState::Ready);
    const auto whole = random_bytes(random, 300);
    REQUIRE(terminal->send(whole) == whole.size());
    for (int looks = 0; scanner.counts().bytes < half.size() + whole.size(); ++looks) {
        REQUIRE(looks < looks_max);
        REQUIRE(scanner.next_payload(milliseconds(0)).error().code == Errc::Timeout);
        ::usleep(20);
    }
    clock.advance_ms(80);
    const auto payload = scanner.next_payload(milliseconds(0));
    REQUIRE(payload.has_value());
    CHECK(payload->bytes == whole);
}

TEST_CASE("serial scanner: what was sent before opening belongs to nobody", "[scanner]") {
    tests::ManualClock clock;
    const tests::PseudoTerminal terminal;
    SerialStream stream(terminal.path());
    StreamScanner scanner(stream, clock, {});
    REQUIRE(scanner.open().has_value());
    REQUIRE(terminal.send(as_bytes("old scan")) == 8);
    // Once a byte has come the rest is there too.
    Bytes one(1);
    const auto first = stream.read(one, milliseconds(20'000));
    REQUIRE(first.has_value());
    REQUIRE(*first == 1);
    REQUIRE(scanner.open().has_value());
    clock.advance_ms(80);
    CHECK(scanner.next_payload(milliseconds(0)).error().code == Errc::Timeout);
    CHECK(scanner.counts().bytes == 0);
}
