// Port: bytes to the modules of a QR code.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace outpost {

/// Error correction level (ISO/IEC 18004 section 5): restores about 7, 15, 25, 30 %.
enum class EccLevel : std::uint8_t { L, M, Q, H };

/// How a DIVOC zip becomes a symbol's bytes.
enum class PayloadForm : std::uint8_t {
    Divoc,    // the zip's bytes as UTF-8 characters: what DIVOC's own services write and read
    Compact,  // the zip's bytes: six to seven versions smaller
};

/// A QR code without its quiet zone.
struct SymbolMatrix {
    std::int32_t version = 0;        // 1 to 40
    std::int32_t modules = 0;        // along one side: 17 + 4 * version
    std::vector<std::uint8_t> dark;  // row by row, 1 is dark

    [[nodiscard]] bool is_dark(std::int32_t x, std::int32_t y) const {
        return dark[static_cast<std::size_t>(y) * static_cast<std::size_t>(modules) +
                    static_cast<std::size_t>(x)] != 0;
    }
};

class SymbolWriter {
  public:
    virtual ~SymbolWriter() = default;
    /// One segment in byte mode, no ECI, the smallest version that holds it, the mask by the
    /// standard's penalty rules. @error TooLong (more than version 40), BadLength (empty)
    virtual Result<SymbolMatrix> write(ByteView payload, EccLevel level) = 0;
};

}  // namespace outpost
