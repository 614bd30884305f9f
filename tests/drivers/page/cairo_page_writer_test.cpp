#include "drivers/page/cairo_page_writer.h"
#include "drivers/symbol/zxing_symbol_reader.h"
#include "tests/drivers/page/page_support.h"

#include <algorithm>
#include <thread>

using namespace outpost;
using namespace outpost::tests;

namespace {

PageModel sample_page() {
    PageModel page;
    page.width_mm = 100;
    page.height_mm = 150;
    page.title = "Certificate of nobody";
    page.artwork_svg =
        R"(<svg xmlns="http://www.w3.org/2000/svg" width="100mm" height="150mm" viewBox="0 0 100 150">)"
        R"(<rect x="0" y="0" width="50" height="2" fill="#808080"/></svg>)";
    page.created = UtcInstant{1'650'000'000'318};
    page.texts.push_back(text_at(5, "Certificate"));
    page.texts.back().role = "H1";
    page.texts.push_back(text_at(14, "Asha Perera-Okoye, office"));
    page.texts.push_back(text_at(23, "श्रीमती लक्ष्मीबाई"));
    page.texts.back().language = "hi";
    return page;
}

void add_symbol(PageModel& page, const Bytes& payload, std::int32_t dots, std::int32_t dpi) {
    SymbolBox symbol;
    symbol.matrix = symbol_of(payload);
    symbol.module_mm = dots * 25.4 / dpi;
    const double side_mm = symbol.module_mm * (symbol.matrix.modules + 8);
    const double dot_mm = 25.4 / dpi;
    symbol.box = {dot_mm * 60, dot_mm * 400, side_mm, side_mm};
    symbol.description = "QR code";
    page.symbol = std::move(symbol);
}

Bytes pdf_of(const PageModel& page) {
    CairoPageWriter writer;
    auto pdf = writer.write_pdf(page);
    if (!pdf) FAIL(pdf.error().what);
    return std::move(*pdf);
}

std::string outcome(const PageModel& page) {
    CairoPageWriter writer;
    const auto pdf = writer.write_pdf(page);
    const auto png = writer.write_png(page, 100);
    CHECK(pdf.has_value() == png.has_value());
    if (pdf) return "OK";
    CHECK(pdf.error().code == png.error().code);
    return std::string(code_name(pdf.error().code)) + "@" + std::to_string(pdf.error().offset);
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("page writer: text is copyable, fonts embedded, structure tagged", "[page]") {
    auto page = sample_page();
    page.texts.push_back(text_at(40, "கிருஷ்ணமூர்த்தி"));
    page.texts.push_back(text_at(50, "ශ්‍රීමතී කුමාරි"));
    page.texts.push_back(text_at(60, "محمد عبد الرحمن"));
    page.texts.push_back(text_at(70, "first line\nsecond \"line\" \\ end"));
    const PdfFile file(pdf_of(page));
    const auto text = file.text();
    for (const char* part :
         {"Certificate", "Asha Perera-Okoye, office", "श्रीमती लक्ष्मीबाई", "கிருஷ்ணமூர்த்தி",
          "ශ්‍රීමතී කුමාරි", "محمد عبد الرحمن", "first line\nsecond"}) {
        INFO(part);
        CHECK(contains(text, part));
    }
    const auto info = file.info();
    CHECK(contains(info, "Certificate of nobody"));
    CHECK(contains(info, "Tagged:          yes"));
    CHECK(contains(info, "Pages:           1"));
    CHECK(contains(info, "283.465 x 425.197"));
    const auto fonts = file.fonts();
    CHECK(contains(fonts, "NotoSans"));
    CHECK(contains(fonts, "NotoSansArabic"));
    CHECK(std::count(fonts.begin(), fonts.end(), '\n') >= 6);
    CHECK_FALSE(contains(fonts, " no  yes"));  // emb
    CHECK_FALSE(contains(fonts, " no  no"));
}

TEST_CASE("page writer: structure, languages and alternative text", "[page]") {
    auto page = sample_page();
    page.language = "en-IN";
    for (int k = 0; k < 4; ++k) {
        auto cell = text_at(40 + 10 * (k / 2), "cell " + std::to_string(k));
        cell.role = k < 2 ? "TH" : "TD";
        cell.box.x_mm = 10 + 40 * (k % 2);
        cell.box.width_mm = 30;
        page.texts.push_back(cell);
    }
    add_symbol(page, sample_payload(300), 3, 300);
    const auto pdf = pdf_of(page);
    const auto structure = PdfFile(pdf).structure();
    CHECK(contains(structure, "Document"));
    CHECK(contains(structure, "H1"));
    CHECK(contains(structure, "Figure"));
    const auto table = structure.find("Table");
    REQUIRE(table != std::string::npos);
    const auto count = [&](const std::string& word) {
        std::size_t found = 0;
        for (auto at = structure.find(word); at != std::string::npos;
             at = structure.find(word, at + 1))
            ++found;
        return found;
    };
    CHECK(count("TR") == 2);
    CHECK(count("TH ") + count("TH\n") == 2);
    const std::string bytes(as_text(pdf));
    CHECK(contains(bytes, "/Lang (en-IN)"));
    CHECK(contains(bytes, "/Lang (hi)"));
    CHECK(contains(bytes, "/Alt (QR code)"));
    CHECK(contains(bytes, "/Marked true"));
    CHECK(contains(bytes, "/PrintScaling /None"));
}

TEST_CASE("page writer: the same page gives the same bytes", "[page]") {
    auto page = sample_page();
    add_symbol(page, sample_payload(700), 3, 300);
    auto other = sample_page();
    other.texts[1].text = "Somebody else altogether";
    CairoPageWriter writer;
    const auto first = writer.write_pdf(page);
    const auto between = writer.write_pdf(other);
    const auto again = writer.write_pdf(page);
    REQUIRE(first);
    REQUIRE(between);
    REQUIRE(again);
    CHECK(*first == *again);
    CHECK(*first != *between);
    CHECK(pdf_of(page) == *first);
    Bytes of_thread;
    std::thread worker([&] { of_thread = pdf_of(page); });
    for (int k = 0; k < 5; ++k) CHECK(pdf_of(other) == *between);
    worker.join();
    CHECK(of_thread == *first);
}

TEST_CASE("page writer: the symbol is exact at each printer's resolution", "[page]") {
    const auto payload = sample_payload(984);
    struct Case {
        std::int32_t dpi, dots;
    };
    for (const auto& c : {Case{203, 3}, Case{300, 4}, Case{600, 8}}) {
        auto page = sample_page();
        add_symbol(page, payload, c.dots, c.dpi);
        const auto frame = PdfFile(pdf_of(page)).raster(c.dpi);
        ZxingSymbolReader reader;
        const auto symbols = reader.read(frame.view());
        REQUIRE(symbols.size() == 1);
        CHECK(symbols[0].payload == payload);

        // Each module is exactly its dots, pure black or pure white, and so is the quiet zone.
        const auto& matrix = page.symbol->matrix;
        std::size_t wrong = 0;
        for (std::int32_t y = -4 * c.dots; y < (matrix.modules + 4) * c.dots; ++y) {
            for (std::int32_t x = -4 * c.dots; x < (matrix.modules + 4) * c.dots; ++x) {
                const bool is_inside =
                    x >= 0 && y >= 0 && x < matrix.modules * c.dots && y < matrix.modules * c.dots;
                const bool is_dark = is_inside && matrix.is_dark(x / c.dots, y / c.dots);
                const auto row = static_cast<std::size_t>(400 + 4 * c.dots + y);
                const auto column = static_cast<std::size_t>(60 + 4 * c.dots + x);
                const auto pixel =
                    frame.pixels[row * static_cast<std::size_t>(frame.width_px) + column];
                if (pixel != (is_dark ? 0 : 255)) ++wrong;
            }
        }
        CHECK(wrong == 0);
    }
}

TEST_CASE("page writer: text shrinks, and is refused before it is unreadable", "[page]") {
    auto page = sample_page();
    page.texts[1].text = "A name that is a good deal longer than one line of its box would take";
    CHECK(outcome(page) == "OK");
    page.texts[1].text = std::string(200, 'W');  // no place to break
    CHECK(outcome(page) == "too_long@1");
    page.texts[1].box.height_mm = 20;
    CHECK(outcome(page) == "OK");
    page.texts[1].text = std::string(4001, 'W');
    CHECK(outcome(page) == "too_long@1");
}

TEST_CASE("page writer: right-to-left text starts on the right", "[page]") {
    const auto ink_middle = [](const std::string& text, Alignment along) {
        PageModel page;
        page.width_mm = 100;
        page.height_mm = 30;
        page.texts.push_back(text_at(10, text));
        page.texts.back().along = along;
        const auto frame = PdfFile(pdf_of(page)).raster(50);
        std::int64_t sum = 0;
        std::int64_t dark = 0;
        for (std::size_t k = 0; k < frame.pixels.size(); ++k) {
            if (frame.pixels[k] > 128) continue;
            sum += static_cast<std::int64_t>(k % static_cast<std::size_t>(frame.width_px));
            ++dark;
        }
        REQUIRE(dark > 10);
        return static_cast<double>(sum) / static_cast<double>(dark) / frame.width_px;
    };
    CHECK(ink_middle("Asha", Alignment::Start) < 0.25);
    CHECK(ink_middle("Asha", Alignment::End) > 0.75);
    CHECK(ink_middle("محمد", Alignment::Start) > 0.75);
    CHECK(ink_middle("محمد", Alignment::End) < 0.25);
    CHECK(ink_middle("محمد", Alignment::Centre) == Approx(0.5).margin(0.03));
}

TEST_CASE("page writer: hostile text neither hangs nor leaves its box", "[page]") {
    std::string tower = "a";
    for (int k = 0; k < 300; ++k) tower += "\xCC\x81";  // combining acute
    std::string overrides;
    for (int k = 0; k < 200; ++k)
        overrides +=
            "\xE2\x80\xAE"
            "abc"
            "\xE2\x81\xA7";
    std::string controls;
    for (char c = 1; c < 32; ++c) controls += c;
    for (const auto& text : {tower, overrides, controls + "end\x7f", std::string("\xC2\x85 x"),
                             std::string(900, ' ') + "x", std::string("\r\n\t x \xE2\x80\xA8 y")}) {
        auto page = sample_page();
        page.texts = {text_at(75, text)};
        page.texts[0].box.height_mm = 40;
        page.artwork_svg.clear();
        CHECK(outcome(page) == "OK");
        const auto frame = PdfFile(pdf_of(page)).raster(72);
        const auto top = frame.pixels.begin() + static_cast<std::ptrdiff_t>(frame.width_px) * 200;
        CHECK(std::all_of(frame.pixels.begin(), top, [](auto pixel) { return pixel == 255; }));
    }
    auto page = sample_page();
    page.texts[1].text =
        "\xE2\x80\xAE"
        "abc\x01"
        "def";  // shown in the order it is signed in
    CHECK(contains(PdfFile(pdf_of(page)).text(), "abcdef"));
    page.texts[1].text = "bad \xff bytes";
    CHECK(outcome(page) == "bad_utf8@1");
}

TEST_CASE("page writer: pages that are none are refused", "[page]") {
    auto page = sample_page();
    page.artwork_svg = "<svg";
    CHECK(outcome(page) == "bad_syntax@0");
    page = sample_page();
    page.width_mm = 0;
    CHECK(outcome(page) == "bad_value@0");
    page = sample_page();
    page.height_mm = 1e300;
    CHECK(outcome(page) == "bad_value@0");
    page = sample_page();
    page.texts[2].role = "Script [ /x ]";
    CHECK(outcome(page) == "bad_value@2");
    page = sample_page();
    page.texts[2].font_size_mm = 0;
    CHECK(outcome(page) == "bad_value@2");
    page = sample_page();
    page.texts[0].box.width_mm = -1;
    CHECK(outcome(page) == "bad_value@0");
    page = sample_page();
    page.texts.assign(4001, text_at(1, "x"));
    CHECK(outcome(page) == "too_long@4000");
    page = sample_page();
    add_symbol(page, sample_payload(100), 3, 300);
    page.symbol->matrix.dark.pop_back();
    CHECK(outcome(page) == "bad_length@0");
    page = sample_page();
    add_symbol(page, sample_payload(100), 3, 300);
    page.symbol->box.width_mm /= 2;
    CHECK(outcome(page) == "too_long@0");
    CairoPageWriter writer;
    CHECK(writer.write_png(sample_page(), 5).error().code == Errc::BadValue);
    CHECK(writer.write_png(sample_page(), 100'000).error().code == Errc::BadValue);
    page = sample_page();
    page.width_mm = page.height_mm = 1200;
    CHECK(writer.write_png(page, 1200).error().code == Errc::TooLong);
    CHECK(writer.write_pdf(sample_page()));  // a refused page leaves the writer as it was
}

TEST_CASE("page writer: artwork reaches nothing outside", "[page]") {
    TemporaryFolder folder;
    const auto secret = folder.path() / "secret.svg";
    std::ofstream(secret) << R"(<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">)"
                             R"(<rect width="9" height="9"/></svg>)";
    auto page = sample_page();
    page.texts.clear();
    page.artwork_svg =
        R"(<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink")"
        R"( width="100mm" height="150mm" viewBox="0 0 100 150"><image width="90" height="90" href="file://)" +
        secret.string() + R"("/><image width="90" height="90" xlink:href=")" + secret.string() +
        R"("/></svg>)";
    const auto frame = PdfFile(pdf_of(page)).raster(50);
    CHECK(std::all_of(frame.pixels.begin(), frame.pixels.end(),
                      [](auto pixel) { return pixel == 255; }));
}

TEST_CASE("page writer: a symbol alone as PNG", "[page]") {
    const auto matrix = symbol_of(sample_payload(40));
    CairoPageWriter writer;
    const auto png = writer.write_symbol_png(matrix, 3);
    REQUIRE(png);
    const auto side = static_cast<std::uint32_t>((matrix.modules + 8) * 3);
    REQUIRE(png->size() > 33);
    CHECK(as_text(*png).substr(1, 3) == "PNG");
    const auto number_at = [&](std::size_t at) {
        return (std::uint32_t{(*png)[at + 2]} << 8U) | (*png)[at + 3];
    };
    CHECK(number_at(16) == side);
    CHECK(number_at(20) == side);
    CHECK((*png)[24] == 8);  // bits a pixel
    CHECK((*png)[25] == 0);  // grey
    CHECK(writer.write_symbol_png(matrix, 0).error().code == Errc::BadValue);
    CHECK(writer.write_symbol_png(matrix, 65).error().code == Errc::BadValue);
    CHECK(writer.write_symbol_png(SymbolMatrix{}, 3).error().code == Errc::BadLength);
}

TEST_CASE("page writer: emoji in a name are drawn, not as boxes with numbers", "[page]") {
    PageModel page;
    page.texts.push_back(
        text_at(10, "Zoë \U0001F600 \U0001F469\U0001F3FD\u200D\u2695\uFE0F \u2764"));
    CairoPageWriter writer;
    const auto pdf = writer.write_pdf(page);
    REQUIRE(pdf);
    const PdfFile file(*pdf);
    // Cairo writes letters of a colour font as pictures; a missing one would be drawn as lines.
    const auto pictures_of = [](const PdfFile& pdf_file) {
        const auto list = pdf_file.pictures();
        INFO(list);
        return std::count(list.begin(), list.end(), '\n') - 2;  // below its two lines of heading
    };
    CHECK(pictures_of(file) >= 2);
    CHECK(contains(file.text(), "Zoë"));
    // An emoji font has digits of its own, which are for key caps only.
    page.texts = {text_at(10, "417 # * 08-Feb-2022")};
    const auto plain = writer.write_pdf(page);
    REQUIRE(plain);
    CHECK(pictures_of(PdfFile(*plain)) <= 0);
    CHECK(contains(PdfFile(*plain).text(), "417 # * 08-Feb-2022"));
}

TEST_CASE("page writer: which fonts are installed", "[page]") {
    CairoPageWriter writer;
    for (const char* families : {"Noto Sans", "noto sans", " Noto Sans , Nowhere", "sans-serif",
                                 "Serif", "monospace", "Noto Color Emoji"})
        CHECK(writer.has_font(families));
    for (const char* families : {"Nowhere Grotesk", "Nowhere, Noto Sans", "", "Noto"})
        CHECK_FALSE(writer.has_font(families));
}
