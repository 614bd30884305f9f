// Reads until a payload is whole or the deadline is over.
#include "core/framing/stream_scanner.h"

#include <algorithm>
#include <utility>

namespace outpost::framing {

StreamScanner::StreamScanner(ByteStream& stream, const Clock& clock, FramingRules rules)
    : stream_(stream), clock_(clock), cutter_(std::move(rules)) {}

Result<void> StreamScanner::open() {
    close();
    const auto opened = stream_.open();
    if (opened)
        state_ = ScannerState::Ready;
    else if (opened.error().code == Errc::NotFound)
        state_ = ScannerState::Unplugged;
    return opened;
}

Result<ScannedPayload> StreamScanner::next_payload(std::chrono::milliseconds deadline) {
    const auto ends_ms = clock_.monotonic_ms() + std::max<std::int64_t>(0, deadline.count());
    for (;;) {
        if (auto cut = cutter_.take(); cut) {
            if (!*cut) return cut->error();
            return ScannedPayload{std::move(*cut).value(), SourceKind::SerialBytes};
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

void StreamScanner::close() {
    stream_.close();
    cutter_.hang_up();
    cutter_.forget_ready();
    state_ = ScannerState::Closed;
}

Result<void> StreamScanner::look(std::int64_t wait_ms) {
    // An empty line is known to have been empty when it was asked, and not when the answer is read:
    // this thread may have slept in between.
    const auto asked_ms = clock_.monotonic_ms();
    const auto count = stream_.read(arrived_, std::chrono::milliseconds(wait_ms));
    if (!count) {
        stream_.close();
        cutter_.hang_up();
        state_ = ScannerState::Unplugged;
        return cutter_.has_ready() ? Result<void>{} : Result<void>{count.error()};
    }
    if (*count > arrived_.size()) return Error{Errc::Overflow, 0, "a line gave more than asked"};
    if (*count == 0)
        cutter_.step({}, asked_ms);
    else
        cutter_.step(ByteView(arrived_).first(*count), clock_.monotonic_ms());
    return {};
}

}  // namespace outpost::framing
