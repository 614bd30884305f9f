// The ladder of passes over a frame.
#include "core/scanning/ladder_reader.h"

#include "core/scanning/grey_picture.h"

namespace outpost::scanning {

namespace {

/// Enlarging beyond this many pixels of the original costs more than a still picture may.
constexpr std::int64_t enlarge_px_max = 3'000'000;

std::int64_t pixels_of(FrameView frame) {
    return static_cast<std::int64_t>(frame.width_px) * frame.height_px;
}

void map_back(std::vector<SymbolRead>& symbols, const PictureMapping& back) {
    for (auto& symbol : symbols)
        for (auto& corner : symbol.corners) corner = back.apply(corner);
}

}  // namespace

struct LadderReader::Memory {
    Frame enlarged;
};

LadderReader::LadderReader(const LadderParts& parts)
    : parts_(parts), memory_(std::make_unique<Memory>()) {}

LadderReader::~LadderReader() = default;

FrameReading LadderReader::read(FrameView frame, const ReadRequest& request) {
    FrameReading reading;
    if (!is_readable(frame)) return reading;
    const auto ends_at_us = parts_.clock.monotonic_us() + request.budget.count();
    const auto is_over = [&] { return parts_.clock.monotonic_us() >= ends_at_us; };
    const auto read_both = [&](FrameView view, const PictureMapping& back) {
        auto symbols = parts_.pictures.read(view);
        map_back(symbols, back);
        if (!symbols.empty() || is_over() || pixels_of(view) > enlarge_px_max) return symbols;
        const auto halved = enlarge_twice(view, memory_->enlarged);
        symbols = parts_.pictures.read(memory_->enlarged.view());
        map_back(symbols, back.after(halved));
        return symbols;
    };
    if (request.effort == ReadEffort::Quick) {
        reading.symbols = parts_.pictures.read(frame);
        return reading;
    }
    reading.symbols = read_both(frame, {});
    if (request.effort != ReadEffort::Still || frame.width_px < 2 || frame.height_px < 2)
        return reading;
    using Change = PictureMapping (*)(FrameView, Frame&);
    for (const Change change : {&halve, &invert, &mirror, &turn_45}) {
        if (!reading.symbols.empty() || is_over()) break;
        Frame changed;
        const auto back = change(frame, changed);
        reading.symbols = read_both(changed.view(), back);
    }
    return reading;
}

}  // namespace outpost::scanning
