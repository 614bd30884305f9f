// ui.palette: recomputes the table of the design from the theme: contrast, separation in four kinds
// of sight, brightness steps. Formulas: WCAG 2.2 relative luminance; CIE 142 (CIEDE2000); Brettel,
// Vienot & Mollon 1997 (half planes for linear sRGB); Machado, Oliveira & Fernandes 2009.
#include "firmware-app/screens/theme.h"
#include "tests/firmware-app/screens/rendered.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

using namespace outpost;
using namespace outpost::screens;
using namespace outpost::tests;
using policy::Verdict;
using session::Theme;

namespace {

using Vec = std::array<double, 3>;
using Matrix = std::array<Vec, 3>;

double linear(std::uint8_t value) {
    const double c = value / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

Vec linear_of(Rgba colour) {
    return {linear(colour.red), linear(colour.green), linear(colour.blue)};
}

Vec product(const Matrix& m, const Vec& v) {
    Vec out{};
    for (std::size_t i = 0; i < 3; ++i) out[i] = m[i][0] * v[0] + m[i][1] * v[1] + m[i][2] * v[2];
    return out;
}

Vec clamped(Vec v) {
    for (double& c : v) c = std::clamp(c, 0.0, 1.0);
    return v;
}

// D65.
Vec lab_of(const Vec& rgb) {
    const Matrix to_xyz{{{0.4124564, 0.3575761, 0.1804375},
                         {0.2126729, 0.7151522, 0.0721750},
                         {0.0193339, 0.1191920, 0.9503041}}};
    const Vec xyz = product(to_xyz, rgb);
    const auto f = [](double t) {
        return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    };
    const double x = f(xyz[0] / 0.95047);
    const double y = f(xyz[1]);
    const double z = f(xyz[2] / 1.08883);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

double degrees(double y, double x) {
    const double out = std::atan2(y, x) * 180 / std::numbers::pi;
    return out < 0 ? out + 360 : out;
}

double cosine(double deg) {
    return std::cos(deg * std::numbers::pi / 180);
}

double ciede2000(const Vec& one, const Vec& two) {
    const double mean_c = (std::hypot(one[1], one[2]) + std::hypot(two[1], two[2])) / 2;
    const double c7 = std::pow(mean_c, 7);
    const double g = 0.5 * (1 - std::sqrt(c7 / (c7 + std::pow(25.0, 7))));
    const double a1 = one[1] * (1 + g);
    const double a2 = two[1] * (1 + g);
    const double chroma1 = std::hypot(a1, one[2]);
    const double chroma2 = std::hypot(a2, two[2]);
    const double h1 = chroma1 == 0 ? 0 : degrees(one[2], a1);
    const double h2 = chroma2 == 0 ? 0 : degrees(two[2], a2);
    double dh = 0;
    double mean_h = h1 + h2;
    if (chroma1 * chroma2 != 0) {
        dh = h2 - h1;
        if (dh > 180) dh -= 360;
        if (dh < -180) dh += 360;
        mean_h =
            std::abs(h1 - h2) <= 180 ? (h1 + h2) / 2 : (h1 + h2 + (h1 + h2 < 360 ? 360 : -360)) / 2;
    }
    const double dl = two[0] - one[0];
    const double dc = chroma2 - chroma1;
    const double dh_big =
        2 * std::sqrt(chroma1 * chroma2) * std::sin(dh / 2 * std::numbers::pi / 180);
    const double mean_l = (one[0] + two[0]) / 2;
    const double mean_chroma = (chroma1 + chroma2) / 2;
    const double t = 1 - 0.17 * cosine(mean_h - 30) + 0.24 * cosine(2 * mean_h) +
                     0.32 * cosine(3 * mean_h + 6) - 0.20 * cosine(4 * mean_h - 63);
    const double l50 = (mean_l - 50) * (mean_l - 50);
    const double sl = 1 + 0.015 * l50 / std::sqrt(20 + l50);
    const double sc = 1 + 0.045 * mean_chroma;
    const double sh = 1 + 0.015 * mean_chroma * t;
    const double m7 = std::pow(mean_chroma, 7);
    const double turn = 30 * std::exp(-std::pow((mean_h - 275) / 25, 2));
    const double rt =
        -2 * std::sqrt(m7 / (m7 + std::pow(25.0, 7))) * std::sin(2 * turn * std::numbers::pi / 180);
    return std::sqrt(std::pow(dl / sl, 2) + std::pow(dc / sc, 2) + std::pow(dh_big / sh, 2) +
                     rt * (dc / sc) * (dh_big / sh));
}

enum class Sight { Normal, Protan, Deutan, Tritan };
constexpr std::array<Sight, 4> sights{Sight::Normal, Sight::Protan, Sight::Deutan, Sight::Tritan};

// Full severity.
Vec machado(const Vec& rgb, Sight sight) {
    static const Matrix protan{{{0.152286, 1.052583, -0.204868},
                                {0.114503, 0.786281, 0.099216},
                                {-0.003882, -0.048116, 1.051998}}};
    static const Matrix deutan{{{0.367322, 0.860646, -0.227968},
                                {0.280085, 0.672501, 0.047413},
                                {-0.011820, 0.042940, 0.968881}}};
    static const Matrix tritan{{{1.255528, -0.076749, -0.178779},
                                {-0.078411, 0.930809, 0.147602},
                                {0.004733, 0.691367, 0.303900}}};
    if (sight == Sight::Normal) return rgb;
    const Matrix& m = sight == Sight::Protan ? protan : (sight == Sight::Deutan ? deutan : tritan);
    return clamped(product(m, rgb));
}

struct HalfPlanes {
    Matrix one;
    Matrix other;
    Vec normal;
};

Vec brettel(const Vec& rgb, Sight sight) {
    static const HalfPlanes protan{
        {{{0.14980, 1.19548, -0.34528}, {0.10764, 0.84864, 0.04372}, {0.00384, -0.00540, 1.00156}}},
        {{{0.14570, 1.16172, -0.30742}, {0.10816, 0.85291, 0.03892}, {0.00386, -0.00524, 1.00139}}},
        {0.00048, 0.00393, -0.00441}};
    static const HalfPlanes deutan{
        {{{0.36477, 0.86381, -0.22858}, {0.26294, 0.64245, 0.09462}, {-0.02006, 0.02728, 0.99278}}},
        {{{0.37298, 0.88166, -0.25464}, {0.25954, 0.63506, 0.10540}, {-0.01980, 0.02784, 0.99196}}},
        {-0.00281, -0.00611, 0.00892}};
    static const HalfPlanes tritan{
        {{{1.01277, 0.13548, -0.14826}, {-0.01243, 0.86812, 0.14431}, {0.07589, 0.80500, 0.11911}}},
        {{{0.93678, 0.18979, -0.12657}, {0.06154, 0.81526, 0.12320}, {-0.37562, 1.12767, 0.24796}}},
        {0.03901, -0.02788, -0.01113}};
    if (sight == Sight::Normal) return rgb;
    const HalfPlanes& p =
        sight == Sight::Protan ? protan : (sight == Sight::Deutan ? deutan : tritan);
    const double side = p.normal[0] * rgb[0] + p.normal[1] * rgb[1] + p.normal[2] * rgb[2];
    return clamped(product(side >= 0 ? p.one : p.other, rgb));
}

double separation(Rgba one, Rgba two, Sight sight) {
    const Vec a = linear_of(one);
    const Vec b = linear_of(two);
    return std::min(ciede2000(lab_of(machado(a, sight)), lab_of(machado(b, sight))),
                    ciede2000(lab_of(brettel(a, sight)), lab_of(brettel(b, sight))));
}

double lightness(Rgba colour) {
    return lab_of(linear_of(colour))[0];
}

double least_separation(const Palette& palette, Sight sight) {
    double least = 1'000;
    for (std::size_t i = 0; i < 4; ++i)
        for (std::size_t j = i + 1; j < 4; ++j)
            least = std::min(least, separation(palette.verdict[i], palette.verdict[j], sight));
    return least;
}

}  // namespace

TEST_CASE("ui.palette: CIEDE2000 gives the published test values") {
    // Sharma, Wu & Dalal 2005, pairs 1, 7 and 25.
    CHECK(ciede2000({50, 2.6772, -79.7751}, {50, 0, -82.7485}) == Approx(2.0425).margin(0.0001));
    CHECK(ciede2000({50, 0, 0}, {50, -1, 2}) == Approx(2.3669).margin(0.0001));
    CHECK(ciede2000({60.2574, -34.0099, 36.2677}, {60.4626, -34.1751, 39.4387}) ==
          Approx(1.2644).margin(0.0001));
}

TEST_CASE("ui.palette: words on verdicts and pages, icons on the dark page") {
    for (const Theme theme : {Theme::Light, Theme::Dark})
        for (const bool has_contrast : {false, true}) {
            const Palette palette = palette_of(theme, has_contrast);
            for (std::size_t i = 0; i < 4; ++i) {
                const auto look = verdict_look(palette, static_cast<Verdict>(i));
                CHECK(contrast(look.field, look.ink) >= 7.0);
                CHECK(contrast(look.field, look.icon) >= 3.0);
                CHECK(contrast(look.field, look.band) >= 3.0);
            }
            CHECK(contrast(palette.page, palette.text) >= 7.0);
            CHECK(contrast(palette.page, palette.second) >= 7.0);
            CHECK(contrast(palette.page, palette.alert) >= 7.0);
            CHECK(contrast(palette.main, palette.main_ink) >= 7.0);
            CHECK(contrast(palette.pressed, palette.pressed_ink) >= 7.0);
            CHECK(contrast(palette.page, palette.outline) >= 3.0);
        }
}

TEST_CASE("ui.palette: the figures of the design") {
    const Palette light = palette_of(Theme::Light, false);
    const Palette dark = palette_of(Theme::Dark, false);
    const std::array<double, 4> fields{7.95, 14.70, 12.19, 7.12};
    const std::array<double, 4> icons{8.99, 13.81, 3.50, 5.72};
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(contrast(light.verdict[i], light.verdict_ink[i]) == Approx(fields[i]).margin(0.02));
        CHECK(contrast(dark.verdict[i], dark.page) == Approx(icons[i]).margin(0.02));
    }
    const std::array<double, 4> light_least{38.0, 20.4, 27.6, 26.5};
    const std::array<double, 4> dark_least{37.3, 17.9, 23.8, 16.1};
    for (std::size_t i = 0; i < 4; ++i) {
        CAPTURE(i);
        CHECK(least_separation(light, sights[i]) == Approx(light_least[i]).margin(0.6));
        CHECK(least_separation(dark, sights[i]) == Approx(dark_least[i]).margin(0.6));
    }
}

TEST_CASE("ui.palette: told apart in four kinds of sight and in grey") {
    for (const Theme theme : {Theme::Light, Theme::Dark}) {
        const Palette palette = palette_of(theme, false);
        for (const Sight sight : sights) CHECK(least_separation(palette, sight) >= 15.0);
        const auto of = [&](Verdict verdict) {
            return lightness(palette.verdict[static_cast<std::size_t>(verdict)]);
        };
        // Brightness alone ranks them.
        const std::array<double, 4> order{of(Verdict::Rejected), of(Verdict::Unknown),
                                          of(Verdict::Accepted), of(Verdict::NotAccepted)};
        for (std::size_t i = 1; i < order.size(); ++i) CHECK(order[i] - order[i - 1] >= 12.0);
    }
}

TEST_CASE("ui.palette: each verdict has its own sign, band and headline") {
    const Palette palette = palette_of(Theme::Light, false);
    for (std::size_t i = 0; i < 4; ++i)
        for (std::size_t j = i + 1; j < 4; ++j) {
            const auto one = verdict_look(palette, static_cast<Verdict>(i));
            const auto two = verdict_look(palette, static_cast<Verdict>(j));
            CHECK(one.icon_name != two.icon_name);
            CHECK(one.headline != two.headline);
            CHECK((one.has_band != two.has_band || one.pattern != two.pattern ||
                   one.band_mm != two.band_mm));
        }
}
