// Camera to symbols.
#include "firmware-app/runtime/scan_pipeline.h"

#include "core/base/check.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace outpost::runtime {

namespace {

using Milliseconds = std::chrono::milliseconds;

void pause_for(Milliseconds duration, const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, stop, duration, [] { return false; });
}

/// Keeps the camera open: tells each change of its state once, and opens it again when it is gone.
class CameraKeeper {
  public:
    CameraKeeper(Camera& camera, const Clock& clock, const ScanOptions& options, EventQueue& events)
        : camera_(camera), clock_(clock), options_(options), events_(events) {}

    /// Opens the camera, as often as it takes; a file gets one attempt. False when that failed or
    /// when stopped; counts the attempts after the first.
    bool open(const std::stop_token& stop, std::atomic<std::uint64_t>& reopenings) {
        auto pause = options_.reopen_first;
        while (!stop.stop_requested()) {
            if (camera_.open()) {
                newest_at_ms_ = clock_.monotonic_ms();
                return true;
            }
            tell_state();
            if (options_.frame_policy == FramePolicy::EveryFrame) return false;
            pause_for(pause, stop);
            pause = std::min(pause * 2, options_.reopen_max);
            ++reopenings;
        }
        return false;
    }

    void note_frame() { newest_at_ms_ = clock_.monotonic_ms(); }

    [[nodiscard]] bool has_to_reopen() const {
        if (camera_.state() == CameraState::Unplugged || camera_.state() == CameraState::Closed)
            return true;
        return clock_.monotonic_ms() - newest_at_ms_ >= options_.reopen_when_silent.count();
    }

    void tell_state() {
        const auto state = camera_.state();
        if (has_told_ && told_ == state) return;
        has_told_ = true;
        told_ = state;
        events_.tell(CameraStateChanged{state, describe(state)});
    }

  private:
    Camera& camera_;
    const Clock& clock_;
    const ScanOptions& options_;
    EventQueue& events_;
    CameraState told_ = CameraState::Closed;
    bool has_told_ = false;
    std::int64_t newest_at_ms_ = 0;
};

}  // namespace

ScanPipeline::ScanPipeline(Camera& camera, const ReaderFactory& make_reader, const Clock& clock,
                           const ScanOptions& options)
    : camera_(camera),
      clock_(clock),
      options_(options),
      events_(options.symbols_queued_max),
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
    CameraKeeper keeper(camera_, clock_, options_, events_);
    if (!keeper.open(stop, tally_.reopenings)) {
        events_.tell(SourceEnded{0});
        return;
    }
    Frame frame;
    while (!stop.stop_requested()) {
        const auto taken = camera_.next_frame(frame, options_.frame_deadline);
        if (taken) {
            keeper.note_frame();
            keeper.tell_state();
            ++tally_.frames;
            if (options_.frame_policy == FramePolicy::NewestWins)
                slot_.put_newest(frame);
            else if (!slot_.put_every(frame, stop))
                break;
            continue;
        }
        if (camera_.state() == CameraState::Ended) {
            if (slot_.wait_until_idle(stop)) {
                keeper.tell_state();
                events_.tell(SourceEnded{tally_.frames});
            }
            break;
        }
        keeper.tell_state();
        if (!keeper.has_to_reopen()) continue;
        pause_for(options_.reopen_first, stop);
        ++tally_.reopenings;
        if (!keeper.open(stop, tally_.reopenings)) break;
    }
    camera_.close();
}

void ScanPipeline::decode(const std::stop_token& stop, FrameReader& reader) {
    Frame frame;
    while (slot_.take(frame, stop)) {
        const auto started = std::chrono::steady_clock::now();
        auto reading = read_frame(reader, frame);
        const auto spent = std::chrono::duration_cast<std::chrono::microseconds>(
            std::chrono::steady_clock::now() - started);
        if (options_.keeps_look) keep_look(frame, reading);
        for (auto& symbol : reading.symbols) report(std::move(symbol), frame, spent.count(), stop);
        ++tally_.frames_read;
        slot_.done();
    }
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
    if (options_.frame_policy == FramePolicy::EveryFrame) {
        request.effort = ReadEffort::Still;
        request.budget = options_.still_budget;
    } else if (may_be_thorough_now()) {
        request.effort = ReadEffort::Thorough;
        request.budget = options_.thorough_budget;
    }
    if (request.effort != ReadEffort::Quick) ++tally_.thorough_readings;
    return reader.read(frame.view(), request);
}

/// True for one worker in each interval.
bool ScanPipeline::may_be_thorough_now() {
    const auto now_ms = clock_.monotonic_ms();
    auto due_ms = thorough_again_at_ms_.load();
    return now_ms >= due_ms && thorough_again_at_ms_.compare_exchange_strong(
                                   due_ms, now_ms + options_.thorough_interval.count());
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
