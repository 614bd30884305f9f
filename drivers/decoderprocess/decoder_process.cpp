// Starting, asking and replacing a decoder process.
#include "drivers/decoderprocess/decoder_process.h"

#include "drivers/decoderprocess/results.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <thread>

namespace outpost {

namespace {

using std::chrono::milliseconds;

bool is_readable(FrameView frame) {
    return frame.pixels != nullptr && frame.width_px > 0 && frame.height_px > 0 &&
           frame.width_px <= wire_side_px_max && frame.height_px <= wire_side_px_max &&
           frame.stride_bytes >= static_cast<std::size_t>(frame.width_px) &&
           std::int64_t{frame.width_px} * frame.height_px <= wire_pixels_max;
}

void copy_rows(FrameView frame, std::span<std::uint8_t> out) {
    const auto width = static_cast<std::size_t>(frame.width_px);
    for (std::size_t y = 0; y < static_cast<std::size_t>(frame.height_px); ++y)
        std::copy_n(frame.pixels + y * frame.stride_bytes, width, out.data() + y * width);
}

/// What a failure of the process says about the content that it was given.
Error content_error(Errc code) {
    if (code == Errc::Unavailable) return {code, 0, "no decoder process"};
    if (code == Errc::Timeout) return {code, 0, "the decoder took too long"};
    return {Errc::BadSyntax, 0, "the decoder failed on this content"};
}

std::chrono::seconds whole_seconds(milliseconds time) {
    return std::chrono::ceil<std::chrono::seconds>(time);
}

const char* words_of(Errc code) {
    switch (code) {
        case Errc::TooLong:
            return "picture or document too large";
        case Errc::Unsupported:
            return "picture of a kind that is not read";
        case Errc::Unavailable:
            return "the decoder lacks a library";
        default:
            return "damaged picture or document";
    }
}

}  // namespace

DecoderProcess::DecoderProcess(DecoderOptions options) : options_(std::move(options)) {}

DecoderProcess::~DecoderProcess() = default;

Result<void> DecoderProcess::start(DecoderServices services) {
    const std::lock_guard lock(mutex_);
    return ensure_started(services, Patience::None);
}

DecoderFaults DecoderProcess::faults() const {
    const std::lock_guard lock(mutex_);
    return faults_;
}

std::optional<Error> DecoderProcess::start_failure() const {
    const std::lock_guard lock(mutex_);
    return start_failure_;
}

std::int64_t DecoderProcess::process_id() const {
    const std::lock_guard lock(mutex_);
    return child_.id();
}

void DecoderProcess::stop() {
    child_.kill();
    socket_.close();
}

/// The process is at fault. One that had answered before may be replaced at once.
void DecoderProcess::note_failure(Errc code) {
    stop();
    ++(code == Errc::Timeout ? faults_.time_outs : faults_.crashes);
    idle_deaths_ = has_answered_ ? 1 : std::min(idle_deaths_ + 1, 32);
    auto pause = idle_deaths_ < 2 ? milliseconds(0) : options_.pause_min;
    for (int k = 2; k < idle_deaths_ && pause < options_.pause_max; ++k) pause *= 2;
    starts_after_ = SteadyClock::now() + std::min(pause, options_.pause_max);
    has_answered_ = false;
}

Result<void> DecoderProcess::keep_pause(Patience patience) {
    if (SteadyClock::now() >= starts_after_) return {};
    if (patience == Patience::None)
        return Error{Errc::Unavailable, 0, "the decoder process failed again and again"};
    std::this_thread::sleep_until(starts_after_);
    return {};
}

Result<void> DecoderProcess::ensure_started(DecoderServices services, Patience patience) {
    const bool runs = child_.is_running();
    if (runs && (services & ~services_) == 0) return {};
    if (!runs && socket_.is_open()) note_failure(Errc::Io);  // it ended while nobody asked it
    stop();
    OUTPOST_TRY_VOID(keep_pause(patience));
    services_ = static_cast<DecoderServices>(services_ | services);
    const auto launched = launch();
    start_failure_.reset();
    if (!launched) {
        start_failure_ = launched.error();
        // Without a process there is nothing at fault but the installation.
        if (child_.id() >= 0) note_failure(launched.error().code);
        stop();
    }
    return launched;
}

Result<void> DecoderProcess::launch() {
    // New memory each time: nothing that a failed process wrote is met again.
    inbox_ = {};
    outbox_ = {};
    OUTPOST_TRY(inbox_, make_shared_memory(shared_bytes, Writer::ThisProcess));
    OUTPOST_TRY(outbox_, make_shared_memory(shared_bytes, Writer::TheOther));
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return Error{Errc::Unavailable, 0, "no socket for the decoder process"};
    socket_ = Descriptor(ends[0]);
    Descriptor theirs(ends[1]);
    OUTPOST_TRY_VOID(child_.start({options_.program, std::to_string(services_), theirs.number(),
                                   inbox_.descriptor.number(), outbox_.descriptor.number(),
                                   options_.memory_bytes_max}));
    inbox_.descriptor.close();
    outbox_.descriptor.close();
    theirs.close();  // or its end would never be seen
    child_.allow_processor_time(whole_seconds(options_.start_time));
    const auto ready = receive(SteadyClock::now() + options_.start_time);
    if (!ready && ready.error().code == Errc::Timeout)
        return Error{Errc::Timeout, 0, "the decoder process does not get ready"};
    if (!ready || ready->kind != ReplyKind::Ready || ready->id != 0)
        return Error{Errc::Unavailable, 0, "the decoder process does not start"};
    return {};
}

/// One message of the process; all its bytes are foreign.
Result<WireReply> DecoderProcess::receive(SteadyClock::time_point ends_at) {
    for (;;) {
        const auto left = std::chrono::ceil<milliseconds>(ends_at - SteadyClock::now());
        if (left.count() <= 0) return Error{Errc::Timeout, 0, "decoder process"};
        pollfd end{socket_.number(), POLLIN, 0};
        constexpr std::int64_t step_ms_max = 60'000;
        const auto step_ms = static_cast<int>(std::min<std::int64_t>(left.count(), step_ms_max));
        const auto ready = ::poll(&end, 1, step_ms);
        if (ready < 0 && errno != EINTR) return Error{Errc::Io, 0, "decoder process"};
        if (ready <= 0) continue;
        std::array<std::uint8_t, wire_reply_bytes + 1> message{};  // one more shows a longer one
        const auto got = ::recv(socket_.number(), message.data(), message.size(), MSG_DONTWAIT);
        if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (got <= 0) return Error{Errc::Io, 0, "decoder process has ended"};
        return decode_reply(ByteView(message).first(static_cast<std::size_t>(got)));
    }
}

/// The content lies in the inbox already.
Result<WireReply> DecoderProcess::exchange(WireRequest request, milliseconds time) {
    request.id = ++last_id_;
    const auto message = encode_request(request);
    child_.allow_processor_time(whole_seconds(time));
    const auto sent =
        ::send(socket_.number(), message.data(), message.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent != static_cast<ssize_t>(message.size()))
        return Error{Errc::Io, 0, "decoder process has ended"};
    OUTPOST_TRY(const auto reply, receive(SteadyClock::now() + time));
    if (reply.kind == ReplyKind::Ready || reply.id != request.id)
        return Error{Errc::BadValue, 0, "reply to another request"};
    return reply;
}

FrameReading DecoderProcess::read_frame(FrameView frame, const ReadRequest& request) {
    if (!is_readable(frame)) return {};
    const std::lock_guard lock(mutex_);
    const auto patience =
        request.effort == ReadEffort::Still ? Patience::WaitsForPause : Patience::None;
    if (!ensure_started(bit_of(DecoderService::Frames), patience)) return {};
    WireRequest wire;
    wire.service = DecoderService::Frames;
    wire.width_px = frame.width_px;
    wire.height_px = frame.height_px;
    wire.inbox_bytes = static_cast<std::uint64_t>(std::int64_t{frame.width_px} * frame.height_px);
    wire.read = request;
    copy_rows(frame, inbox_.memory.bytes());
    const auto reply = exchange(wire, frame_time(wire));
    auto reading = reply ? take_reading(*reply, {frame.width_px, frame.height_px})
                         : Result<FrameReading>(reply.error());
    if (!reading) {
        note_failure(reading.error().code);
        return {};
    }
    has_answered_ = true;
    return std::move(*reading);
}

milliseconds DecoderProcess::frame_time(const WireRequest& request) const {
    constexpr std::chrono::microseconds budget_max = std::chrono::minutes(1);
    const auto budget = std::chrono::ceil<milliseconds>(
        std::clamp(request.read.budget, std::chrono::microseconds(0), budget_max));
    const auto megapixels = static_cast<std::int64_t>(request.inbox_bytes / 1'000'000);
    return budget + options_.frame_margin + options_.megapixel_time * megapixels;
}

/// Copied first, parsed then: the process may still write to its memory.
Result<FrameReading> DecoderProcess::take_reading(const WireReply& reply, FrameSize frame) {
    if (reply.kind == ReplyKind::Failed) return FrameReading{};  // it ran out of memory and says so
    if (reply.outbox_bytes > reading_bytes_max) return Error{Errc::TooLong, 0, "reading"};
    const auto shared = outbox_.memory.bytes().first(reply.outbox_bytes);
    return decode_reading(to_bytes(shared), frame);
}

Result<std::vector<Frame>> DecoderProcess::read_content(ByteView content, DecoderService service) {
    if (content.size() > shared_bytes) return Error{Errc::TooLong, shared_bytes, "picture file"};
    const std::lock_guard lock(mutex_);
    OUTPOST_TRY_VOID(ensure_started(bit_of(service), Patience::WaitsForPause));
    WireRequest wire;
    wire.service = service;
    wire.inbox_bytes = content.size();
    std::copy(content.begin(), content.end(), inbox_.memory.bytes().begin());
    const auto reply = exchange(wire, options_.picture_time);
    if (reply && reply->kind == ReplyKind::Failed) {
        has_answered_ = true;
        return Error{reply->code, 0, words_of(reply->code)};
    }
    auto pages = reply ? decode_pages(outbox_.memory.bytes().first(reply->outbox_bytes))
                       : Result<std::vector<Frame>>(reply.error());
    if (!pages) {
        const auto failure = content_error(pages.error().code);
        note_failure(failure.code);
        return failure;
    }
    has_answered_ = true;
    return pages;
}

}  // namespace outpost
