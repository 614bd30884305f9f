// Ports: the keys of one keyboard that nobody else sees, and the text that they stand for.
#pragma once

#include "core/base/result.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace outpost {

enum class KeyMotion : std::uint8_t {
    Press,
    Release,
    Lost,  // strokes are missing here: the system's queue was full. `code` means nothing
};

struct KeyStroke {
    std::uint16_t code = 0;  // KEY_... of linux/input-event-codes.h
    KeyMotion motion = KeyMotion::Press;
};

/// Contract: while it is open, no other program and no console sees the keys; open() may be called
/// again after any failure. Used by one thread at a time.
class KeySource {
  public:
    virtual ~KeySource() = default;
    /// Closes first what was open; keys pressed before are dropped.
    /// @error NotFound, Unavailable (another program holds it), Unsupported (no keyboard)
    virtual Result<void> open() = 0;
    /// Waits for the first stroke and takes what is there, up to strokes.size().
    /// @return how many; 0 when none lay there at the last look, at most `deadline` after the call
    /// @error Unavailable  not open, or the device is gone
    virtual Result<std::size_t> read(std::span<KeyStroke> strokes,
                                     std::chrono::milliseconds deadline) = 0;
    [[nodiscard]] virtual std::string_view label() const = 0;
    virtual void close() = 0;
};

/// KeyMap::apply: the key stands for no character (Shift, a lock, F1, an arrow, Escape).
inline constexpr char32_t key_without_text = 0;
/// KeyMap::apply: a key that should have been text and is none here: with Ctrl, Alt or the logo
/// key held, or a dead key.
inline constexpr char32_t key_unreadable = 0xFFFD;

/// A keyboard layout and which of its modifiers are down.
class KeyMap {
  public:
    virtual ~KeyMap() = default;
    /// Follows the stroke; a press gives its character, Enter U+000D, Tab U+0009.
    virtual char32_t apply(KeyStroke stroke) = 0;
    /// Nothing held, Caps Lock off, Num Lock on.
    virtual void reset() = 0;
};

}  // namespace outpost
