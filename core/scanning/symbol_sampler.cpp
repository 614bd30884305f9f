// Reads one symbol from its three finder patterns.
#include "core/scanning/symbol_sampler.h"

#include "core/scanning/grid_fit.h"

#include <algorithm>
#include <cmath>

namespace outpost::scanning {

namespace {

constexpr double module_px_enough = 4.5;  // finer pixels than this say no more
constexpr double agreement_least = 0.66;
constexpr double agreement_behind_most = 0.06;  // what is further behind another is no grid
constexpr double agreement_sure = 0.9;          // no other version comes near
constexpr std::int32_t format_distance_most = 4;
constexpr double agreement_good = 0.97;  // of a grid that needs no second try
constexpr double clearness_least = 0.6;  // of finder patterns for the equalizer to learn from
constexpr int equalizer_rounds_first = 2;
constexpr int equalizer_rounds_max = 14;

PixelBox box_around(const FinderTriple& triple) {
    const auto fourth =
        triple.top_right.centre + triple.bottom_left.centre - triple.top_left.centre;
    const std::array corners{triple.top_left.centre, triple.top_right.centre,
                             triple.bottom_left.centre, fourth};
    const auto by_x = [](Place a, Place b) { return a.x < b.x; };
    const auto by_y = [](Place a, Place b) { return a.y < b.y; };
    const auto [left, right] = std::minmax_element(corners.begin(), corners.end(), by_x);
    const auto [top, bottom] = std::minmax_element(corners.begin(), corners.end(), by_y);
    const double side = std::max(right->x - left->x, bottom->y - top->y);
    const double margin = 0.25 * side + 8.0 * triple.top_left.module_px;
    const auto whole = [](double value) { return static_cast<std::int32_t>(std::lround(value)); };
    return {whole(left->x - margin), whole(top->y - margin),
            whole(right->x - left->x + 2.0 * margin), whole(bottom->y - top->y + 2.0 * margin)};
}

/// Patterns of one symbol have about one contrast, and look like what they are: by far most places
/// that were taken for them do not.
bool are_likely(const FinderShapes& shapes) {
    const auto& a = shapes.top_left;
    const auto& b = shapes.top_right;
    const auto& c = shapes.bottom_left;
    const auto [least, most] = std::minmax({a.contrast, b.contrast, c.contrast});
    constexpr double contrast_least = 4.0;  // grey levels
    constexpr double likeness_least = 0.45;
    constexpr double likeness_mean = 0.58;
    return least >= contrast_least && least >= 0.2 * most &&
           std::min({a.likeness, b.likeness, c.likeness}) >= likeness_least &&
           a.likeness + b.likeness + c.likeness >= 3.0 * likeness_mean;
}

/// Chance alone gives short timing patterns a fair agreement. Where the patterns leave no doubt, a
/// straight line may miss the timing patterns: the paper is bent.
double timing_least(std::int32_t version, const FinderShapes& shapes) {
    constexpr double beyond_doubt = 0.8;
    const double likeness = std::min(
        {shapes.top_left.likeness, shapes.top_right.likeness, shapes.bottom_left.likeness});
    if (likeness >= beyond_doubt) return 0.05;
    return 0.22 + 0.6 / std::sqrt(static_cast<double>(side_of_version(version)));
}

FinderPattern seen_from(FinderPattern pattern, PixelBox box, std::int32_t factor) {
    const double middle = (factor - 1) / 2.0;
    pattern.centre =
        (1.0 / factor) * (pattern.centre - Place{box.x_px + middle, box.y_px + middle});
    pattern.module_px /= factor;
    return pattern;
}

}  // namespace

/// The part of the frame around a symbol, at a size and smoothness that suit its modules.
struct SymbolSampler::View {
    PixelBox box;
    std::int32_t factor = 1;
    Frame shrunk;
    Frame smoothed;
    FrameView sharp;   // as the camera gave it
    FrameView pixels;  // smoothed where modules are large enough for it

    [[nodiscard]] Place in_frame(Place at) const {
        const double middle = (factor - 1) / 2.0;
        return Place{box.x_px + middle, box.y_px + middle} + static_cast<double>(factor) * at;
    }
};

SamplingResult SymbolSampler::read(FrameView frame, const FinderTriple& triple) {
    SamplingResult result;
    View view;
    view.box = box_around(triple);
    view.pixels = part_of(frame, view.box);
    if (view.box.width_px < 21 || view.box.height_px < 21) return result;
    const double module_px = triple.top_left.module_px;
    view.factor = std::clamp(static_cast<std::int32_t>(module_px / module_px_enough), 1, 8);
    if (view.factor > 1) {
        shrink(view.pixels, view.factor, view.shrunk);
        view.pixels = view.shrunk.view();
    }
    view.sharp = view.pixels;
    if (module_px / view.factor > 2.4) {
        smooth(view.pixels, 1, view.smoothed);
        view.pixels = view.smoothed.view();
    }
    FinderTriple seen = triple;
    for (auto* pattern : {&seen.top_left, &seen.top_right, &seen.bottom_left})
        *pattern = seen_from(*pattern, view.box, view.factor);

    const auto shapes = fit_shapes(view.pixels, seen);
    if (!are_likely(shapes)) return result;
    struct Guess {
        std::int32_t version = 0;
        FlatGrid grid;
        double merit = 0.0;
    };
    std::vector<Guess> guesses;
    double merit = 0.0;  // likelier versions come first
    for (const auto version : likely_versions(view.pixels, shapes)) {
        auto grid = fit_flat(view.pixels, shapes, side_of_version(version));
        guesses.push_back({version, grid, grid.timing - merit});
        merit += 0.1;
    }
    std::stable_sort(guesses.begin(), guesses.end(),
                     [](const Guess& a, const Guess& b) { return a.merit > b.merit; });
    if (guesses.empty() || guesses[0].grid.timing < timing_least(guesses[0].version, shapes))
        return result;
    result.is_likely = true;
    constexpr std::size_t versions_tried_max = 2;
    for (std::size_t k = 0; k < std::min(guesses.size(), versions_tried_max); ++k) {
        if (is_over_()) break;
        const SymbolLayout layout(guesses[k].version);
        read_version(view, layout, guesses[k].grid.projection, shapes, result);
        if (result.symbol || result.agreement >= agreement_sure) break;
    }
    return result;
}

/// A grid laid over the picture, and what lies under it.
struct SymbolSampler::Grid {
    GridMesh mesh;
    ModuleValues sharp;
    ModuleValues smooth;
    double agreement = 0.0;
};

SymbolSampler::Grid SymbolSampler::sample(const View& view, const SymbolLayout& layout,
                                          GridMesh mesh) const {
    auto smooth = sample_modules(view.pixels, mesh, layout.side());
    auto sharp = view.sharp.pixels == view.pixels.pixels
                     ? smooth
                     : sample_modules(view.sharp, mesh, layout.side());
    double agreement = std::max(fixed_agreement(smooth, layout), fixed_agreement(sharp, layout));
    if (agreement < agreement_sure)
        agreement = std::max(agreement, fixed_agreement(sharpen_modules(sharp), layout));
    return {std::move(mesh), std::move(sharp), std::move(smooth), agreement};
}

/// The grids of one version, best first in what they are tried with.
struct SymbolSampler::Attempt {
    const View& view;
    const SymbolLayout& layout;
    SamplingResult& result;
    std::vector<Grid> grids;
};

/// Costlier grids and longer equalizing only when nothing before them has read the symbol.
void SymbolSampler::read_version(const View& view, const SymbolLayout& layout,
                                 const Projection& flat, const FinderShapes& shapes,
                                 SamplingResult& result) {
    Attempt attempt{view, layout, result, {}};
    const auto is_over = [&] { return result.symbol || is_over_(); };
    GridMesh stiff(layout, flat);
    if (stiff.lay_flat(view.pixels)) {
        constexpr double surely_flat = 0.85;
        const bool is_flat = stiff.flat_share() >= surely_flat;
        try_mesh(attempt, std::move(stiff), is_flat);
    }
    if (!is_over()) {
        GridMesh between(layout, flat);
        between.grow_between(view.pixels, find_anchors(view.pixels, layout, flat, shapes));
        between.settle(view.pixels);
        try_mesh(attempt, std::move(between), true);
    }
    if (!is_over() && result.agreement < agreement_good) {
        GridMesh grown(layout, flat);
        grown.grow(view.pixels, shapes);
        auto bent = grown;
        bent.regrow(view.pixels);
        bent.settle(view.pixels);
        try_mesh(attempt, std::move(bent), false);
        if (!is_over() && result.agreement < agreement_good && grown.flatten(view.pixels)) {
            grown.settle(view.pixels);
            try_mesh(attempt, std::move(grown), false);
        }
    }
    std::stable_sort(attempt.grids.begin(), attempt.grids.end(),
                     [](const Grid& a, const Grid& b) { return a.agreement > b.agreement; });
    for (const auto& grid : attempt.grids) {
        if (is_over() || grid.agreement < agreement_wanted(result)) break;
        result.symbol = equalize(grid.sharp, layout, equalizer_rounds_max);
        if (!result.symbol) result.symbol = equalize(grid.smooth, layout, equalizer_rounds_first);
    }
    if (!result.symbol && !attempt.grids.empty()) {
        const auto& grid = attempt.grids.front();
        const bool is_smooth =
            fixed_agreement(grid.smooth, layout) >= fixed_agreement(grid.sharp, layout);
        result.values = is_smooth ? grid.smooth : grid.sharp;
    }
    if (!result.symbol) return;
    for (std::size_t k = 0; k < 4; ++k)
        result.symbol->corners[k] = {static_cast<std::int32_t>(std::lround(result.corners[k].x)),
                                     static_cast<std::int32_t>(std::lround(result.corners[k].y))};
}

/// What is far behind another grid is none.
double SymbolSampler::agreement_wanted(const SamplingResult& result) {
    return std::max(agreement_least, result.agreement - agreement_behind_most);
}

void SymbolSampler::try_mesh(Attempt& attempt, GridMesh mesh, bool is_blur_likely) {
    auto grid = sample(attempt.view, attempt.layout, std::move(mesh));
    auto& result = attempt.result;
    if (grid.agreement > result.agreement) note_grid(attempt.view, attempt.layout, grid, result);
    if (grid.agreement < agreement_wanted(result)) return;
    result.is_grid_found = true;
    if (!is_over_()) result.symbol = decode(threshold_modules(grid.smooth, attempt.layout));
    if (!result.symbol && !is_over_())
        result.symbol = decode(threshold_modules(grid.sharp, attempt.layout));
    if (!result.symbol && is_blur_likely) equalize_closely(attempt, grid);
    attempt.grids.push_back(std::move(grid));
}

void SymbolSampler::note_grid(const View& view, const SymbolLayout& layout, const Grid& grid,
                              SamplingResult& result) {
    result.agreement = grid.agreement;
    result.side_modules = layout.side();
    const double side = layout.side();
    const std::array<ModulePlace, 4> corners{{{0, 0}, {side, 0}, {side, side}, {0, side}}};
    double around = 0.0;
    for (std::size_t k = 0; k < 4; ++k) {
        result.corners[k] = view.in_frame(grid.mesh.at(corners[k]));
        if (k > 0) around += length_of(result.corners[k] - result.corners[k - 1]);
    }
    result.module_px = around / 3.0 / side;
    result.bend_modules = grid.mesh.bend_modules();
    result.contrast = grid.mesh.contrast();
}

std::optional<SymbolRead> SymbolSampler::decode(const ModuleGrid& grid) {
    const auto upright = format_distance(grid, false);
    const auto mirrored = format_distance(grid, true);
    if (std::min(upright, mirrored) > format_distance_most) return std::nullopt;
    if (mirrored < upright) {
        auto turned = grid;
        transpose(turned);
        return reader_.read_grid(turned);
    }
    return reader_.read_grid(grid);
}

/// Strong blur hides where the modules lie, too: what equalizing makes of them shows it.
void SymbolSampler::equalize_closely(Attempt& attempt, Grid& grid) {
    constexpr int turns_max = 3;
    constexpr double own_share_sharp = 0.5;  // nothing that equalizing would help with
    const auto& layout = attempt.layout;
    for (int turn = 0; turn < turns_max && !is_over_(); ++turn) {
        Equalizer equalizer(grid.sharp, layout, threshold_modules(grid.sharp, layout));
        if (equalizer.clearness() < clearness_least || equalizer.own_share() > own_share_sharp)
            return;
        attempt.result.symbol = improve(equalizer, equalizer_rounds_first);
        if (attempt.result.symbol || is_over_()) return;
        grid.mesh.realign(attempt.view.sharp, equalizer.explained());
        grid.sharp = sample_modules(attempt.view.sharp, grid.mesh, layout.side());
    }
}

std::optional<SymbolRead> SymbolSampler::improve(Equalizer& equalizer, int rounds) {
    for (int round = 0; round < rounds && !is_over_(); ++round) {
        if (!equalizer.improve()) break;
        if (auto symbol = decode(equalizer.grid())) return symbol;
    }
    return std::nullopt;
}

std::optional<SymbolRead> SymbolSampler::read_values(const ModuleValues& values,
                                                     const SymbolLayout& layout) {
    if (auto symbol = decode(threshold_modules(values, layout))) return symbol;
    return equalize(values, layout, equalizer_rounds_first);
}

std::optional<SymbolRead> SymbolSampler::equalize(const ModuleValues& values,
                                                  const SymbolLayout& layout, int rounds) {
    Equalizer equalizer(values, layout, threshold_modules(values, layout));
    if (equalizer.clearness() < clearness_least) return std::nullopt;
    return improve(equalizer, rounds);
}

}  // namespace outpost::scanning
