// Writes JSON text: members in the order of the calls, no white space, valid UTF-8 in and out.
#pragma once

#include "core/json/value.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::json {

/// Text as a JSON string with its quotes (RFC 8259 section 7). Bytes that are not UTF-8 become
/// U+FFFD.
std::string quote(std::string_view text);

/// The value as compact JSON text; numbers as they were written.
std::string write(const Value& value);

/// Builds one JSON text step by step: w.begin_object().key("a").value(1).end_object().
/// A call that would break the grammar ends the process.
class Writer {
  public:
    Writer& begin_object();
    Writer& end_object();
    Writer& begin_array();
    Writer& end_array();
    Writer& key(std::string_view name);
    Writer& value(std::string_view text);
    Writer& value(const char* text) { return value(std::string_view(text)); }
    Writer& value(const std::string& text) { return value(std::string_view(text)); }
    Writer& value(std::int64_t number);
    Writer& value(std::uint64_t number);
    Writer& value(int number) { return value(static_cast<std::int64_t>(number)); }
    Writer& value(unsigned number) { return value(static_cast<std::uint64_t>(number)); }
    template <typename T>
    Writer& value(const T* pointer) = delete;  // it would be taken for a bool
    Writer& value(double number);
    Writer& value(bool boolean);
    Writer& value(const Value& tree);
    /// An array of them.
    Writer& value(std::span<const std::int64_t> numbers);
    Writer& null();

    /// The finished text; every object and array must be closed.
    [[nodiscard]] std::string take() &&;

  private:
    struct Level {
        bool is_object;
        bool has_items;
    };
    void before_value();

    std::string out_;
    std::vector<Level> levels_;
    bool key_pending_ = false;
    bool done_ = false;
};

}  // namespace outpost::json
