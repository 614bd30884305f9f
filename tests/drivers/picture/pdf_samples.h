// Small PDFs for tests.
#pragma once

#include <catch2/catch.hpp>

#include <unistd.h>

#include <cstddef>
#include <string>
#include <vector>

namespace outpost::tests {

/// Says aloud when pdftoppm is missing.
inline bool is_installed() {
    const bool is_there = ::access("/usr/bin/pdftoppm", X_OK) == 0;
    if (!is_there) WARN("pdftoppm is not installed: not tested");
    return is_there;
}

/// A PDF with the same drawing on each page (a black square in the upper half), and a proper table
/// of objects.
inline std::string make_pdf(std::size_t pages, const std::string& media_box = "0 0 72 144",
                            const std::string& drawing = "0 0 0 rg 0 72 72 72 re f") {
    std::vector<std::string> objects;
    std::string kids;
    for (std::size_t k = 0; k < pages; ++k) kids += std::to_string(4 + k) + " 0 R ";
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

}  // namespace outpost::tests
