// The frame reader of this process.
#include "firmware-app/decoder/frame_readers.h"

#include "core/scanning/ladder_reader.h"
#include "drivers/symbol/zxing_symbol_reader.h"

namespace outpost::decoder {

namespace {

class OwningReader final : public FrameReader {
  public:
    explicit OwningReader(const Clock& clock) : ladder_({decoder_, decoder_, clock}) {}
    FrameReading read(FrameView frame, const ReadRequest& request) override {
        return ladder_.read(frame, request);
    }

  private:
    ZxingSymbolReader decoder_;
    scanning::LadderReader ladder_;
};

}  // namespace

std::unique_ptr<FrameReader> make_frame_reader(const Clock& clock) {
    return std::make_unique<OwningReader>(clock);
}

}  // namespace outpost::decoder
