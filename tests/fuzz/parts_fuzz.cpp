// Parts of messages: any row of symbols stays within the limits, and what the encoder writes joins
// again in the order and with the losses that the input says.
#include "core/bytes/byte_reader.h"
#include "core/parts/part_collector.h"
#include "core/parts/part_encoder.h"
#include "core/parts/ur_part.h"
#include "core/parts/ur_text.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>

using namespace outpost;
using namespace outpost::parts;

namespace {

enum class Form : std::uint8_t { Plain, Sequence, Part };

constexpr unsigned forms = 3;

PartLimits small_limits() {
    PartLimits limits;
    limits.message_bytes_max = 4096;
    limits.fragments_max = 64;
    limits.sets_max = 3;
    return limits;
}

void look_at(const Offer& offer, const PartCollector& collector, const PartLimits& limits) {
    OUTPOST_CHECK(collector.set_count() <= limits.sets_max);
    if (const auto* joined = std::get_if<JoinedMessage>(&offer))
        OUTPOST_CHECK(joined->message.size() <= limits.message_bytes_max);
    const auto* progress = std::get_if<PartProgress>(&offer);
    if (progress == nullptr) return;
    OUTPOST_CHECK(progress->of > 0 && progress->have <= progress->of);
    OUTPOST_CHECK(progress->share >= 0 && progress->share <= 1);
}

/// The body as the CBOR of a part whose checksums are right, which chance would never make.
Bytes text_of_part(ByteView body) {
    UrText ur{std::nullopt, to_bytes(body)};
    const auto part = read_ur_part(body);
    if (part) {
        OUTPOST_CHECK(write_ur_part(*part) == ur.body);
        ur.sequence = UrSequence{part->number, part->count};
    }
    const auto text = write_ur(ur);
    return to_bytes(as_bytes(text));
}

/// One record: form, seconds since the one before, index, count, parity, size, bytes.
Result<void> offer_next(bytes::ByteReader& reader, PartCollector& collector, std::int64_t& now_ms) {
    OUTPOST_TRY(const auto form, reader.u8());
    OUTPOST_TRY(const auto seconds, reader.u8());
    OUTPOST_TRY(const auto index, reader.u8());
    OUTPOST_TRY(const auto count, reader.u8());
    OUTPOST_TRY(const auto parity, reader.u8());
    OUTPOST_TRY(const auto size, reader.u16_le());
    OUTPOST_TRY(const auto body, reader.take(std::min<std::size_t>(size, reader.remaining())));
    now_ms += std::int64_t{seconds} * 1000;
    const auto kind = static_cast<Form>(form % forms);
    const auto payload = kind == Form::Part ? text_of_part(body) : to_bytes(body);
    std::optional<SequencePart> part;
    if (kind == Form::Sequence) part = SequencePart{index, count, parity};
    look_at(collector.offer(payload, part, now_ms), collector, small_limits());
    return {};
}

void join_again(ByteView input) {
    if (input.size() < 3) return;
    const auto message = input.subspan(2, std::min<std::size_t>(input.size() - 2, 2000));
    const auto encoder = PartEncoder::open(message, std::size_t{input[0]} + 40);
    if (!encoder) return;
    PartCollector collector;
    bool is_joined = false;
    const auto limit = static_cast<std::uint32_t>(60 * encoder->part_count() + 100);
    for (std::uint32_t number = 1; number < limit && !is_joined; ++number) {
        if ((std::uint32_t{input[1]} >> (number % 8) & 1U) != 0 && number % 3 != 0) continue;
        const auto text = encoder->part(number);
        const auto offer = collector.offer(as_bytes(text), std::nullopt, number);
        OUTPOST_CHECK(!std::holds_alternative<Error>(offer));
        const auto* joined = std::get_if<JoinedMessage>(&offer);
        is_joined = joined != nullptr;
        if (is_joined) OUTPOST_CHECK(joined->message == to_bytes(message));
    }
    OUTPOST_CHECK(is_joined);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > fuzz::input_bytes_max) return 0;
    const ByteView input(data, size);
    bytes::ByteReader reader(input);
    PartCollector collector(small_limits());
    std::int64_t now_ms = 0;
    while (!reader.is_at_end() && offer_next(reader, collector, now_ms)) {
    }
    join_again(input);
    return 0;
}
