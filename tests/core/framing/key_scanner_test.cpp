#include "core/framing/key_scanner.h"

#include "tests/support/manual_clock.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <deque>
#include <string>

using namespace outpost;
using framing::FramingRules;
using framing::KeyScanner;
using std::chrono::milliseconds;

namespace {

constexpr std::uint16_t shift_code = 1000;

/// The code is the character; shift_code raises the letters while it is down.
class PlainKeyMap final : public KeyMap {
  public:
    char32_t apply(KeyStroke stroke) override {
        if (stroke.code == shift_code) {
            is_shifted = stroke.motion == KeyMotion::Press;
            return key_without_text;
        }
        if (stroke.motion != KeyMotion::Press) return key_without_text;
        const bool is_letter = stroke.code >= 'a' && stroke.code <= 'z';
        return static_cast<char32_t>(is_shifted && is_letter ? stroke.code - 32 : stroke.code);
    }
    void reset() override { is_shifted = false; }

    bool is_shifted = false;
};

class ScriptedKeys final : public KeySource {
  public:
    explicit ScriptedKeys(tests::ManualClock& clock) : clock_(clock) {}
    Result<void> open() override { return {}; }
    Result<std::size_t> read(std::span<KeyStroke> strokes, milliseconds deadline) override {
        if (waiting.empty() && is_gone) return Error{Errc::Unavailable, 0, "gone"};
        if (waiting.empty()) clock_.advance_ms(deadline.count());
        const auto count = std::min(strokes.size(), waiting.size());
        for (std::size_t k = 0; k < count; ++k) {
            strokes[k] = waiting.front();
            waiting.pop_front();
        }
        return count;
    }
    [[nodiscard]] std::string_view label() const override { return "keys"; }
    void close() override {}

    void type(std::string_view text) {
        for (const char c : text) {
            const auto code = static_cast<std::uint16_t>(static_cast<unsigned char>(c));
            waiting.push_back({code, KeyMotion::Press});
            waiting.push_back({code, KeyMotion::Release});
        }
    }
    void press(std::uint16_t code) { waiting.push_back({code, KeyMotion::Press}); }

    std::deque<KeyStroke> waiting;
    bool is_gone = false;

  private:
    tests::ManualClock& clock_;
};

struct Desk {
    tests::ManualClock clock;
    ScriptedKeys keys{clock};
    PlainKeyMap map;
    KeyScanner scanner;

    explicit Desk(FramingRules rules = {}) : scanner(keys, map, clock, std::move(rules)) {
        REQUIRE(scanner.open().has_value());
    }
    std::string scan() {
        const auto payload = scanner.next_payload(milliseconds(2000));
        REQUIRE(payload.has_value());
        CHECK(payload->source == SourceKind::TypedText);
        return std::string(as_text(payload->bytes));
    }
    Errc refusal() {
        const auto payload = scanner.next_payload(milliseconds(2000));
        REQUIRE_FALSE(payload.has_value());
        return payload.error().code;
    }
};

}  // namespace

TEST_CASE("key scanner: text, with and without Enter at its end", "[framing]") {
    Desk desk;
    desk.keys.type("HC1:6BF+70790T9WJWG.FKY*4GO0");
    CHECK(desk.scan() == "HC1:6BF+70790T9WJWG.FKY*4GO0");
    for (const auto* end : {"\r", "\t", "\n", "\r\n"}) {
        desk.keys.type(std::string("shc:/567629") + end);
        CHECK(desk.scan() == "shc:/567629");
    }
    // White space within JSON stays, one Enter at the end goes.
    desk.keys.type("{\r\t\"a\": 1\r}\r\r");
    CHECK(desk.scan() == "{\r\t\"a\": 1\r}\r");
    desk.keys.type("\r");
    CHECK(desk.refusal() == Errc::Timeout);
    CHECK(desk.scanner.label() == "keys");
}

TEST_CASE("key scanner: configured marks are taken as they are", "[framing]") {
    FramingRules rules;
    rules.idle_ms = 0;
    rules.suffix = {0x09};
    Desk desk(rules);
    desk.keys.type("ur:bytes/1-2/aa\r\tur:bytes/2-2/bb\t");
    CHECK(desk.scan() == "ur:bytes/1-2/aa\r");
    CHECK(desk.scan() == "ur:bytes/2-2/bb");
}

TEST_CASE("key scanner: keys without text are passed over", "[framing]") {
    Desk desk;
    desk.keys.press(shift_code);
    desk.keys.type("hc");
    desk.keys.waiting.push_back({shift_code, KeyMotion::Release});
    desk.keys.press(0x1B);  // Escape
    desk.keys.press(0x08);  // Backspace
    desk.keys.press(0x7F);  // Delete
    desk.keys.type("1:x");
    CHECK(desk.scan() == "HC1:x");
}

TEST_CASE("key scanner: a character that is no plain text refuses the whole scan", "[framing]") {
    Desk desk;
    desk.keys.type("{\"name\":\"Jos");
    desk.keys.press(0xE9);
    desk.keys.type("\"}\r");
    const auto payload = desk.scanner.next_payload(milliseconds(2000));
    REQUIRE_FALSE(payload.has_value());
    CHECK(payload.error().code == Errc::BadCharacter);
    CHECK(payload.error().offset == 12);
    desk.keys.type("HC1:");
    desk.keys.press(static_cast<std::uint16_t>(key_unreadable));
    CHECK(desk.refusal() == Errc::BadCharacter);
    CHECK(desk.scanner.counts().unreadable == 2);
    desk.keys.type("HC1:next");
    CHECK(desk.scan() == "HC1:next");
}

TEST_CASE("key scanner: a binary code is named as what a keyboard cannot carry", "[framing]") {
    Desk desk;
    desk.keys.type("PK\x03\x04\x14");
    desk.keys.press(static_cast<std::uint16_t>(key_unreadable));
    desk.keys.type("certificate.json");
    CHECK(desk.refusal() == Errc::Unsupported);
    desk.keys.type("PK");
    CHECK(desk.refusal() == Errc::Unsupported);
    desk.keys.type("P");
    CHECK(desk.scan() == "P");
}

TEST_CASE("key scanner: lost strokes refuse the scan, and held keys are forgotten", "[framing]") {
    Desk desk;
    desk.keys.press(shift_code);
    desk.keys.type("hc1:be");
    desk.keys.waiting.push_back({0, KeyMotion::Lost});
    desk.keys.type("and the rest\r");
    CHECK(desk.refusal() == Errc::Truncated);
    CHECK(desk.refusal() == Errc::Timeout);  // the rest of it passes by
    desk.keys.type("shc:/1");
    CHECK(desk.scan() == "shc:/1");
    CHECK(desk.scanner.counts().incomplete == 1);

    // A release that never came does not shift the next scan.
    desk.keys.press(shift_code);
    desk.keys.type("abc");
    CHECK(desk.scan() == "ABC");
    desk.keys.type("abc");
    CHECK(desk.scan() == "abc");
}

TEST_CASE("key scanner: too long, unplugged, and back", "[framing]") {
    FramingRules rules;
    rules.payload_bytes_max = 100;
    Desk desk(rules);
    desk.keys.type(std::string(101, 'x'));
    CHECK(desk.refusal() == Errc::TooLong);
    CHECK(desk.refusal() == Errc::Timeout);
    desk.keys.type("half");
    desk.keys.is_gone = true;
    CHECK(desk.refusal() == Errc::Truncated);
    CHECK(desk.scanner.state() == ScannerState::Unplugged);
    CHECK(desk.refusal() == Errc::Unavailable);
    desk.keys.is_gone = false;
    REQUIRE(desk.scanner.open().has_value());
    desk.keys.type("whole");
    CHECK(desk.scan() == "whole");
    desk.scanner.close();
    CHECK(desk.refusal() == Errc::Unavailable);
}
