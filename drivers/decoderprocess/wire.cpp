// Messages of fixed size between a client and its decoder process.
#include "drivers/decoderprocess/wire.h"

#include "core/base/check.h"
#include "core/bytes/byte_reader.h"
#include "drivers/decoderprocess/little_endian.h"

#include <algorithm>

namespace outpost {

namespace {

using bytes::ByteReader;

/// No frame is worth more: the caller's own budgets are a thousandth of it.
constexpr std::int64_t budget_us_max = 3'600'000'000;

Result<void> expect_version(ByteReader& in) {
    OUTPOST_TRY(const auto version, in.u32_le());
    if (version != wire_version) return Error{Errc::Unsupported, 0, "other version of the wire"};
    return {};
}

Result<void> expect_end(const ByteReader& in) {
    if (!in.is_at_end()) return Error{Errc::TrailingData, in.offset(), "message"};
    return {};
}

Result<std::uint64_t> take_length(ByteReader& in) {
    OUTPOST_TRY(const auto length, in.u64_le());
    if (length > shared_bytes) return Error{Errc::BadLength, in.offset(), "length in message"};
    return length;
}

Result<DecoderService> service_of(std::uint32_t number) {
    for (const auto service :
         {DecoderService::Frames, DecoderService::Pictures, DecoderService::Documents})
        if (number == bit_of(service)) return service;
    return Error{Errc::BadValue, 4, "service"};
}

Result<ReadEffort> effort_of(std::uint32_t number) {
    for (const auto effort :
         {ReadEffort::Glance, ReadEffort::Quick, ReadEffort::Thorough, ReadEffort::Still})
        if (number == static_cast<std::uint32_t>(effort)) return effort;
    return Error{Errc::BadValue, 32, "effort"};
}

Result<ReplyKind> reply_kind_of(std::uint32_t number) {
    for (const auto kind : {ReplyKind::Ready, ReplyKind::Done, ReplyKind::Failed})
        if (number == static_cast<std::uint32_t>(kind)) return kind;
    return Error{Errc::BadValue, 4, "kind of reply"};
}

Errc picture_error_of(std::uint32_t number) {
    for (const auto code : {Errc::TooLong, Errc::Truncated, Errc::BadSyntax, Errc::BadValue,
                            Errc::Unsupported, Errc::Timeout, Errc::Unavailable})
        if (number == static_cast<std::uint32_t>(code)) return code;
    return Errc::BadSyntax;
}

bool is_frame_size(const WireRequest& request) {
    return request.width_px > 0 && request.height_px > 0 && request.width_px <= wire_side_px_max &&
           request.height_px <= wire_side_px_max &&
           std::int64_t{request.width_px} * request.height_px ==
               static_cast<std::int64_t>(request.inbox_bytes);
}

}  // namespace

RequestBytes encode_request(const WireRequest& request) {
    RequestBytes message{};
    NumberWriter out(message);
    out.u32(wire_version);
    out.u32(bit_of(request.service));
    out.u64(request.id);
    out.u64(request.inbox_bytes);
    out.i32(request.width_px);
    out.i32(request.height_px);
    out.u64(static_cast<std::uint64_t>(request.read.effort));
    out.i64(std::clamp<std::int64_t>(request.read.budget.count(), 0, budget_us_max));
    out.i64(request.read.taken_at_ms);
    OUTPOST_CHECK(out.fits() && out.used() == message.size());
    return message;
}

Result<WireRequest> decode_request(ByteView message) {
    ByteReader in(message);
    WireRequest request;
    OUTPOST_TRY_VOID(expect_version(in));
    OUTPOST_TRY(const auto service, in.u32_le());
    OUTPOST_TRY(request.service, service_of(service));
    OUTPOST_TRY(request.id, in.u64_le());
    OUTPOST_TRY(request.inbox_bytes, take_length(in));
    OUTPOST_TRY(const auto width, in.u32_le());
    OUTPOST_TRY(const auto height, in.u32_le());
    request.width_px = static_cast<std::int32_t>(width);
    request.height_px = static_cast<std::int32_t>(height);
    OUTPOST_TRY(const auto effort, in.u64_le());
    if (effort > 255) return Error{Errc::BadValue, 32, "effort"};
    OUTPOST_TRY(request.read.effort, effort_of(static_cast<std::uint32_t>(effort)));
    OUTPOST_TRY(const auto budget_us, in.u64_le());
    if (budget_us > budget_us_max) return Error{Errc::BadValue, 40, "budget"};
    request.read.budget = std::chrono::microseconds(static_cast<std::int64_t>(budget_us));
    OUTPOST_TRY(const auto taken_at_ms, in.u64_le());
    request.read.taken_at_ms = static_cast<std::int64_t>(taken_at_ms);
    OUTPOST_TRY_VOID(expect_end(in));
    if (request.service == DecoderService::Frames && !is_frame_size(request))
        return Error{Errc::BadValue, 24, "size of frame"};
    return request;
}

ReplyBytes encode_reply(const WireReply& reply) {
    ReplyBytes message{};
    NumberWriter out(message);
    out.u32(wire_version);
    out.u32(static_cast<std::uint32_t>(reply.kind));
    out.u64(reply.id);
    out.u64(reply.outbox_bytes);
    out.u32(static_cast<std::uint32_t>(reply.code));
    OUTPOST_CHECK(out.fits() && out.used() == message.size());
    return message;
}

Result<WireReply> decode_reply(ByteView message) {
    ByteReader in(message);
    WireReply reply;
    OUTPOST_TRY_VOID(expect_version(in));
    OUTPOST_TRY(const auto kind, in.u32_le());
    OUTPOST_TRY(reply.kind, reply_kind_of(kind));
    OUTPOST_TRY(reply.id, in.u64_le());
    OUTPOST_TRY(reply.outbox_bytes, take_length(in));
    OUTPOST_TRY(const auto code, in.u32_le());
    reply.code = picture_error_of(code);
    OUTPOST_TRY_VOID(expect_end(in));
    if (reply.kind != ReplyKind::Done && reply.outbox_bytes != 0)
        return Error{Errc::BadLength, 16, "result of a reply that has none"};
    return reply;
}

}  // namespace outpost
