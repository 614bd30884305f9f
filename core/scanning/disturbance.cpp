// What lies over a symbol.
#include "core/scanning/disturbance.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace outpost::scanning {

namespace {

struct Levels {
    double light = 0.0;
    double dark = 0.0;
};

/// The middle one of up to three: glare on one finder pattern changes nothing.
Levels levels_of(const SymbolOutline& outline) {
    std::vector<FinderLook> looks;
    for (const auto& finder : outline.finders) looks.push_back(finder.look);
    std::sort(looks.begin(), looks.end(), [](const FinderLook& a, const FinderLook& b) {
        return a.light - a.dark < b.light - b.dark;
    });
    const auto& middle = looks[looks.size() / 2];
    return {middle.light, middle.dark};
}

std::optional<Projection> projection_of(const SymbolOutline& outline) {
    const double side = outline.side_modules;
    const std::array<ModulePlace, 4> from{{{0, 0}, {side, 0}, {side, side}, {0, side}}};
    std::array<Match, 4> matches;
    for (std::size_t k = 0; k < 4; ++k) matches[k] = {from[k], outline.corners[k], 1.0};
    return Projection::fit(matches);
}

bool is_inside(FrameView frame, Place at) {
    return at.x >= 0.0 && at.y >= 0.0 && at.x <= frame.width_px - 1.0 &&
           at.y <= frame.height_px - 1.0;
}

/// One value a module; where the frame ends, as dark as can be.
std::vector<float> values_of(FrameView frame, const Projection& projection, std::int32_t side) {
    // Four pixels are looked at, and rounding to float may reach the next one.
    const double right = frame.width_px - 1.01;
    const double bottom = frame.height_px - 1.01;
    std::vector<float> values;
    values.reserve(static_cast<std::size_t>(side) * static_cast<std::size_t>(side));
    for (std::int32_t row = 0; row < side; ++row) {
        for (std::int32_t column = 0; column < side; ++column) {
            const auto at = projection.apply({column + 0.5, row + 0.5});
            const bool is_seen = at.x >= 0.0 && at.y >= 0.0 && at.x < right && at.y < bottom;
            values.push_back(
                is_seen ? sample_inside(frame, static_cast<float>(at.x), static_cast<float>(at.y))
                        : 0.0F);
        }
    }
    return values;
}

/// Light as it falls on each place: a plane through three finder patterns, or the same everywhere.
struct LightPlane {
    double at_start = 0.0;
    double per_column = 0.0;
    double per_row = 0.0;

    [[nodiscard]] double at(double column, double row) const {
        return at_start + column * per_column + row * per_row;
    }
};

LightPlane light_plane(const SymbolOutline& outline) {
    if (outline.finders.size() < 3) return {levels_of(outline).light, 0.0, 0.0};
    const double start = outline.finders[0].look.light;
    const double span = outline.side_modules - 7.0;
    LightPlane plane;
    plane.per_column = (outline.finders[1].look.light - start) / span;
    plane.per_row = (outline.finders[2].look.light - start) / span;
    plane.at_start = start - 3.5 * (plane.per_column + plane.per_row);
    return plane;
}

constexpr std::int32_t window = 4;  // modules each way that hold a dark one, but for chance

/// Marks each window whose modules are all about as bright as light ones, and brighter in the mean.
std::vector<std::uint8_t> mark_bright(const std::vector<float>& values, std::int32_t side,
                                      const LightPlane& light, double contrast) {
    constexpr double clipped = 250.0;
    // The rim of a reflection is soft, and so is the light module in it.
    const double each_above = -0.1 * contrast;
    const double mean_above = std::max(8.0, 0.1 * contrast);
    std::vector<std::uint8_t> marks(values.size(), 0);
    std::vector<std::int32_t> heights(static_cast<std::size_t>(side), 0);  // bright rows so far
    const auto index = [side](std::int32_t column, std::int32_t row) {
        return static_cast<std::size_t>(row * side + column);
    };
    const auto mark = [&](std::int32_t right, std::int32_t bottom) {
        float sum = 0.0F;
        for (std::int32_t row = bottom - window + 1; row <= bottom; ++row)
            for (std::int32_t column = right - window + 1; column <= right; ++column)
                sum += values[index(column, row)];
        const double mean = static_cast<double>(sum) / (window * window);
        if (mean < std::min(light.at(right, bottom) + mean_above, clipped)) return;
        for (std::int32_t row = bottom - window + 1; row <= bottom; ++row)
            for (std::int32_t column = right - window + 1; column <= right; ++column)
                marks[index(column, row)] = 1;
    };
    for (std::int32_t row = 0; row < side; ++row) {
        std::int32_t columns = 0;  // in a row that are bright for a window's height
        for (std::int32_t column = 0; column < side; ++column) {
            auto& height = heights[static_cast<std::size_t>(column)];
            const auto value = static_cast<double>(values[index(column, row)]);
            const double least = std::min(light.at(column, row) + each_above, clipped);
            height = value >= least ? height + 1 : 0;
            columns = height >= window ? columns + 1 : 0;
            if (columns >= window) mark(column, row);
        }
    }
    return marks;
}

constexpr std::int32_t line_px_most = 192;
constexpr std::int32_t line_px_least = 64;

/// A line of pixels beside an edge.
struct MarginLine {
    Place start;
    Place step;  // one pixel
    std::int32_t count = 0;
};

/// The middle part of the edge between two corners, `away_px` outside of the symbol.
MarginLine margin_line(Place from, Place to, Place middle, double away_px) {
    const auto edge = to - from;
    const double length_px = length_of(edge);
    const auto direction = (1.0 / length_px) * edge;
    Place outwards{-direction.y, direction.x};
    if (dot(outwards, middle - from) > 0.0) outwards = -1.0 * outwards;
    MarginLine line;
    line.count = static_cast<std::int32_t>(std::min(length_px * 0.9, double{line_px_most}));
    line.step = direction;
    line.start = from + 0.5 * edge - (0.5 * line.count) * direction + away_px * outwards;
    return line;
}

/// Values along the line; nothing when it leaves the frame or is not light all along.
std::vector<float> light_values(FrameView frame, const MarginLine& line, const Levels& levels) {
    if (line.count < line_px_least || !is_inside(frame, line.start) ||
        !is_inside(frame, line.start + static_cast<double>(line.count) * line.step))
        return {};
    std::vector<float> values;
    const double middle = (levels.light + levels.dark) / 2.0;
    std::int32_t dark = 0;
    double sum = 0.0;
    for (std::int32_t k = 0; k < line.count; ++k) {
        const double value = sample_at(frame, line.start + static_cast<double>(k) * line.step);
        if (value < middle) ++dark;
        sum += value;
        values.push_back(static_cast<float>(value));
    }
    const double contrast = levels.light - levels.dark;
    constexpr double dark_share_most = 0.15;
    if (dark > dark_share_most * line.count || sum / line.count < levels.light - 0.35 * contrast)
        return {};
    return values;
}

/// Adds the amplitude at each period from 2 to 32 pixels (Goertzel, Hann window).
void add_spectrum(std::vector<float>& values, std::vector<double>& spectrum) {
    const auto count = values.size();
    float mean = 0.0F;
    for (const float value : values) mean += value;
    mean /= static_cast<float>(count);
    const double turn = 2.0 * std::numbers::pi / static_cast<double>(count);
    for (std::size_t k = 0; k < count; ++k) {
        const double weight = 0.5 - 0.5 * std::cos(turn * (static_cast<double>(k) + 0.5));
        values[k] = (values[k] - mean) * static_cast<float>(weight);
    }
    const auto first = std::max<std::size_t>(count / 32, 3);
    const auto last = count / 2;
    spectrum.resize(last + 1, 0.0);
    constexpr std::size_t together = 8;  // bins at a time: each alone would wait for itself
    for (std::size_t bin = first; bin <= last; bin += together) {
        std::array<float, together> factor{};
        std::array<float, together> before{};
        std::array<float, together> before_that{};
        for (std::size_t j = 0; j < together; ++j)
            factor[j] = static_cast<float>(2.0 * std::cos(turn * static_cast<double>(bin + j)));
        for (const float value : values) {
            for (std::size_t j = 0; j < together; ++j) {
                const float now = value + factor[j] * before[j] - before_that[j];
                before_that[j] = before[j];
                before[j] = now;
            }
        }
        for (std::size_t j = 0; j < together && bin + j <= last; ++j) {
            const double power =
                static_cast<double>(before[j] * before[j] + before_that[j] * before_that[j] -
                                    factor[j] * before[j] * before_that[j]);
            // A Hann window halves the amplitude.
            spectrum[bin + j] += 4.0 * std::sqrt(std::max(power, 0.0)) / static_cast<double>(count);
        }
    }
}

/// The highest of the spectrum above its middle value.
double peak_of(const std::vector<double>& spectrum) {
    std::vector<double> seen;
    for (const double amplitude : spectrum)
        if (amplitude > 0.0) seen.push_back(amplitude);
    if (seen.empty()) return 0.0;
    const auto half = seen.begin() + static_cast<std::ptrdiff_t>(seen.size() / 2);
    std::nth_element(seen.begin(), half, seen.end());
    const double floor = *half;
    return *std::max_element(seen.begin(), seen.end()) - 2.0 * floor;
}

}  // namespace

Glare measure_glare(FrameView frame, const SymbolOutline& outline) {
    Glare glare;
    if (outline.side_modules < 21 || outline.finders.empty()) return glare;
    const auto projection = projection_of(outline);
    if (!projection) return glare;
    const auto levels = levels_of(outline);
    const auto side = outline.side_modules;
    const auto values = values_of(frame, *projection, side);
    const auto marks = mark_bright(values, side, light_plane(outline), levels.light - levels.dark);
    double count = 0.0;
    Place sum;
    for (std::int32_t row = 0; row < side; ++row) {
        for (std::int32_t column = 0; column < side; ++column) {
            if (marks[static_cast<std::size_t>(row * side + column)] == 0) continue;
            sum = sum + Place{column + 0.5, row + 0.5};
            count += 1.0;
        }
    }
    if (count <= 0.0) return glare;
    glare.share = count / (static_cast<double>(side) * side);
    glare.middle = projection->apply((1.0 / count) * sum);
    return glare;
}

double measure_moire(FrameView frame, const SymbolOutline& outline) {
    if (outline.side_modules < 21 || outline.finders.empty()) return 0.0;
    const auto levels = levels_of(outline);
    const double contrast = levels.light - levels.dark;
    if (contrast < 1.0) return 0.0;
    const auto& corners = outline.corners;
    const auto middle = 0.25 * (corners[0] + corners[1] + corners[2] + corners[3]);
    double highest = 0.0;
    for (std::size_t k = 0; k < 4; ++k) {
        const auto from = corners[k];
        const auto to = corners[(k + 1) % 4];
        const double module_px = length_of(to - from) / outline.side_modules;
        std::vector<double> spectrum;
        std::int32_t lines = 0;
        for (const double away : {1.2, 1.8, 2.4, 3.0}) {
            auto values =
                light_values(frame, margin_line(from, to, middle, away * module_px), levels);
            if (values.empty()) continue;
            add_spectrum(values, spectrum);
            ++lines;
        }
        if (lines >= 2) highest = std::max(highest, peak_of(spectrum) / lines);
    }
    return std::clamp(highest / contrast, 0.0, 1.0);
}

}  // namespace outpost::scanning
