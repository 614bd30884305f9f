// Camera to symbols.
#include "firmware-app/runtime/scan_pipeline.h"

#include "core/base/check.h"
#include "core/scanning/scan_hint.h"
#include "firmware-app/runtime/camera_keeper.h"
#include "firmware-app/runtime/exposure_keeper.h"

#include <algorithm>
#include <mutex>
#include <utility>

namespace outpost::runtime {

namespace {

using Milliseconds = std::chrono::milliseconds;

/// At 15 frames a second two frames and a costly reading: an older trace says nothing of where the
/// symbol is now.
constexpr std::int64_t trace_holds_ms = 300;

KeeperOptions keeper_options(const ScanOptions& options) {
    return {options.frame_policy == FramePolicy::EveryFrame, options.reopen_first,
            options.reopen_max, options.reopen_when_silent};
}

std::optional<SymbolTrace> trace_of(const FrameReading& reading) {
    auto trace = reading.quality.symbol;
    if (!trace && !reading.symbols.empty()) {
        trace.emplace();
        trace->corners = reading.symbols.front().corners;
        trace->was_read = true;
    }
    // What was read is a symbol for certain, even when its patterns were not looked for.
    if (trace && trace->was_read) trace->finder_patterns = std::max(trace->finder_patterns, 1);
    return trace;
}

FrameSeen frame_seen(const Frame& frame, const FrameReading& reading) {
    FrameSeen seen;
    seen.sequence = frame.sequence;
    seen.taken_at_ms = frame.taken_at_ms;
    seen.width_px = frame.width_px;
    seen.height_px = frame.height_px;
    seen.quality = reading.quality;
    for (const auto& symbol : reading.symbols) seen.outlines.push_back({symbol.corners, true});
    const auto& trace = reading.quality.symbol;
    if (trace && !trace->was_read) seen.outlines.push_back({trace->corners, false});
    seen.hint = scanning::hint_of(reading.quality, {frame.width_px, frame.height_px});
    return seen;
}

}  // namespace

ScanPipeline::ScanPipeline(Camera& camera, const ReaderFactory& make_reader, const Clock& clock,
                           const ScanOptions& options, const ScanHelpers& helpers)
    : camera_(camera),
      clock_(clock),
      options_(options),
      watch_(helpers.watch),
      events_(options.symbols_queued_max, helpers.bell),
      repeats_(options.out_of_view) {
    OUTPOST_CHECK(options_.workers >= 1 && options_.symbols_queued_max >= 1);
    for (std::uint32_t k = 0; k < options_.workers; ++k) {
        readers_.push_back(make_reader());
        OUTPOST_CHECK(readers_.back() != nullptr);
    }
    for (auto& reader : readers_)
        threads_.emplace_back(
            [this, &reader](const std::stop_token& stop) { decode(stop, *reader); });
    threads_.emplace_back([this](const std::stop_token& stop) { capture(stop); });
}

ScanPipeline::~ScanPipeline() {
    for (auto& thread : threads_) thread.request_stop();
    threads_.clear();
}

std::optional<ScanEvent> ScanPipeline::next_event(Milliseconds deadline) {
    return events_.next(deadline);
}

ScanCounters ScanPipeline::counters() const {
    return {tally_.frames,  slot_.lost(),     tally_.frames_read, tally_.thorough_readings,
            tally_.symbols, tally_.reopenings};
}

void ScanPipeline::capture(const std::stop_token& stop) {
    CameraKeeper keeper({camera_, clock_, watch_}, keeper_options(options_), events_);
    ExposureKeeper exposure(camera_);
    if (!keeper.open(stop, tally_.reopenings)) {
        events_.tell(SourceEnded{0});
        return;
    }
    Frame frame;
    while (!stop.stop_requested()) {
        const bool is_taken = camera_.next_frame(frame, options_.frame_deadline).has_value();
        const bool was_removed = keeper.was_removed();
        if (is_taken && !was_removed) {
            keeper.note_frame();
            keeper.tell_state();
            if (options_.sets_exposure) {
                const auto trace = trace_for(frame);
                exposure.after_frame(frame, trace ? &*trace : nullptr);
            }
            if (!hand_over(frame, stop)) break;
            continue;
        }
        if (camera_.state() == CameraState::Ended) {
            if (slot_.wait_until_idle(stop)) {
                keeper.tell_state();
                events_.tell(SourceEnded{tally_.frames});
            }
            break;
        }
        if (was_removed) {
            exposure.drop();
            keeper.leave();
        } else {
            keeper.tell_state();
        }
        if (!keeper.has_to_reopen()) continue;
        exposure.drop();
        if (!keeper.open_again(stop, tally_.reopenings)) break;
    }
    exposure.hand_back();
    camera_.close();
}

/// False when stopped.
bool ScanPipeline::hand_over(Frame& frame, const std::stop_token& stop) {
    ++tally_.frames;
    if (options_.frame_policy == FramePolicy::EveryFrame) return slot_.put_every(frame, stop);
    slot_.put_newest(frame);
    return true;
}

void ScanPipeline::decode(const std::stop_token& stop, FrameReader& reader) {
    Frame frame;
    while (slot_.take(frame, stop)) {
        const auto started = std::chrono::steady_clock::now();
        auto reading = read_frame(reader, frame);
        const auto spent = std::chrono::duration_cast<std::chrono::microseconds>(
            std::chrono::steady_clock::now() - started);
        note_trace(frame, reading);
        if (options_.keeps_look) keep_look(frame, reading);
        if (options_.tells_frames) events_.tell(frame_seen(frame, reading));
        for (auto& symbol : reading.symbols) report(std::move(symbol), frame, spent.count(), stop);
        ++tally_.frames_read;
        slot_.done();
    }
}

void ScanPipeline::note_trace(const Frame& frame, const FrameReading& reading) {
    auto trace = trace_of(reading);
    const std::lock_guard guard(newest_trace_.mutex);
    if (frame.taken_at_ms < newest_trace_.taken_at_ms) return;
    if (trace) newest_trace_.in_view_at_ms = frame.taken_at_ms;
    newest_trace_.trace = std::move(trace);
    newest_trace_.taken_at_ms = frame.taken_at_ms;
}

std::optional<SymbolTrace> ScanPipeline::trace_for(const Frame& frame) {
    const std::lock_guard guard(newest_trace_.mutex);
    if (frame.taken_at_ms - newest_trace_.taken_at_ms > trace_holds_ms) return std::nullopt;
    return newest_trace_.trace;
}

void ScanPipeline::keep_look(const Frame& frame, const FrameReading& reading) {
    auto look = std::make_shared<FrameLook>();
    look->frame = frame;
    look->quality = reading.quality;
    for (const auto& symbol : reading.symbols) look->read.push_back(symbol.corners);
    const std::lock_guard guard(look_mutex_);
    // Workers end in any order: an older frame never replaces a newer one.
    if (look_ == nullptr || look_->frame.taken_at_ms <= frame.taken_at_ms) look_ = std::move(look);
}

std::shared_ptr<const FrameLook> ScanPipeline::newest_look() const {
    const std::lock_guard guard(look_mutex_);
    return look_;
}

void ScanPipeline::forget_look() {
    const std::lock_guard guard(look_mutex_);
    look_.reset();
}

FrameReading ScanPipeline::read_frame(FrameReader& reader, const Frame& frame) {
    ReadRequest request;
    request.taken_at_ms = frame.taken_at_ms;
    const bool idle = is_idle(frame);
    if (options_.frame_policy == FramePolicy::EveryFrame) {
        request.effort = ReadEffort::Still;
        request.budget = options_.still_budget;
    } else if (may_be_thorough_now(idle)) {
        request.effort = ReadEffort::Thorough;
        request.budget = options_.thorough_budget;
    } else if (idle) {
        request.effort = ReadEffort::Glance;
    }
    if (request.effort > ReadEffort::Quick) ++tally_.thorough_readings;
    return reader.read(frame.view(), request);
}

/// True for one worker in each interval.
bool ScanPipeline::may_be_thorough_now(bool idle) {
    const auto now_ms = clock_.monotonic_ms();
    const auto interval = idle ? options_.thorough_idle_interval : options_.thorough_interval;
    auto thorough_at_ms = thorough_at_ms_.load();
    return now_ms - thorough_at_ms >= interval.count() &&
           thorough_at_ms_.compare_exchange_strong(thorough_at_ms, now_ms);
}

/// A kiosk waits most of its day: then it spares the core. A trace of a symbol is seen by the cheap
/// passes too, and ends that at once.
bool ScanPipeline::is_idle(const Frame& frame) {
    const std::lock_guard guard(newest_trace_.mutex);
    const auto since_ms = frame.taken_at_ms - newest_trace_.in_view_at_ms;
    return since_ms >= options_.idle_after.count();
}

void ScanPipeline::report(SymbolRead symbol, const Frame& frame, std::int64_t decode_us,
                          const std::stop_token& stop) {
    ++tally_.symbols;
    if (!repeats_.is_new(symbol.payload, frame.source, frame.taken_at_ms)) return;
    SymbolSeen seen{std::move(symbol.payload),
                    symbol.corners,
                    frame.sequence,
                    decode_us,
                    frame.source,
                    symbol.part};
    if (options_.frame_policy == FramePolicy::EveryFrame) {
        events_.push(std::move(seen), stop);
        return;
    }
    const auto payload = seen.payload;
    // Nobody takes the events: while the symbol stays in view it is offered again.
    if (!events_.offer(std::move(seen))) repeats_.forget(payload, frame.source);
}

}  // namespace outpost::runtime
