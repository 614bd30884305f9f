// A cheap guess whether a QR code is in the frame at all.
#include "core/scanning/finder_guess.h"

#include "core/scanning/grey_picture.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <vector>

namespace outpost::scanning {

namespace {

constexpr std::int32_t row_step_px = 3;     // the middle of a finder is 3 modules of 2 px high
constexpr std::int32_t mean_reach_px = 48;  // half the width of the local mean
constexpr std::int32_t contrast_min = 12;   // darker than the mean by this much is dark
constexpr std::size_t places_max = 48;
constexpr std::int32_t candidates_max = 4000;  // column checks a frame may cost

using Runs = std::array<std::int32_t, 5>;

bool is_finder_like(const Runs& runs) {
    std::int32_t total = 0;
    for (const auto run : runs) total += run;
    if (total < 12 || runs[2] < 4) return false;
    // In units of 1/14 of the whole: 2 2 6 2 2, each may be off by a good half module.
    const auto off = [total](std::int32_t run, std::int32_t fourteenths) {
        return std::abs(run * 14 - fourteenths * total);
    };
    const auto slack = total + total / 4;
    return off(runs[0], 2) <= slack && off(runs[1], 2) <= slack && off(runs[3], 2) <= slack &&
           off(runs[4], 2) <= slack && off(runs[2], 6) * 2 <= 3 * slack;
}

/// Counts the runs up and down from a dark pixel; false when the pattern leaves the frame.
bool column_agrees(FrameView frame, std::int32_t x, std::int32_t y, std::int32_t threshold,
                   std::int32_t length_px) {
    const auto* column = frame.pixels + x;
    const auto is_dark = [&](std::int32_t row) {
        return column[static_cast<std::size_t>(row) * frame.stride_bytes] < threshold;
    };
    if (!is_dark(y)) return false;
    Runs runs{};
    for (const std::int32_t direction : {-1, 1}) {
        auto row = direction < 0 ? y : y + 1;
        for (std::int32_t k = 0; k < 3; ++k) {
            auto& run = runs[static_cast<std::size_t>(2 + direction * k)];
            const auto before = run;
            while (row >= 0 && row < frame.height_px && is_dark(row) == (k != 1) &&
                   run - before <= length_px) {
                ++run;
                row += direction;
            }
        }
    }
    std::int32_t total = 0;
    for (const auto run : runs) total += run;
    return is_finder_like(runs) && total * 3 > length_px * 2 && total * 2 < length_px * 3;
}

struct Place {
    std::int32_t x = 0;
    std::int32_t y = 0;
    std::int32_t length = 0;
};

std::int64_t square_distance(const Place& a, const Place& b) {
    const std::int64_t x = a.x - b.x;
    const std::int64_t y = a.y - b.y;
    return x * x + y * y;
}

/// Two legs of about one length with about a right angle between them, all three patterns of about
/// one size, and far enough apart for a symbol (version 1: the centres are two patterns apart).
bool is_corner_triple(const Place& a, const Place& b, const Place& c) {
    const auto [smallest, largest] = std::minmax({a.length, b.length, c.length});
    if (largest * 2 > smallest * 3) return false;
    std::array sides{square_distance(a, b), square_distance(a, c), square_distance(b, c)};
    std::sort(sides.begin(), sides.end());
    const std::int64_t apart_min = std::int64_t{smallest} * smallest * 2;
    // Squares of lengths: legs within 1.5, and the third side as Pythagoras wants it,
    // within a fifth.
    const auto legs = sides[0] + sides[1];
    return sides[0] >= apart_min && sides[1] * 4 <= sides[0] * 9 &&
           std::abs(sides[2] - legs) * 5 <= legs;
}

/// Walks along rows, asks the column at every place that looks like a finder, and remembers where
/// both agreed: letters and ornaments do so too, but seldom three times in the right places.
class RowScan {
  public:
    explicit RowScan(FrameView frame)
        : frame_(frame), sums_(static_cast<std::size_t>(frame.width_px) + 1) {}

    /// True when the third of three places that belong together is found.
    bool finds_symbol(std::int32_t y) {
        const auto* row = frame_.pixels + static_cast<std::size_t>(y) * frame_.stride_bytes;
        const auto width = frame_.width_px;
        for (std::int32_t x = 0; x < width; ++x) at(x + 1) = at(x) + row[x];
        Runs runs{};
        bool was_dark = false;
        for (std::int32_t x = 0; x < width; ++x) {
            const bool dark = row[x] < threshold_at(x);
            if (dark == was_dark) {
                ++runs[4];
                continue;
            }
            if (was_dark && is_finder_like(runs) && agrees_at(row, x, y, runs)) return true;
            std::rotate(runs.begin(), runs.begin() + 1, runs.end());
            runs[4] = 1;
            was_dark = dark;
        }
        return false;
    }

  private:
    std::int32_t& at(std::int32_t x) { return sums_[static_cast<std::size_t>(x)]; }

    std::int32_t threshold_at(std::int32_t x) {
        const auto from = std::max(x - mean_reach_px, 0);
        const auto to = std::min(x + mean_reach_px + 1, frame_.width_px);
        return (at(to) - at(from)) / (to - from) - contrast_min;
    }

    /// `end` is the first light pixel after the five runs.
    bool agrees_at(const std::uint8_t* row, std::int32_t end, std::int32_t y, const Runs& runs) {
        if (++candidates_ > candidates_max) return false;
        std::int32_t length = 0;
        for (const auto run : runs) length += run;
        const auto middle = end - runs[4] - runs[3] - runs[2] / 2 - 1;
        // One threshold for the whole column: between the pattern's own dark and light.
        const auto light = row[end - runs[4] - runs[3] / 2 - 1];
        if (!column_agrees(frame_, middle, y, (row[middle] + light) / 2, length)) return false;
        return completes_triple({middle, y, length});
    }

    /// Remembers the place. True when it and two others stand like the three corners of a symbol.
    bool completes_triple(const Place& found) {
        for (const auto& a : places_) {
            if (std::abs(a.x - found.x) < a.length && std::abs(a.y - found.y) < a.length)
                return false;  // the same pattern, some rows further down
        }
        for (std::size_t i = 0; i < places_.size(); ++i) {
            for (std::size_t k = 0; k < i; ++k) {
                if (is_corner_triple(places_[i], places_[k], found)) return true;
            }
        }
        if (places_.size() < places_max) places_.push_back(found);
        return false;
    }

    FrameView frame_;
    std::vector<std::int32_t> sums_;
    std::vector<Place> places_;
    std::int32_t candidates_ = 0;
};

}  // namespace

bool guess_finder_pattern(FrameView frame) {
    if (!is_readable(frame)) return false;
    RowScan scan(frame);
    for (std::int32_t y = row_step_px; y < frame.height_px; y += row_step_px) {
        if (scan.finds_symbol(y)) return true;
    }
    return false;
}

}  // namespace outpost::scanning
