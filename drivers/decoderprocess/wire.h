// What the two ends of a decoder process say to each other. Pixels and lists lie in shared memory;
// the messages are of fixed size and go through a socket that keeps their borders.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/ports/frame_reader.h"

#include <array>
#include <cstdint>

namespace outpost {

/// Changes with every change of the messages or lists: two ends of different builds must not talk.
inline constexpr std::uint32_t wire_version = 0x4f444301;

/// Bytes of each of the two shared memories: the longest picture file, the largest frame.
inline constexpr std::size_t shared_bytes = std::size_t{64} * 1024 * 1024;
/// Largest picture, and side of one, that crosses the border.
inline constexpr std::int64_t wire_pixels_max = 40'000'000;
inline constexpr std::int32_t wire_side_px_max = 65'535;
inline constexpr std::size_t wire_pages_max = 4;

/// Descriptors of the decoder process when it starts.
inline constexpr int worker_socket = 3;
inline constexpr int worker_inbox = 4;   // read-only for the worker
inline constexpr int worker_outbox = 5;  // read-only for the client

/// What a decoder process can do, as bits; the libraries for it are loaded before the sandbox
/// closes.
enum class DecoderService : std::uint8_t { Frames = 1, Pictures = 2, Documents = 4 };
using DecoderServices = std::uint8_t;

inline constexpr DecoderServices all_decoder_services = 7;

inline constexpr DecoderServices bit_of(DecoderService service) {
    return static_cast<DecoderServices>(service);
}

struct WireRequest {
    std::uint64_t id = 0;
    DecoderService service = DecoderService::Frames;
    std::uint64_t inbox_bytes = 0;
    std::int32_t width_px = 0;  // frames only, as all that follows; rows without gaps
    std::int32_t height_px = 0;
    ReadRequest read;
};

enum class ReplyKind : std::uint8_t {
    Ready,  // the sandbox is closed; id 0
    Done,   // the result lies in the outbox
    Failed
};

struct WireReply {
    ReplyKind kind = ReplyKind::Ready;
    std::uint64_t id = 0;  // of the request
    std::uint64_t outbox_bytes = 0;
    Errc code = Errc::BadSyntax;  // Failed only
};

inline constexpr std::size_t wire_request_bytes = 56;
inline constexpr std::size_t wire_reply_bytes = 28;
using RequestBytes = std::array<std::uint8_t, wire_request_bytes>;
using ReplyBytes = std::array<std::uint8_t, wire_reply_bytes>;

RequestBytes encode_request(const WireRequest& request);
ReplyBytes encode_reply(const WireReply& reply);

/// Both take nothing on trust: numbers outside the enumerations, lengths beyond shared_bytes and
/// sizes that do not agree are refused. A Failed reply with a code that a picture reader has no use
/// for comes out as BadSyntax.
/// @error Truncated, TrailingData, Unsupported (another version), BadValue, BadLength
Result<WireRequest> decode_request(ByteView message);
Result<WireReply> decode_reply(ByteView message);

}  // namespace outpost
