#include "tools/outpost/hint_teller.h"

#include <catch2/catch.hpp>

#include <set>
#include <string>
#include <utility>
#include <vector>

using outpost::ScanHint;
using outpost::tools::HintTeller;
using outpost::tools::words_for;

namespace {

/// What is told when the hint is what `hint_at` says, frame by frame at 20 a second.
template <typename HintAt>
std::vector<std::pair<std::int64_t, ScanHint>> told(std::int64_t until_ms, const HintAt& hint_at) {
    HintTeller teller;
    std::vector<std::pair<std::int64_t, ScanHint>> all;
    for (std::int64_t now_ms = 0; now_ms <= until_ms; now_ms += 50)
        if (const auto hint = teller.next(hint_at(now_ms), now_ms)) all.emplace_back(now_ms, *hint);
    return all;
}

using Hint = std::optional<ScanHint>;
using Told = std::vector<std::pair<std::int64_t, ScanHint>>;

}  // namespace

TEST_CASE("hint teller: first after three seconds, again after ten more", "[scan]") {
    const auto far = [](std::int64_t) { return Hint(ScanHint::TooFar); };
    CHECK(told(2'950, far).empty());
    CHECK(told(23'000, far) ==
          Told{{3'000, ScanHint::TooFar}, {13'000, ScanHint::TooFar}, {23'000, ScanHint::TooFar}});
}

TEST_CASE("hint teller: a cause must hold, and the last words stay a while", "[scan]") {
    // Changes every 0.5 s: never long enough.
    CHECK(told(20'000, [](std::int64_t now_ms) {
              return Hint(now_ms / 500 % 2 == 0 ? ScanHint::Moving : ScanHint::Blurred);
          }).empty());
    // Another cause just after the first was told: 0.6 s are not enough then.
    CHECK(told(8'000, [](std::int64_t now_ms) {
              return Hint(now_ms <= 3'000 ? ScanHint::TooDark : ScanHint::Glare);
          }) == Told{{3'000, ScanHint::TooDark}, {5'000, ScanHint::Glare}});
    // Later it is told as soon as it holds.
    CHECK(told(8'000, [](std::int64_t now_ms) {
              return Hint(now_ms < 7'000 ? ScanHint::TooDark : ScanHint::Glare);
          }) == Told{{3'000, ScanHint::TooDark}, {7'600, ScanHint::Glare}});
}

TEST_CASE("hint teller: nothing is told without an unread symbol or a cause", "[scan]") {
    CHECK(told(20'000, [](std::int64_t) { return Hint(); }).empty());
    CHECK(told(20'000, [](std::int64_t) { return Hint(ScanHint::None); }).empty());
    // Out of view for longer than a second: its time begins anew.
    CHECK(told(8'000, [](std::int64_t now_ms) {
              return now_ms >= 2'000 && now_ms < 3'500 ? Hint() : Hint(ScanHint::TooFar);
          }) == Told{{6'500, ScanHint::TooFar}});
    // A frame without it: only the cause has to hold again.
    CHECK(told(4'000, [](std::int64_t now_ms) {
              return now_ms == 2'900 ? Hint() : Hint(ScanHint::TooFar);
          }) == Told{{3'550, ScanHint::TooFar}});
}

TEST_CASE("hint teller: every hint has words of its own", "[scan]") {
    std::set<std::string> all;
    for (int k = 1; k <= static_cast<int>(ScanHint::ScreenMoire); ++k)
        all.emplace(words_for(static_cast<ScanHint>(k)));
    CHECK(all.size() == static_cast<std::size_t>(ScanHint::ScreenMoire));
    CHECK(all.count("") == 0);
    CHECK(words_for(ScanHint::None).empty());
}
