// The ladder of passes over a frame, from the cheapest to the costliest.
#pragma once

#include "core/ports/clock.h"
#include "core/ports/frame_reader.h"

#include <memory>

namespace outpost::scanning {

/// What the ladder stands on; all outlive it.
struct LadderParts {
    SymbolReader& pictures;  // one pass of the outside decoder
    GridReader& grids;       // its error correction alone
    const Clock& clock;      // for the budget
};

/// FrameReader over an outside decoder and our own sampling of the modules.
class LadderReader final : public FrameReader {
  public:
    explicit LadderReader(const LadderParts& parts);
    ~LadderReader() override;
    FrameReading read(FrameView frame, const ReadRequest& request) override;

  private:
    struct Memory;
    class Climb;
    LadderParts parts_;
    std::unique_ptr<Memory> memory_;
};

}  // namespace outpost::scanning
