#include "core/scanning/ladder_reader.h"

#include "core/scanning/grey_picture.h"
#include "drivers/symbol/zxing_symbol_reader.h"
#include "tests/core/scanning/corpus_frames.h"
#include "tests/support/manual_clock.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <string>

using namespace outpost;
using namespace outpost::scanning;
using namespace outpost::scanning::tests;

namespace {

constexpr std::array efforts{ReadEffort::Glance, ReadEffort::Quick, ReadEffort::Thorough,
                             ReadEffort::Still};

/// Counts what it is asked, answers with what it was given.
class CountingReader final : public SymbolReader, public GridReader {
  public:
    std::vector<SymbolRead> read(FrameView frame) override {
        ++pictures;
        last = frame;
        return answer;
    }
    std::optional<SymbolRead> read_grid(const ModuleGrid&) override {
        ++grids;
        return std::nullopt;
    }
    std::vector<SymbolRead> answer;
    FrameView last;
    std::int32_t pictures = 0;
    std::int32_t grids = 0;
};

/// Each question costs a millisecond: a budget counts work, whatever the machine does besides.
class WorkClock final : public Clock {
  public:
    [[nodiscard]] UtcInstant now() const override { return {}; }
    [[nodiscard]] std::int64_t monotonic_us() const override { return asked_ += 1000; }

  private:
    mutable std::int64_t asked_ = 0;
};

std::vector<Bytes> payloads_of(const std::vector<SymbolRead>& symbols) {
    std::vector<Bytes> payloads;
    for (const auto& symbol : symbols) payloads.push_back(symbol.payload);
    std::sort(payloads.begin(), payloads.end());
    return payloads;
}

ReadRequest request_of(ReadEffort effort, std::chrono::microseconds budget) {
    ReadRequest request;
    request.effort = effort;
    request.budget = budget;
    return request;
}

}  // namespace

TEST_CASE("ladder: frames that are no pictures", "[scanning][ladder]") {
    const outpost::tests::ManualClock clock;
    CountingReader counting;
    LadderReader ladder({counting, counting, clock});
    const std::vector<std::uint8_t> pixels(64 * 64, 0);
    for (const auto& frame :
         {FrameView{}, FrameView{nullptr, 64, 64, 64}, FrameView{pixels.data(), 0, 64, 64},
          FrameView{pixels.data(), 64, 0, 64}, FrameView{pixels.data(), -64, 64, 64},
          FrameView{pixels.data(), 64, -1, 64}, FrameView{pixels.data(), 64, 64, 63}}) {
        for (const auto effort : efforts) {
            const auto reading = ladder.read(frame, request_of(effort, std::chrono::seconds(1)));
            CHECK(reading.symbols.empty());
            CHECK_FALSE(reading.quality.symbol.has_value());
        }
    }
    CHECK(counting.pictures == 0);
    CHECK(counting.grids == 0);
}

TEST_CASE("ladder: a glance takes a large frame at half its size", "[scanning][ladder]") {
    const outpost::tests::ManualClock clock;
    const auto made = frame_of(all_symbols()[1], "clean-3.5", 1);
    Frame large;
    enlarge_twice(made.frame.view(), large);
    REQUIRE(large.width_px * large.height_px >= 1'000'000);
    ZxingSymbolReader zxing;
    LadderReader ladder({zxing, zxing, clock});
    const auto whole = ladder.read(large.view(), request_of(ReadEffort::Quick, {}));
    const auto half = ladder.read(large.view(), request_of(ReadEffort::Glance, {}));
    REQUIRE(whole.symbols.size() == 1);
    REQUIRE(half.symbols.size() == 1);
    CHECK(half.symbols[0].payload == whole.symbols[0].payload);
    for (std::size_t k = 0; k < 4; ++k) {
        CHECK(std::abs(half.symbols[0].corners[k].x_px - whole.symbols[0].corners[k].x_px) <= 8);
        CHECK(std::abs(half.symbols[0].corners[k].y_px - whole.symbols[0].corners[k].y_px) <= 8);
    }
    CountingReader counting;
    LadderReader counted({counting, counting, clock});
    counted.read(large.view(), request_of(ReadEffort::Glance, {}));
    CHECK(counting.last.width_px == large.width_px / 2);
    counted.read(made.frame.view(), request_of(ReadEffort::Glance, {}));
    CHECK(counting.last.pixels == made.frame.pixels.data());
    CHECK(counting.pictures == 2);
    CHECK(counting.grids == 0);
}

TEST_CASE("ladder: pictures too small for a symbol", "[scanning][ladder]") {
    const outpost::tests::ManualClock clock;
    ZxingSymbolReader zxing;
    LadderReader ladder({zxing, zxing, clock});
    for (std::int32_t width = 1; width < 40; ++width) {
        for (const std::int32_t height : {1, 2, 3, 20, 21, 33}) {
            Frame frame;
            frame.width_px = width;
            frame.height_px = height;
            for (std::int32_t k = 0; k < width * height; ++k)
                frame.pixels.push_back(static_cast<std::uint8_t>(k * k % 7 * 40));
            frame.pixels.shrink_to_fit();
            for (const auto effort : efforts)
                CHECK(ladder.read(frame.view(), request_of(effort, std::chrono::seconds(1)))
                          .symbols.empty());
        }
    }
}

TEST_CASE("ladder: without a budget the plain pass is made and nothing else",
          "[scanning][ladder]") {
    const outpost::tests::ManualClock clock;
    const auto made = frame_of(all_symbols()[1], "curl5", 1);
    for (const auto budget : {std::chrono::microseconds(0), std::chrono::microseconds(-5)}) {
        for (const auto effort : efforts) {
            CountingReader counting;
            LadderReader ladder({counting, counting, clock});
            CHECK(ladder.read(made.frame.view(), request_of(effort, budget)).symbols.empty());
            CHECK(counting.pictures == 1);
            CHECK(counting.grids == 0);
            CHECK(counting.last.pixels == made.frame.pixels.data());
        }
    }
    const auto easy = frame_of(all_symbols()[1], "clean-3.5", 1);
    ZxingSymbolReader zxing;
    LadderReader ladder({zxing, zxing, clock});
    const auto reading =
        ladder.read(easy.frame.view(), request_of(ReadEffort::Thorough, std::chrono::seconds(0)));
    CHECK(payloads_of(reading.symbols) == std::vector<Bytes>{easy.symbols.at(0).payload});
}

TEST_CASE("ladder: what the plain pass reads is the answer", "[scanning][ladder]") {
    const outpost::tests::ManualClock clock;
    const auto made = frame_of(all_symbols()[0], "clean-3.5", 1);
    for (const auto effort : efforts) {
        CountingReader counting;
        SymbolRead symbol;
        symbol.payload = {1, 2, 3};
        symbol.corners[2] = {7, 9};
        symbol.part = SequencePart{1, 2, 77};
        counting.answer = {symbol};
        LadderReader ladder({counting, counting, clock});
        const auto reading =
            ladder.read(made.frame.view(), request_of(effort, std::chrono::seconds(1)));
        REQUIRE(reading.symbols.size() == 1);
        CHECK(reading.symbols[0].payload == symbol.payload);
        CHECK(reading.symbols[0].corners[2].x_px == 7);
        CHECK(reading.symbols[0].corners[2].y_px == 9);
        REQUIRE(reading.symbols[0].part);
        CHECK(reading.symbols[0].part->parity == 77);
        CHECK(counting.pictures == 1);
    }
}

TEST_CASE("ladder: the work follows the budget", "[scanning][ladder]") {
    const auto made = frame_of(all_symbols()[2], "damaged35", 1);
    const auto work_of = [&](std::chrono::milliseconds budget) {
        const WorkClock clock;
        CountingReader counting;
        LadderReader ladder({counting, counting, clock});
        CHECK(
            ladder.read(made.frame.view(), request_of(ReadEffort::Still, budget)).symbols.empty());
        return counting.pictures + counting.grids;
    };
    using std::chrono::milliseconds;
    const auto none = work_of(milliseconds(0));
    const auto little = work_of(milliseconds(12));
    const auto all = work_of(milliseconds(1'000'000));
    CHECK(none == 1);
    CHECK(little >= none);
    CHECK(little < all);
    CHECK(little <= none + 12);  // one question before each pass
    CHECK(all < 400);            // and there is an end to it
}

TEST_CASE("ladder: what ZXing alone reads is read the same", "[scanning][ladder]") {
    const auto symbols = all_symbols();
    const outpost::tests::ManualClock clock;  // never advances: the budget never ends
    std::int32_t compared = 0;
    for (const auto* name : {"clean-3.0", "rot15", "persp10", "noise15", "light.30", "jpeg40",
                             "two-symbols", "logo4", "curl2", "old-printout"}) {
        for (const std::size_t which : {0U, 1U, 3U}) {
            const auto made = frame_of(symbols[which], name, 6);
            ZxingSymbolReader plain;
            const auto alone = plain.read(made.frame.view());
            if (alone.empty()) continue;
            ++compared;
            INFO(name << ' ' << which);
            for (const auto effort : efforts) {
                ZxingSymbolReader zxing;
                LadderReader ladder({zxing, zxing, clock});
                const auto reading = ladder.read(made.frame.view(),
                                                 request_of(effort, std::chrono::milliseconds(60)));
                const auto read = payloads_of(reading.symbols);
                for (const auto& payload : payloads_of(alone))
                    CHECK(std::count(read.begin(), read.end(), payload) >= 1);
                CHECK(corpus::judge(made, read) != corpus::Outcome::Misread);
            }
        }
    }
    CHECK(compared >= 12);
}

TEST_CASE("ladder: reads what ZXing alone does not", "[scanning][ladder]") {
    const auto symbols = all_symbols();
    const outpost::tests::ManualClock clock;
    for (const auto* name : {"clean-2.0", "inverted", "curl5", "mirrored"}) {
        INFO(name);
        const auto made = frame_of(symbols[2], name, 1);
        ZxingSymbolReader zxing;
        LadderReader ladder({zxing, zxing, clock});
        const auto reading = ladder.read(
            made.frame.view(), request_of(ReadEffort::Thorough, std::chrono::milliseconds(60)));
        CHECK(corpus::judge(made, payloads_of(reading.symbols)) == corpus::Outcome::Right);
        // The outline lies in the frame where the symbol does.
        for (const auto& symbol : reading.symbols) {
            for (const auto corner : symbol.corners) {
                double nearest = 1e9;
                for (const auto truth : made.symbols.at(0).corners)
                    nearest = std::min(
                        nearest, std::hypot(corner.x_px - truth.x_px, corner.y_px - truth.y_px));
                CHECK(nearest < 8.0 * made.symbols.at(0).module_px);
            }
        }
    }
}

TEST_CASE("ladder: an object that has seen other frames reads as a new one", "[scanning][ladder]") {
    const auto symbols = all_symbols();
    const outpost::tests::ManualClock clock;
    ZxingSymbolReader zxing;
    LadderReader used({zxing, zxing, clock});
    const auto request = request_of(ReadEffort::Still, std::chrono::milliseconds(60));
    for (const auto* name : {"clean-3.0", "damaged35", "inverted", "vga2.0", "curl2"}) {
        INFO(name);
        const auto made = frame_of(symbols[1], name, 2);
        LadderReader fresh({zxing, zxing, clock});
        const auto now = used.read(made.frame.view(), request);
        const auto alone = fresh.read(made.frame.view(), request);
        CHECK(payloads_of(now.symbols) == payloads_of(alone.symbols));
    }
}

TEST_CASE("ladder: every reading says what was seen of the symbol", "[scanning][ladder]") {
    const auto symbols = all_symbols();
    const outpost::tests::ManualClock clock;
    ZxingSymbolReader zxing;
    const auto request = request_of(ReadEffort::Thorough, std::chrono::milliseconds(60));
    SECTION("read by the plain pass, by our own sampling, or not at all") {
        for (const auto* name : {"clean-3.0", "curl2", "damaged35"}) {
            INFO(name);
            const auto made = frame_of(symbols[1], name, 2);
            LadderReader ladder({zxing, zxing, clock});
            const auto reading = ladder.read(made.frame.view(), request);
            REQUIRE(reading.quality.symbol);
            CHECK(reading.quality.symbol->was_read == !reading.symbols.empty());
            const bool is_outline_only = std::string_view(name) == "clean-3.0";
            CHECK((reading.quality.symbol->module_px > 2.0) == !is_outline_only);
            CHECK(reading.quality.symbol->module_px < 5.0);
            CHECK(reading.quality.mean_level > 0.0);
        }
    }
    SECTION("moved since the frame before") {
        const auto made = frame_of(symbols[1], "curl2", 2);
        auto moved = made.frame.view();
        constexpr std::int32_t by_px = 12;
        moved.pixels += by_px;
        moved.width_px -= by_px;
        LadderReader ladder({zxing, zxing, clock});
        CHECK(ladder.read(made.frame.view(), request).quality.symbol->motion_px == 0.0);
        const auto after = ladder.read(moved, request);
        REQUIRE(after.quality.symbol);
        CHECK(after.quality.symbol->motion_px == Approx(by_px).margin(1.5));
    }
    SECTION("nothing in view") {
        const auto desk = corpus::make_empty_frame(4);
        REQUIRE(desk);
        LadderReader ladder({zxing, zxing, clock});
        const auto reading = ladder.read(desk->frame.view(), request);
        CHECK_FALSE(reading.quality.symbol);
        CHECK(reading.quality.bright_level > reading.quality.dark_level);
    }
}

TEST_CASE("ladder: of two symbols in a still picture both are read", "[scanning][ladder]") {
    const auto symbols = all_symbols();
    const outpost::tests::ManualClock clock;
    ZxingSymbolReader zxing;
    for (const auto& symbol : symbols) {
        for (const std::uint64_t seed : {1U, 2U, 3U}) {
            const auto made = corpus::make_frame(symbol, variant_named("two-symbols"), seed);
            if (!made) continue;  // too large for the frame
            LadderReader ladder({zxing, zxing, clock});
            const auto reading = ladder.read(
                made->frame.view(), request_of(ReadEffort::Still, std::chrono::milliseconds(60)));
            CHECK(corpus::judge(*made, payloads_of(reading.symbols)) == corpus::Outcome::Right);
        }
    }
}

TEST_CASE("ladder: frames that say too little alone are read together", "[scanning][ladder]") {
    const auto symbols = all_symbols();
    const outpost::tests::ManualClock clock;
    ZxingSymbolReader zxing;
    LadderReader ladder({zxing, zxing, clock});
    auto request = request_of(ReadEffort::Thorough, std::chrono::milliseconds(60));
    std::int32_t alone = 0;
    std::int32_t together = 0;
    for (const std::uint64_t seed : {1U, 2U, 3U, 4U, 5U, 6U}) {
        const auto made = frame_of(symbols[1], "burst-dark", seed);
        LadderReader fresh({zxing, zxing, clock});
        request.taken_at_ms += 150;
        alone += fresh.read(made.frame.view(), request).symbols.empty() ? 0 : 1;
        const auto reading = ladder.read(made.frame.view(), request);
        together += reading.symbols.empty() ? 0 : 1;
        CHECK(corpus::judge(made, payloads_of(reading.symbols)) != corpus::Outcome::Misread);
        for (const auto& symbol : reading.symbols)
            for (std::size_t k = 0; k < 4; ++k)
                CHECK(std::hypot(symbol.corners[k].x_px - made.symbols[0].corners[k].x_px,
                                 symbol.corners[k].y_px - made.symbols[0].corners[k].y_px) < 15.0);
    }
    CHECK(together > alone);
}

TEST_CASE("ladder: two symbols shown in turn are never mixed", "[scanning][ladder]") {
    const auto symbols = all_symbols();
    const outpost::tests::ManualClock clock;
    ZxingSymbolReader zxing;
    for (const auto* name : {"burst-dark", "damaged12"}) {
        for (const std::size_t which : {0U, 1U}) {
            INFO(name << ' ' << which);
            auto other = symbols[which];
            std::swap(other.grid, other.other);
            LadderReader ladder({zxing, zxing, clock});
            auto request = request_of(ReadEffort::Thorough, std::chrono::milliseconds(60));
            for (std::uint64_t seed = 1; seed <= 8; ++seed) {
                request.taken_at_ms += 100;
                const auto& shown = seed % 2 == 0 ? symbols[which] : other;
                const auto made = frame_of(shown, name, seed);
                // Whoever reads the other symbol reads bytes that are not the corpus's.
                for (const auto& symbol : ladder.read(made.frame.view(), request).symbols) {
                    const auto clean = frame_of(shown, "clean-4.0", 1);
                    const auto truth = payloads_of(zxing.read(clean.frame.view()));
                    REQUIRE(truth.size() == 1);
                    CHECK(symbol.payload == truth[0]);
                }
            }
        }
    }
}
