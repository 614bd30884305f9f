// The symbols that the corpus shows.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/ports/symbol_reader.h"
#include "core/ports/symbol_writer.h"
#include "tools/scancorpus/variant.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace outpost::corpus {

struct CorpusSymbol {
    std::string_view name;  // "v25-L"
    Bytes payload;
    ModuleGrid grid;
    std::int32_t version = 0;
    ModuleGrid other;   // of the same version, with another payload
    ModuleGrid beside;  // of version 10, for frames with two symbols
    Bytes beside_payload;
};

/// v12-M (the first 287 bytes of the zip), v25-L and v29-M (the zip), v35-M (its UTF-8 form).
/// The zip is a sample certificate's, 1.2 kB. @error TooLong  (the sample has grown too large)
Result<std::vector<CorpusSymbol>> corpus_symbols();

/// A symbol of exactly this version and level, byte mode. @error TooLong
Result<ModuleGrid> draw_grid(ByteView payload, std::int32_t version, EccLevel level);

/// The grid after `damage`, function patterns kept.
ModuleGrid damaged_grid(const CorpusSymbol& symbol, Damage damage, std::uint64_t seed);

}  // namespace outpost::corpus
