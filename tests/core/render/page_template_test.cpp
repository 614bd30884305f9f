#include "core/render/page_template.h"
#include "core/json/reader.h"
#include "core/render/specimen.h"

#include <catch2/catch.hpp>

using namespace outpost;
using namespace outpost::render;

namespace {

const std::string head =
    R"svg(<svg xmlns="http://www.w3.org/2000/svg" width="100mm" height="80mm" viewBox="0 0 100 80">)svg"
    "\n";
const std::string symbol =
    R"svg(<rect id="qr" data-symbol="code" x="50" y="10" width="40" height="40"/>)svg"
    "\n";

std::string page(const std::string& body) {
    return head + symbol + body + "\n</svg>\n";
}

PageTemplate parsed(const std::string& svg) {
    std::vector<TemplateFault> faults;
    auto made = PageTemplate::parse(svg, &faults);
    for (const auto& fault : faults) UNSCOPED_INFO(fault.line << ": " << fault.text);
    REQUIRE(made);
    return std::move(*made);
}

/// "unsupported at 3" for the first fault.
std::string fault_of(const std::string& svg) {
    std::vector<TemplateFault> faults;
    const auto made = PageTemplate::parse(svg, &faults);
    if (made) return "none";
    REQUIRE_FALSE(faults.empty());
    CHECK_FALSE(faults.front().text.empty());
    return std::string(code_name(made.error().code)) + " at " + std::to_string(faults.front().line);
}

Result<PageModel> fill(const PageTemplate& made, const std::string& data_text) {
    const auto data = json::read(data_text);
    REQUIRE(data);
    PageFill values;
    values.data = &data->root();
    values.title = "Title";
    return made.fill(values);
}

/// "id=text" of each text box that is drawn.
std::string texts_of(const PageTemplate& made, const std::string& data_text) {
    const auto filled = fill(made, data_text);
    if (!filled) return std::string(code_name(filled.error().code));
    std::string out;
    for (const auto& text : filled->texts) out += text.id + "=" + text.text + "\n";
    return out;
}

std::string box(const std::string& id, const std::string& text, const std::string& more = "") {
    return "<rect id=\"" + id + "\" data-text=\"" + text +
           "\" x=\"5\" y=\"6\" width=\"30\" height=\"7\" " + more + "/>\n";
}

}  // namespace

TEST_CASE("page template: a box has place, style and text", "[render]") {
    const auto made = parsed(page(
        R"svg(<g font-family="Noto Serif" font-size="5" fill="#f00" transform="translate(10, 2)" lang="hi">)svg"
        R"svg(<g transform="matrix(1 0 0 1 -1 0.5)">)svg" +
        box("name", "{{name}}",
            R"svg(style="font-weight:700;font-size:4px;text-align:center;fill-opacity:0.2"
               data-valign="bottom" data-min-font-size="2.5" data-role="H1")svg") +
        "</g></g>"));
    CHECK(made.width_mm() == 100);
    CHECK(made.height_mm() == 80);
    CHECK(made.symbol_box().x_mm == 50);
    const auto filled = fill(made, R"svg({"name":"<Asha> & \"Co\""})svg");
    REQUIRE(filled);
    CHECK(filled->title == "Title");
    REQUIRE(filled->texts.size() == 1);
    const auto& text = filled->texts[0];
    CHECK(text.text == "<Asha> & \"Co\"");
    CHECK(text.box.x_mm == Approx(14));
    CHECK(text.box.y_mm == Approx(8.5));
    CHECK(text.box.width_mm == 30);
    CHECK(text.font_family == "Noto Serif");
    CHECK(text.font_size_mm == 4);
    CHECK(text.font_size_min_mm == 2.5);
    CHECK(text.is_bold);
    CHECK(text.colour == 0xFF0000);
    CHECK(text.along == Alignment::Centre);
    CHECK(text.across == Alignment::End);
    CHECK(text.language == "hi");
    CHECK(text.role == "H1");
}

TEST_CASE("page template: artwork is kept, boxes and editors' data are not", "[render]") {
    const auto made = parsed(
        R"svg(<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="100mm" height="80mm")svg"
        R"svg( viewBox="0 0 100 80" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape">)svg"
        R"svg(<inkscape:view evil="{{x}}"/><metadata><a onclick="x"/></metadata>)svg"
        R"svg(<path id="p" d="M0 0h5" inkscape:label="line" stroke="url(#g)"/><text x="3" y="4">A&amp;B &lt;c</text>)svg" +
        symbol + box("a", "{{a}}") + "</svg>");
    const auto filled = fill(made, R"svg({"a":"x"})svg");
    REQUIRE(filled);
    const auto& svg = filled->artwork_svg;
    CHECK(svg.find(R"svg(<path id="p" d="M0 0h5" stroke="url(#g)"/>)svg") != std::string::npos);
    CHECK(svg.find("A&amp;B &lt;c</text>") != std::string::npos);
    CHECK(svg.find("inkscape") == std::string::npos);
    CHECK(svg.find("metadata") == std::string::npos);
    CHECK(svg.find("data-") == std::string::npos);
    CHECK(svg.find("rect") == std::string::npos);
}

TEST_CASE("page template: conditions, nested, on groups and on boxes", "[render]") {
    const auto made =
        parsed(page(R"svg(<g data-if="isFinalDose"><path d="M1 1"/>)svg" + box("final", "Final") +
                    R"svg(<g data-unless="meta.isVip">)svg" + box("plain", "{{meta.lane}}") +
                    "</g></g>" + box("other", "Provisional", R"svg(data-unless="isFinalDose")svg") +
                    box("both", "both", R"svg(data-if="name" data-unless="isFinalDose")svg")));
    CHECK(texts_of(made, R"svg({"isFinalDose":true,"meta":{"lane":"B"}})svg") ==
          "final=Final\nplain=B\n");
    CHECK(texts_of(made, R"svg({"isFinalDose":true,"meta":{"isVip":1,"lane":"B"}})svg") ==
          "final=Final\n");
    for (const char* falsy : {"false", "0", "\"\"", "[]", "null"})
        CHECK(texts_of(made, std::string(R"svg({"name":"x","isFinalDose":)svg") + falsy + "}") ==
              "other=Provisional\nboth=both\n");
    const auto with = fill(made, R"svg({"isFinalDose":true})svg");
    const auto without = fill(made, R"svg({})svg");
    REQUIRE(with);
    REQUIRE(without);
    CHECK(with->artwork_svg.find("M1 1") != std::string::npos);
    CHECK(without->artwork_svg.find("M1 1") == std::string::npos);
}

TEST_CASE("page template: empty results and hidden layers leave no box", "[render]") {
    const auto made =
        parsed(page(box("a", " {{a}} ") + box("b", "{{b}}") + R"svg(<g style="display:none">)svg" +
                    box("c", "never") + "</g>"));
    CHECK(texts_of(made, R"svg({"a":"","b":"B"})svg") == "b=B\n");
}

TEST_CASE("page template: repeated rows", "[render]") {
    const std::string row = box("dose", "{{dose}} {{name}}") + "<path d=\"M7 7\"/>";
    const std::string more = box("more", "+{{moreCount}}", "data-more=\"\"");
    const auto group = [](const std::string& body) {
        return R"svg(<g data-each="vaxEvents" data-step-mm="10" data-rows="3">)svg" + body + "</g>";
    };
    const auto silent = parsed(page(group(row)));
    const auto made = parsed(page(group(row + more)));
    const auto events = [](int count) {
        std::string list;
        for (int k = 1; k <= count; ++k)
            list += std::string(k == 1 ? "" : ",") + R"svg({"dose":)svg" + std::to_string(k) + "}";
        return R"svg({"name":"Asha","vaxEvents":[)svg" + list + "]}";
    };
    CHECK(texts_of(made, events(0)).empty());
    CHECK(texts_of(made, events(3)) == "dose=1 Asha\ndose-2=2 Asha\ndose-3=3 Asha\n");
    CHECK(texts_of(made, events(6)) == "dose=1 Asha\ndose-2=2 Asha\nmore-3=+4\n");
    CHECK(texts_of(silent, events(3)) == "dose=1 Asha\ndose-2=2 Asha\ndose-3=3 Asha\n");
    CHECK(texts_of(silent, events(4)) == "too_long");
    CHECK(texts_of(made, R"svg({"vaxEvents":"none"})svg").empty());
    const auto filled = fill(made, events(2));
    REQUIRE(filled);
    CHECK(filled->texts[1].box.y_mm == Approx(16));
    CHECK(filled->artwork_svg.find("translate(0 10") != std::string::npos);
}

TEST_CASE("page template: placeholders for the profile's check", "[render]") {
    const auto made =
        parsed(page(box("a", "{{name}}, {{#b}}{{c}}{{/b}}", R"svg(data-if="d")svg") +
                    R"svg(<g data-each="vaxEvents" data-step-mm="5" data-rows="2">)svg" +
                    box("row", "{{vaxName}} {{certificateId}} {{rowNumber}}") + "</g>"));
    std::string names;
    for (const auto& placeholder : made.placeholders())
        names +=
            placeholder.name + "@" + std::to_string(placeholder.line) + ":" + placeholder.box + " ";
    CHECK(names ==
          "d@3:a name@3:a b@3:a c@3:a vaxEvents@4: vaxEvents.vaxName@4:row "
          "certificateId@4:row ");
}

TEST_CASE("page template: the symbol stands on whole dots with its quiet zone", "[render]") {
    const BoxMm box_mm{50.03, 10.01, 40, 41};
    for (const std::int32_t dpi : {203, 300, 600}) {
        for (const std::int32_t modules : {21, 117, 125, 157}) {
            const double dot_mm = 25.4 / dpi;
            const double module_mm = module_size_mm(modules, box_mm, dpi);
            const double dots = module_mm / dot_mm;
            CHECK(dots >= 1);
            CHECK(dots == Approx(std::round(dots)));
            CHECK(module_mm * (modules + 8) <= 40.0001);
            CHECK((dots + 1) * dot_mm * (modules + 8) > 40);
        }
    }
    CHECK(module_size_mm(177, {0, 0, 15, 15}, 300) == 0);
    CHECK(module_size_mm(0, box_mm, 300) == 0);
    CHECK(module_size_mm(21, box_mm, 0) == 0);

    auto made = parsed(page(""));
    const auto data = json::read("{}");
    SymbolMatrix matrix;
    matrix.version = 25;
    matrix.modules = 117;
    matrix.dark.assign(117 * 117, 1);
    PageFill values;
    values.data = &data->root();
    values.symbol = &matrix;
    values.dpi = 300;
    const auto filled = made.fill(values);
    REQUIRE(filled);
    REQUIRE(filled->symbol);
    const auto& placed = filled->symbol->box;
    CHECK(filled->symbol->description == "code");
    CHECK(placed.width_mm == Approx(filled->symbol->module_mm * 125));
    for (const double edge_mm : {placed.x_mm, placed.y_mm}) {
        const double dots = edge_mm * 300 / 25.4;
        CHECK(dots == Approx(std::round(dots)).margin(1e-6));
    }
    CHECK(placed.x_mm >= 50);
    CHECK(placed.x_mm + placed.width_mm <= 90.0001);
    values.dpi = 40;  // 40 mm are 63 dots
    CHECK(made.fill(values).error().code == Errc::TooLong);
    values.data = nullptr;
    CHECK(made.fill(values).error().code == Errc::BadValue);
}

TEST_CASE("page template: nothing that runs or reaches outside", "[render]") {
    for (const char* body : {R"svg(<script>x</script>)svg",
                             R"svg(<foreignObject/>)svg",
                             R"svg(<image href="http://x/y.png"/>)svg",
                             R"svg(<image href="file:///etc/passwd"/>)svg",
                             R"svg(<image xlink:href="logo.png"/>)svg",
                             R"svg(<image href="data:image/svg+xml;base64,AA=="/>)svg",
                             R"svg(<a href="#x"><path/></a>)svg",
                             R"svg(<path onload="x"/>)svg",
                             R"svg(<g ONCLICK="x"/>)svg",
                             R"svg(<style>@import url(x.css);</style>)svg",
                             R"svg(<style>path { fill: u\72l(http://x) }</style>)svg",
                             R"svg(<style>a{fill:url( "x" )}</style>)svg",
                             R"svg(<style>a{fill:u/**/rl(x)}</style>)svg",
                             R"svg(<path style="fill:URL(http://x#y)"/>)svg",
                             R"svg(<path fill="url(other.svg#g)"/>)svg",
                             R"svg(<g xml:base="http://x/"/>)svg",
                             R"svg(<use href="other.svg#a"/>)svg",
                             R"svg(<animate/>)svg",
                             R"svg(<filter id="f"/>)svg",
                             R"svg(<?xml-stylesheet href="x.css"?>)svg",
                             R"svg(<text>{{name}}</text>)svg",
                             R"svg(<path d="{{d}}"/>)svg",
                             R"svg(<unknown/>)svg"}) {
        INFO(body);
        CHECK(fault_of(page(body)) == "unsupported at 3");
    }
    CHECK(fault_of("<!DOCTYPE svg [<!ENTITY a \"b\">]>\n" + page("")) == "unsupported at 1");
    CHECK(fault_of(page(R"svg(<image href="data:image/png;base64,AA=="/><use href="#a"/>)svg"
                        R"svg(<style>path{fill:url(#g)}</style>)svg")) == "none");
}

TEST_CASE("page template: mistakes are named with their line", "[render]") {
    struct Case {
        const char* fault;
        std::string body;
    };
    const std::vector<Case> cases = {
        {"bad_syntax at 3", "<circle data-text=\"x\" id=\"a\"/>"},
        {"bad_syntax at 3", "<path data-minfontsize=\"2\"/>"},
        {"duplicate at 4", box("a", "x") + box("a", "y")},
        {"duplicate at 3", box("", "x")},
        {"bad_syntax at 3", box("a", "{{x")},
        {"bad_value at 3",
         "<rect id=\"a\" data-text=\"x\" x=\"90\" y=\"0\" width=\"20\" height=\"5\"/>"},
        {"bad_syntax at 3",
         "<rect id=\"a\" data-text=\"x\" x=\"9mm\" y=\"0\" width=\"20\" height=\"5\"/>"},
        {"bad_value at 3", box("a", "x", "font-size=\"12pt\"")},
        {"bad_value at 3", box("a", "x", "fill=\"url(#g)\"")},
        {"bad_value at 3", box("a", "x", "data-role=\"Title\"")},
        {"bad_value at 3", box("a", "x", "data-min-font-size=\"9\"")},
        {"bad_syntax at 3", box("a", "x", "data-align=\"justify\"")},
        {"bad_syntax at 3", box("a", "x", "class=\"big\"")},
        {"bad_syntax at 3", box("a", "x", "data-if=\"{{a}}\"")},
        {"bad_syntax at 3", box("a", "x", "data-more=\"\"")},
        {"unsupported at 3", "<g transform=\"rotate(90)\">\n" + box("a", "x") + "</g>"},
        {"unsupported at 3", box("a", "x", "transform=\"scale(2)\"")},
        {"bad_syntax at 3", "<g data-each=\"e\" data-step-mm=\"0\" data-rows=\"2\"/>"},
        {"bad_syntax at 3", "<g data-each=\"e\" data-step-mm=\"5\" data-rows=\"65\"/>"},
        {"bad_syntax at 3", "<g data-rows=\"2\"/>"},
        {"bad_value at 4",
         "<g data-each=\"e\" data-step-mm=\"30\" data-rows=\"4\">\n" + box("a", "x") + "</g>"},
        {"unsupported at 4",
         "<g data-each=\"e\" data-step-mm=\"1\" data-rows=\"2\">\n"
         "<g data-each=\"f\" data-step-mm=\"1\" data-rows=\"2\"/></g>"},
        {"bad_syntax at 3", symbol},
        {"bad_syntax at 4", "<g>"},
    };
    for (const auto& c : cases) {
        INFO(c.body);
        CHECK(fault_of(page(c.body)) == c.fault);
    }
    CHECK(fault_of(head + "</svg>") == "bad_syntax at 0");
    CHECK(fault_of(head + "<g data-if=\"a\">\n" + symbol + "</g></svg>") == "bad_syntax at 3");
}

TEST_CASE("page template: the page's own size", "[render]") {
    const auto sized = [](const std::string& attributes) {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" " + attributes + ">" + symbol + "</svg>";
    };
    CHECK(fault_of(sized(R"svg(width="100mm" height="80mm" viewBox="0,0,100,80")svg")) == "none");
    CHECK(fault_of(sized(R"svg(width="100" height="80" viewBox="0 0 100 80")svg")) ==
          "bad_syntax at 1");
    CHECK(fault_of(sized(R"svg(width="100mm" height="80mm" viewBox="0 0 378 302")svg")) ==
          "bad_syntax at 1");
    CHECK(fault_of(sized(R"svg(width="100mm" height="80mm")svg")) == "bad_syntax at 1");
    CHECK(fault_of(sized(R"svg(width="9000mm" height="80mm" viewBox="0 0 9000 80")svg")) ==
          "bad_value at 1");
    CHECK(fault_of(sized(R"svg(width="nanmm" height="infmm" viewBox="0 0 nan inf")svg")) ==
          "bad_syntax at 1");
    CHECK(fault_of("<svg width=\"100mm\" height=\"80mm\" viewBox=\"0 0 100 80\"/>") ==
          "bad_syntax at 1");
    CHECK(fault_of("<html/>") == "bad_syntax at 1");
    CHECK(fault_of("") == "bad_syntax at 1");
}

TEST_CASE("page template: limits and damaged files", "[render]") {
    CHECK(fault_of(page(std::string(5'000'000, ' '))) == "too_long at 0");
    std::string nested;
    for (int k = 0; k < 70; ++k) nested += "<g>";
    for (int k = 0; k < 70; ++k) nested += "</g>";
    CHECK(fault_of(page(nested)) == "too_deep at 3");
    std::string many;
    for (int k = 0; k < 20'001; ++k) many += "<path/>";
    CHECK(fault_of(page(many)) == "too_long at 3");
    std::string boxes;
    for (int k = 0; k < 401; ++k) boxes += box("b" + std::to_string(k), "x");
    CHECK(fault_of(page(boxes)) == "too_long at 403");
    CHECK(fault_of(page("<!-- \xff -->")) == "bad_utf8 at 3");
    CHECK(fault_of(page(std::string("a\0b", 3))) == "bad_utf8 at 3");

    const std::string whole = page(box("a", "{{name}}"));
    for (std::size_t length = 0; length < whole.size() - 7; length += 3)
        CHECK_FALSE(PageTemplate::parse(std::string_view(whole).substr(0, length), nullptr));
    const auto made = parsed(page(box("a", "{{name}}")));
    CHECK(texts_of(made, R"svg({"name":")svg" + std::string(17'000, 'a') + "\"}") == "too_long");
}

TEST_CASE("page template: flowed text is refused once, with its line", "[render]") {
    const std::string flowed[] = {
        "<text style=\"font-size:4px;shape-inside:url(#r);white-space:pre\">{{name}}</text>",
        "<text shape-inside=\"url(#r)\"><tspan x=\"1\" y=\"2\">Name</tspan></text>",
        "<text style=\"inline-size:40\">Name</text>",
        "<flowRoot><flowRegion><rect width=\"9\" height=\"9\"/></flowRegion>"
        "<flowPara>{{name}}</flowPara></flowRoot>",
        "<style>.a{shape-inside:url(#r)}</style>"};
    for (const auto& body : flowed) {
        INFO(body);
        std::vector<TemplateFault> faults;
        const auto made = PageTemplate::parse(page(body), &faults);
        REQUIRE_FALSE(made);
        CHECK(made.error().code == Errc::Unsupported);
        REQUIRE(faults.size() == 1);
        CHECK(faults[0].line == 3);
        CHECK(faults[0].text.find("data-text") != std::string::npos);
    }
    CHECK(fault_of(page("<text x=\"1\" y=\"2\" style=\"font-size:4px\">Name</text>")) == "none");
}

TEST_CASE("page template: boxes and fonts for the profile's check", "[render]") {
    const auto made =
        parsed(page("<g data-if=\"a\" font-family=\"'My Font', serif\">" +
                    box("one", "x", "data-unless=\"b\"") + "</g><g display=\"none\">" +
                    box("hidden", "x", "font-family=\"Not Used\"") + "</g>" +
                    "<text font-family=\"Artwork\" x=\"1\" y=\"2\">t</text>" +
                    "<g data-each=\"vaxEvents\" data-step-mm=\"8\" data-rows=\"3\">" +
                    box("row", "{{dose}}") + box("more", "m", "data-more=\"\"") + "</g>"));
    const auto& boxes = made.boxes();
    REQUIRE(boxes.size() == 3);
    CHECK(boxes[0].id == "one");
    CHECK(boxes[0].line == 3);
    CHECK(boxes[0].conditions == std::vector<std::string>{"if a", "unless b"});
    CHECK(boxes[0].repeat_line == 0);
    CHECK(boxes[1].rows == 3);
    CHECK(boxes[1].step_mm == 8);
    CHECK(boxes[1].conditions.empty());
    CHECK_FALSE(boxes[1].is_more_part);
    CHECK(boxes[2].is_more_part);
    CHECK(boxes[2].repeat_line == boxes[1].repeat_line);
    std::string fonts;
    for (const auto& font : made.fonts()) fonts += font.families + ";";
    CHECK(fonts == "My Font, serif;Artwork;Noto Sans;");
}

TEST_CASE("page template: a specimen is marked around the symbol", "[render]") {
    const auto made = parsed(page(box("name", "{{name}}")));
    const auto data = json::read(R"({"name":"A"})");
    REQUIRE(data);
    SymbolMatrix matrix;
    matrix.modules = 21;
    matrix.dark.assign(441, 1);
    PageFill values;
    values.data = &data->root();
    values.symbol = &matrix;
    values.title = "417";
    auto filled = made.fill(values);
    REQUIRE(filled);
    CHECK(filled->artwork_svg.find("SPECIMEN") == std::string::npos);
    mark_as_specimen(*filled);
    CHECK(filled->title == "SPECIMEN 417");
    // Beside and below the code; the 10 mm above it are too narrow.
    std::size_t words = 0;
    for (auto at = filled->artwork_svg.find(">SPECIMEN<"); at != std::string::npos;
         at = filled->artwork_svg.find(">SPECIMEN<", at + 1))
        ++words;
    CHECK(words == 2);
    REQUIRE(filled->artwork_svg.size() > 7);
    CHECK(filled->artwork_svg.rfind("</svg>") > filled->artwork_svg.rfind("SPECIMEN"));
    PageModel without_artwork;
    mark_as_specimen(without_artwork);
    CHECK(without_artwork.artwork_svg.empty());
}
