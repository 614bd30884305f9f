// outpost-scan-cpu [SECONDS]: what waiting for a symbol costs. Shows an empty desk 15 times a
// second to the pipeline with its isolated decoders and prints the share of one core, decoder
// processes and their start included. The source costs a copy of each frame, nothing more.
#include "firmware-app/equipment/equipment.h"
#include "firmware-app/runtime/scan_pipeline.h"
#include "tools/scancorpus/corpus.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include <sys/resource.h>

namespace {

using namespace outpost;
using std::chrono::milliseconds;

constexpr std::uint64_t desks = 8;
constexpr std::int64_t frame_us = 1'000'000 / 15;

/// Repeats a desk to the size: noise and edges stay those of a camera.
Frame desk(std::uint64_t seed, std::int32_t width_px, std::int32_t height_px) {
    const auto made = corpus::make_empty_frame(seed).value().frame;
    Frame frame;
    frame.width_px = width_px;
    frame.height_px = height_px;
    for (std::int32_t y = 0; y < height_px; ++y) {
        for (std::int32_t x = 0; x < width_px; ++x) {
            const auto at = (y % made.height_px) * made.width_px + x % made.width_px;
            frame.pixels.push_back(made.pixels[static_cast<std::size_t>(at)]);
        }
    }
    return frame;
}

class DeskCamera final : public Camera {
  public:
    DeskCamera(std::int32_t width_px, std::int32_t height_px) {
        for (std::uint64_t seed = 1; seed <= desks; ++seed)
            frames_.push_back(desk(seed, width_px, height_px));
    }
    Result<void> open() override {
        due_at_ = std::chrono::steady_clock::now();
        return {};
    }
    Result<void> next_frame(Frame& frame, milliseconds /*deadline*/) override {
        due_at_ += std::chrono::microseconds(frame_us);
        std::this_thread::sleep_until(due_at_);
        frame = frames_[sequence_ % frames_.size()];
        frame.sequence = sequence_++;
        frame.taken_at_ms = static_cast<std::int64_t>(sequence_) * frame_us / 1000;
        return {};
    }
    [[nodiscard]] CameraState state() const override { return CameraState::Streaming; }
    [[nodiscard]] std::string_view label() const override { return "desk"; }
    void close() override {}

  private:
    std::vector<Frame> frames_;
    std::chrono::steady_clock::time_point due_at_;
    std::uint64_t sequence_ = 0;
};

double spent_s(int who) {
    rusage usage{};
    ::getrusage(who, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

struct Size {
    std::int32_t width_px = 0;
    std::int32_t height_px = 0;
};

bool measure(const Size& size, std::uint32_t workers, long seconds) {
    DeskCamera camera(size.width_px, size.height_px);
    const SystemClock clock;
    const auto self_s = spent_s(RUSAGE_SELF);
    const auto decoders_s = spent_s(RUSAGE_CHILDREN);
    const auto started = std::chrono::steady_clock::now();
    runtime::ScanCounters counters;
    {
        equipment::ReaderPool readers;
        if (!readers.start()) return false;
        runtime::ScanOptions options;
        options.workers = workers;
        options.tells_frames = true;
        options.keeps_look = true;
        runtime::ScanPipeline pipeline(
            camera, [&readers] { return readers.make_reader(); }, clock, options);
        const auto ends_at = started + std::chrono::seconds(seconds);
        while (std::chrono::steady_clock::now() < ends_at) pipeline.next_event(milliseconds(100));
        counters = pipeline.counters();
    }
    // The decoders have ended and are counted.
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - started;
    const auto own = spent_s(RUSAGE_SELF) - self_s;
    const auto decoding = spent_s(RUSAGE_CHILDREN) - decoders_s;
    std::printf("%5dx%-5d %7u %7llu %9llu %10.1f %10.1f %10.1f\n", size.width_px, size.height_px,
                workers, static_cast<unsigned long long>(counters.frames_read),
                static_cast<unsigned long long>(counters.thorough_readings),
                100.0 * own / wall.count(), 100.0 * decoding / wall.count(),
                100.0 * (own + decoding) / wall.count());
    std::fflush(stdout);
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    const long seconds = argc > 1 ? std::strtol(argv[1], nullptr, 10) : 20;
    if (seconds < 1) {
        std::fprintf(stderr, "outpost-scan-cpu: how many seconds a row? a number from 1\n");
        return 2;
    }
    std::printf("%11s %7s %7s %9s %10s %10s %10s\n", "size", "workers", "frames", "thorough",
                "own %", "decoders %", "sum %");
    for (const auto& size : {Size{640, 480}, Size{1280, 720}, Size{1920, 1080}}) {
        for (const std::uint32_t workers : {1U, 2U}) {
            if (measure(size, workers, seconds)) continue;
            std::fprintf(stderr, "outpost-scan-cpu: the decoder does not start\n");
            return 1;
        }
    }
    return 0;
}
