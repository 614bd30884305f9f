#include "drivers/picture/pdf_box_rasteriser.h"

#include "tests/drivers/picture/pdf_samples.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <optional>
#include <thread>

using namespace outpost;
using outpost::tests::is_installed;
using outpost::tests::make_pdf;
using std::chrono::milliseconds;

namespace {

constexpr double mm_per_inch = 25.4;

/// 3 by 3 inches; black from 1 to 2 inches, counted from the top left corner.
std::string page_with_square() {
    return make_pdf(1, "0 0 216 216", "0 0 0 rg 72 72 72 72 re f");
}

constexpr BoxMm inches(double x, double y, double width, double height) {
    return {x * mm_per_inch, y * mm_per_inch, width * mm_per_inch, height * mm_per_inch};
}

bool is_all(const Frame& frame, std::uint8_t shade) {
    return std::all_of(frame.pixels.begin(), frame.pixels.end(),
                       [shade](std::uint8_t pixel) { return pixel == shade; });
}

std::string write_program(const tests::TemporaryFolder& folder, const std::string& script) {
    const auto path = folder.path() / "pdftoppm";
    std::ofstream(path) << "#!/bin/sh\n" << script << "\n";
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    return path.string();
}

}  // namespace

TEST_CASE("pdf box rasteriser: the box, at every resolution", "[picture]") {
    if (!is_installed()) return;
    PdfBoxRasteriser rasteriser;
    const auto pdf = page_with_square();
    for (const std::int32_t dpi : {72, 150, 200, 203, 300, 600}) {
        CAPTURE(dpi);
        const auto square = rasteriser.rasterise(as_bytes(pdf), inches(1, 1, 1, 1), dpi);
        REQUIRE(square);
        CHECK(square->width_px == dpi);
        CHECK(square->height_px == dpi);
        REQUIRE(square->pixels.size() == static_cast<std::size_t>(dpi * dpi));
        CHECK(is_all(*square, 0));
        const auto beside = rasteriser.rasterise(as_bytes(pdf), inches(2, 1, 1, 2), dpi);
        REQUIRE(beside);
        CHECK(beside->width_px == dpi);
        CHECK(beside->height_px == 2 * dpi);
        CHECK(is_all(*beside, 255));
        const auto corner = rasteriser.rasterise(as_bytes(pdf), inches(0, 0, 2, 1), dpi);
        REQUIRE(corner);
        CHECK(is_all(*corner, 255));
    }
}

TEST_CASE("pdf box rasteriser: the whole page, and only the first one", "[picture]") {
    if (!is_installed()) return;
    PdfBoxRasteriser rasteriser;
    const auto page = rasteriser.rasterise(as_bytes(page_with_square()), inches(0, 0, 3, 3), 100);
    REQUIRE(page);
    CHECK(page->width_px == 300);
    CHECK(page->pixels[150 * 300 + 150] == 0);
    CHECK(page->pixels[150 * 300 + 50] == 255);
    CHECK(rasteriser.rasterise(as_bytes(make_pdf(5)), inches(0, 0, 1, 1), 100));
}

TEST_CASE("pdf box rasteriser: parts of pixels are whole pixels", "[picture]") {
    if (!is_installed()) return;
    PdfBoxRasteriser rasteriser;
    // 0.995 to 1.405 inches at 100 dpi: pixels 99 to 140.
    const auto frame =
        rasteriser.rasterise(as_bytes(page_with_square()), inches(0.995, 1.2, 0.41, 0.1), 100);
    REQUIRE(frame);
    CHECK(frame->width_px == 42);
    CHECK(frame->height_px == 10);
    CHECK(frame->pixels[0] == 255);
    CHECK(frame->pixels[2] == 0);
}

TEST_CASE("pdf box rasteriser: boxes that are none", "[picture][hostile]") {
    if (!is_installed()) return;
    PdfBoxRasteriser rasteriser;
    const auto pdf = page_with_square();
    const auto code = [&](const BoxMm& box, std::int32_t dpi) {
        const auto frame = rasteriser.rasterise(as_bytes(pdf), box, dpi);
        REQUIRE_FALSE(frame);
        return frame.error().code;
    };
    const double nan = std::nan("");
    const double infinite = std::numeric_limits<double>::infinity();
    for (const double bad : {nan, infinite, -infinite, -1.0, 1e300}) {
        CAPTURE(bad);
        CHECK(code({bad, 1, 10, 10}, 200) == Errc::BadValue);
        CHECK(code({1, bad, 10, 10}, 200) == Errc::BadValue);
        CHECK(code({1, 1, bad, 10}, 200) == Errc::BadValue);
        CHECK(code({1, 1, 10, bad}, 200) == Errc::BadValue);
    }
    CHECK(code(inches(1, 1, 0, 1), 200) == Errc::BadValue);
    for (const std::int32_t dpi : {-1, 0, 71, 2401, 1'000'000})
        CHECK(code(inches(1, 1, 1, 1), dpi) == Errc::BadValue);
    CHECK(code(inches(2.5, 1, 1, 1), 200) == Errc::BadValue);  // half beside the page
    CHECK(code(inches(1, 2.5, 1, 1), 200) == Errc::BadValue);
    CHECK(code(inches(3, 1, 1, 1), 200) == Errc::BadValue);  // beside it
    CHECK(code(inches(40, 40, 1, 1), 200) == Errc::BadValue);
    CHECK(code({0, 0, 2000, 2000}, 2400) == Errc::TooLong);
}

TEST_CASE("pdf box rasteriser: damaged documents", "[picture][hostile]") {
    if (!is_installed()) return;
    PdfBoxRasteriser rasteriser;
    const auto box = inches(1, 1, 1, 1);
    const auto code = [&](const std::string& content) {
        const auto frame = rasteriser.rasterise(as_bytes(content), box, 100);
        return frame ? std::optional<Errc>() : frame.error().code;
    };
    CHECK(code("") == Errc::BadSyntax);
    CHECK(code("no PDF") == Errc::BadSyntax);
    CHECK(code("%PDF-1.4\nnothing") == Errc::BadSyntax);
    CHECK(code(make_pdf(0)) == Errc::BadSyntax);
    const auto whole = page_with_square();
    for (std::size_t length = 0; length < whole.size(); length += 40) {
        CAPTURE(length);
        const auto frame = rasteriser.rasterise(as_bytes(whole).first(length), box, 100);
        if (frame) CHECK(frame->width_px == 100);  // it rebuilds a lost table of objects
    }
    CHECK(code("%PDF-" + std::string(pdf_bytes_max, ' ')) == Errc::TooLong);
}

TEST_CASE("pdf box rasteriser: limits on the program", "[picture]") {
    const tests::TemporaryFolder folder;
    const auto pdf = page_with_square();
    const auto code = [&](const std::string& script) {
        ChildLimits limits;
        limits.time = milliseconds(300);
        limits.output_bytes_max = 20'000;
        PdfBoxRasteriser rasteriser(write_program(folder, script), limits);
        const auto frame = rasteriser.rasterise(as_bytes(pdf), inches(1, 1, 1, 1), 100);
        REQUIRE_FALSE(frame);
        return frame.error().code;
    };
    CHECK(code("sleep 20") == Errc::Timeout);
    CHECK(code("yes") == Errc::TooLong);
    CHECK(code("kill -9 $$") == Errc::TooLong);
    CHECK(code("exit 1") == Errc::BadSyntax);
    CHECK(code("exit 0") == Errc::BadSyntax);
    CHECK(code("printf 'P5 9 9 255\\nabc'") == Errc::Truncated);
    CHECK(code("printf 'P5 1 1 255\\na'") == Errc::BadValue);  // another size
    CHECK(code("printf 'P5 1 1 255\\naP5 1 1 255\\na'") == Errc::TooLong);
    CHECK(PdfBoxRasteriser("/no/such/pdftoppm")
              .rasterise(as_bytes(pdf), inches(1, 1, 1, 1), 100)
              .error()
              .code == Errc::Unavailable);
}

TEST_CASE("pdf box rasteriser: two threads at once", "[picture]") {
    if (!is_installed()) return;
    PdfBoxRasteriser rasteriser;
    const auto pdf = page_with_square();
    std::array<bool, 2> good{};
    std::array<std::thread, 2> threads;
    for (std::size_t k = 0; k < threads.size(); ++k) {
        threads.at(k) = std::thread([&, k] {
            bool all_good = true;
            for (int round = 0; round < 5; ++round) {
                const auto frame = rasteriser.rasterise(as_bytes(pdf), inches(1, 1, 1, 1), 200);
                all_good = all_good && frame && frame->width_px == 200 && is_all(*frame, 0);
            }
            good.at(k) = all_good;
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(std::count(good.begin(), good.end(), true) == 2);
}
