// A page that holds the symbol as a picture: a scan, a photograph, a screenshot saved as PDF.
#include "tests/e2e/run_program.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

using namespace outpost;
using namespace outpost::tests;

namespace {

std::uint32_t number_at(const std::vector<std::uint8_t>& bytes, std::size_t at) {
    std::uint32_t number = 0;
    for (std::size_t k = 0; k < 4; ++k) number = (number << 8) | bytes.at(at + k);
    return number;
}

/// The compressed rows of a PNG, which a PDF takes as they are (ISO 32000-1 section 7.4.4.4).
struct PngRows {
    std::uint32_t width_px = 0;
    std::uint32_t height_px = 0;
    std::string data;
};

PngRows rows_of(const std::vector<std::uint8_t>& png) {
    PngRows rows;
    constexpr std::size_t signature_bytes = 8;
    for (std::size_t at = signature_bytes; at + 12 <= png.size();) {
        const auto size = number_at(png, at);
        const std::string kind(png.begin() + static_cast<std::ptrdiff_t>(at + 4),
                               png.begin() + static_cast<std::ptrdiff_t>(at + 8));
        if (kind == "IHDR") {
            rows.width_px = number_at(png, at + 8);
            rows.height_px = number_at(png, at + 12);
            REQUIRE(png.at(at + 16) == 8);  // bits of a grey pixel
            REQUIRE(png.at(at + 17) == 0);
        }
        if (kind == "IDAT")
            rows.data.append(png.begin() + static_cast<std::ptrdiff_t>(at + 8),
                             png.begin() + static_cast<std::ptrdiff_t>(at + 8 + size));
        at += 12 + size;
    }
    return rows;
}

/// One A4 page on which the picture is 180 mm wide.
std::string page_with(const PngRows& rows) {
    const auto width = std::to_string(rows.width_px);
    const auto height = std::to_string(rows.height_px);
    const double shown_pt = 510.0;
    const auto shown_height =
        std::to_string(shown_pt * static_cast<double>(rows.height_px) / rows.width_px);
    const std::string draw = "q 510 0 0 " + shown_height + " 42 300 cm /Im0 Do Q";
    const std::vector<std::string> objects{
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        "/Resources<</XObject<</Im0 5 0 R>>>>>>",
        "<</Length " + std::to_string(draw.size()) + ">>stream\n" + draw + "\nendstream",
        "<</Type/XObject/Subtype/Image/Width " + width + "/Height " + height +
            "/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode/DecodeParms<</Predictor "
            "15/Colors 1/BitsPerComponent 8/Columns " +
            width + ">>/Length " + std::to_string(rows.data.size()) + ">>stream\n" + rows.data +
            "\nendstream"};
    std::string pdf = "%PDF-1.4\n";
    std::string table;
    for (std::size_t k = 0; k < objects.size(); ++k) {
        auto place = std::to_string(pdf.size());
        table += std::string(10 - place.size(), '0') + place + " 00000 n \n";
        pdf += std::to_string(k + 1) + " 0 obj\n" + objects[k] + "\nendobj\n";
    }
    const auto start = pdf.size();
    return pdf + "xref\n0 6\n0000000000 65535 f \n" + table +
           "trailer<</Size 6/Root 1 0 R>>\nstartxref\n" + std::to_string(start) + "\n%%EOF\n";
}

}  // namespace

TEST_CASE("e2e: a symbol that is a picture in a PDF is read", "[e2e][verify]") {
    const TemporaryFolder folder;
    const auto samples = source_dir() / "assets/samples";
    for (const char* name : {"good-v3-dose2-ed25519", "altered-name"}) {
        CAPTURE(name);
        const auto rows = rows_of(read_bytes(samples / (std::string(name) + ".png")));
        REQUIRE(rows.width_px > 0);
        const auto path = (folder.path() / (std::string(name) + ".pdf")).string();
        std::ofstream(path, std::ios::binary) << page_with(rows);
        const auto trust = (samples / "trust").string();
        const auto page = run_outpost({"verify", "--json", "--trust", trust, path});
        const auto picture = run_outpost({"verify", "--json", "--trust", trust,
                                          (samples / (std::string(name) + ".png")).string()});
        INFO(page.err);
        const auto page_lines = page.lines();
        const auto picture_lines = picture.lines();
        REQUIRE(page_lines.size() == 1);
        REQUIRE(picture_lines.size() == 1);
        const auto digest = page_lines[0].root().text_of("payload_sha256");
        CHECK(page.exit_code == picture.exit_code);
        CHECK(digest == picture_lines[0].root().text_of("payload_sha256"));
        CHECK_FALSE(digest.empty());
    }
}
