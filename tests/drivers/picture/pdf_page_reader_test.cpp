#include "drivers/picture/pdf_page_reader.h"

#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace outpost;
using std::chrono::milliseconds;

namespace {

bool is_installed() {
    const bool is_there = ::access("/usr/bin/pdftoppm", X_OK) == 0;
    if (!is_there) WARN("pdftoppm is not installed: not tested");
    return is_there;
}

/// A PDF with one black square on each page, and a proper table of objects.
std::string make_pdf(std::size_t pages, const std::string& media_box = "0 0 72 144") {
    std::vector<std::string> objects;
    std::string kids;
    for (std::size_t k = 0; k < pages; ++k) kids += std::to_string(4 + k) + " 0 R ";
    const std::string drawing = "0 0 0 rg 0 72 72 72 re f";  // the upper half
    objects.push_back("<< /Type /Catalog /Pages 2 0 R >>");
    objects.push_back("<< /Type /Pages /Count " + std::to_string(pages) + " /Kids [" + kids +
                      "] >>");
    objects.push_back("<< /Length " + std::to_string(drawing.size()) + " >>\nstream\n" + drawing +
                      "\nendstream");
    for (std::size_t k = 0; k < pages; ++k)
        objects.push_back("<< /Type /Page /Parent 2 0 R /Contents 3 0 R /MediaBox [" + media_box +
                          "] >>");
    std::string pdf = "%PDF-1.4\n";
    std::string table;
    for (std::size_t k = 0; k < objects.size(); ++k) {
        auto offset = std::to_string(pdf.size());
        offset.insert(0, 10 - offset.size(), '0');
        table += offset + " 00000 n \n";
        pdf += std::to_string(k + 1) + " 0 obj\n" + objects[k] + "\nendobj\n";
    }
    const auto table_at = std::to_string(pdf.size());
    const auto count = std::to_string(objects.size() + 1);
    return pdf + "xref\n0 " + count + "\n0000000000 65535 f \n" + table + "trailer\n<< /Size " +
           count + " /Root 1 0 R >>\nstartxref\n" + table_at + "\n%%EOF\n";
}

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
