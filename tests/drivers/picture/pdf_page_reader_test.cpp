#include "drivers/picture/pdf_page_reader.h"

#include "tests/drivers/picture/pdf_samples.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <string>

using namespace outpost;
using outpost::tests::is_installed;
using outpost::tests::make_pdf;
using std::chrono::milliseconds;

namespace {

/// A program of ours in the place of pdftoppm.
std::string write_program(const tests::TemporaryFolder& folder, const std::string& script) {
    const auto path = folder.path() / "pdftoppm";
    std::ofstream(path) << "#!/bin/sh\n" << script << "\n";
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    return path.string();
}

}  // namespace

TEST_CASE("pdf page reader: pages become grey frames", "[picture]") {
    if (!is_installed()) return;
    PdfPageReader reader;
    const auto pdf = make_pdf(2);
    CHECK(reader.recognises(as_bytes(pdf)));
    const auto pages = reader.read(as_bytes(pdf));
    REQUIRE(pages);
    REQUIRE(pages->size() == 2);
    for (const auto& page : *pages) {
        CHECK(page.width_px == 200);
        CHECK(page.height_px == 400);
        CHECK(page.pixels[100 * 200 + 100] == 0);
        CHECK(page.pixels[300 * 200 + 100] == 255);
    }
}

TEST_CASE("pdf page reader: only the first pages are looked at", "[picture]") {
    if (!is_installed()) return;
    const auto pages = PdfPageReader().read(as_bytes(make_pdf(6)));
    REQUIRE(pages);
    CHECK(pages->size() == pdf_pages_max);
}

TEST_CASE("pdf page reader: refusals", "[picture]") {
    if (!is_installed()) return;
    PdfPageReader reader;
    CHECK(reader.read(as_bytes("no PDF")).error().code == Errc::Unsupported);
    CHECK(reader.read(as_bytes("%PDF-1.4\nnothing")).error().code == Errc::BadSyntax);
    const auto giant = reader.read(as_bytes(make_pdf(1, "0 0 200000 200000")));
    if (giant) CHECK(giant->front().pixels.size() <= ChildLimits{}.output_bytes_max);
    ChildLimits small;
    small.output_bytes_max = 50'000;
    CHECK(PdfPageReader({}, small).read(as_bytes(make_pdf(1))).error().code == Errc::TooLong);
    const auto whole = make_pdf(1);
    for (std::size_t length = 0; length < whole.size(); length += 40) {
        const auto pages = reader.read(as_bytes(whole).first(length));
        if (pages) CHECK(pages->size() == 1);  // it rebuilds a lost table of objects
    }
}

TEST_CASE("pdf page reader: limits on the program", "[picture]") {
    const tests::TemporaryFolder folder;
    const auto pdf = make_pdf(1);
    const auto code = [&](const std::string& script) {
        ChildLimits limits;
        limits.time = milliseconds(300);
        limits.output_bytes_max = 10'000;
        return PdfPageReader(write_program(folder, script), limits)
            .read(as_bytes(pdf))
            .error()
            .code;
    };
    CHECK(code("sleep 20") == Errc::Timeout);
    CHECK(code("yes") == Errc::TooLong);
    CHECK(code("kill -9 $$") == Errc::TooLong);
    CHECK(code("exit 1") == Errc::BadSyntax);
    CHECK(code("exit 0") == Errc::BadSyntax);
    CHECK(code("printf 'P5 9 9 255\\nabc'") == Errc::Truncated);
    CHECK(PdfPageReader("/no/such/pdftoppm").read(as_bytes(pdf)).error().code == Errc::Unavailable);
}
