// Keeps deadlines over a library that blocks.
#pragma once

#include "drivers/camera/video_source.h"

#include <memory>

namespace outpost {

/// Opens and grabs in a thread of its own; the newest frame wins. A library that never comes back
/// (GStreamer without data) keeps its thread and its source to itself: close() does not wait for it
/// longer than a limit, and open() refuses until it has come back, so that there is never more
/// than one such thread for each camera.
class ThreadedSource final : public VideoSource {
  public:
    struct Limits {
        std::chrono::milliseconds open = stream_open_timeout + std::chrono::milliseconds(1'000);
        std::chrono::milliseconds close = stream_read_timeout + std::chrono::milliseconds(1'000);
    };

    explicit ThreadedSource(std::unique_ptr<VideoSource> source);
    ThreadedSource(std::unique_ptr<VideoSource> source, Limits limits);
    ~ThreadedSource() override;

    /// False also when the source has not opened within the limit.
    bool open(const std::string& name, VideoFormat format) override;
    /// The end of a stream is Lost, not Ended: a network camera may come back.
    GrabOutcome grab(Frame& frame, std::chrono::milliseconds deadline) override;
    [[nodiscard]] std::chrono::milliseconds frame_interval() const override {
        return std::chrono::milliseconds(0);
    }
    void close() override;

  private:
    struct Shared;
    // Shared with the thread, which outlives this object when the library never comes back.
    std::shared_ptr<Shared> shared_;
    Limits limits_;
};

}  // namespace outpost
