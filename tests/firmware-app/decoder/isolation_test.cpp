// The real decoder process against the same decoders in this process.
#include "drivers/clock/system_clock.h"
#include "drivers/decoderprocess/isolated_readers.h"
#include "drivers/pdf/poppler_pdf_reader.h"
#include "drivers/picture/picture_file_reader.h"
#include "firmware-app/decoder/frame_readers.h"
#include "tests/drivers/picture/pdf_samples.h"
#include "tests/support/files.h"
#include "tools/samples/scene.h"

#include <catch2/catch.hpp>

#include <signal.h>
#include <sys/wait.h>

#include <filesystem>
#include <string>

using namespace outpost;
using outpost::tests::make_pdf;

namespace {

DecoderOptions options() {
    DecoderOptions options;
    options.program = OUTPOST_DECODER_PROGRAM;
#if defined(__SANITIZE_ADDRESS__)
    options.memory_bytes_max = 0;  // its shadow memory is larger than any limit
#endif
    options.frame_margin = std::chrono::minutes(5);  // on a loaded machine too
    options.picture_time = std::chrono::minutes(5);
    options.start_time = std::chrono::minutes(5);
    return options;
}

bool is_same(const SymbolRead& a, const SymbolRead& b) {
    bool same = a.payload == b.payload && a.part.has_value() == b.part.has_value();
    for (std::size_t k = 0; k < a.corners.size(); ++k)
        same = same && a.corners[k].x_px == b.corners[k].x_px &&
               a.corners[k].y_px == b.corners[k].y_px;
    return same;
}

Frame scene_with(const Bytes& payload) {
    samples::Scene scene;
    scene.width_px = 640;
    scene.height_px = 480;
    auto frame = samples::draw_scene(payload, scene);
    REQUIRE(frame);
    return std::move(*frame);
}

/// A symbol as filled squares, so that the page has paths and no picture.
std::string drawn_with_paths(const Frame& frame, int step_px) {
    std::string drawing = "0 0 0 rg\n";
    for (int y = 0; y + step_px <= frame.height_px; y += step_px)
        for (int x = 0; x + step_px <= frame.width_px; x += step_px)
            if (frame.pixels[static_cast<std::size_t>((y + step_px / 2) * frame.width_px + x +
                                                      step_px / 2)] < 128)
                drawing += std::to_string(x) + " " + std::to_string(frame.height_px - y) + " " +
                           std::to_string(step_px) + " " + std::to_string(step_px) + " re\n";
    return drawing + "f\n";
}

/// Text in fonts that no document brings along, and two that do not exist.
constexpr const char* foreign_text =
    "BT /F1 12 Tf 10 20 Td (not embedded) Tj ET\n"
    "BT /NoSuchFont 9 Tf 10 40 Td (nor this) Tj ET\n";

/// make_pdf() has no resources: the page's media box is where they can be smuggled in.
std::string box_with_fonts(int width_px, int height_px) {
    return "0 0 " + std::to_string(width_px) + " " + std::to_string(height_px) +
           "] /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
           " >> >> /Extra [";
}

std::vector<std::filesystem::path> sample_pictures() {
    std::vector<std::filesystem::path> found;
    for (const auto& entry :
         std::filesystem::directory_iterator(tests::source_dir() / "assets/samples"))
        if (entry.path().extension() == ".png" || entry.path().extension() == ".jpg" ||
            entry.path().extension() == ".pdf")
            found.push_back(entry.path());
    return found;
}

}  // namespace

TEST_CASE("isolation: samples read the same as in this process", "[isolation]") {
    const SystemClock clock;
    const auto reader = decoder::make_frame_reader(clock);
    PictureFileReader pictures;
    PopplerPdfReader documents;
    DecoderProcess process(options());
    IsolatedFrameReader isolated(process);
    IsolatedPictureReader isolated_pictures(process);
    std::size_t symbols = 0;
    for (const auto& path : sample_pictures()) {
        CAPTURE(path.string());
        const auto content = tests::read_bytes(path);
        REQUIRE(isolated_pictures.recognises(content));
        PictureReader* direct = &pictures;
        if (!direct->recognises(content)) direct = &documents;
        const auto here = direct->read(content);
        const auto there = isolated_pictures.read(content);
        REQUIRE(here);
        REQUIRE(there);
        REQUIRE(there->size() == here->size());
        for (std::size_t page = 0; page < here->size(); ++page) {
            CHECK((*there)[page].width_px == (*here)[page].width_px);
            REQUIRE((*there)[page].pixels == (*here)[page].pixels);
            const ReadRequest request{ReadEffort::Still, std::chrono::minutes(1), 0};
            const auto expected = reader->read((*here)[page].view(), request).symbols;
            const auto found = isolated.read((*here)[page].view(), request).symbols;
            REQUIRE(found.size() == expected.size());
            for (std::size_t k = 0; k < found.size(); ++k) CHECK(is_same(found[k], expected[k]));
            symbols += found.size();
        }
    }
    CHECK(symbols >= 3);
    CHECK(process.faults().crashes == 0);
}

TEST_CASE("isolation: frames one after the other, with the worker killed between", "[isolation]") {
    DecoderProcess process(options());
    IsolatedFrameReader reader(process);
    const Bytes payload{0, 255, 7, 128, 10};
    const auto frame = scene_with(payload);
    for (int round = 0; round < 5; ++round) {
        for (const auto effort :
             {ReadEffort::Glance, ReadEffort::Quick, ReadEffort::Thorough, ReadEffort::Still}) {
            const auto reading = reader.read(frame.view(), {effort, std::chrono::seconds(20), 0});
            REQUIRE(reading.symbols.size() == 1);
            CHECK(reading.symbols[0].payload == payload);
        }
        CHECK(::kill(static_cast<pid_t>(process.process_id()), SIGKILL) == 0);
        siginfo_t info{};
        REQUIRE(::waitid(P_PID, static_cast<id_t>(process.process_id()), &info,
                         WEXITED | WNOWAIT) == 0);
    }
    CHECK(process.faults().crashes == 4);
}

TEST_CASE("isolation: a document of paths and fonts that are not there", "[isolation]") {
    const Bytes payload{1, 2, 3, 4, 5, 6, 7};
    const auto frame = scene_with(payload);
    const auto pdf = make_pdf(1, box_with_fonts(frame.width_px, frame.height_px),
                              foreign_text + drawn_with_paths(frame, 1));
    DecoderProcess process(options());
    IsolatedPictureReader pictures(process);
    for (int round = 0; round < 2; ++round) {
        const auto pages = pictures.read(as_bytes(pdf));
        REQUIRE(pages);
        REQUIRE(pages->size() == 1);
        const auto reading = process.read_frame(pages->front().view(),
                                                {ReadEffort::Still, std::chrono::minutes(1), 0});
        REQUIRE(reading.symbols.size() == 1);
        CHECK(reading.symbols[0].payload == payload);
    }
    CHECK(process.faults().crashes == 0);
}

TEST_CASE("isolation: damaged content is an error or a picture, never a fault", "[isolation]") {
    DecoderProcess process(options());
    IsolatedPictureReader pictures(process);
    const auto png = tests::read_bytes(tests::source_dir() / "assets/samples/no-symbol.png");
    const auto pdf = to_bytes(as_bytes(make_pdf(1)));
    for (const auto& whole : {png, pdf}) {
        for (std::size_t k = 1; k < 20; ++k) {
            const auto cut = ByteView(whole).first(whole.size() * k / 20);
            if (pictures.recognises(cut)) static_cast<void>(pictures.read(cut));
            auto changed = whole;
            changed[whole.size() * k / 20] ^= 0x55;
            if (pictures.recognises(changed)) static_cast<void>(pictures.read(changed));
        }
        CHECK(pictures.read(whole));
    }
    CHECK(process.faults().crashes == 0);
    CHECK(process.faults().time_outs == 0);
    CHECK(pictures.read(as_bytes(make_pdf(1, "0 0 200000 200000"))).error().code == Errc::TooLong);
}
