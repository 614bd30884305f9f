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

class OutpostDecoder final : public Decoder {
  public:
    explicit OutpostDecoder(const ReadRequest& request) : request_(request) {}

    std::vector<Bytes> read(FrameView frame) override {
        const auto reader = decoder::make_frame_reader(clock_);
        std::vector<Bytes> payloads;
        for (auto& symbol : reader->read(frame, request_).symbols)
            payloads.push_back(std::move(symbol.payload));
        return payloads;
    }

  private:
    ThreadClock clock_;
    ReadRequest request_;
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

std::unique_ptr<Decoder> make_outpost_still_decoder() {
    ReadRequest request;
    request.effort = ReadEffort::Still;
    request.budget = std::chrono::seconds(1);
    return std::make_unique<OutpostDecoder>(request);
}

}  // namespace outpost::corpus
