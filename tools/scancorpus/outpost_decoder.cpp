// Our own ladder of passes, as the programs use it.
#include "tools/scancorpus/outpost_decoder.h"

#include "core/ports/clock.h"
#include "core/ports/frame_reader.h"
#include "firmware-app/decoder/frame_readers.h"

#include <time.h>

#include <chrono>

namespace outpost::corpus {

namespace {

class ThreadClock final : public Clock {
  public:
    [[nodiscard]] UtcInstant now() const override { return {}; }
    [[nodiscard]] std::int64_t monotonic_us() const override {
        timespec spent{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
        return std::int64_t{spent.tv_sec} * 1'000'000 + spent.tv_nsec / 1000;
    }
};

std::vector<Bytes> payloads_of(FrameReading reading) {
    std::vector<Bytes> payloads;
    for (auto& symbol : reading.symbols) payloads.push_back(std::move(symbol.payload));
    return payloads;
}

class OutpostDecoder final : public Decoder {
  public:
    explicit OutpostDecoder(const ReadRequest& request) : request_(request) {}

    std::vector<Bytes> read(FrameView frame) override {
        const auto reader = decoder::make_frame_reader(clock_);
        return payloads_of(reader->read(frame, request_));
    }

  private:
    ThreadClock clock_;
    ReadRequest request_;
};

/// Frames of one camera, one after the other.
class BurstDecoder final : public Decoder {
  public:
    std::vector<Bytes> read(FrameView frame) override {
        constexpr std::int64_t apart_ms = 150;
        request_.effort = ReadEffort::Thorough;
        request_.taken_at_ms += apart_ms;
        if (!reader_) reader_ = decoder::make_frame_reader(clock_);
        return payloads_of(reader_->read(frame, request_));
    }
    void forget() override { reader_.reset(); }

  private:
    ThreadClock clock_;
    ReadRequest request_;
    std::unique_ptr<FrameReader> reader_;
};

}  // namespace

std::unique_ptr<Decoder> make_outpost_quick_decoder() {
    ReadRequest request;
    request.effort = ReadEffort::Quick;
    return std::make_unique<OutpostDecoder>(request);
}

std::unique_ptr<Decoder> make_outpost_decoder() {
    ReadRequest request;
    request.effort = ReadEffort::Thorough;
    return std::make_unique<OutpostDecoder>(request);
}

std::unique_ptr<Decoder> make_outpost_burst_decoder() {
    return std::make_unique<BurstDecoder>();
}

std::unique_ptr<Decoder> make_outpost_still_decoder() {
    ReadRequest request;
    request.effort = ReadEffort::Still;
    request.budget = std::chrono::seconds(1);
    return std::make_unique<OutpostDecoder>(request);
}

}  // namespace outpost::corpus
