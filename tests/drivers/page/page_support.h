// What tests of pages share: a symbol, a page, and poppler's programs to look at the result.
#pragma once

#include "core/ports/page.h"
#include "tests/support/files.h"

#include <qrencode.h>
#include <catch2/catch.hpp>

#include <array>
#include <cstdio>
#include <fstream>
#include <memory>
#include <string>

namespace outpost::tests {

/// A QR code of these bytes at level M, by a library of its own.
inline SymbolMatrix symbol_of(const Bytes& payload) {
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeData(static_cast<int>(payload.size()), payload.data(), 0, QR_ECLEVEL_M),
        QRcode_free);
    REQUIRE(code != nullptr);
    SymbolMatrix matrix;
    matrix.version = code->version;
    matrix.modules = code->width;
    const auto count =
        static_cast<std::size_t>(code->width) * static_cast<std::size_t>(code->width);
    for (std::size_t k = 0; k < count; ++k)
        matrix.dark.push_back(static_cast<std::uint8_t>(code->data[k] & 1U));
    return matrix;
}

/// Bytes of every value, the same each time.
inline Bytes sample_payload(std::size_t size) {
    Bytes payload(size);
    std::uint32_t state = 1;
    for (auto& byte : payload) {
        state = state * 1664525U + 1013904223U;
        byte = static_cast<std::uint8_t>(state >> 24U);
    }
    return payload;
}

inline std::string output_of(const std::string& command) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    REQUIRE(pipe != nullptr);
    std::string out;
    std::array<char, 4096> block{};
    for (std::size_t n = 0; (n = fread(block.data(), 1, block.size(), pipe.get())) > 0;)
        out.append(block.data(), n);
    return out;
}

/// A PDF as a file, for poppler's programs.
class PdfFile {
  public:
    explicit PdfFile(const Bytes& pdf) {
        std::ofstream file(path(), std::ios::binary);
        file << as_text(pdf);
        REQUIRE(file.flush());
    }
    /// What `program` with these options prints about the file.
    [[nodiscard]] std::string told_by(const std::string& program,
                                      const std::string& options = "") const {
        return output_of(program + " " + options + " '" + path() + "' - 2>&1");
    }
    /// A line for each picture, below two lines of heading.
    [[nodiscard]] std::string pictures() const {
        return output_of("pdfimages -list '" + path() + "'");
    }
    [[nodiscard]] std::string info() const { return output_of("pdfinfo '" + path() + "'"); }
    [[nodiscard]] std::string fonts() const { return output_of("pdffonts '" + path() + "'"); }
    [[nodiscard]] std::string structure() const {
        return output_of("pdfinfo -struct-text '" + path() + "'");
    }
    [[nodiscard]] std::string text() const { return told_by("pdftotext", "-enc UTF-8"); }
    /// The first page in grey, as a printer of that resolution has it.
    [[nodiscard]] Frame raster(int dpi) const {
        const auto pgm =
            output_of("pdftoppm -gray -singlefile -r " + std::to_string(dpi) + " '" + path() + "'");
        int width = 0;
        int height = 0;
        int used = 0;
        REQUIRE(std::sscanf(pgm.c_str(), "P5 %d %d 255%n", &width, &height, &used) == 2);
        const auto start = static_cast<std::size_t>(used) + 1;
        Frame frame;
        frame.width_px = width;
        frame.height_px = height;
        REQUIRE(pgm.size() ==
                start + static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
        const auto pixels = as_bytes(pgm).subspan(start);
        frame.pixels.assign(pixels.begin(), pixels.end());
        return frame;
    }

  private:
    [[nodiscard]] std::string path() const { return (folder_.path() / "page.pdf").string(); }
    TemporaryFolder folder_;
};

inline TextBox text_at(double y_mm, std::string text, std::string id = "box") {
    TextBox box;
    box.box = {10, y_mm, 80, 8};
    box.text = std::move(text);
    box.id = std::move(id);
    return box;
}

}  // namespace outpost::tests
