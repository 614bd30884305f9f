// Result<T>: a value or an Error. C++20 has no std::expected.
#pragma once

#include "core/base/check.h"
#include "core/base/error.h"

#include <optional>
#include <utility>
#include <variant>

namespace outpost {

/// Holds either a T or an Error. Reading the side that is not there ends the process.
template <typename T>
class [[nodiscard]] Result {
  public:
    using value_type = T;

    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT: implicit
    Result(Error error) : state_(std::in_place_index<1>, error) {}         // NOLINT: implicit

    [[nodiscard]] bool has_value() const { return state_.index() == 0; }
    explicit operator bool() const { return has_value(); }

    T& value() & {
        OUTPOST_CHECK(has_value());
        return *std::get_if<0>(&state_);
    }
    const T& value() const& {
        OUTPOST_CHECK(has_value());
        return *std::get_if<0>(&state_);
    }
    T&& value() && {
        OUTPOST_CHECK(has_value());
        return std::move(*std::get_if<0>(&state_));
    }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    [[nodiscard]] const Error& error() const {
        OUTPOST_CHECK(!has_value());
        return *std::get_if<1>(&state_);
    }

  private:
    std::variant<T, Error> state_;
};

/// Success without a value, or an Error. `return {};` means success.
template <>
class [[nodiscard]] Result<void> {
  public:
    Result() = default;
    Result(Error error) : error_(error) {}  // NOLINT: implicit

    [[nodiscard]] bool has_value() const { return !error_.has_value(); }
    explicit operator bool() const { return has_value(); }
    [[nodiscard]] const Error& error() const {
        OUTPOST_CHECK(error_.has_value());
        return *error_;
    }

  private:
    std::optional<Error> error_;
};

}  // namespace outpost

#define OUTPOST_CONCAT_INNER(a, b) a##b
#define OUTPOST_CONCAT(a, b) OUTPOST_CONCAT_INNER(a, b)
#define OUTPOST_TRY_INNER(temporary, declaration, expression) \
    auto temporary = (expression);                            \
    if (!temporary) return temporary.error();                 \
    declaration = std::move(temporary).value()

#define OUTPOST_TRY_VOID_INNER(temporary, expression)                            \
    do {                                                                         \
        if (auto temporary = (expression); !temporary) return temporary.error(); \
    } while (false)

// __COUNTER__ and not __LINE__: a whole lambda with such lines may be the argument of another one,
// and then they all have one line.

/// OUTPOST_TRY(auto value, expression): returns the Error, or assigns the value.
#define OUTPOST_TRY(declaration, expression) \
    OUTPOST_TRY_INNER(OUTPOST_CONCAT(outpost_try_, __COUNTER__), declaration, expression)

/// The same for Result<void>.
#define OUTPOST_TRY_VOID(expression) \
    OUTPOST_TRY_VOID_INNER(OUTPOST_CONCAT(outpost_try_void_, __COUNTER__), expression)
