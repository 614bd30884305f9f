#include "firmware-app/runtime/read_still.h"

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
