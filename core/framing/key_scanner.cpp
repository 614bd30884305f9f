// Reads strokes until a scan is whole or the deadline is over.
#include "core/framing/key_scanner.h"

#include <algorithm>
#include <utility>

namespace outpost::framing {

namespace {

constexpr std::uint8_t tab = 0x09;
constexpr std::uint8_t line_feed = 0x0A;
constexpr std::uint8_t enter = 0x0D;
/// Stands in the stream for a character that is refused later, with the whole scan.
constexpr std::uint8_t unreadable = 0x00;

bool is_white(std::uint8_t byte) {
    return byte == tab || byte == line_feed || byte == enter;
}

bool is_printable(std::uint8_t byte) {
    return byte >= 0x20 && byte <= 0x7E;
}

/// What a character becomes in the stream; nothing for a key without text.
std::optional<std::uint8_t> byte_of(char32_t character) {
    if (character == key_without_text) return std::nullopt;
    if (character > 0x7F) return unreadable;
    const auto byte = static_cast<std::uint8_t>(character);
    if (is_printable(byte) || is_white(byte)) return byte;
    return std::nullopt;  // Escape, Backspace, Delete
}

bool begins_as_zip(const Bytes& typed) {
    return typed.size() >= 2 && typed[0] == 'P' && typed[1] == 'K';
}

}  // namespace

KeyScanner::KeyScanner(KeySource& keys, KeyMap& map, const Clock& clock, FramingRules rules)
    : keys_(keys),
      map_(map),
      clock_(clock),
      cutter_(rules),
      takes_off_enter_(rules.suffix.empty()) {}

Result<void> KeyScanner::open() {
    close();
    const auto opened = keys_.open();
    if (opened)
        state_ = ScannerState::Ready;
    else if (opened.error().code == Errc::NotFound)
        state_ = ScannerState::Unplugged;
    return opened;
}

Result<ScannedPayload> KeyScanner::next_payload(std::chrono::milliseconds deadline) {
    const auto ends_ms = clock_.monotonic_ms() + std::max<std::int64_t>(0, deadline.count());
    for (;;) {
        while (auto cut = cutter_.take()) {
            if (!*cut) return cut->error();
            if (auto judged = judge(std::move(*cut).value()); judged) return std::move(*judged);
        }
        if (state_ != ScannerState::Ready)
            return Error{Errc::Unavailable, 0, "the scanner is not open"};
        const auto asked_ms = clock_.monotonic_ms();
        const auto left_ms = std::max<std::int64_t>(0, ends_ms - asked_ms);
        OUTPOST_TRY_VOID(
            look(std::min(left_ms, cutter_.decides_in_ms(asked_ms).value_or(left_ms))));
        // One look at least, also where the deadline is zero.
        if (left_ms == 0 && !cutter_.has_ready())
            return Error{Errc::Timeout, 0, "nothing was scanned"};
    }
}

ScannerCounts KeyScanner::counts() const {
    auto counts = cutter_.counts();
    counts.unreadable = unreadable_;
    return counts;
}

void KeyScanner::close() {
    keys_.close();
    cutter_.hang_up();
    cutter_.forget_ready();
    map_.reset();
    state_ = ScannerState::Closed;
}

Result<void> KeyScanner::look(std::int64_t wait_ms) {
    // As in StreamScanner: silence is what was seen when it was asked.
    const auto asked_ms = clock_.monotonic_ms();
    const auto count = keys_.read(strokes_, std::chrono::milliseconds(wait_ms));
    if (!count) {
        keys_.close();
        cutter_.hang_up();
        map_.reset();
        state_ = ScannerState::Unplugged;
        return cutter_.has_ready() ? Result<void>{} : Result<void>{count.error()};
    }
    if (*count > strokes_.size()) return Error{Errc::Overflow, 0, "more strokes than asked"};
    if (*count == 0) {
        const bool had_begun = !cutter_.is_between();
        cutter_.step({}, asked_ms);
        // A release that was lost must not shift the next scan.
        if (had_begun && cutter_.is_between()) map_.reset();
        return {};
    }
    const auto now_ms = clock_.monotonic_ms();
    for (std::size_t k = 0; k < *count; ++k) follow(strokes_[k], now_ms);
    return {};
}

void KeyScanner::follow(KeyStroke stroke, std::int64_t now_ms) {
    if (stroke.motion == KeyMotion::Lost) {
        map_.reset();
        cutter_.spoil(now_ms);
        return;
    }
    const auto byte = byte_of(map_.apply(stroke));
    if (stroke.motion != KeyMotion::Press || !byte) return;
    const std::array<std::uint8_t, 1> one{*byte};
    cutter_.step(one, now_ms);
}

std::optional<Result<ScannedPayload>> KeyScanner::judge(Bytes typed) {
    if (begins_as_zip(typed)) {
        ++unreadable_;
        return Error{Errc::Unsupported, 0,
                     "a binary code cannot come through a keyboard: set the scanner to USB-COM"};
    }
    const bool has_enter = takes_off_enter_ && is_white(typed.back());
    if (has_enter) {
        const bool is_pair = typed.back() == line_feed;
        typed.pop_back();
        if (is_pair && !typed.empty() && typed.back() == enter) typed.pop_back();
    }
    if (typed.empty()) return std::nullopt;
    const auto bad = std::find_if(typed.begin(), typed.end(), [](std::uint8_t byte) {
        return !is_printable(byte) && !is_white(byte);
    });
    if (bad != typed.end()) {
        ++unreadable_;
        return Error{Errc::BadCharacter, static_cast<std::size_t>(bad - typed.begin()),
                     "the scanner typed something else than plain text: check its keyboard layout"};
    }
    return ScannedPayload{std::move(typed), SourceKind::TypedText};
}

}  // namespace outpost::framing
