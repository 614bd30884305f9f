// A grid that bends.
#include "core/scanning/grid_mesh.h"

#include "core/scanning/module_window.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace outpost::scanning {

namespace {

constexpr double first_node = 3.5;     // modules: the middle of a finder pattern
constexpr double node_distance = 6.0;  // about

constexpr std::array<std::pair<int, int>, 4> directions{{{1, 0}, {-1, 0}, {0, 1}, {0, -1}}};

}  // namespace

GridMesh::GridMesh(const SymbolLayout& layout, const Projection& flat)
    : layout_(&layout), flat_(flat) {
    const double span = layout.side() - 2.0 * first_node;
    count_ = std::max(3, static_cast<std::int32_t>(std::lround(span / node_distance)) + 1);
    step_modules_ = span / (count_ - 1);
    nodes_.resize(static_cast<std::size_t>(count_ * count_));
}

ModulePlace GridMesh::place_of(std::int32_t column, std::int32_t row) const {
    return {first_node + step_modules_ * column, first_node + step_modules_ * row};
}

/// A plane through the known neighbours, near ones counting more.
GridMesh::Slope GridMesh::predict(std::int32_t column, std::int32_t row, std::int32_t reach,
                                  bool with_itself) const {
    std::array<double, 9> normal{};
    std::array<double, 3> right_x{};
    std::array<double, 3> right_y{};
    for (auto r = std::max(row - reach, 0); r <= std::min(row + reach, count_ - 1); ++r) {
        for (auto c = std::max(column - reach, 0); c <= std::min(column + reach, count_ - 1); ++c) {
            const auto& other = node(c, r);
            if (other.weight <= 0.0 || (!with_itself && c == column && r == row)) continue;
            const double dx = (c - column) * step_modules_;
            const double dy = (r - row) * step_modules_;
            const double away = (dx * dx + dy * dy) / (step_modules_ * step_modules_);
            const double weight = other.weight / (1.0 + away);
            const std::array<double, 3> row_of{1.0, dx, dy};
            for (std::size_t i = 0; i < 3; ++i) {
                for (std::size_t j = 0; j < 3; ++j)
                    normal[i * 3 + j] += weight * row_of[i] * row_of[j];
                right_x[i] += weight * row_of[i] * other.beside.x;
                right_y[i] += weight * row_of[i] * other.beside.y;
            }
        }
    }
    if (normal[0] <= 0.0) return {};
    // A pull towards no slope: where few neighbours stand in a line the plane would tip over.
    const double pull = 0.15 * normal[0] * step_modules_ * step_modules_;
    normal[4] += pull;
    normal[8] += pull;
    auto again = normal;
    if (!solve_positive(normal, right_x) || !solve_positive(again, right_y)) return {};
    return {{right_x[0], right_y[0]}, {right_x[1], right_y[1]}, {right_x[2], right_y[2]}};
}

void GridMesh::place_node(FrameView frame, std::int32_t column, std::int32_t row,
                          const Slope& slope, double reach_modules) {
    const auto middle = place_of(column, row);
    const auto window = window_around(*layout_, middle, [&](ModulePlace place) {
        return flat_.apply(place) + slope.beside + (place.x - middle.x) * slope.per_column +
               (place.y - middle.y) * slope.per_row;
    });
    const auto along =
        flat_.apply({middle.x + 0.5, middle.y}) - flat_.apply({middle.x - 0.5, middle.y});
    const auto down =
        flat_.apply({middle.x, middle.y + 0.5}) - flat_.apply({middle.x, middle.y - 0.5});
    // Where the contrast says little, a node stays where its neighbours put it.
    constexpr double pull = 0.25;
    Place best{};
    double far_x = 0.0;
    double far_y = 0.0;
    double highest = window.contrast(frame, best);
    for (double step = reach_modules; step > 0.05; step *= 0.55) {
        const double from_x = far_x;
        const double from_y = far_y;
        for (const auto& [dx, dy] : directions) {
            const double x = from_x + dx * step;
            const double y = from_y + dy * step;
            const auto shift = x * along + y * down;
            const double contrast = window.contrast(frame, shift) * (1.0 - pull * (x * x + y * y));
            if (contrast <= highest) continue;
            highest = contrast;
            best = shift;
            far_x = x;
            far_y = y;
        }
    }
    node(column, row) = {slope.beside + best, std::max(highest, 0.01), window.purity(frame, best)};
}

/// The corner node of a finder pattern and its neighbours, from the pattern's own shape.
void GridMesh::seed(std::int32_t column, std::int32_t row, const FinderShape& shape) {
    const auto middle = place_of(column, row);
    for (std::int32_t r = std::max(row - 1, 0); r <= std::min(row + 1, count_ - 1); ++r) {
        for (std::int32_t c = std::max(column - 1, 0); c <= std::min(column + 1, count_ - 1); ++c) {
            const auto place = place_of(c, r);
            const auto seen = shape.centre + (place.x - middle.x) * shape.along +
                              (place.y - middle.y) * shape.down;
            const bool is_corner = c == column && r == row;
            node(c, r) = {seen - flat_.apply(place),
                          is_corner ? shape.contrast : 0.3 * shape.contrast, 1.0};
        }
    }
}

void GridMesh::grow(FrameView frame, const FinderShapes& shapes) {
    const auto end = count_ - 1;
    seed(0, 0, shapes.top_left);
    seed(end, 0, shapes.top_right);
    seed(0, end, shapes.bottom_left);
    struct Turn {
        double away = 0.0;
        std::int32_t column = 0;
        std::int32_t row = 0;
    };
    std::vector<Turn> turns;
    const double last = count_ - 1;
    for (std::int32_t row = 0; row < count_; ++row) {
        for (std::int32_t column = 0; column < count_; ++column) {
            const double away = std::min({std::hypot(column, row), std::hypot(last - column, row),
                                          std::hypot(column, last - row)});
            turns.push_back({away, column, row});
        }
    }
    std::stable_sort(turns.begin(), turns.end(),
                     [](const Turn& a, const Turn& b) { return a.away < b.away; });
    for (const auto& turn : turns)
        place_node(frame, turn.column, turn.row, predict(turn.column, turn.row, 3, true), 0.34);
}

void GridMesh::grow_between(FrameView frame, const std::vector<Anchor>& anchors) {
    struct Turn {
        double away = 0.0;
        std::int32_t column = 0;
        std::int32_t row = 0;
    };
    std::vector<Turn> turns;
    constexpr double weight_unseen = 0.01;  // between anchors: until the node itself was placed
    for (std::int32_t row = 0; row < count_; ++row) {
        for (std::int32_t column = 0; column < count_; ++column) {
            const auto place = place_of(column, row);
            node(column, row) = {slope_between(anchors, place).beside, weight_unseen, 0.0};
            double away = 1e9;
            for (const auto& anchor : anchors)
                away = std::min(away, std::hypot(anchor.at.x - place.x, anchor.at.y - place.y));
            turns.push_back({away, column, row});
        }
    }
    std::stable_sort(turns.begin(), turns.end(),
                     [](const Turn& a, const Turn& b) { return a.away < b.away; });
    for (const auto& turn : turns) {
        // Beside an anchor the anchors say it all, further away the nodes between do.
        const bool is_beside = turn.away < 0.75 * step_modules_;
        const auto slope = is_beside ? slope_between(anchors, place_of(turn.column, turn.row))
                                     : predict(turn.column, turn.row, 2, false);
        place_node(frame, turn.column, turn.row, slope, 0.34);
    }
}

void GridMesh::place_every(FrameView frame, std::int32_t stride) {
    for (std::int32_t row = 0; row < count_; row += stride)
        for (std::int32_t column = 0; column < count_; column += stride)
            place_node(frame, column, row, {}, 0.34);
}

std::int32_t GridMesh::known_around(std::int32_t column, std::int32_t row) const {
    std::int32_t known = 0;
    for (auto r = std::max(row - 1, 0); r <= std::min(row + 1, count_ - 1); ++r)
        for (auto c = std::max(column - 1, 0); c <= std::min(column + 1, count_ - 1); ++c)
            if (node(c, r).weight > 0.0) ++known;
    return known;
}

void GridMesh::regrow(FrameView frame) {
    std::vector<double> purities;
    for (const auto& each : nodes_) purities.push_back(each.purity);
    const auto upper = purities.begin() + static_cast<std::ptrdiff_t>(purities.size() * 3 / 4);
    std::nth_element(purities.begin(), upper, purities.end());
    constexpr double impure = 0.06;  // below most
    const auto is_lost = [&](const Node& each) { return each.purity < *upper - impure; };
    auto lost = std::count_if(nodes_.begin(), nodes_.end(), is_lost);
    if (lost == 0 || lost * 2 > static_cast<std::ptrdiff_t>(nodes_.size())) return;
    for (auto& each : nodes_)
        if (is_lost(each)) each.weight = 0.0;
    // Those with the most known neighbours first: a front that closes from all sides.
    for (std::int32_t least = 6; least >= 1 && lost > 0;) {
        bool is_found = false;
        for (std::int32_t row = 0; row < count_; ++row) {
            for (std::int32_t column = 0; column < count_; ++column) {
                if (node(column, row).weight > 0.0 || known_around(column, row) < least) continue;
                place_node(frame, column, row, predict(column, row, 2, false), 0.45);
                is_found = true;
                --lost;
            }
        }
        least = is_found ? 6 : least - 1;
    }
}

/// The flat grid that most nodes lie on; nodes that went astray count less and less.
std::optional<Projection> GridMesh::most_agree_on(std::int32_t stride) {
    std::vector<Match> matches;
    std::vector<double> weights;
    for (std::int32_t row = 0; row < count_; row += stride) {
        for (std::int32_t column = 0; column < count_; column += stride) {
            const auto place = place_of(column, row);
            const auto& each = node(column, row);
            matches.push_back({place, flat_.apply(place) + each.beside, 1.0});
            weights.push_back(each.weight);
        }
    }
    const double module = module_px();
    std::optional<Projection> flat;
    double agreeing = 0.0;
    for (int round = 0; round < 8; ++round) {
        flat = Projection::fit(matches);
        if (!flat) return std::nullopt;
        agreeing = 0.0;
        std::size_t k = 0;
        for (auto& match : matches) {
            const double away = length_of(flat->apply(match.from) - match.to) / module;
            if (away < 0.5) agreeing += 1.0;
            match.weight = weights[k++] / (1.0 + 16.0 * away * away);
        }
    }
    flat_share_ = agreeing / static_cast<double>(matches.size());
    constexpr double share_least = 0.55;
    if (flat_share_ < share_least) return std::nullopt;
    return flat;
}

/// Mean contrast of some nodes in the half away from the top left, when all lie on a flat grid.
double GridMesh::far_contrast(FrameView frame, const Projection& flat) const {
    const std::int32_t stride = std::max(1, count_ / 7);
    double sum = 0.0;
    double count = 0.0;
    for (std::int32_t row = count_ - 1; row >= 0; row -= stride) {
        for (std::int32_t column = count_ - 1; column + row >= count_ && column >= 0;
             column -= stride) {
            const auto window = window_around(*layout_, place_of(column, row),
                                              [&](ModulePlace place) { return flat.apply(place); });
            sum += window.contrast(frame, {});
            count += 1.0;
        }
    }
    return count > 0.0 ? sum / count : 0.0;
}

/// Three finder patterns leave the fourth corner uncertain by a module or two: from there nodes
/// would settle on their neighbours' modules.
void GridMesh::find_far_corner(FrameView frame) {
    constexpr double step = 0.6;  // modules
    constexpr int steps = 3;
    const double near = first_node;
    const double far = layout_->side() - first_node;
    std::array<Match, 4> matches{{{{near, near}, flat_.apply({near, near})},
                                  {{far, near}, flat_.apply({far, near})},
                                  {{near, far}, flat_.apply({near, far})},
                                  {{far, far}, flat_.apply({far, far})}}};
    const auto corner = matches[3].to;
    const auto along = flat_.apply({far + 0.5, far}) - flat_.apply({far - 0.5, far});
    const auto down = flat_.apply({far, far + 0.5}) - flat_.apply({far, far - 0.5});
    constexpr double gain_least = 1.08;  // chance makes less difference
    double highest = gain_least * far_contrast(frame, flat_);
    for (int row = -steps; row <= steps; ++row) {
        for (int column = -steps; column <= steps; ++column) {
            matches[3].to = corner + (column * step) * along + (row * step) * down;
            const auto flat = Projection::fit(matches);
            if (!flat) continue;
            const double contrast = far_contrast(frame, *flat);
            if (contrast <= highest) continue;
            highest = contrast;
            flat_ = *flat;
        }
    }
}

bool GridMesh::lay_flat(FrameView frame) {
    find_far_corner(frame);
    for (int round = 0; round < 2; ++round) {
        const std::int32_t stride = count_ > 9 ? 2 : 1;
        place_every(frame, stride);
        const auto flat = most_agree_on(stride);
        if (!flat) return false;
        flat_ = *flat;
        for (auto& each : nodes_) each.beside = {};
    }
    return true;
}

bool GridMesh::flatten(FrameView frame) {
    const auto flat = most_agree_on(1);
    if (!flat) return false;
    flat_ = *flat;
    place_every(frame, 1);
    return true;
}

/// The way, in pixels, that makes the modules around a place most like the expected ones.
Place GridMesh::shift_to_match(FrameView frame, ModulePlace middle,
                               std::span<const float> expected) const {
    constexpr std::int32_t reach = Window::reach;
    const auto side = layout_->side();
    const auto first = [&](double at) {
        return std::clamp(static_cast<std::int32_t>(std::floor(at)) - reach, 0,
                          side - 2 * reach - 1);
    };
    constexpr std::size_t count = (2 * reach + 1) * (2 * reach + 1);
    std::array<Place, count> places;
    std::array<double, count> wanted;
    double mean = 0.0;
    std::size_t k = 0;
    for (std::int32_t r = first(middle.y); r <= first(middle.y) + 2 * reach; ++r) {
        for (std::int32_t c = first(middle.x); c <= first(middle.x) + 2 * reach; ++c, ++k) {
            places[k] = at({c + 0.5, r + 0.5});
            wanted[k] = static_cast<double>(expected[static_cast<std::size_t>(r * side + c)]);
            mean += wanted[k] / count;
        }
    }
    for (auto& each : wanted) each -= mean;
    const auto likeness = [&](Place shift) {
        double sum = 0.0;
        double squares = 0.0;
        double both = 0.0;
        for (std::size_t i = 0; i < count; ++i) {
            const double value = sample_at(frame, places[i] + shift);
            sum += value;
            squares += value * value;
            both += value * wanted[i];
        }
        return both / std::sqrt(std::max(squares - sum * sum / count, 1.0));
    };
    const auto along = at({middle.x + 0.5, middle.y}) - at({middle.x - 0.5, middle.y});
    const auto down = at({middle.x, middle.y + 0.5}) - at({middle.x, middle.y - 0.5});
    Place best{};
    double highest = likeness(best);
    for (double step = 0.3; step > 0.05; step /= 2.0) {
        const auto from = best;
        for (const auto& [dx, dy] : directions) {
            const auto shift = from + (dx * step) * along + (dy * step) * down;
            const double now = likeness(shift);
            if (now <= highest) continue;
            highest = now;
            best = shift;
        }
    }
    return best;
}

void GridMesh::realign(FrameView frame, std::span<const float> expected) {
    const bool is_flat = std::all_of(nodes_.begin(), nodes_.end(), [](const Node& each) {
        return each.beside.x == 0.0 && each.beside.y == 0.0;
    });
    const std::int32_t stride = is_flat && count_ > 14 ? 2 : 1;
    auto moved = nodes_;
    for (std::int32_t row = 0; row < count_; row += stride) {
        for (std::int32_t column = 0; column < count_; column += stride) {
            auto& each = moved[static_cast<std::size_t>(row * count_ + column)];
            each.beside = each.beside + shift_to_match(frame, place_of(column, row), expected);
        }
    }
    nodes_ = std::move(moved);
    if (!is_flat) return;
    const auto flat = most_agree_on(stride);
    if (flat) flat_ = *flat;
    for (auto& each : nodes_) each.beside = {};
}

void GridMesh::settle(FrameView frame) {
    const auto before = nodes_;
    auto placed = nodes_;
    const double usual = contrast();
    for (std::int32_t row = 0; row < count_; ++row) {
        for (std::int32_t column = 0; column < count_; ++column) {
            const auto k = static_cast<std::size_t>(row * count_ + column);
            // One that shows little has lost its way: it looks further around.
            const double reach_modules = before[k].weight < 0.7 * usual ? 0.6 : 0.25;
            place_node(frame, column, row, predict(column, row, 2, false), reach_modules);
            placed[k] = nodes_[k];
            nodes_[k] = before[k];
        }
    }
    nodes_ = placed;
    for (std::int32_t row = 0; row < count_; ++row)
        for (std::int32_t column = 0; column < count_; ++column)
            placed[static_cast<std::size_t>(row * count_ + column)].beside =
                predict(column, row, 1, true).beside;
    nodes_ = std::move(placed);
}

double GridMesh::module_px() const {
    const auto middle = place_of(count_ / 2, count_ / 2);
    return length_of(flat_.apply({middle.x + 1.0, middle.y}) - flat_.apply(middle));
}

Place GridMesh::at(ModulePlace place) const {
    const double u = (place.x - first_node) / step_modules_;
    const double v = (place.y - first_node) / step_modules_;
    // Beyond the outer nodes the outer cells go on.
    const auto column = std::clamp(static_cast<std::int32_t>(std::floor(u)), 0, count_ - 2);
    const auto row = std::clamp(static_cast<std::int32_t>(std::floor(v)), 0, count_ - 2);
    const double right = u - column;
    const double below = v - row;
    const auto& a = node(column, row).beside;
    const auto& b = node(column + 1, row).beside;
    const auto& c = node(column, row + 1).beside;
    const auto& d = node(column + 1, row + 1).beside;
    const auto upper = a + right * (b - a);
    const auto lower = c + right * (d - c);
    return flat_.apply(place) + upper + below * (lower - upper);
}

double GridMesh::bend_modules() const {
    std::vector<Match> matches;
    for (std::int32_t row = 0; row < count_; ++row)
        for (std::int32_t column = 0; column < count_; ++column)
            matches.push_back({place_of(column, row), at(place_of(column, row)), 1.0});
    const auto flat = Projection::fit(matches);
    if (!flat) return 0.0;
    double furthest = 0.0;
    for (const auto& match : matches)
        furthest = std::max(furthest, length_of(flat->apply(match.from) - match.to));
    const double module_px =
        length_of(at({first_node + 1.0, first_node}) - at({first_node, first_node}));
    return module_px > 0.0 ? furthest / module_px : 0.0;
}

double GridMesh::contrast() const {
    double sum = 0.0;
    for (const auto& each : nodes_) sum += each.weight;
    return sum / static_cast<double>(nodes_.size());
}

}  // namespace outpost::scanning
