#include "drivers/symbol/zxing_symbol_reader.h"

#include "tools/samples/scene.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <random>

using namespace outpost;

namespace {

/// Every byte value, so that no character set can hide.
Bytes all_bytes(std::size_t count) {
    Bytes bytes;
    for (std::size_t k = 0; k < count; ++k)
        bytes.push_back(static_cast<std::uint8_t>(k * 7 + k / 256));
    return bytes;
}

Frame draw(const Bytes& payload, const samples::Scene& scene) {
    auto frame = samples::draw_scene(payload, scene);
    REQUIRE(frame);
    return std::move(*frame);
}

Frame draw_small(const Bytes& payload, double angle_deg = 0.0) {
    samples::Scene scene;
    scene.width_px = 640;
    scene.height_px = 480;
    scene.module_px = 4.0;
    scene.angle_deg = angle_deg;
    return draw(payload, scene);
}

void check_one(const std::vector<SymbolRead>& symbols, const Bytes& payload) {
    REQUIRE(symbols.size() == 1);
    CHECK(symbols[0].payload == payload);
}

}  // namespace

TEST_CASE("zxing reader: gives the exact bytes of small and large symbols", "[symbol]") {
    ZxingSymbolReader reader;
    for (const std::size_t count : {1U, 3U, 256U, 1000U, 1340U, 1740U}) {
        CAPTURE(count);
        samples::Scene scene;
        scene.module_px = 4.0;
        scene.blur_passes = 1;
        scene.noise = 5;
        const auto payload = all_bytes(count);
        check_one(reader.read(draw(payload, scene).view()), payload);
    }
}

TEST_CASE("zxing reader: text that looks like another character set stays bytes", "[symbol]") {
    ZxingSymbolReader reader;
    for (const Bytes& payload : {Bytes{0x82, 0xa0, 0x82, 0xa2}, Bytes{0xc3, 0xa4, 0xc2, 0x80},
                                 Bytes{0xff, 0xfe, 0x00, 0x41}, Bytes{0xef, 0xbb, 0xbf, 0x7b},
                                 Bytes{0x00, 0x00, 0x00}, Bytes{'P', 'K', 3, 4, 0xe9}}) {
        check_one(reader.read(draw_small(payload).view()), payload);
    }
}

TEST_CASE("zxing reader: corners go clockwise from the top left, in the frame's own pixels",
          "[symbol]") {
    const auto payload = all_bytes(200);
    const auto version = samples::symbol_version(payload);
    REQUIRE(version);
    const auto half = (17 + 4 * *version) * 4 / 2;
    const auto frame = draw_small(payload);
    {
        ZxingSymbolReader reader;
        const auto symbols = reader.read(frame.view());
        check_one(symbols, payload);
        const std::array<PixelPoint, 4> expected{{{320 - half, 240 - half},
                                                  {320 + half, 240 - half},
                                                  {320 + half, 240 + half},
                                                  {320 - half, 240 + half}}};
        for (std::size_t k = 0; k < 4; ++k) {
            CHECK(std::abs(symbols[0].corners[k].x_px - expected[k].x_px) <= 8);
            CHECK(std::abs(symbols[0].corners[k].y_px - expected[k].y_px) <= 8);
        }
    }
}

TEST_CASE("zxing reader: an upright turn does not matter", "[symbol]") {
    ZxingSymbolReader reader;
    const auto payload = all_bytes(120);
    for (const double angle : {90.0, 180.0, 270.0, 10.0})
        check_one(reader.read(draw_small(payload, angle).view()), payload);
}

TEST_CASE("zxing reader: several symbols in one frame", "[symbol]") {
    const auto left = draw_small(all_bytes(40));
    const auto right = draw_small(all_bytes(90));
    Frame both;
    both.width_px = left.width_px + right.width_px;
    both.height_px = left.height_px;
    for (std::ptrdiff_t y = 0; y < both.height_px; ++y) {
        for (const auto* half : {&left, &right}) {
            const auto row = half->pixels.begin() + y * half->width_px;
            both.pixels.insert(both.pixels.end(), row, row + half->width_px);
        }
    }
    ZxingSymbolReader reader;
    const auto symbols = reader.read(both.view());
    REQUIRE(symbols.size() == 2);
    const auto is_small = [](const SymbolRead& s) { return s.payload == all_bytes(40); };
    const auto is_large = [](const SymbolRead& s) { return s.payload == all_bytes(90); };
    CHECK(std::count_if(symbols.begin(), symbols.end(), is_small) == 1);
    CHECK(std::count_if(symbols.begin(), symbols.end(), is_large) == 1);
}

TEST_CASE("zxing reader: rows may be longer than the picture is wide", "[symbol]") {
    const auto payload = all_bytes(60);
    const auto frame = draw_small(payload);
    const std::size_t stride = 777;
    std::vector<std::uint8_t> padded(stride * static_cast<std::size_t>(frame.height_px), 0);
    for (std::size_t y = 0; y < static_cast<std::size_t>(frame.height_px); ++y) {
        const auto width = static_cast<std::size_t>(frame.width_px);
        std::copy_n(frame.pixels.data() + y * width, width, padded.data() + y * stride);
    }
    const FrameView view{padded.data(), frame.width_px, frame.height_px, stride};
    ZxingSymbolReader reader;
    check_one(reader.read(view), payload);
}

TEST_CASE("zxing reader: frames that are no pictures give nothing", "[symbol]") {
    ZxingSymbolReader reader;
    const std::vector<std::uint8_t> pixels(64 * 64, 200);
    const FrameView frames[] = {{},
                                {nullptr, 64, 64, 64},
                                {pixels.data(), 0, 64, 64},
                                {pixels.data(), 64, 0, 64},
                                {pixels.data(), -64, 64, 64},
                                {pixels.data(), 64, -1, 64},
                                {pixels.data(), 64, 64, 63},
                                {pixels.data(), 20, 64, 64},
                                {pixels.data(), 64, 20, 64},
                                {pixels.data(), 17'000, 1, 17'000}};
    for (const auto& frame : frames) {
        CHECK(reader.read(frame).empty());
    }
}

TEST_CASE("zxing reader: nothing is read where nothing stands", "[symbol]") {
    ZxingSymbolReader reader;
    std::mt19937 dice(7);
    Frame frame;
    frame.width_px = 320;
    frame.height_px = 240;
    for (int round = 0; round < 10; ++round) {
        frame.pixels.clear();
        for (int k = 0; k < 320 * 240; ++k)
            frame.pixels.push_back(
                static_cast<std::uint8_t>(round % 2 == 0 ? dice() % 256 : (dice() % 2) * 255));
        CHECK(reader.read(frame.view()).empty());
    }
    samples::Scene scene;
    scene.noise = 5;
    CHECK(reader.read(draw({}, scene).view()).empty());
}

TEST_CASE("zxing reader: a damaged symbol is read right or not at all", "[symbol][damage]") {
    ZxingSymbolReader reader;
    std::mt19937 dice(11);
    const auto payload = all_bytes(180);
    const auto whole = draw_small(payload, 3.0);
    int read = 0;
    for (int round = 0; round < 250; ++round) {
        auto frame = whole;
        const auto patches = 1 + dice() % 24;
        for (std::uint32_t patch = 0; patch < patches; ++patch) {
            const auto side = 2 + dice() % 28;
            const auto x0 = dice() % (640 - side);
            const auto y0 = dice() % (480 - side);
            const auto shade = static_cast<std::uint8_t>(dice() % 256);
            for (auto y = y0; y < y0 + side; ++y)
                std::fill_n(frame.pixels.begin() + static_cast<std::ptrdiff_t>(y * 640 + x0), side,
                            shade);
        }
        for (const auto& symbol : reader.read(frame.view())) {
            CHECK(symbol.payload == payload);
            ++read;
        }
    }
    CHECK(read > 25);  // the error correction is at work
    CHECK(read < 250);
}

TEST_CASE("zxing reader: a symbol cut off anywhere does no harm", "[symbol][damage]") {
    ZxingSymbolReader reader;
    const auto payload = all_bytes(180);
    const auto whole = draw_small(payload);
    for (std::int32_t height = 1; height < whole.height_px; height += 7) {
        auto view = whole.view();
        view.height_px = height;
        for (const auto& symbol : reader.read(view)) CHECK(symbol.payload == payload);
    }
    for (std::int32_t width = 1; width < whole.width_px; width += 7) {
        auto view = whole.view();
        view.width_px = width;
        for (const auto& symbol : reader.read(view)) CHECK(symbol.payload == payload);
    }
}
