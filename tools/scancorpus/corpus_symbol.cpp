// The symbols that the corpus shows.
#include "tools/scancorpus/corpus_symbol.h"

#include "core/formats/divoc_payload.h"
#include "tools/scancorpus/credential.h"
#include "tools/scancorpus/dice.h"

#include <qrcodegen/qrcodegen.hpp>

#include <algorithm>
#include <exception>

namespace outpost::corpus {

namespace {

constexpr std::size_t version_12_medium_bytes = 287;
constexpr std::int32_t beside_version = 10;
constexpr std::size_t beside_bytes = 200;

qrcodegen::QrCode::Ecc level_of(EccLevel level) {
    switch (level) {
        case EccLevel::L:
            return qrcodegen::QrCode::Ecc::LOW;
        case EccLevel::M:
            return qrcodegen::QrCode::Ecc::MEDIUM;
        case EccLevel::Q:
            return qrcodegen::QrCode::Ecc::QUARTILE;
        case EccLevel::H:
            break;
    }
    return qrcodegen::QrCode::Ecc::HIGH;
}

std::size_t index_of(const ModuleGrid& grid, std::int32_t x, std::int32_t y) {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(grid.side_modules) +
           static_cast<std::size_t>(x);
}

/// Bytes of the same length that share nothing with the payload.
Bytes other_payload(ByteView payload) {
    Bytes bytes;
    Dice dice(payload.size());
    for (std::size_t k = 0; k < payload.size(); ++k)
        bytes.push_back(static_cast<std::uint8_t>(dice.roll()));
    return bytes;
}

struct Wanted {
    std::string_view name;
    std::int32_t version;
    EccLevel level;
};

Result<CorpusSymbol> make_symbol(const Wanted& wanted, Bytes payload) {
    CorpusSymbol symbol;
    symbol.name = wanted.name;
    symbol.version = wanted.version;
    OUTPOST_TRY(symbol.grid, draw_grid(payload, wanted.version, wanted.level));
    OUTPOST_TRY(symbol.other, draw_grid(other_payload(payload), wanted.version, wanted.level));
    const auto beside_size = std::min(beside_bytes, payload.size());
    symbol.beside_payload.assign(payload.end() - static_cast<std::ptrdiff_t>(beside_size),
                                 payload.end());
    OUTPOST_TRY(symbol.beside, draw_grid(symbol.beside_payload, beside_version, EccLevel::M));
    symbol.payload = std::move(payload);
    return symbol;
}

/// Rows and columns of the middles of the alignment patterns (ISO/IEC 18004 annex E).
std::vector<std::int32_t> alignment_places(std::int32_t side) {
    const auto version = (side - 17) / 4;
    if (version < 2) return {};
    const auto count = version / 7 + 2;
    const auto step = version == 32 ? 26 : (version * 4 + count * 2 + 1) / (count * 2 - 2) * 2;
    std::vector<std::int32_t> places{6};
    for (std::int32_t k = count - 2; k >= 0; --k) places.push_back(side - 7 - k * step);
    return places;
}

/// Finders with format and version information, timing, alignment: what a reader finds it by.
bool is_function_module(const ModuleGrid& grid, const std::vector<std::int32_t>& alignment,
                        std::int32_t x, std::int32_t y) {
    constexpr std::int32_t corner = 11;  // with the version information beside two of the finders
    const auto far = grid.side_modules - corner;
    if (x == 6 || y == 6) return true;
    if ((x < corner && y < corner) || (x >= far && y < corner) || (x < corner && y >= far))
        return true;
    const auto is_near = [](std::int32_t place, std::int32_t at) {
        return std::abs(place - at) < 3;
    };
    const auto matches = [&](std::int32_t at) {
        return std::any_of(alignment.begin(), alignment.end(),
                           [&](std::int32_t place) { return is_near(place, at); });
    };
    return matches(x) && matches(y);
}

}  // namespace

Result<ModuleGrid> draw_grid(ByteView payload, std::int32_t version, EccLevel level) {
    try {
        const std::vector<std::uint8_t> bytes(payload.begin(), payload.end());
        constexpr int best_mask = -1;
        const auto code =
            qrcodegen::QrCode::encodeSegments({qrcodegen::QrSegment::makeBytes(bytes)},
                                              level_of(level), version, version, best_mask, false);
        ModuleGrid grid;
        grid.side_modules = code.getSize();
        for (int y = 0; y < code.getSize(); ++y) {
            for (int x = 0; x < code.getSize(); ++x)
                grid.dark.push_back(code.getModule(x, y) ? 1 : 0);
        }
        return grid;
    } catch (const std::exception&) {
        return Error{Errc::TooLong, payload.size(), "more than the symbol holds"};
    }
}

Result<std::vector<CorpusSymbol>> corpus_symbols() {
    OUTPOST_TRY(const auto zip,
                formats::make_divoc_payload(corpus_credential(), PayloadForm::Compact));
    OUTPOST_TRY(const auto utf8,
                formats::make_divoc_payload(corpus_credential(), PayloadForm::Divoc));
    if (zip.size() < version_12_medium_bytes)
        return Error{Errc::Truncated, zip.size(), "sample certificate"};
    const Bytes start(zip.begin(), zip.begin() + version_12_medium_bytes);
    std::vector<CorpusSymbol> symbols;
    OUTPOST_TRY(auto v12, make_symbol({"v12-M", 12, EccLevel::M}, start));
    symbols.push_back(std::move(v12));
    OUTPOST_TRY(auto v25, make_symbol({"v25-L", 25, EccLevel::L}, zip));
    symbols.push_back(std::move(v25));
    OUTPOST_TRY(auto v29, make_symbol({"v29-M", 29, EccLevel::M}, zip));
    symbols.push_back(std::move(v29));
    OUTPOST_TRY(auto v35, make_symbol({"v35-M", 35, EccLevel::M}, utf8));
    symbols.push_back(std::move(v35));
    return symbols;
}

ModuleGrid damaged_grid(const CorpusSymbol& symbol, Damage damage, std::uint64_t seed) {
    auto grid = symbol.grid;
    if (damage == Damage::None) return grid;
    const auto alignment = alignment_places(grid.side_modules);
    const auto share = damage == Damage::Random12 ? 0.12 : 0.35;
    Dice dice(seed);
    for (std::int32_t y = 0; y < grid.side_modules; ++y) {
        for (std::int32_t x = 0; x < grid.side_modules; ++x) {
            const bool is_hit = dice.between(0.0, 1.0) < share;
            const bool thrown = dice.coin();
            if (is_function_module(grid, alignment, x, y)) continue;
            const auto at = index_of(grid, x, y);
            if (damage == Damage::HalfOther) {
                if (x * 2 > grid.side_modules) grid.dark[at] = symbol.other.dark[at];
            } else if (is_hit) {
                grid.dark[at] = thrown ? 1 : 0;
            }
        }
    }
    return grid;
}

}  // namespace outpost::corpus
