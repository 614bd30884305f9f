// No kind of frame is read less often than it was: tests/data/scanning/floors.txt.
#include "core/scanning/ladder_reader.h"
#include "drivers/symbol/zxing_symbol_reader.h"
#include "tests/support/files.h"
#include "tests/support/manual_clock.h"
#include "tools/scancorpus/corpus.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <map>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

using namespace outpost;
using namespace outpost::corpus;

namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr std::uint64_t seeds = 1;  // slow; half of the frames of the table
#else
constexpr std::uint64_t seeds = 2;
#endif
constexpr std::uint64_t seeds_of_table = 2;
constexpr std::int32_t frames_of_table = 6;

constexpr std::string_view symbol_names[] = {"v25-L", "v29-M", "v35-M"};

std::vector<CorpusSymbol> measured_symbols() {
    auto symbols = corpus_symbols();
    REQUIRE(symbols);
    std::vector<CorpusSymbol> measured;
    for (auto& symbol : *symbols) {
        if (std::find(std::begin(symbol_names), std::end(symbol_names), symbol.name) !=
            std::end(symbol_names))
            measured.push_back(std::move(symbol));
    }
    REQUIRE(measured.size() == std::size(symbol_names));
    return measured;
}

/// Lines `variant  least`, # for remarks.
std::map<std::string, std::int32_t, std::less<>> load_floors() {
    std::istringstream lines(tests::read_text(tests::data_dir() / "scanning/floors.txt"));
    std::map<std::string, std::int32_t, std::less<>> floors;
    std::string line;
    while (std::getline(lines, line)) {
        if (line.empty() || line[0] == '#') continue;
        std::istringstream words(line);
        std::string name;
        std::int32_t least = 0;
        std::string rest;
        INFO(line);
        REQUIRE(words >> name >> least);
        REQUIRE_FALSE(words >> rest);
        REQUIRE(least >= 1);
        REQUIRE(least <= frames_of_table);
        REQUIRE(floors.emplace(name, least).second);
    }
    return floors;
}

struct Count {
    std::int32_t right = 0;
    std::int32_t misread = 0;
    std::int32_t frames = 0;
};

/// Everything that the ladder has, whatever the machine does besides: time stands still.
std::vector<Bytes> read_still(FrameView frame) {
    const tests::ManualClock clock;
    ZxingSymbolReader zxing;
    scanning::LadderReader ladder({zxing, zxing, clock});
    ReadRequest request;
    request.effort = ReadEffort::Still;
    std::vector<Bytes> payloads;
    for (auto& symbol : ladder.read(frame, request).symbols)
        payloads.push_back(std::move(symbol.payload));
    return payloads;
}

Count read_all(const std::vector<CorpusSymbol>& symbols, const Variant& variant) {
    Count count;
    for (const auto& symbol : symbols) {
        for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
            const auto made = make_frame(symbol, variant, seed);
            REQUIRE(made);
            const auto outcome = judge(*made, read_still(made->frame.view()));
            count.right += outcome == Outcome::Right ? 1 : 0;
            count.misread += outcome == Outcome::Misread ? 1 : 0;
            ++count.frames;
        }
    }
    return count;
}

void check_floors(std::span<const Variant> variants) {
    const auto floors = load_floors();
    const auto symbols = measured_symbols();
    for (const auto& variant : variants) {
        const auto count = read_all(symbols, variant);
        std::printf("%-18s %d\n", std::string(variant.name).c_str(), count.right);
        INFO(std::string(variant.name));
        CHECK(count.misread == 0);
        const auto floor = floors.find(variant.name);
        const auto least = floor == floors.end() ? 0 : floor->second;
        const auto missing = frames_of_table - least;
        CHECK(count.right >= count.frames - missing);
    }
}

}  // namespace

TEST_CASE("floors: the table names each variant once, and no other", "[floors][table]") {
    const auto floors = load_floors();
    std::vector<std::string_view> names;
    for (const auto set : {standard_variants(), extra_variants()})
        for (const auto& variant : set) names.push_back(variant.name);
    for (const auto& [name, least] : floors) {
        INFO(name);
        CHECK(std::count(names.begin(), names.end(), name) == 1);
    }
    CHECK(floors.size() * 10 >= names.size() * 9);  // a lost table must not pass
    static_assert(seeds <= seeds_of_table);
}

TEST_CASE("floors: standard variants", "[floors][standard]") {
    check_floors(standard_variants());
}

TEST_CASE("floors: extra variants", "[floors][extra]") {
    check_floors(extra_variants());
}

TEST_CASE("floors: what must not be read is not", "[floors][unread]") {
    for (const auto& variant : must_not_read_variants()) {
        const auto count = read_all(measured_symbols(), variant);
        INFO(std::string(variant.name));
        CHECK(count.misread == 0);
        CHECK(count.right == count.frames);
    }
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        const auto empty = make_empty_frame(seed);
        REQUIRE(empty);
        CHECK(read_still(empty->frame.view()).empty());
    }
}
