// A parsed JSON text (RFC 8259) as an immutable tree whose parts live in one arena.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <span>
#include <string_view>
#include <utility>

namespace outpost::json {

/// Deeper trees are never made, whatever limit a caller gives: the walks over them are recursive.
inline constexpr std::size_t depth_ceiling = 256;

enum class Kind : std::uint8_t { Null, Boolean, Integer, Double, String, Array, Object };

struct Member;

/// One value of a Document; views borrow from the Document's arena and die with it.
class Value {
  public:
    Value() = default;
    static Value boolean(bool value);
    static Value integer(std::int64_t value, std::string_view text);
    static Value floating(double value, std::string_view text);
    static Value string(std::string_view text);
    static Value array(std::span<const Value> items);
    static Value object(std::span<const Member> members);

    [[nodiscard]] Kind kind() const { return kind_; }
    [[nodiscard]] bool is_null() const { return kind_ == Kind::Null; }
    [[nodiscard]] bool is_boolean() const { return kind_ == Kind::Boolean; }
    [[nodiscard]] bool is_number() const { return kind_ == Kind::Integer || kind_ == Kind::Double; }
    [[nodiscard]] bool is_string() const { return kind_ == Kind::String; }
    [[nodiscard]] bool is_array() const { return kind_ == Kind::Array; }
    [[nodiscard]] bool is_object() const { return kind_ == Kind::Object; }
    [[nodiscard]] bool is_scalar() const { return !is_array() && !is_object(); }

    /// The accessors below end the process when the kind is another one.
    [[nodiscard]] bool as_boolean() const;
    /// Integer only: written without fraction or exponent, and within 64 bits.
    [[nodiscard]] std::int64_t as_integer() const;
    /// Integer or Double, rounded to the nearest double.
    [[nodiscard]] double as_double() const;
    /// A number's text: as written for a Double (an integer beyond 64 bits is a Double too).
    [[nodiscard]] std::string_view number_text() const;
    [[nodiscard]] std::string_view as_string() const;
    [[nodiscard]] std::span<const Value> items() const;
    [[nodiscard]] std::span<const Member> members() const;

    /// The member's value, or nullptr when there is none or this is no object.
    [[nodiscard]] const Value* find(std::string_view name) const;
    /// The member's text, or an empty view when it is absent or no string.
    [[nodiscard]] std::string_view text_of(std::string_view name) const;

  private:
    Kind kind_ = Kind::Null;
    bool boolean_ = false;
    std::uint32_t size_ = 0;  // of text, items or members
    union {
        const char* text_ = nullptr;
        const Value* items_;
        const Member* members_;
    };
    union {
        std::int64_t integer_ = 0;
        double double_;
    };
};

/// Members keep the order in which they were written; names are unique within an object.
struct Member {
    std::string_view name;
    Value value;
};

/// Owns a tree. Movable; views into it stay good when it moves.
class Document {
  public:
    Document(std::unique_ptr<std::pmr::monotonic_buffer_resource> arena, Value root)
        : arena_(std::move(arena)), root_(root) {}

    [[nodiscard]] const Value& root() const { return root_; }

  private:
    std::unique_ptr<std::pmr::monotonic_buffer_resource> arena_;
    Value root_;
};

}  // namespace outpost::json
