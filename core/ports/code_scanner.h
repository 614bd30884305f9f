// Port: a device that reads codes by itself and gives whole payloads, such as a 2D imager.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <chrono>
#include <cstdint>
#include <string_view>

namespace outpost {

/// What a scanner is doing now; each state has words for people in describe().
enum class ScannerState : std::uint8_t {
    Closed,
    Ready,
    Unplugged,  // the device is gone; open() brings it back
};

/// How a payload came, and so what it can hold.
enum class SourceKind : std::uint8_t {
    SerialBytes,  // every byte of the symbol, binary formats too
    TypedText,    // printable ASCII only
};

struct ScannedPayload {
    Bytes bytes;  // never empty
    SourceKind source = SourceKind::SerialBytes;
};

/// What a scanner refused since it was made; numbers only, so that they may be logged.
struct ScannerCounts {
    std::uint64_t bytes = 0;       // came from the device
    std::uint64_t payloads = 0;    // handed on
    std::uint64_t too_long = 0;    // refused and skipped up to the next payload
    std::uint64_t incomplete = 0;  // cut off: device gone, silence before the suffix, keys lost
    std::uint64_t unframed = 0;    // came without the prefix that is configured
    std::uint64_t unreadable = 0;  // typed, with keys that are no printable ASCII
    std::uint64_t dropped = 0;     // whole, but nobody fetched them in time
};

std::string_view describe(ScannerState state);

/// Contract: open() may be called again after any failure; next_payload() never blocks longer than
/// the deadline; state() is cheap; nothing that was scanned stands in an error or a label. Call
/// next_payload() all the time, as with a camera: scans that pile up between two calls can run
/// together, and are then one payload that proves nothing. Used by one thread at a time.
class CodeScanner {
  public:
    virtual ~CodeScanner() = default;
    /// What the device sent before this is dropped.
    /// @error NotFound, Unavailable (in use, gone), Unsupported (no such kind of device)
    virtual Result<void> open() = 0;
    /// @error Timeout, Unavailable (not open or unplugged: look at state()); or one scan was
    /// refused and the next call goes on: TooLong, Truncated, BadSyntax (no prefix), BadCharacter,
    /// Unsupported (a binary code through a keyboard)
    virtual Result<ScannedPayload> next_payload(std::chrono::milliseconds deadline) = 0;
    [[nodiscard]] virtual ScannerState state() const = 0;
    [[nodiscard]] virtual ScannerCounts counts() const = 0;
    /// For people and logs: the device's path; never holder data.
    [[nodiscard]] virtual std::string_view label() const = 0;
    virtual void close() = 0;
};

}  // namespace outpost
