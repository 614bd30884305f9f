// Keeps deadlines over a library that blocks.
#include "drivers/camera/threaded_source.h"

#include <condition_variable>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace outpost {

namespace {

enum class Phase : std::uint8_t { Idle, Opening, Running, Stopped };

}  // namespace

struct ThreadedSource::Shared {
    std::mutex mutex;
    std::condition_variable changed;
    std::unique_ptr<VideoSource> source;  // the thread's alone while it runs
    Phase phase = Phase::Idle;
    bool should_stop = false;
    bool has_frame = false;
    GrabOutcome outcome = GrabOutcome::Nothing;  // of the newest grab without a frame
    Frame newest;
};

namespace {

/// The thread's loop: grabs outside the lock, hands over within it.
template <typename SharedState>
void grab_until_stopped(SharedState& shared) {
    constexpr std::chrono::milliseconds inner_deadline(200);
    Frame frame;
    while (true) {
        const auto outcome = shared.source->grab(frame, inner_deadline);
        const std::lock_guard lock(shared.mutex);
        if (shared.should_stop) return;
        if (outcome == GrabOutcome::Nothing) continue;
        if (outcome == GrabOutcome::Grabbed) {
            std::swap(frame, shared.newest);
            shared.has_frame = true;
        } else {
            shared.outcome = outcome;
        }
        shared.changed.notify_all();
        if (outcome == GrabOutcome::Lost || outcome == GrabOutcome::Ended) return;
    }
}

template <typename SharedState>
void run(SharedState& shared, const std::string& name, VideoFormat format) {
    const bool opens = shared.source->open(name, format);
    bool goes_on = false;
    {
        const std::lock_guard lock(shared.mutex);
        goes_on = opens && !shared.should_stop;
        if (goes_on) shared.phase = Phase::Running;
        shared.changed.notify_all();
    }
    if (goes_on) grab_until_stopped(shared);
    if (opens) shared.source->close();
    const std::lock_guard lock(shared.mutex);
    shared.phase = Phase::Stopped;
    shared.changed.notify_all();
}

}  // namespace

ThreadedSource::ThreadedSource(std::unique_ptr<VideoSource> source)
    : ThreadedSource(std::move(source), Limits{}) {}

ThreadedSource::ThreadedSource(std::unique_ptr<VideoSource> source, Limits limits)
    : shared_(std::make_shared<Shared>()), limits_(limits) {
    shared_->source = std::move(source);
}

ThreadedSource::~ThreadedSource() {
    close();
}

bool ThreadedSource::open(const std::string& name, VideoFormat format) {
    close();
    std::unique_lock lock(shared_->mutex);
    if (shared_->phase != Phase::Idle) return false;  // the one before has not come back
    shared_->phase = Phase::Opening;
    shared_->should_stop = false;
    shared_->has_frame = false;
    shared_->outcome = GrabOutcome::Nothing;
    try {
        std::thread([shared = shared_, name, format] { run(*shared, name, format); }).detach();
    } catch (const std::system_error&) {
        shared_->phase = Phase::Idle;
        return false;
    }
    shared_->changed.wait_for(lock, limits_.open,
                              [this] { return shared_->phase != Phase::Opening; });
    if (shared_->phase == Phase::Running) return true;
    shared_->should_stop = true;
    return shared_->has_frame;  // so short a stream has ended already
}

GrabOutcome ThreadedSource::grab(Frame& frame, std::chrono::milliseconds deadline) {
    std::unique_lock lock(shared_->mutex);
    const auto has_news = [this] {
        return shared_->has_frame || shared_->outcome != GrabOutcome::Nothing ||
               shared_->phase != Phase::Running;
    };
    if (!shared_->changed.wait_for(lock, deadline, has_news)) return GrabOutcome::Nothing;
    if (shared_->has_frame) {
        std::swap(frame, shared_->newest);
        shared_->has_frame = false;
        return GrabOutcome::Grabbed;
    }
    if (shared_->outcome == GrabOutcome::WrongFormat) {
        shared_->outcome = GrabOutcome::Nothing;
        return GrabOutcome::WrongFormat;
    }
    return GrabOutcome::Lost;
}

void ThreadedSource::close() {
    std::unique_lock lock(shared_->mutex);
    shared_->should_stop = true;
    shared_->changed.wait_for(lock, limits_.close, [this] {
        return shared_->phase == Phase::Idle || shared_->phase == Phase::Stopped;
    });
    if (shared_->phase == Phase::Stopped) shared_->phase = Phase::Idle;
}

}  // namespace outpost
