// Finds where one JSON value ends, without reading it: brackets and strings only. What stands
// between them is for the strict reader, so that a bad number concerns its own item alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace outpost::intake {

/// The four white space characters of RFC 8259 section 2.
constexpr bool is_json_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Deeper brackets are counted but not told apart: memory stays bounded under a nesting bomb, and
/// such an item is refused anyhow.
inline constexpr std::size_t typed_levels_max = 1024;

/// For one value. Feed it the text in any pieces.
class ValueScanner {
  public:
    enum class State : std::uint8_t {
        Open,
        Complete,
        Broken,  // a bracket that closes another one, or a character that begins no value
    };

    /// Takes characters up to the end of the value.
    /// @return how many belong to it; fewer than text.size() only when state() is not Open
    std::size_t feed(std::string_view text);
    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] bool is_in_string() const { return is_in_string_; }

  private:
    std::size_t feed_string(std::string_view text, std::size_t at);
    bool feed_structure(char c);
    bool begin(char c);
    void close(char opening);

    State state_ = State::Open;
    bool has_begun_ = false;
    bool is_scalar_ = false;
    bool is_in_string_ = false;
    bool is_escaped_ = false;
    std::uint64_t depth_ = 0;
    std::string levels_;  // '[' and '{' of the outer levels
};

}  // namespace outpost::intake
