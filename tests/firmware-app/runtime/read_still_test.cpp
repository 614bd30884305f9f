#include "firmware-app/runtime/read_still.h"

#include "core/parts/part_encoder.h"
#include "tests/support/scripted_frame_reader.h"

#include <catch2/catch.hpp>

#include <array>

using namespace outpost;
using namespace outpost::runtime;
using tests::ScriptedFrameReader;

namespace {

/// Takes content that begins with its letter; each further byte is a page with that symbol.
class Pages final : public PictureReader {
  public:
    explicit Pages(std::uint8_t letter) : letter_(letter) {}
    [[nodiscard]] bool recognises(ByteView content) const override {
        return !content.empty() && content[0] == letter_;
    }
    Result<std::vector<Frame>> read(ByteView content) override {
        if (content.size() == 1) return Error{Errc::Truncated, 1, "no page"};
        std::vector<Frame> pages;
        for (const auto symbol : content.subspan(1))
            pages.push_back(ScriptedFrameReader::frame(symbol, ReadEffort::Still));
        return pages;
    }

  private:
    std::uint8_t letter_;
};

}  // namespace

TEST_CASE("read still: every page with the whole effort", "[runtime]") {
    ScriptedFrameReader symbols;
    Pages a('a');
    Pages b('b');
    const std::array<PictureReader*, 2> readers{&a, &b};
    const auto found = read_still(symbols, readers, Bytes{'b', 7, 0, 9});
    REQUIRE(found);
    REQUIRE(found->size() == 2);
    CHECK((*found)[0].symbol.payload == Bytes{7});
    CHECK((*found)[0].page == 0);
    CHECK((*found)[1].symbol.payload == Bytes{9});
    CHECK((*found)[1].page == 2);
    CHECK(read_still(symbols, readers, Bytes{'a', 0})->empty());
    CHECK(read_still(symbols, readers, Bytes{'a'}).error().code == Errc::Truncated);
    CHECK(read_still(symbols, readers, Bytes{'c', 1}).error().code == Errc::Unsupported);
    CHECK(read_still(symbols, {}, Bytes{'a', 1}).error().code == Errc::Unsupported);
}

namespace {

/// A page's first pixel says which of the texts it shows; above 100, as the part of a sequence.
class TextReader final : public FrameReader {
  public:
    explicit TextReader(std::vector<Bytes> texts) : texts_(std::move(texts)) {}
    FrameReading read(FrameView frame, const ReadRequest&) override {
        const std::size_t number = frame.pixels[0] % 100;
        FrameReading reading;
        if (number == 0) return reading;
        SymbolRead symbol;
        symbol.payload = texts_.at(number - 1);
        if (frame.pixels[0] > 100) {
            std::uint8_t parity = 0;
            for (const auto& text : texts_)
                for (const auto byte : text) parity ^= byte;
            symbol.part = SequencePart{static_cast<std::uint8_t>(number - 1),
                                       static_cast<std::uint8_t>(texts_.size()), parity};
        }
        reading.symbols.push_back(std::move(symbol));
        return reading;
    }

  private:
    std::vector<Bytes> texts_;
};

}  // namespace

TEST_CASE("read still: the pages of one message are joined, in any order", "[runtime]") {
    Pages pages('a');
    const std::array<PictureReader*, 1> readers{&pages};
    SECTION("a sequence of symbols") {
        TextReader symbols({{1, 2, 3}, {4, 5}, {6}});
        const auto found = read_still(symbols, readers, Bytes{'a', 103, 101, 102});
        REQUIRE(found);
        REQUIRE(found->size() == 1);
        CHECK(found->front().symbol.payload == Bytes{1, 2, 3, 4, 5, 6});
        CHECK_FALSE(found->front().symbol.part);
    }
    SECTION("an animated code, beside a symbol that stands for itself") {
        const Bytes message(300, 0x5a);
        const auto encoder = parts::PartEncoder::open(message, 120);
        REQUIRE(encoder);
        std::vector<Bytes> texts;
        for (std::uint32_t k = 1; k <= encoder->part_count(); ++k) {
            const auto text = encoder->part(k);
            texts.emplace_back(text.begin(), text.end());
        }
        REQUIRE(texts.size() == 3);
        texts.push_back({9});
        TextReader symbols(texts);
        const auto found = read_still(symbols, readers, Bytes{'a', 2, 4, 3, 1});
        REQUIRE(found);
        REQUIRE(found->size() == 2);
        CHECK((*found)[0].symbol.payload == Bytes{9});
        CHECK((*found)[1].symbol.payload == message);
    }
    SECTION("what is not there whole is told as it is") {
        TextReader symbols({{1, 2, 3}, {4, 5}, {6}});
        const auto found = read_still(symbols, readers, Bytes{'a', 103, 101});
        REQUIRE(found);
        REQUIRE(found->size() == 2);
        CHECK((*found)[0].symbol.payload == Bytes{6});
        CHECK((*found)[1].symbol.payload == Bytes{1, 2, 3});
    }
}
