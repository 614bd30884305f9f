#include "core/operators/pin.h"

namespace outpost::operators {

namespace {

/// The same step, modulo ten, from each digit to the next one.
bool has_equal_steps(ByteView digits) {
    const auto step_at = [digits](std::size_t i) { return (digits[i] + 10 - digits[i - 1]) % 10; };
    for (std::size_t i = 2; i < digits.size(); ++i)
        if (step_at(i) != step_at(1)) return false;
    return true;
}

bool repeats_a_group(ByteView digits) {
    for (std::size_t period = 1; period <= digits.size() / 2; ++period) {
        bool repeats = true;
        for (std::size_t i = period; i < digits.size(); ++i)
            repeats = repeats && digits[i] == digits[i - period];
        if (repeats) return true;
    }
    return false;
}

bool is_doubled_run(ByteView digits) {
    if (digits.size() % 2 != 0) return false;
    for (std::size_t i = 0; i < digits.size(); i += 2)
        if (digits[i] != digits[i + 1]) return false;
    for (std::size_t i = 4; i < digits.size(); i += 2)
        if ((digits[i] + 10 - digits[i - 2]) % 10 != (digits[2] + 10 - digits[0]) % 10)
            return false;
    return true;
}

bool is_run_and_back(ByteView digits) {
    for (std::size_t i = 0; i < digits.size() / 2; ++i)
        if (digits[i] != digits[digits.size() - 1 - i]) return false;
    return has_equal_steps(digits.first((digits.size() + 1) / 2));
}

}  // namespace

Result<void> check_new_pin(const crypto::SecretBytes& pin) {
    if (pin.size() < pin_digits_min) return Error{Errc::BadLength, pin.size(), "PIN too short"};
    if (pin.size() > pin_digits_max) return Error{Errc::TooLong, pin_digits_max, "PIN too long"};
    const auto digits = pin.view();
    for (std::size_t i = 0; i < digits.size(); ++i)
        if (digits[i] < '0' || digits[i] > '9')
            return Error{Errc::BadCharacter, i, "a PIN is digits alone"};
    if (has_equal_steps(digits) || repeats_a_group(digits) || is_doubled_run(digits) ||
        is_run_and_back(digits))
        return Error{Errc::BadValue, 0, "this PIN is too easy to guess"};
    return {};
}

}  // namespace outpost::operators
