#include "core/scanning/projection.h"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <vector>

using namespace outpost::scanning;

namespace {

/// A map as a tilted and turned sheet has it.
Place seen(ModulePlace at) {
    const double w = 0.0011 * at.x - 0.0007 * at.y + 1.0;
    return {(3.1 * at.x + 0.8 * at.y + 212.0) / w, (-0.6 * at.x + 3.4 * at.y + 95.0) / w};
}

std::vector<Match> grid_of_matches(std::int32_t count, double step) {
    std::vector<Match> matches;
    for (std::int32_t row = 0; row < count; ++row)
        for (std::int32_t column = 0; column < count; ++column)
            matches.push_back(
                {{column * step, row * step}, seen({column * step, row * step}), 1.0});
    return matches;
}

void check_same(const Projection& made, double slack_px) {
    for (const double x : {0.0, 10.5, 77.0, 117.0, 130.0}) {
        for (const double y : {-5.0, 0.0, 33.25, 117.0}) {
            INFO(x << ' ' << y);
            CHECK(length_of(made.apply({x, y}) - seen({x, y})) < slack_px);
        }
    }
}

}  // namespace

TEST_CASE("projection: exact on four points", "[scanning][projection]") {
    std::vector<Match> matches;
    for (const auto& at : {Place{0, 0}, Place{117, 0}, Place{117, 117}, Place{0, 117}})
        matches.push_back({at, seen(at), 1.0});
    const auto made = Projection::fit(matches);
    REQUIRE(made);
    check_same(*made, 1e-6);
    // The weights of four points change nothing.
    matches[1].weight = 250.0;
    matches[2].weight = 0.01;
    const auto weighted = Projection::fit(matches);
    REQUIRE(weighted);
    check_same(*weighted, 1e-6);
}

TEST_CASE("projection: without any, modules are pixels", "[scanning][projection]") {
    const Projection none;
    const auto at = none.apply({12.5, -3.0});
    CHECK(at.x == 12.5);
    CHECK(at.y == -3.0);
    CHECK(none.is_before_horizon({1e6, 1e6}));
}

TEST_CASE("projection: least squares even out errors", "[scanning][projection]") {
    auto matches = grid_of_matches(10, 13.0);
    std::size_t k = 0;
    for (auto& match : matches) {
        const double sign = k % 2 == 0 ? 1.0 : -1.0;
        const double other = k / 10 % 2 == 0 ? 1.0 : -1.0;
        match.to = match.to + Place{0.4 * sign, 0.4 * other};
        ++k;
    }
    const auto made = Projection::fit(matches);
    REQUIRE(made);
    check_same(*made, 0.25);
}

TEST_CASE("projection: a weight of almost nothing takes a stray point out",
          "[scanning][projection]") {
    auto matches = grid_of_matches(5, 29.0);
    matches[7].to = matches[7].to + Place{40.0, -25.0};
    const auto pulled = Projection::fit(matches);
    REQUIRE(pulled);
    CHECK(length_of(pulled->apply(matches[7].from) - seen(matches[7].from)) > 1.0);
    matches[7].weight = 1e-9;
    const auto made = Projection::fit(matches);
    REQUIRE(made);
    check_same(*made, 1e-3);
}

TEST_CASE("projection: the horizon", "[scanning][projection]") {
    std::vector<Match> matches;
    for (const auto& at : {Place{0, 0}, Place{10, 0}, Place{10, 10}, Place{0, 10}}) {
        const double w = 1.0 - 0.05 * at.x;  // nothing is seen from x = 20 on
        matches.push_back({at, {at.x / w, at.y / w}, 1.0});
    }
    const auto made = Projection::fit(matches);
    REQUIRE(made);
    CHECK(made->is_before_horizon({0, 0}));
    CHECK(made->is_before_horizon({10, 10}));
    CHECK_FALSE(made->is_before_horizon({20, 0}));
    CHECK_FALSE(made->is_before_horizon({25, 3}));
}

TEST_CASE("projection: degenerate matches give nothing", "[scanning][projection]") {
    CHECK_FALSE(Projection::fit({}));
    auto three = grid_of_matches(2, 9.0);
    three.pop_back();
    CHECK_FALSE(Projection::fit(three));
    std::vector<Match> line;
    for (const double k : {0.0, 1.0, 2.5, 4.0, 9.0})
        line.push_back({{3.0 * k, 2.0 * k + 1.0}, seen({3.0 * k, 2.0 * k + 1.0}), 1.0});
    CHECK_FALSE(Projection::fit(line));
    const std::vector<Match> same(6, Match{{4.0, 4.0}, {100.0, 50.0}, 1.0});
    CHECK_FALSE(Projection::fit(same));
    auto weightless = grid_of_matches(3, 9.0);
    for (auto& match : weightless) match.weight = 0.0;
    CHECK_FALSE(Projection::fit(weightless));
}

TEST_CASE("projection: numbers that are none give nothing", "[scanning][projection]") {
    for (const double odd :
         {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
        auto matches = grid_of_matches(2, 9.0);
        matches[2].to.x = odd;
        CHECK_FALSE(Projection::fit(matches));
        matches = grid_of_matches(2, 9.0);
        matches[1].from.y = odd;
        CHECK_FALSE(Projection::fit(matches));
        matches = grid_of_matches(2, 9.0);
        matches[1].weight = odd;
        CHECK_FALSE(Projection::fit(matches));
    }
}

TEST_CASE("projection: linear equations", "[scanning][projection]") {
    std::vector<double> a{4, 2, 1,  //
                          2, 5, 3,  //
                          1, 3, 6};
    std::vector<double> b{4 + 4 + 3, 2 + 10 + 9, 1 + 6 + 18};
    REQUIRE(solve_positive(a, b));
    for (std::size_t k = 0; k < 3; ++k) CHECK(std::abs(b[k] - static_cast<double>(k + 1)) < 1e-12);
    std::vector<double> negative{1, 2, 2, 1};
    std::vector<double> right{1, 1};
    CHECK_FALSE(solve_positive(negative, right));
    std::vector<double> zero{0};
    std::vector<double> one{1};
    CHECK_FALSE(solve_positive(zero, one));
}
