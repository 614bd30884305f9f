// Readings and pages as bytes.
#include "drivers/decoderprocess/results.h"

#include "core/bytes/byte_reader.h"
#include "drivers/decoderprocess/little_endian.h"
#include "drivers/decoderprocess/wire.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>

namespace outpost {

namespace {

using bytes::ByteReader;

/// A trace may lie outside its frame, but not this many times its side away.
constexpr std::int64_t trace_sides_max = 16;
/// Of measures in grey levels, pixels, modules and degrees alike.
constexpr double measure_max = 1'000'000.0;

struct Measure {
    double SymbolTrace::*member;
    double least;
    double most;
};

/// Each double of a trace with its range, in the order in which they are written.
constexpr std::array<Measure, 14> trace_measures{{
    {&SymbolTrace::module_px, 0, measure_max},
    {&SymbolTrace::turn_deg, -360, 360},
    {&SymbolTrace::keystone, -1, 1},
    {&SymbolTrace::edge_width_modules, 0, measure_max},
    {&SymbolTrace::blur_anisotropy, 0, 1},
    {&SymbolTrace::motion_px, 0, measure_max},
    {&SymbolTrace::contrast, -255, 255},
    {&SymbolTrace::glare_share, 0, 1},
    {&SymbolTrace::curl_modules, 0, measure_max},
    {&SymbolTrace::moire, 0, 1},
    {&SymbolTrace::cut_left, 0, 1},
    {&SymbolTrace::cut_top, 0, 1},
    {&SymbolTrace::cut_right, 0, 1},
    {&SymbolTrace::cut_bottom, 0, 1},
}};

// A new member must also cross the border: these stop the compiler until it does.
static_assert(sizeof(SymbolTrace) == 4 * sizeof(PixelPoint) + 8 + 4 + trace_measures.size() * 8 +
                                         sizeof(PixelPoint) + 4,
              "SymbolTrace has changed: write and read the new member here");
static_assert(sizeof(FrameQuality) == 4 * sizeof(double) + sizeof(std::optional<SymbolTrace>));

double into_range(double value, double least, double most) {
    return std::isfinite(value) ? std::clamp(value, least, most) : least > 0 ? least : 0.0;
}

void put_point(NumberWriter& out, PixelPoint point) {
    out.i32(point.x_px);
    out.i32(point.y_px);
}

void put_symbol(NumberWriter& out, const SymbolRead& symbol) {
    out.u32(static_cast<std::uint32_t>(symbol.payload.size()));
    out.block(symbol.payload);
    for (const auto corner : symbol.corners) put_point(out, corner);
    const auto part = symbol.part.value_or(SequencePart{});
    out.u8(symbol.part ? 1 : 0);
    out.u8(part.index);
    out.u8(part.count);
    out.u8(part.parity);
}

void put_trace(NumberWriter& out, const SymbolTrace& trace) {
    for (const auto corner : trace.corners) put_point(out, corner);
    out.u8(trace.was_read ? 1 : 0);
    out.i32(trace.finder_patterns);
    out.i32(trace.side_modules);
    for (const auto& measure : trace_measures) out.f64(trace.*measure.member);
    put_point(out, trace.glare_at);
}

bool is_part(const SequencePart& part) {
    return part.count >= 2 && part.count <= 16 && part.index < part.count;
}

bool may_cross(const SymbolRead& symbol) {
    return symbol.payload.size() <= symbol_payload_bytes_max &&
           (!symbol.part || is_part(*symbol.part));
}

Result<bool> take_flag(ByteReader& in) {
    OUTPOST_TRY(const auto flag, in.u8());
    if (flag > 1) return Error{Errc::BadValue, in.offset(), "flag"};
    return flag == 1;
}

Result<double> take_number(ByteReader& in, double least, double most) {
    OUTPOST_TRY(const auto bits, in.u64_le());
    return into_range(std::bit_cast<double>(bits), least, most);
}

Result<std::int32_t> take_between(ByteReader& in, std::int64_t least, std::int64_t most) {
    OUTPOST_TRY(const auto bits, in.u32_le());
    return static_cast<std::int32_t>(
        std::clamp<std::int64_t>(static_cast<std::int32_t>(bits), least, most));
}

/// `sides` beyond the frame in each direction; 0: within it.
Result<PixelPoint> take_point(ByteReader& in, FrameSize frame, std::int64_t sides) {
    PixelPoint point;
    const auto x_beyond = sides * frame.width_px;
    const auto y_beyond = sides * frame.height_px;
    OUTPOST_TRY(point.x_px, take_between(in, -x_beyond, x_beyond + frame.width_px - 1));
    OUTPOST_TRY(point.y_px, take_between(in, -y_beyond, y_beyond + frame.height_px - 1));
    return point;
}

Result<SymbolRead> take_symbol(ByteReader& in, FrameSize frame) {
    SymbolRead symbol;
    OUTPOST_TRY(const auto length, in.u32_le());
    if (length > symbol_payload_bytes_max) return Error{Errc::TooLong, in.offset(), "payload"};
    OUTPOST_TRY(const auto payload, in.take(length));
    symbol.payload = to_bytes(payload);
    for (auto& corner : symbol.corners) {
        OUTPOST_TRY(corner, take_point(in, frame, 0));
    }
    OUTPOST_TRY(const auto has_part, take_flag(in));
    SequencePart part;
    OUTPOST_TRY(part.index, in.u8());
    OUTPOST_TRY(part.count, in.u8());
    OUTPOST_TRY(part.parity, in.u8());
    if (has_part && !is_part(part)) return Error{Errc::BadValue, in.offset(), "sequence part"};
    if (has_part) symbol.part = part;
    return symbol;
}

Result<SymbolTrace> take_trace(ByteReader& in, FrameSize frame) {
    constexpr std::int32_t side_modules_max = 1000;  // an estimate; version 40 has 177
    SymbolTrace trace;
    for (auto& corner : trace.corners) {
        OUTPOST_TRY(corner, take_point(in, frame, trace_sides_max));
    }
    OUTPOST_TRY(trace.was_read, take_flag(in));
    OUTPOST_TRY(trace.finder_patterns, take_between(in, 0, 3));
    OUTPOST_TRY(trace.side_modules, take_between(in, 0, side_modules_max));
    for (const auto& measure : trace_measures) {
        OUTPOST_TRY(trace.*measure.member, take_number(in, measure.least, measure.most));
    }
    OUTPOST_TRY(trace.glare_at, take_point(in, frame, trace_sides_max));
    return trace;
}

Result<FrameSize> take_page_size(ByteReader& in) {
    FrameSize size;
    OUTPOST_TRY(const auto width, in.u32_le());
    OUTPOST_TRY(const auto height, in.u32_le());
    constexpr auto side_max = static_cast<std::uint32_t>(wire_side_px_max);
    if (width == 0 || height == 0 || width > side_max || height > side_max)
        return Error{Errc::BadValue, in.offset(), "side of page"};
    if (std::int64_t{width} * height > wire_pixels_max)
        return Error{Errc::TooLong, in.offset(), "pixels of page"};
    return FrameSize{static_cast<std::int32_t>(width), static_cast<std::int32_t>(height)};
}

std::size_t pixels_of(FrameSize size) {
    return static_cast<std::size_t>(size.width_px) * static_cast<std::size_t>(size.height_px);
}

}  // namespace

Result<std::size_t> encode_reading(const FrameReading& reading, std::span<std::uint8_t> out) {
    std::vector<const SymbolRead*> crossing;
    for (const auto& symbol : reading.symbols)
        if (may_cross(symbol) && crossing.size() < symbols_per_frame_max)
            crossing.push_back(&symbol);
    NumberWriter writer(out);
    writer.u32(static_cast<std::uint32_t>(crossing.size()));
    for (const auto* symbol : crossing) put_symbol(writer, *symbol);
    const auto& quality = reading.quality;
    writer.f64(quality.mean_level);
    writer.f64(quality.dark_level);
    writer.f64(quality.bright_level);
    writer.f64(quality.clipped_share);
    writer.u8(quality.symbol ? 1 : 0);
    if (quality.symbol) put_trace(writer, *quality.symbol);
    if (!writer.fits()) return Error{Errc::TooLong, out.size(), "reading"};
    return writer.used();
}

Result<FrameReading> decode_reading(ByteView bytes, FrameSize frame) {
    ByteReader in(bytes);
    FrameReading reading;
    OUTPOST_TRY(const auto count, in.u32_le());
    if (count > symbols_per_frame_max) return Error{Errc::TooLong, 0, "symbols in a frame"};
    for (std::uint32_t k = 0; k < count; ++k) {
        OUTPOST_TRY(auto symbol, take_symbol(in, frame));
        reading.symbols.push_back(std::move(symbol));
    }
    auto& quality = reading.quality;
    OUTPOST_TRY(quality.mean_level, take_number(in, 0, 255));
    OUTPOST_TRY(quality.dark_level, take_number(in, 0, 255));
    OUTPOST_TRY(quality.bright_level, take_number(in, 0, 255));
    OUTPOST_TRY(quality.clipped_share, take_number(in, 0, 1));
    OUTPOST_TRY(const auto has_trace, take_flag(in));
    if (has_trace) {
        OUTPOST_TRY(quality.symbol, take_trace(in, frame));
    }
    if (!in.is_at_end()) return Error{Errc::TrailingData, in.offset(), "reading"};
    return reading;
}

Result<std::size_t> encode_pages(const std::vector<Frame>& pages, std::span<std::uint8_t> out) {
    if (pages.empty() || pages.size() > wire_pages_max)
        return Error{Errc::TooLong, pages.size(), "pages"};
    NumberWriter writer(out);
    writer.u32(static_cast<std::uint32_t>(pages.size()));
    for (const auto& page : pages) {
        const FrameSize size{page.width_px, page.height_px};
        if (size.width_px <= 0 || size.height_px <= 0 || page.pixels.size() != pixels_of(size))
            return Error{Errc::BadValue, 0, "page of another size than its pixels"};
        if (pixels_of(size) > std::size_t{wire_pixels_max})
            return Error{Errc::TooLong, 0, "pixels of page"};
        writer.i32(size.width_px);
        writer.i32(size.height_px);
    }
    for (const auto& page : pages) writer.block(page.pixels);
    if (!writer.fits()) return Error{Errc::TooLong, out.size(), "pages"};
    return writer.used();
}

Result<std::vector<Frame>> decode_pages(ByteView shared) {
    ByteReader in(shared);
    OUTPOST_TRY(const auto count, in.u32_le());
    if (count == 0 || count > wire_pages_max) return Error{Errc::TooLong, 0, "pages"};
    std::vector<FrameSize> sizes;
    for (std::uint32_t k = 0; k < count; ++k) {
        OUTPOST_TRY(const auto size, take_page_size(in));
        sizes.push_back(size);
    }
    std::vector<Frame> pages;
    for (const auto size : sizes) {
        OUTPOST_TRY(const auto pixels, in.take(pixels_of(size)));
        Frame page;
        page.width_px = size.width_px;
        page.height_px = size.height_px;
        page.sequence = pages.size();
        page.pixels = to_bytes(pixels);
        pages.push_back(std::move(page));
    }
    if (!in.is_at_end()) return Error{Errc::TrailingData, in.offset(), "pages"};
    return pages;
}

}  // namespace outpost
