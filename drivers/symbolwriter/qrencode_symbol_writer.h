// Makes QR codes with libqrencode 4.
#pragma once

#include "core/ports/symbol_writer.h"

namespace outpost {

/// SymbolWriter over libqrencode: always one byte segment, digits too. Keeps nothing between
/// symbols; several threads may use one object.
class QrencodeSymbolWriter final : public SymbolWriter {
  public:
    /// @error BadLength (empty), TooLong (offset: the bytes that were given), Unavailable (no
    ///        memory)
    Result<SymbolMatrix> write(ByteView payload, EccLevel level) override;
};

}  // namespace outpost
