#include "core/journal/number_block.h"

#include <array>
#include <cstddef>

namespace outpost::journal {

namespace {

constexpr std::int64_t kiosk_max = 8999;
constexpr std::int64_t kiosk_prefix = 1000;
constexpr std::int64_t counter_size = 10'000'000;
constexpr std::int64_t number_min = 10'000'000'000;
constexpr std::int64_t number_max = 99'999'999'999;
constexpr std::size_t id_digits = 12;

/// The totally anti-symmetric quasigroup of order 10 that H. M. Damm's thesis of 2004 gives.
constexpr std::array<std::array<std::uint8_t, 10>, 10> damm = {{{0, 3, 1, 7, 5, 9, 8, 6, 4, 2},
                                                                {7, 0, 9, 2, 1, 5, 4, 8, 6, 3},
                                                                {4, 2, 0, 6, 8, 7, 1, 3, 5, 9},
                                                                {1, 7, 5, 0, 9, 8, 3, 4, 2, 6},
                                                                {6, 1, 2, 3, 0, 4, 5, 9, 7, 8},
                                                                {3, 6, 7, 4, 2, 0, 9, 5, 8, 1},
                                                                {5, 8, 6, 9, 7, 2, 0, 1, 3, 4},
                                                                {8, 9, 4, 5, 3, 6, 2, 0, 1, 7},
                                                                {9, 4, 3, 8, 6, 1, 7, 2, 0, 5},
                                                                {2, 5, 8, 1, 4, 3, 6, 7, 9, 0}}};

/// 0 at the end of digits whose last is the check digit. @param digits  only '0' to '9'
std::size_t damm_state(std::string_view digits) {
    std::size_t state = 0;
    for (const char digit : digits) state = damm[state][static_cast<std::size_t>(digit - '0')];
    return state;
}

}  // namespace

Result<NumberBlock> block_of_kiosk(std::int64_t kiosk) {
    if (kiosk < 0 || kiosk > kiosk_max) return Error{Errc::BadValue, 0, "kiosk number"};
    const auto base = (kiosk_prefix + kiosk) * counter_size;
    return NumberBlock{base + 1, base + counter_size - 1};
}

bool is_well_formed(const NumberBlock& block) {
    return block.first >= number_min && block.first <= block.last && block.last <= number_max;
}

bool is_overlapping(const NumberBlock& a, const NumberBlock& b) {
    return a.first <= b.last && b.first <= a.last;
}

std::string certificate_id_of(std::int64_t number) {
    OUTPOST_CHECK(number >= number_min && number <= number_max);
    auto id = std::to_string(number);
    id += static_cast<char>('0' + damm_state(id));
    return id;
}

bool has_check_digit(std::string_view certificate_id) {
    if (certificate_id.size() != id_digits || certificate_id.front() == '0') return false;
    for (const char digit : certificate_id)
        if (digit < '0' || digit > '9') return false;
    return damm_state(certificate_id) == 0;
}

}  // namespace outpost::journal
