// The ports that a decoder process stands behind.
#pragma once

#include "drivers/decoderprocess/decoder_process.h"

#include <memory>

namespace outpost {

/// FrameReader whose work is done in another process. One process for each camera and thread, as
/// the port says: the memory of former frames lies in it. The process outlives this object.
class IsolatedFrameReader final : public FrameReader {
  public:
    explicit IsolatedFrameReader(DecoderProcess& process) : process_(process) {}
    FrameReading read(FrameView frame, const ReadRequest& request) override {
        return process_.read_frame(frame, request);
    }

  private:
    DecoderProcess& process_;
};

/// PictureReader whose work is done in another process: PNG, JPEG and PDF. Only the first bytes are
/// looked at here. The process outlives this object.
class IsolatedPictureReader final : public PictureReader {
  public:
    explicit IsolatedPictureReader(DecoderProcess& process) : process_(process) {}

    [[nodiscard]] bool recognises(ByteView content) const override;
    /// One frame a page. @error Unsupported, and those of DecoderProcess::read_content()
    Result<std::vector<Frame>> read(ByteView content) override;

  private:
    DecoderProcess& process_;
};

}  // namespace outpost
