// Symbols of a picture that will not come again.
#pragma once

#include "core/base/result.h"
#include "core/ports/frame_reader.h"
#include "core/ports/picture.h"

#include <chrono>
#include <cstdint>
#include <span>
#include <vector>

namespace outpost::runtime {

/// No pass over a page begins after this.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr std::chrono::milliseconds still_budget{4000};  // such builds are as much slower
#else
inline constexpr std::chrono::milliseconds still_budget{400};
#endif

struct StillSymbol {
    SymbolRead symbol;
    std::size_t page = 0;        // from 0; always 0 for a picture
    std::int64_t decode_us = 0;  // of its page
};

/// Reads a picture or document with the first reader that recognises it and looks for symbols with
/// everything there is (at most still_budget a page). The parts of a message are joined. A picture
/// without a symbol gives an empty list.
/// @error Unsupported (no reader recognises it), and what PictureReader::read() answers
Result<std::vector<StillSymbol>> read_still(FrameReader& frame_reader,
                                            std::span<PictureReader* const> picture_readers,
                                            ByteView content);

}  // namespace outpost::runtime
