// The ladder of passes over any picture: ends, repeats itself, and reads no less than one plain
// pass.
#include "core/scanning/ladder_reader.h"
#include "drivers/symbol/zxing_symbol_reader.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>
#include <chrono>
#include <vector>

using namespace outpost;

namespace {

constexpr std::size_t head_bytes = 3;

/// Each question costs a millisecond, so that the same picture costs the same work.
class WorkClock final : public Clock {
  public:
    [[nodiscard]] UtcInstant now() const override { return {}; }
    [[nodiscard]] std::int64_t monotonic_us() const override { return asked_us_ += 1000; }

  private:
    mutable std::int64_t asked_us_ = 0;
};

/// Byte 0 is the width less 1, byte 1 the effort and what lies between the rows, byte 2 the budget;
/// the pixels follow.
FrameView frame_of(ByteView input) {
    FrameView frame;
    frame.width_px = input[0] + 1;
    frame.stride_bytes = static_cast<std::size_t>(frame.width_px) + (input[1] >> 4);
    const auto rows = (input.size() - head_bytes) / frame.stride_bytes;
    frame.height_px = static_cast<std::int32_t>(rows);
    frame.pixels = input.data() + head_bytes;
    return frame;
}

ReadRequest request_of(ByteView input) {
    constexpr ReadEffort efforts[] = {ReadEffort::Quick, ReadEffort::Thorough, ReadEffort::Still,
                                      ReadEffort::Glance};
    ReadRequest request;
    request.effort = efforts[(input[1] & 15) % 4];
    request.budget = std::chrono::milliseconds(input[2] * 8);
    return request;
}

std::vector<Bytes> payloads_of(std::vector<SymbolRead> symbols) {
    std::vector<Bytes> payloads;
    for (auto& symbol : symbols) payloads.push_back(std::move(symbol.payload));
    std::sort(payloads.begin(), payloads.end());
    return payloads;
}

std::vector<Bytes> climb(FrameView frame, const ReadRequest& request) {
    const WorkClock clock;
    ZxingSymbolReader zxing;
    scanning::LadderReader ladder({zxing, zxing, clock});
    return payloads_of(ladder.read(frame, request).symbols);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > fuzz::input_bytes_max || size < head_bytes) return 0;
    const ByteView input(data, size);
    const auto frame = frame_of(input);
    const auto request = request_of(input);
    const auto read = climb(frame, request);
    OUTPOST_CHECK(read == climb(frame, request));
    OUTPOST_CHECK(frame.height_px > 0 || read.empty());
    ZxingSymbolReader zxing;
    const auto plain = payloads_of(zxing.read(frame));
    OUTPOST_CHECK(std::includes(read.begin(), read.end(), plain.begin(), plain.end()));
    return 0;
}
