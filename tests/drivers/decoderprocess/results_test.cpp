#include "drivers/decoderprocess/results.h"

#include "drivers/decoderprocess/decoder_server.h"
#include "drivers/decoderprocess/wire.h"

#include <catch2/catch.hpp>

#include <random>

using namespace outpost;

namespace {

constexpr FrameSize frame{640, 480};

FrameReading full_reading() {
    FrameReading reading;
    for (int k = 0; k < 3; ++k) {
        SymbolRead symbol;
        symbol.payload.assign(static_cast<std::size_t>(k) * 100, static_cast<std::uint8_t>(k));
        symbol.corners = {{{0, 0}, {639, 1}, {600, 479}, {k, 400}}};
        if (k == 1) symbol.part = SequencePart{15, 16, 200};
        reading.symbols.push_back(symbol);
    }
    reading.quality.mean_level = 127.5;
    reading.quality.dark_level = 3;
    reading.quality.bright_level = 250;
    reading.quality.clipped_share = 0.25;
    SymbolTrace trace;
    trace.corners = {{{-100, -5}, {700, 3}, {650, 490}, {1, 479}}};
    trace.was_read = true;
    trace.finder_patterns = 2;
    trace.side_modules = 177;
    trace.module_px = 3.25;
    trace.turn_deg = -45.5;
    trace.cut_bottom = 0.125;
    trace.glare_at = {5, 6};
    reading.quality.symbol = trace;
    return reading;
}

Bytes encoded(const FrameReading& reading) {
    Bytes bytes(reading_bytes_max);
    const auto used = encode_reading(reading, bytes);
    REQUIRE(used);
    bytes.resize(*used);
    return bytes;
}

}  // namespace

TEST_CASE("results: a reading comes back as it was", "[isolation]") {
    const auto bytes = encoded(full_reading());
    const auto back = decode_reading(bytes, frame);
    REQUIRE(back);
    REQUIRE(back->symbols.size() == 3);
    CHECK(back->symbols[2].payload == full_reading().symbols[2].payload);
    CHECK(back->symbols[2].corners[2].x_px == 600);
    REQUIRE(back->symbols[1].part);
    CHECK(back->symbols[1].part->index == 15);
    CHECK(back->symbols[1].part->parity == 200);
    CHECK_FALSE(back->symbols[0].part);
    REQUIRE(back->quality.symbol);
    CHECK(back->quality.symbol->corners[0].x_px == -100);
    CHECK(back->quality.symbol->turn_deg == -45.5);
    CHECK(back->quality.symbol->cut_bottom == 0.125);
    CHECK(back->quality.symbol->glare_at.y_px == 6);
    CHECK(back->quality.symbol->was_read);
    CHECK(encoded(*back) == bytes);
    CHECK(encoded(*decode_reading(encoded({}), frame)) == encoded({}));
}

TEST_CASE("results: the honest end keeps the limits", "[isolation]") {
    FrameReading reading;
    reading.symbols.resize(symbols_per_frame_max + 10);
    CHECK(decode_reading(encoded(reading), frame)->symbols.size() == symbols_per_frame_max);
    for (auto& symbol : reading.symbols) symbol.payload.resize(symbol_payload_bytes_max);
    CHECK(decode_reading(encoded(reading), frame)->symbols.size() == symbols_per_frame_max);
    reading.symbols[0].payload.resize(symbol_payload_bytes_max + 1);
    reading.symbols[1].part = SequencePart{3, 3, 0};
    CHECK(decode_reading(encoded(reading), frame)->symbols.size() == symbols_per_frame_max);
    Bytes small(100);
    CHECK(encode_reading(reading, small).error().code == Errc::TooLong);
}

TEST_CASE("results: a cut reading is refused, a changed one does no harm", "[isolation]") {
    const auto bytes = encoded(full_reading());
    for (std::size_t length = 0; length < bytes.size(); ++length)
        CHECK(decode_reading(ByteView(bytes).first(length), frame).error().code == Errc::Truncated);
    auto longer = bytes;
    longer.push_back(0);
    CHECK(decode_reading(longer, frame).error().code == Errc::TrailingData);
    std::mt19937 chance(7);  // NOLINT: the same each time
    for (std::size_t at = 0; at < bytes.size() * 8; ++at) {
        auto changed = bytes;
        changed[at / 8] ^= static_cast<std::uint8_t>(1U << at % 8);
        changed[chance() % changed.size()] ^= static_cast<std::uint8_t>(chance() % 256);
        const auto reading = decode_reading(changed, frame);
        if (!reading) continue;
        CHECK(reading->symbols.size() <= symbols_per_frame_max);
        for (const auto& symbol : reading->symbols)
            for (const auto corner : symbol.corners)
                CHECK((corner.x_px >= 0 && corner.x_px < 640 && corner.y_px < 480));
    }
}

TEST_CASE("results: pages", "[isolation]") {
    Frame page;
    page.width_px = 3;
    page.height_px = 2;
    page.pixels = {1, 2, 3, 4, 5, 6};
    Bytes bytes(1000);
    const auto used = encode_pages({page, page}, bytes);
    REQUIRE(used);
    bytes.resize(*used);
    const auto pages = decode_pages(bytes);
    REQUIRE(pages);
    REQUIRE(pages->size() == 2);
    CHECK((*pages)[1].pixels == page.pixels);
    CHECK((*pages)[1].sequence == 1);
    for (std::size_t length = 0; length < bytes.size(); ++length)
        CHECK(decode_pages(ByteView(bytes).first(length)).error().code == Errc::Truncated);
    bytes.push_back(0);
    CHECK(decode_pages(bytes).error().code == Errc::TrailingData);
    Bytes room(1000);
    CHECK(encode_pages({}, room).error().code == Errc::TooLong);
    CHECK(encode_pages(std::vector<Frame>(wire_pages_max + 1, page), room).error().code ==
          Errc::TooLong);
    page.height_px = 3;
    CHECK(encode_pages({page}, room).error().code == Errc::BadValue);
}

TEST_CASE("wire: messages come back as they were, and nothing else does", "[isolation]") {
    WireRequest request;
    request.id = 0x1122334455667788;
    request.inbox_bytes = 12;
    request.width_px = 4;
    request.height_px = 3;
    request.read = {ReadEffort::Still, std::chrono::microseconds(12345), 987654321};
    const auto message = encode_request(request);
    const auto back = decode_request(message);
    REQUIRE(back);
    CHECK(back->id == request.id);
    CHECK(back->height_px == 3);
    CHECK(back->read.effort == ReadEffort::Still);
    CHECK(back->read.budget.count() == 12345);
    CHECK(back->read.taken_at_ms == 987654321);
    for (std::size_t length = 0; length < message.size(); ++length)
        CHECK(decode_request(ByteView(message).first(length)).error().code == Errc::Truncated);
    const auto code_after = [&](std::size_t at, std::uint8_t value) {
        auto changed = message;
        changed[at] = value;
        const auto result = decode_request(changed);
        return result ? Errc::Io : result.error().code;
    };
    CHECK(code_after(0, 0) == Errc::Unsupported);
    CHECK(code_after(4, 3) == Errc::BadValue);  // two services at once
    CHECK(code_after(19, 0xff) == Errc::BadLength);
    CHECK(code_after(24, 5) == Errc::BadValue);     // the sides are not the length
    CHECK(code_after(27, 0x80) == Errc::BadValue);  // a negative side
    CHECK(code_after(32, 4) == Errc::BadValue);     // effort
    CHECK(code_after(33, 1) == Errc::BadValue);
    CHECK(code_after(47, 0x7f) == Errc::BadValue);  // budget
}

TEST_CASE("wire: services of the program's argument", "[isolation]") {
    CHECK(*parse_services("1") == bit_of(DecoderService::Frames));
    CHECK(*parse_services("7") == all_decoder_services);
    for (const auto* text : {"", "0", "8", "-1", "1 ", " 1", "x", "256", "300", "1x"})
        CHECK(parse_services(text).error().code == Errc::BadValue);
}
