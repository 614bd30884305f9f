// Request after request, each caught at this edge.
#include "drivers/decoderprocess/decoder_server.h"

#include "drivers/decoderprocess/results.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <exception>
#include <new>

namespace outpost {

namespace {

WireReply failed(Errc code) {
    WireReply reply;
    reply.kind = ReplyKind::Failed;
    reply.code = code;
    return reply;
}

WireReply done_with(const Result<std::size_t>& outbox_bytes) {
    if (!outbox_bytes) return failed(outbox_bytes.error().code);
    WireReply reply;
    reply.kind = ReplyKind::Done;
    reply.outbox_bytes = *outbox_bytes;
    return reply;
}

}  // namespace

Result<DecoderServices> parse_services(std::string_view argument) {
    DecoderServices services = 0;
    const auto* end = argument.data() + argument.size();
    const auto parsed = std::from_chars(argument.data(), end, services);
    if (parsed.ec != std::errc{} || parsed.ptr != end || services == 0 ||
        services > all_decoder_services)
        return Error{Errc::BadValue, 0, "services"};
    return services;
}

Result<DecoderServer> DecoderServer::open() {
    DecoderServer server;
    server.socket_ = Descriptor(worker_socket);
    const Descriptor inbox(worker_inbox);
    const Descriptor outbox(worker_outbox);
    OUTPOST_TRY(server.inbox_, map_shared_memory(inbox.number(), shared_bytes, Writer::TheOther));
    OUTPOST_TRY(server.outbox_,
                map_shared_memory(outbox.number(), shared_bytes, Writer::ThisProcess));
    return server;
}

// read() and write(), not recv() and send(): two calls less that the sandbox must allow.
Result<void> DecoderServer::send(const WireReply& reply) {
    const auto message = encode_reply(reply);
    const auto sent = ::write(socket_.number(), message.data(), message.size());
    if (sent != static_cast<ssize_t>(message.size())) return Error{Errc::Io, 0, "client"};
    return {};
}

void DecoderServer::refuse(Errc code) {
    static_cast<void>(send(failed(code)));  // the process ends anyway
}

Result<void> DecoderServer::serve(const DecoderParts& parts) {
    OUTPOST_TRY_VOID(send({}));
    for (;;) {
        std::array<std::uint8_t, wire_request_bytes + 1> message{};
        const auto got = ::read(socket_.number(), message.data(), message.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return Error{Errc::Io, 0, "client"};
        if (got == 0) return {};
        OUTPOST_TRY(const auto request,
                    decode_request(ByteView(message).first(static_cast<std::size_t>(got))));
        auto reply = answer(request, parts);
        reply.id = request.id;
        OUTPOST_TRY_VOID(send(reply));
    }
}

WireReply DecoderServer::answer(const WireRequest& request, const DecoderParts& parts) {
    try {
        if (request.service == DecoderService::Frames) return answer_frame(request, parts.frames);
        const bool is_document = request.service == DecoderService::Documents;
        return answer_content(request, is_document ? parts.documents : parts.pictures);
    } catch (const std::bad_alloc&) {
        return failed(Errc::TooLong);  // beyond the limit of memory
    } catch (const std::exception&) {
        return failed(Errc::BadSyntax);
    }
}

WireReply DecoderServer::answer_frame(const WireRequest& request, FrameReader* reader) {
    if (reader == nullptr) return failed(Errc::Unsupported);
    const FrameView frame{inbox_.bytes().data(), request.width_px, request.height_px,
                          static_cast<std::size_t>(request.width_px)};
    return done_with(encode_reading(reader->read(frame, request.read), outbox_.bytes()));
}

WireReply DecoderServer::answer_content(const WireRequest& request, PictureReader* reader) {
    if (reader == nullptr) return failed(Errc::Unsupported);
    const auto pages = reader->read(inbox_.bytes().first(request.inbox_bytes));
    if (!pages) return failed(pages.error().code);
    return done_with(encode_pages(*pages, outbox_.bytes()));
}

}  // namespace outpost
