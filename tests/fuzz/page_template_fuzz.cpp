// Page templates: whatever the file, the result is faults with words, or a page whose boxes lie on
// it and that can be filled.
#include "core/json/reader.h"
#include "core/render/page_template.h"
#include "core/render/specimen.h"
#include "tests/fuzz/fuzz.h"

#include <string>
#include <string_view>
#include <vector>

using namespace outpost;

namespace {

constexpr std::string_view data_text = R"({"name":"A & <B>","dose":2,"isFinalDose":true,"empty":"",
    "vaxEvents":[{"dose":2,"vaxName":"X"},{"dose":1,"vaxName":"Y"},{"dose":0,"vaxName":"{{z}}"}]})";
constexpr double tolerance_mm = 0.1;

void check_fill(const render::PageTemplate& page) {
    const auto data = json::read(data_text);
    OUTPOST_CHECK(data.has_value());
    SymbolMatrix symbol;
    symbol.version = 1;
    symbol.modules = 21;
    symbol.dark.assign(441, 1);
    render::PageFill fill;
    fill.data = &data->root();
    fill.symbol = &symbol;
    auto model = page.fill(fill);
    if (!model) return;
    OUTPOST_CHECK(model->symbol.has_value());
    for (const auto& text : model->texts) {
        OUTPOST_CHECK(!text.id.empty() && !text.text.empty());
        OUTPOST_CHECK(text.font_size_min_mm <= text.font_size_mm);
        OUTPOST_CHECK(text.box.y_mm + text.box.height_mm <= model->height_mm + tolerance_mm);
        OUTPOST_CHECK(text.box.x_mm + text.box.width_mm <= model->width_mm + tolerance_mm);
    }
    render::mark_as_specimen(*model);
    OUTPOST_CHECK(model->title.rfind("SPECIMEN", 0) == 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > fuzz::input_bytes_max) return 0;
    std::vector<render::TemplateFault> faults;
    const auto page = render::PageTemplate::parse(as_text({data, size}), &faults);
    OUTPOST_CHECK(page.has_value() == faults.empty());
    for (const auto& fault : faults) OUTPOST_CHECK(!fault.text.empty() && fault.line >= 0);
    if (!page) return 0;
    for (const auto& box : page->boxes()) {
        OUTPOST_CHECK(box.box.width_mm > 0 && box.box.height_mm > 0);
        OUTPOST_CHECK(box.rows >= 1 && box.line > 0);
    }
    check_fill(*page);
    return 0;
}
