// The ladder of passes over a frame.
#include "core/scanning/ladder_reader.h"

#include "core/scanning/dense_area.h"
#include "core/scanning/exposure_stack.h"
#include "core/scanning/frame_measure.h"
#include "core/scanning/grey_picture.h"
#include "core/scanning/missing_corner.h"
#include "core/scanning/symbol_sampler.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace outpost::scanning {

namespace {

/// Enlarging beyond this many pixels of the original costs more than a still picture may.
constexpr std::int64_t enlarge_px_max = 3'000'000;

/// From here on the plain pass over a whole frame is what waiting costs.
constexpr std::int64_t glance_px_min = 1'000'000;
static_assert(glance_px_min / picture_side_px_max > 1);

std::int64_t pixels_of(FrameView frame) {
    return static_cast<std::int64_t>(frame.width_px) * frame.height_px;
}

void map_back(std::vector<SymbolRead>& symbols, const PictureMapping& back) {
    for (auto& symbol : symbols)
        for (auto& corner : symbol.corners) corner = back.apply(corner);
}

/// The upright box around a symbol.
PixelBox box_of(const SymbolRead& symbol) {
    const auto by_x = [](PixelPoint a, PixelPoint b) { return a.x_px < b.x_px; };
    const auto by_y = [](PixelPoint a, PixelPoint b) { return a.y_px < b.y_px; };
    const auto& corners = symbol.corners;
    const auto [left, right] = std::minmax_element(corners.begin(), corners.end(), by_x);
    const auto [top, bottom] = std::minmax_element(corners.begin(), corners.end(), by_y);
    return {left->x_px, top->y_px, right->x_px - left->x_px + 1, bottom->y_px - top->y_px + 1};
}

/// To try several frames at once after one alone.
constexpr std::int64_t stack_reserve_us = 8'000;

/// One way of looking for finder patterns. Smoothing takes noise away, a small neighbourhood shows
/// the rings of a blurred pattern, a large one those of a near symbol.
struct Look {
    bool is_smoothed = false;
    std::int32_t shrink_factor = 1;
    LocalThreshold threshold;
};

constexpr Look looks[] = {
    {true, 1, {12, 3}}, {false, 1, {6, 2}}, {true, 1, {6, 1}}, {false, 2, {14, 3}}};

/// For the share of the frame where dark and light change often: blurred modules, too.
constexpr LocalThreshold dense_threshold{6, 3};

}  // namespace

struct LadderReader::Memory {
    Frame enlarged;
    Frame inverted;
    Frame shrunk;
    Frame smoothed;
    DarkPlane plane;
    std::optional<SymbolTrace> trace;  // of the frame before
    std::int64_t trace_at_ms = 0;
    ExposureStack stack;  // of the symbol that was not read yet
};

/// What one frame has come to.
class LadderReader::Climb {
  public:
    Climb(const LadderParts& parts, Memory& memory, FrameView frame, const ReadRequest& request)
        : parts_(parts),
          memory_(memory),
          frame_(frame),
          effort_(request.effort),
          taken_at_ms_(request.taken_at_ms),
          ends_at_us_(parts.clock.monotonic_us() + request.budget.count()),
          samples_until_us_(ends_at_us_ - (memory.stack.count() > 0 ? stack_reserve_us : 0)),
          sampler_(parts.grids, [this] { return is_over(); }) {}

    FrameReading climb() {
        take_passes();
        if (effort_ == ReadEffort::Thorough) combine();
        measure();
        return std::move(reading_);
    }

  private:
    void take_passes() {
        reading_.symbols = plain_pass();
        is_plain_ = !reading_.symbols.empty();
        if (is_plain_ && (effort_ == ReadEffort::Still || leaves_room())) look_beside();
        if (is_done() || is_cheap()) return;
        look_where_it_was();
        if (is_done()) return;
        auto area = dense_area();
        if (!area && effort_ != ReadEffort::Still) {
            // Modules of more than about five pixels change too rarely to stand out.
            sample(frame_, {}, std::span(looks).last(1));
            return;
        }
        if (!area) area = PixelBox{0, 0, frame_.width_px, frame_.height_px};
        const auto part = part_of(frame_, *area);
        sample(part, *area, looks);
        if (!is_done() && !is_likely_) {
            invert(part, memory_.inverted);
            is_inverted_ = true;
            tried_.clear();
            sample(memory_.inverted.view(), *area, looks);
        }
        if (!is_done() && (is_likely_ || effort_ == ReadEffort::Still))
            reading_.symbols = read_enlarged(frame_, {});
        if (effort_ == ReadEffort::Still) change_and_read();
    }

    [[nodiscard]] bool is_cheap() const {
        return effort_ == ReadEffort::Glance || effort_ == ReadEffort::Quick;
    }

    std::vector<SymbolRead> plain_pass() {
        // So many pixels have no side of one.
        if (effort_ != ReadEffort::Glance || pixels_of(frame_) < glance_px_min)
            return parts_.pictures.read(frame_);
        const auto back = halve(frame_, memory_.shrunk);
        auto symbols = parts_.pictures.read(memory_.shrunk.view());
        map_back(symbols, back);
        return symbols;
    }

    /// What no frame alone gives, several of the same symbol may.
    void combine() {
        if (!reading_.symbols.empty()) return memory_.stack.clear();
        if (!grid_ || grid_->values.grey.empty()) return;
        const SymbolLayout layout((grid_->side_modules - side_of_version(0)) / 4);
        const auto together = memory_.stack.add(
            {grid_->values, grid_->corners, grid_->agreement, is_grid_inverted_, taken_at_ms_},
            layout);
        is_combining_ = true;
        if (!together || is_over()) return;
        auto symbol = sampler_.read_values(*together, layout);
        if (!symbol) return;
        for (std::size_t k = 0; k < symbol->corners.size(); ++k)
            symbol->corners[k] = {static_cast<std::int32_t>(std::lround(grid_->corners[k].x)),
                                  static_cast<std::int32_t>(std::lround(grid_->corners[k].y))};
        reading_.symbols.push_back(std::move(*symbol));
        memory_.stack.clear();
    }

    /// What was read is so small that a larger one may be there, too, which the plain pass misses.
    [[nodiscard]] bool leaves_room() const {
        if (is_cheap() || reading_.symbols.size() != 1) return false;
        constexpr std::int64_t share = 7;
        const auto box = box_of(reading_.symbols.front());
        return std::int64_t{box.width_px} * box.height_px * share < pixels_of(frame_);
    }

    /// The frames before say where a symbol is, also where too little changes to stand out.
    void look_where_it_was() {
        constexpr std::int64_t holds_ms = 1'000;
        const auto since_ms = taken_at_ms_ - memory_.trace_at_ms;
        if (effort_ == ReadEffort::Still || !memory_.trace || since_ms < 0 || since_ms > holds_ms)
            return;
        SymbolRead outline;
        outline.corners = memory_.trace->corners;
        auto box = box_of(outline);
        const auto margin = std::max(box.width_px, box.height_px) / 4;
        box = {box.x_px - margin, box.y_px - margin, box.width_px + 2 * margin,
               box.height_px + 2 * margin};
        const auto part = part_of(frame_, box);
        sample(part, box, looks);
    }

    /// Where the plain pass has read one symbol, another may stand beside it.
    void look_beside() {
        already_read_ = reading_.symbols.size();
        const auto area = dense_area();
        if (area) {
            auto box = *area;
            const auto part = part_of(frame_, box);
            sample(part, box, looks);
        }
        already_read_ = 0;
    }

    /// A symbol that the plain pass has read needs no hint: its outline is enough.
    void note_outline() {
        const auto levels = measure_levels(frame_);
        reading_.quality = {levels.mean, levels.dark, levels.bright, levels.clipped_share, {}};
        SymbolTrace trace;
        trace.corners = reading_.symbols.front().corners;
        trace.was_read = true;
        reading_.quality.symbol = trace;
        memory_.trace.reset();
    }

    void measure() {
        if (is_plain_ && effort_ != ReadEffort::Still) return note_outline();
        MeasureInput input;
        input.symbols = reading_.symbols;
        input.grid = grid_ ? &*grid_ : nullptr;
        input.patterns = patterns_;
        input.is_inverted = is_grid_inverted_;
        const bool is_moving = effort_ != ReadEffort::Still && memory_.trace;
        input.previous = is_moving ? &*memory_.trace : nullptr;
        reading_.quality = measure_frame(frame_, input);
        // A cheap look that reads nothing has not looked for anything.
        const bool has_looked = effort_ == ReadEffort::Thorough || !reading_.symbols.empty();
        if (effort_ == ReadEffort::Still || !has_looked) return;
        memory_.trace = reading_.quality.symbol;
        memory_.trace_at_ms = taken_at_ms_;
    }

    [[nodiscard]] bool is_known(const SymbolRead& symbol) const {
        return std::any_of(reading_.symbols.begin(), reading_.symbols.end(),
                           [&](const SymbolRead& each) { return each.payload == symbol.payload; });
    }

    /// Keeps what came furthest, in pixels of the whole frame.
    void note(SamplingResult result, PixelBox area) {
        if (grid_ && result.agreement <= grid_->agreement) return;
        for (auto& corner : result.corners) corner = in_frame(corner, area);
        grid_ = std::move(result);
        is_grid_inverted_ = is_inverted_;
    }

    void note(std::span<const FinderPattern> patterns, const FinderTriple* best, PixelBox area) {
        const double quality = best == nullptr ? 0.0 : best->quality;
        if (!patterns_.empty() && quality <= patterns_quality_) return;
        patterns_quality_ = quality;
        patterns_.assign(patterns.begin(), patterns.end());
        for (auto& pattern : patterns_) pattern.centre = in_frame(pattern.centre, area);
        if (!grid_) is_grid_inverted_ = is_inverted_;
    }

    [[nodiscard]] bool is_over() const {
        return parts_.clock.monotonic_us() >= (is_combining_ ? ends_at_us_ : samples_until_us_);
    }
    [[nodiscard]] bool is_done() const {
        return reading_.symbols.size() > already_read_ || is_over();
    }

    std::optional<PixelBox> dense_area() {
        if (frame_.width_px < 64 || frame_.height_px < 64) return std::nullopt;
        smooth(frame_, 1, memory_.smoothed);
        memory_.plane.assign(memory_.smoothed.view(), dense_threshold);
        for (const auto& symbol : reading_.symbols) memory_.plane.wipe(box_of(symbol));
        return find_dense_area(memory_.plane);
    }

    std::vector<SymbolRead> read_enlarged(FrameView frame, const PictureMapping& back) {
        if (pixels_of(frame) > enlarge_px_max) return {};
        const auto halved = enlarge_twice(frame, memory_.enlarged);
        auto symbols = parts_.pictures.read(memory_.enlarged.view());
        map_back(symbols, back.after(halved));
        return symbols;
    }

    /// A part of the frame as one look wants it.
    FrameView seen_by(const Look& look, FrameView part) {
        if (look.shrink_factor > 1) {
            shrink(part, look.shrink_factor, memory_.shrunk);
            return memory_.shrunk.view();
        }
        if (!look.is_smoothed) return part;
        smooth(part, 1, memory_.smoothed);
        return memory_.smoothed.view();
    }

    /// Our own sampling wherever three finder patterns stand right.
    void sample(FrameView part, PixelBox area, std::span<const Look> through) {
        if (part.width_px < 42 || part.height_px < 42) return;
        for (const auto& look : through) {
            if (is_done()) return;
            memory_.plane.assign(seen_by(look, part), look.threshold);
            auto patterns = find_finder_patterns(memory_.plane);
            const double factor = look.shrink_factor;
            for (auto& pattern : patterns) {
                pattern.centre =
                    factor * pattern.centre + Place{(factor - 1) / 2, (factor - 1) / 2};
                pattern.module_px *= factor;
            }
            const auto triples = find_triples(patterns);
            note(patterns, triples.empty() ? nullptr : &triples.front(), area);
            for (const auto& triple : triples) {
                if (is_done()) return;
                if (!was_tried(triple, area)) read_triple(part, area, triple);
            }
            if (grid_ || is_done()) continue;
            for (const auto& triple : complete_triples(part, patterns)) {
                if (is_done()) return;
                read_triple(part, area, triple);
            }
        }
    }

    /// What another look has found in the same place comes out the same.
    [[nodiscard]] bool was_tried(const FinderTriple& triple, PixelBox area) const {
        const auto is_same = [&](const FinderPattern& a, const FinderPattern& b) {
            return length_of(in_frame(a.centre, area) - b.centre) <
                   0.5 * std::max(a.module_px, b.module_px);
        };
        return std::any_of(tried_.begin(), tried_.end(), [&](const FinderTriple& other) {
            return is_same(triple.top_left, other.top_left) &&
                   is_same(triple.top_right, other.top_right) &&
                   is_same(triple.bottom_left, other.bottom_left);
        });
    }

    static Place in_frame(Place at, PixelBox area) {
        return at + Place{static_cast<double>(area.x_px), static_cast<double>(area.y_px)};
    }

    void read_triple(FrameView part, PixelBox area, const FinderTriple& triple) {
        auto result = sampler_.read(part, triple);
        is_likely_ |= result.is_likely;
        if (result.symbol && !is_known(*result.symbol)) {
            for (auto& corner : result.symbol->corners) {
                corner.x_px += area.x_px;
                corner.y_px += area.y_px;
            }
            reading_.symbols.push_back(*result.symbol);
        }
        if (result.is_grid_found) {
            tried_.push_back(triple);
            for (auto* pattern :
                 {&tried_.back().top_left, &tried_.back().top_right, &tried_.back().bottom_left})
                pattern->centre = in_frame(pattern->centre, area);
            note(std::move(result), area);
        }
    }

    void change_and_read() {
        if (frame_.width_px < 2 || frame_.height_px < 2) return;
        using Change = PictureMapping (*)(FrameView, Frame&);
        for (const Change change : {&halve, &invert, &mirror, &turn_45}) {
            if (is_done()) return;
            Frame changed;
            const auto back = change(frame_, changed);
            reading_.symbols = parts_.pictures.read(changed.view());
            map_back(reading_.symbols, back);
            if (!is_done()) reading_.symbols = read_enlarged(changed.view(), back);
        }
    }

    const LadderParts& parts_;
    Memory& memory_;
    FrameView frame_;
    ReadEffort effort_;
    std::int64_t taken_at_ms_;
    std::int64_t ends_at_us_;
    std::int64_t samples_until_us_;
    bool is_combining_ = false;
    SymbolSampler sampler_;
    bool is_plain_ = false;         // the plain pass has read something
    std::size_t already_read_ = 0;  // symbols that are not the ones looked for now
    bool is_likely_ = false;        // a symbol is there, read or not
    bool is_inverted_ = false;      // the pass that is going on
    std::optional<SamplingResult> grid_;
    std::vector<FinderTriple> tried_;  // whose grid was found, in pixels of the frame
    std::vector<FinderPattern> patterns_;
    double patterns_quality_ = 0.0;
    bool is_grid_inverted_ = false;
    FrameReading reading_;
};

LadderReader::LadderReader(const LadderParts& parts)
    : parts_(parts), memory_(std::make_unique<Memory>()) {}

LadderReader::~LadderReader() = default;

FrameReading LadderReader::read(FrameView frame, const ReadRequest& request) {
    if (!is_readable(frame)) return {};
    return Climb(parts_, *memory_, frame, request).climb();
}

}  // namespace outpost::scanning
