#include "drivers/symbolwriter/qrencode_symbol_writer.h"

#include "core/formats/qr_capacity.h"
#include "drivers/symbol/zxing_symbol_reader.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <thread>

using namespace outpost;

namespace {

constexpr std::array<EccLevel, 4> levels{EccLevel::L, EccLevel::M, EccLevel::Q, EccLevel::H};

/// Every byte value, in an order that no text has.
Bytes all_bytes(std::size_t count) {
    Bytes bytes;
    for (std::size_t k = 0; k < count; ++k)
        bytes.push_back(static_cast<std::uint8_t>(k * 7 + k / 256));
    return bytes;
}

SymbolMatrix written(const Bytes& payload, EccLevel level) {
    QrencodeSymbolWriter writer;
    auto matrix = writer.write(payload, level);
    REQUIRE(matrix);
    return std::move(matrix).value();
}

/// 3 pixels a module and the standard's quiet zone of 4 modules.
Frame paint(const SymbolMatrix& matrix) {
    constexpr std::int32_t module_px = 3;
    constexpr std::int32_t quiet_modules = 4;
    Frame frame;
    frame.width_px = frame.height_px = (matrix.modules + 2 * quiet_modules) * module_px;
    const auto side = static_cast<std::size_t>(frame.width_px);
    frame.pixels.assign(side * side, 255);
    for (std::int32_t y = 0; y < frame.height_px; ++y) {
        for (std::int32_t x = 0; x < frame.width_px; ++x) {
            const auto column = x / module_px - quiet_modules;
            const auto row = y / module_px - quiet_modules;
            const bool is_inside =
                column >= 0 && row >= 0 && column < matrix.modules && row < matrix.modules;
            if (is_inside && matrix.is_dark(column, row))
                frame.pixels[static_cast<std::size_t>(y) * side + static_cast<std::size_t>(x)] = 0;
        }
    }
    return frame;
}

Bytes read_back(const SymbolMatrix& matrix) {
    ZxingSymbolReader reader;
    const auto frame = paint(matrix);
    const auto symbols = reader.read(frame.view());
    REQUIRE(symbols.size() == 1);
    return symbols[0].payload;
}

/// The level that the symbol's own format information tells: two bits beside the upper left finder
/// pattern (ISO/IEC 18004 section 7.9; the mask of the format is 101010000010010).
int format_level_bits(const SymbolMatrix& matrix) {
    const int high = matrix.is_dark(0, 8) ? 1 : 0;
    const int low = matrix.is_dark(1, 8) ? 1 : 0;
    return ((high << 1) | low) ^ 0b10;
}

}  // namespace

TEST_CASE("symbol writer: every version begins and ends where the capacity table says",
          "[symbolwriter]") {
    constexpr std::array<int, 4> level_bits{0b01, 0b00, 0b11, 0b10};
    for (const auto level : levels) {
        for (std::int32_t version = 1; version <= formats::qr_versions; ++version) {
            const auto capacity = formats::qr_byte_capacity(version, level);
            CAPTURE(version, capacity);
            const auto full = written(all_bytes(capacity), level);
            CHECK(full.version == version);
            CHECK(full.modules == 17 + 4 * version);
            const auto modules = static_cast<std::size_t>(full.modules);
            REQUIRE(full.dark.size() == modules * modules);
            CHECK(std::all_of(full.dark.begin(), full.dark.end(),
                              [](std::uint8_t module) { return module <= 1; }));
            CHECK(format_level_bits(full) == level_bits.at(static_cast<std::size_t>(level)));
            if (version == formats::qr_versions) continue;
            CHECK(written(all_bytes(capacity + 1), level).version == version + 1);
        }
    }
}

TEST_CASE("symbol writer: one byte more than the largest symbol is refused", "[symbolwriter]") {
    QrencodeSymbolWriter writer;
    for (const auto level : levels) {
        const auto most = formats::qr_byte_capacity(formats::qr_versions, level);
        CAPTURE(most);
        CHECK(writer.write(all_bytes(most), level));
        CHECK(writer.write(all_bytes(most + 1), level).error().code == Errc::TooLong);
    }
    CHECK(writer.write(all_bytes(2331), EccLevel::M));
    CHECK(writer.write(all_bytes(2332), EccLevel::M).error().code == Errc::TooLong);
    CHECK(writer.write(all_bytes(1'000'000), EccLevel::L).error().code == Errc::TooLong);
    CHECK(writer.write({}, EccLevel::M).error().code == Errc::BadLength);
}

TEST_CASE("symbol writer: another library reads the exact bytes", "[symbolwriter]") {
    for (const auto level : levels) {
        const auto most = formats::qr_byte_capacity(formats::qr_versions, level);
        for (const std::size_t count : {std::size_t{1}, std::size_t{256}, std::size_t{997},
                                        std::size_t{1190}, std::size_t{1809}, most}) {
            if (count > most) continue;
            CAPTURE(static_cast<int>(level), count);
            const auto payload = all_bytes(count);
            CHECK(read_back(written(payload, level)) == payload);
        }
    }
    for (int value = 0; value < 256; ++value) {  // also zero, and what ends a C string
        CAPTURE(value);
        const Bytes payload(20, static_cast<std::uint8_t>(value));
        CHECK(read_back(written(payload, EccLevel::M)) == payload);
    }
}

TEST_CASE("symbol writer: text that other modes would hold stays one byte segment",
          "[symbolwriter]") {
    // At level M version 10 holds 213 bytes, but 513 digits or 311 capitals.
    for (const char* unit : {"0123456789", "HC1:ABCDEF", "\x93\x5f\x93\x5f"}) {
        CAPTURE(unit);
        std::string text;
        while (text.size() < 400) text += unit;
        text.resize(400);
        const auto payload = to_bytes(as_bytes(text));
        const auto matrix = written(payload, EccLevel::M);
        CHECK(matrix.version == *formats::smallest_version(payload.size(), EccLevel::M));
        CHECK(read_back(matrix) == payload);
    }
}

TEST_CASE("symbol writer: the same payload gives the same symbol, in any thread",
          "[symbolwriter]") {
    QrencodeSymbolWriter writer;
    const auto payload = all_bytes(1190);
    const auto expected = writer.write(payload, EccLevel::M);
    REQUIRE(expected);
    std::array<bool, 4> same{};
    std::array<std::thread, 4> threads;
    for (std::size_t k = 0; k < threads.size(); ++k) {
        threads.at(k) = std::thread([&, k] {
            bool all_same = true;
            for (int round = 0; round < 10; ++round) {
                const auto matrix = writer.write(payload, EccLevel::M);
                all_same = all_same && matrix && matrix->dark == expected->dark;
            }
            same.at(k) = all_same;
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(std::count(same.begin(), same.end(), true) == 4);
}
