// The worker's end: what runs inside the decoder process.
#pragma once

#include "core/ports/frame_reader.h"
#include "core/ports/picture.h"
#include "drivers/decoderprocess/descriptor.h"
#include "drivers/decoderprocess/shared_memory.h"
#include "drivers/decoderprocess/wire.h"

#include <string_view>

namespace outpost {

/// What serves the requests; a null one was not asked for at the start. All outlive the server.
struct DecoderParts {
    FrameReader* frames = nullptr;
    PictureReader* pictures = nullptr;   // PNG and JPEG
    PictureReader* documents = nullptr;  // PDF
};

/// The services of the program's argument, a sum of their bits. @error BadValue
Result<DecoderServices> parse_services(std::string_view argument);

class DecoderServer {
  public:
    /// Takes over the three descriptors that a decoder process starts with; maps both memories and
    /// closes what they came through. @error Unavailable (not started as a decoder process)
    static Result<DecoderServer> open();

    /// Answers requests until the client goes away. Call when the sandbox is closed.
    /// @error Io, and those of decode_request(): the client is of another build
    Result<void> serve(const DecoderParts& parts);

    /// Tells the client that this process cannot serve.
    void refuse(Errc code);

  private:
    Result<void> send(const WireReply& reply);
    WireReply answer(const WireRequest& request, const DecoderParts& parts);
    WireReply answer_frame(const WireRequest& request, FrameReader* reader);
    WireReply answer_content(const WireRequest& request, PictureReader* reader);

    Descriptor socket_;
    MappedMemory inbox_;
    MappedMemory outbox_;
};

}  // namespace outpost
