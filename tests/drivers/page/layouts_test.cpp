// The shipped layouts, from page data to paper and back.
#include "core/json/reader.h"
#include "core/render/page_data.h"
#include "core/render/page_template.h"
#include "drivers/page/cairo_page_writer.h"
#include "drivers/symbol/zxing_symbol_reader.h"
#include "tests/drivers/page/page_support.h"

using namespace outpost;
using namespace outpost::tests;

namespace {

std::string json_text(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '\n') {
            out += "\\n";
        } else {
            out += c;
        }
    }
    return out;
}

json::Document certificate(const std::string& name, const std::string& dose) {
    auto document =
        json::read(R"({"credentialSubject":{"id":"did:x:KX4471902","refId":"KSK-1","name":")" +
                   json_text(name) + R"(","gender":"Female","age":"37","nationality":"Kenyan",
        "address":{"streetAddress":"14 Harbour Lane","district":"Kilindini"}},
        "issuanceDate":"2022-02-08T20:00:00.000Z","evidence":[{"certificateId":"471900000018",
        "vaccine":"COVISHIELD","batch":"4121Z233","manufacturer":"SII","icd11Code":"XM9QW8",
        "prophylaxis":"COVID-19 vaccine, non-replicating viral vector",
        "date":"2022-02-08T20:00:00.000Z","effectiveStart":"2022-02-08",
        "effectiveUntil":"2022-05-03","dose":)" +
                   dose + R"(,"totalDoses":2,"verifier":{"name":"Nurse J. Mwangi"},
        "facility":{"name":"Kiosk 3","address":{"district":"Kilindini","addressCountry":"KEN"}}}]})");
    REQUIRE(document);
    return std::move(*document);
}

struct Layout {
    const char* file;
    std::int32_t dpi;
    std::size_t payload_bytes;
};
constexpr Layout a4{"a4.svg", 300, 1744};  // the DIVOC form with RSA: version 35
constexpr Layout card{"card.svg", 300, 1187};
constexpr Layout receipt{"receipt.svg", 203, 1187};

PageModel page_of(const Layout& layout, const std::string& name, const std::string& dose = "2",
                  bool is_reprint = false) {
    std::vector<render::TemplateFault> faults;
    const auto svg = read_text(source_dir() / "assets/profiles/vaccination/pages" / layout.file);
    const auto made = render::PageTemplate::parse(svg, &faults);
    for (const auto& fault : faults) UNSCOPED_INFO(fault.line << ": " << fault.text);
    REQUIRE(made);
    const auto credential = certificate(name, dose);
    const auto request = json::read("{}");
    render::PageDataInput input;
    input.credential = &credential.root();
    input.request = &request->root();
    input.issuer_name = "Ministry of Health";
    input.is_reprint = is_reprint;
    input.dates.time_zone = "Asia/Kolkata";
    const auto data = render::page_document(input);
    REQUIRE(data);
    const auto symbol = symbol_of(sample_payload(layout.payload_bytes));
    render::PageFill fill;
    fill.data = &data->root();
    fill.symbol = &symbol;
    fill.dpi = layout.dpi;
    auto page = made->fill(fill);
    if (!page) FAIL(page.error().what);
    return std::move(*page);
}

std::string text_of(const PageModel& page) {
    CairoPageWriter writer;
    const auto pdf = writer.write_pdf(page);
    if (!pdf) FAIL(pdf.error().what << " " << page.texts.at(pdf.error().offset).id);
    return PdfFile(*pdf).text();
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("layouts: what a reader must find", "[page][layouts]") {
    for (const auto& layout : {a4, card, receipt}) {
        INFO(layout.file);
        const auto text = text_of(page_of(layout, "Asha Perera-Okoye"));
        for (const char* part : {"Ministry of Health", "Asha Perera-Okoye", "KX4471902", "37",
                                 "COVISHIELD", "09-Feb-2022", "4121Z233", "471900000018"})
            CHECK(contains(text, part));
        CHECK((contains(text, "2 / 2") || contains(text, "2/2")));  // narrow spaces may go
        CHECK_FALSE(contains(text, "REPRINT"));
        CHECK_FALSE(contains(text, "{{"));
        CHECK(contains(text_of(page_of(layout, "A", "2", true)), "REPRINT"));
    }
}

TEST_CASE("layouts: the title tells the state of the dose", "[page][layouts]") {
    const auto first = text_of(page_of(a4, "A", "1"));
    const auto final = text_of(page_of(a4, "A", "2"));
    const auto booster = text_of(page_of(a4, "A", "3"));
    CHECK(contains(first, "Provisional Certificate for COVID-19 Vaccination (1 st Dose)"));
    CHECK(contains(final, "Final Certificate for COVID-19 Vaccination"));
    CHECK(contains(booster, "Booster Dose Certificate for COVID-19 Vaccination"));
    CHECK_FALSE(contains(final, "Provisional"));
    CHECK_FALSE(contains(first, "Final"));
}

TEST_CASE("layouts: names of 200 characters and of many scripts", "[page][layouts]") {
    std::string long_name;
    while (long_name.size() < 195) long_name += "Wickremasinghe ";
    for (const std::string& name :
         {long_name, std::string(200, 'W'), std::string("محمد عبد الرحمن بن يوسف الشنقيطي"),
          std::string("கிருஷ்ணமூர்த்தி சுப்பிரமணியன்"),
          std::string("රත්නායක මුදියන්සේලාගේ "
                      "ශ්‍රීමතී"),
          std::string("श्रीमती लक्ष्मीबाई"), std::string("Zoë \xF0\x9F\x98\x80 \"Q\" \\ O’Neil\nX")}) {
        for (const auto& layout : {a4, card, receipt}) {
            INFO(layout.file << " " << name);
            const auto text = text_of(page_of(layout, name));
            CHECK(contains(text, name.substr(0, name.find(' '))) ==
                  (name.find(' ') != std::string::npos));
        }
    }
}

TEST_CASE("layouts: the symbol reads back from the printer's raster", "[page][layouts]") {
    struct Expected {
        Layout layout;
        double module_dots_min;
        double side_mm_min;
    };
    for (const auto& e : {Expected{a4, 6, 75}, Expected{card, 4, 40}, Expected{receipt, 3, 48}}) {
        INFO(e.layout.file);
        const auto page = page_of(e.layout, "Asha Perera-Okoye");
        REQUIRE(page.symbol);
        const double dots = page.symbol->module_mm * e.layout.dpi / 25.4;
        CHECK(dots == Approx(std::round(dots)));
        CHECK(dots >= e.module_dots_min - 1e-6);
        CHECK(page.symbol->module_mm * page.symbol->matrix.modules >= e.side_mm_min);
        CairoPageWriter writer;
        const auto pdf = writer.write_pdf(page);
        REQUIRE(pdf);
        ZxingSymbolReader reader;
        const auto frame = PdfFile(*pdf).raster(e.layout.dpi);
        const auto symbols = reader.read(frame.view());
        REQUIRE(symbols.size() == 1);
        CHECK(symbols[0].payload == sample_payload(e.layout.payload_bytes));
    }
}
