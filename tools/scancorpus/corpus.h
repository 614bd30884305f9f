// Frames as a kiosk's camera delivers them on a bad day: seeded, the same everywhere, with the
// truth beside them. docs/scan-corpus.md
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/ports/frame.h"
#include "core/ports/symbol_reader.h"
#include "tools/scancorpus/corpus_symbol.h"
#include "tools/scancorpus/variant.h"

#include <array>
#include <cstdint>
#include <vector>

namespace outpost::corpus {

inline constexpr std::int32_t frame_width_px = 1280;
inline constexpr std::int32_t frame_height_px = 720;

/// A symbol in a frame.
struct ShownSymbol {
    Bytes payload;
    std::array<PixelPoint, 4> corners{};  // from the symbol's own top left, clockwise as printed
    double module_px = 0.0;               // before key-stoning
};

struct CorpusFrame {
    Frame frame;
    std::vector<ShownSymbol> symbols;  // what a reader should read: none where it must not
};

/// One frame of a kind. The same arguments give the same pixels.
/// @error BadValue  the symbol is too large for the frame at this size
Result<CorpusFrame> make_frame(const CorpusSymbol& symbol, const Variant& variant,
                               std::uint64_t seed);

/// A desk with words and rectangles, nothing to read.
Result<CorpusFrame> make_empty_frame(std::uint64_t seed);

/// Whether exactly the frame's payloads were read, in any order; the same one twice counts once.
enum class Outcome : std::uint8_t { Right, Absent, Misread };
Outcome judge(const CorpusFrame& frame, const std::vector<Bytes>& payloads);

}  // namespace outpost::corpus
