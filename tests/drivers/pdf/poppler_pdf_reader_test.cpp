#include "drivers/pdf/poppler_pdf_reader.h"

#include "tests/drivers/picture/pdf_samples.h"

#include <catch2/catch.hpp>

using namespace outpost;
using outpost::tests::make_pdf;

TEST_CASE("poppler reader: pages become grey frames", "[pdf]") {
    PopplerPdfReader reader;
    const auto pdf = make_pdf(2);
    CHECK(reader.recognises(as_bytes(pdf)));
    for (int round = 0; round < 2; ++round) {
        const auto pages = reader.read(as_bytes(pdf));
        REQUIRE(pages);
        REQUIRE(pages->size() == 2);
        for (const auto& page : *pages) {
            CHECK(page.width_px == 200);
            CHECK(page.height_px == 400);
            REQUIRE(page.pixels.size() == 200U * 400);
            CHECK(page.pixels[100 * 200 + 100] == 0);
            CHECK(page.pixels[300 * 200 + 100] == 255);
        }
    }
}

TEST_CASE("poppler reader: only the first pages are looked at", "[pdf]") {
    const auto pages = PopplerPdfReader().read(as_bytes(make_pdf(6)));
    REQUIRE(pages);
    CHECK(pages->size() == PdfLimits{}.pages_max);
}

TEST_CASE("poppler reader: refusals", "[pdf]") {
    PopplerPdfReader reader;
    const auto code_of = [&](const std::string& text) {
        return reader.read(as_bytes(text)).error().code;
    };
    CHECK(code_of("no PDF") == Errc::Unsupported);
    CHECK(code_of("") == Errc::Unsupported);
    CHECK(code_of("%PDF-1.4\nnothing") == Errc::BadSyntax);
    CHECK(code_of(make_pdf(1, "0 0 200000 200000")) == Errc::TooLong);
    PdfLimits limits;
    limits.document_pixels_max = 100'000;
    CHECK(PopplerPdfReader(limits).read(as_bytes(make_pdf(1))));
    CHECK(PopplerPdfReader(limits).read(as_bytes(make_pdf(2))).error().code == Errc::TooLong);
    limits = {};
    limits.document_bytes_max = 100;
    CHECK(PopplerPdfReader(limits).read(as_bytes(make_pdf(1))).error().code == Errc::TooLong);
}

TEST_CASE("poppler reader: cut at every place it gives a page or an error", "[pdf]") {
    PopplerPdfReader reader;
    const auto whole = make_pdf(1);
    for (std::size_t length = 0; length < whole.size(); length += 20) {
        const auto pages = reader.read(as_bytes(whole).first(length));
        if (pages) CHECK(pages->size() == 1);  // it rebuilds a lost table of objects
    }
}

TEST_CASE("poppler reader: its own page warms it up", "[pdf]") {
    CHECK(warm_up_poppler());
}
