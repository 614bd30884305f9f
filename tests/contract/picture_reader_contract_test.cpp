#include "core/ports/picture.h"
#include "drivers/picture/pdf_page_reader.h"
#include "drivers/picture/picture_file_reader.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <memory>

using namespace outpost;

namespace {

/// Stands in for pdftoppm, so that the contract holds where poppler is not installed.
constexpr const char* one_page_program =
    "#!/bin/sh\ncat > /dev/null\nprintf 'P5\\n2 3\\n255\\nabcdef'\n";

struct Case {
    std::unique_ptr<PictureReader> reader;
    Bytes good;
};

std::vector<Case> cases(const std::filesystem::path& folder) {
    const auto program = folder / "pdftoppm";
    std::ofstream(program) << one_page_program;
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    std::vector<Case> all;
    all.push_back({std::make_unique<PictureFileReader>(),
                   tests::read_bytes(tests::source_dir() / "assets/samples/no-symbol.png")});
    all.push_back({std::make_unique<PdfPageReader>(program.string()),
                   to_bytes(as_bytes("%PDF-1.4 the program above takes anything"))});
    return all;
}

}  // namespace

TEST_CASE("picture reader contract: what it recognises it reads into whole frames", "[contract]") {
    const tests::TemporaryFolder folder;
    for (auto& each : cases(folder.path())) {
        CHECK(each.reader->recognises(each.good));
        for (int round = 0; round < 2; ++round) {
            const auto frames = each.reader->read(each.good);
            REQUIRE(frames);
            REQUIRE_FALSE(frames->empty());
            for (const auto& frame : *frames) {
                CHECK(frame.width_px > 0);
                CHECK(frame.height_px > 0);
                CHECK(frame.pixels.size() == static_cast<std::size_t>(frame.width_px) *
                                                 static_cast<std::size_t>(frame.height_px));
            }
        }
    }
}

TEST_CASE("picture reader contract: what it does not recognise it refuses", "[contract]") {
    const tests::TemporaryFolder folder;
    const auto all = cases(folder.path());
    for (std::size_t k = 0; k < all.size(); ++k) {
        const auto& foreign = all[(k + 1) % all.size()].good;
        CHECK_FALSE(all[k].reader->recognises(foreign));
        CHECK(all[k].reader->read(foreign).error().code == Errc::Unsupported);
        CHECK_FALSE(all[k].reader->recognises({}));
        CHECK(all[k].reader->read({}).error().code == Errc::Unsupported);
        for (std::size_t length = 0; length < 16; ++length) {
            const auto head = ByteView(all[k].good).first(length);
            if (!all[k].reader->recognises(head)) CHECK_FALSE(all[k].reader->read(head));
        }
    }
}
