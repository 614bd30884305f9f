#include "core/render/page_template.h"

#include "core/render/page_parts.h"

#include <algorithm>
#include <cmath>

namespace outpost::render {

namespace {

constexpr std::size_t text_bytes_max = 16 * 1024;
constexpr std::size_t artwork_bytes_max = std::size_t{16} * 1024 * 1024;
constexpr std::size_t texts_max = 4000;
constexpr std::int32_t quiet_zone_modules = 4;
constexpr double mm_per_inch = 25.4;

const json::Value* look_up(const json::Value& data, std::string_view name) {
    const json::Value* value = &data;
    while (value != nullptr && !name.empty()) {
        const auto dot = name.find('.');
        value = value->find(name.substr(0, dot));
        name = dot == std::string_view::npos ? std::string_view{} : name.substr(dot + 1);
    }
    return value;
}

/// As Mustache has it: absent, null, false, 0, "" and [] are not.
bool is_truthy(const json::Value* value) {
    if (value == nullptr || value->is_null()) return false;
    if (value->is_boolean()) return value->as_boolean();
    if (value->is_number()) return value->as_double() != 0;
    if (value->is_string()) return !value->as_string().empty();
    return !value->is_array() || !value->items().empty();
}

bool has_ink(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") != std::string_view::npos;
}

/// A row's names before the page's.
class RowScope {
  public:
    RowScope(const json::Value& page, const json::Value* item, std::size_t row, std::size_t more)
        : numbers_{std::to_string(row + 1), std::to_string(more)} {
        add(row_number_name, json::Value::integer(static_cast<std::int64_t>(row + 1), numbers_[0]));
        add(row_is_even_name, json::Value::boolean(row % 2 == 1));
        add(more_count_name, json::Value::integer(static_cast<std::int64_t>(more), numbers_[1]));
        for (const auto* source : {item, &page}) {
            if (source == nullptr || !source->is_object()) continue;
            for (const auto& member : source->members()) add(member.name, member.value);
        }
        value_ = json::Value::object(members_);
    }
    RowScope(const RowScope&) = delete;
    RowScope& operator=(const RowScope&) = delete;
    [[nodiscard]] const json::Value& value() const { return value_; }

  private:
    void add(std::string_view name, const json::Value& value) {
        const bool is_taken = std::any_of(members_.begin(), members_.end(),
                                          [&](const auto& m) { return m.name == name; });
        if (!is_taken) members_.push_back({name, value});
    }

    std::string numbers_[2];
    std::vector<json::Member> members_;
    json::Value value_;
};

/// Where one part is being drawn.
struct Scope {
    const json::Value& data;
    double shift_y_mm = 0;
    bool is_more_row = false;
    std::size_t row = 0;
};

class PageFiller {
  public:
    explicit PageFiller(PageModel& page) : page_(page) {}

    Result<void> add(const PagePart& part, const Scope& scope) {
        const auto& conditions = part.conditions;
        if (!conditions.if_name.empty() && !is_truthy(look_up(scope.data, conditions.if_name)))
            return {};
        if (!conditions.unless_name.empty() &&
            is_truthy(look_up(scope.data, conditions.unless_name)))
            return {};
        if (part.box != nullptr) return add_text(*part.box, scope);
        if (part.repeat) return add_rows(part, scope);
        OUTPOST_TRY_VOID(add_artwork(part.opening));
        for (const auto& child : part.children) OUTPOST_TRY_VOID(add(child, scope));
        return add_artwork(part.closing);
    }

  private:
    Result<void> add_artwork(std::string_view svg) {
        if (page_.artwork_svg.size() + svg.size() > artwork_bytes_max)
            return Error{Errc::TooLong, artwork_bytes_max, "page artwork"};
        page_.artwork_svg += svg;
        return {};
    }

    Result<void> add_text(const NamedBox& box, const Scope& scope) {
        OUTPOST_TRY(auto text,
                    box.text.render(scope.data, templates::Escape::None, text_bytes_max));
        if (!has_ink(text)) return {};
        if (page_.texts.size() >= texts_max) return Error{Errc::TooLong, texts_max, "page texts"};
        TextBox filled = box.look;
        filled.box.y_mm += scope.shift_y_mm;
        filled.text = std::move(text);
        if (scope.row > 0) filled.id += "-" + std::to_string(scope.row + 1);
        page_.texts.push_back(std::move(filled));
        return {};
    }

    Result<void> add_rows(const PagePart& part, const Scope& scope) {
        const auto& repeat = *part.repeat;
        const json::Value* list = look_up(scope.data, repeat.list);
        if (list == nullptr || !list->is_array()) return {};
        const auto items = list->items();
        const bool is_full = items.size() > repeat.rows;
        if (is_full && !repeat.has_more_part)
            return Error{Errc::TooLong, repeat.rows, "more rows than the page has room for"};
        const auto shown = is_full ? repeat.rows - 1 : items.size();
        OUTPOST_TRY_VOID(add_artwork(part.opening));
        for (std::size_t row = 0; row < shown; ++row)
            OUTPOST_TRY_VOID(add_row(part, scope, row, &items[row], 0));
        if (is_full) OUTPOST_TRY_VOID(add_row(part, scope, shown, nullptr, items.size() - shown));
        return add_artwork(part.closing);
    }

    Result<void> add_row(const PagePart& part, const Scope& scope, std::size_t row,
                         const json::Value* item, std::size_t more) {
        const RowScope names(scope.data, item, row, more);
        const double shift_mm = part.repeat->step_mm * static_cast<double>(row);
        OUTPOST_TRY_VOID(
            add_artwork("<g transform=\"translate(0 " + std::to_string(shift_mm) + ")\">"));
        const Scope inner{names.value(), scope.shift_y_mm + shift_mm, item == nullptr, row};
        for (const auto& child : part.children)
            if (child.is_more_part == inner.is_more_row) OUTPOST_TRY_VOID(add(child, inner));
        return add_artwork("</g>");
    }

    PageModel& page_;
};

/// The symbol with its quiet zone in the middle of its box, edges on the printer's dots.
BoxMm place_symbol(const BoxMm& box, double side_mm, double dot_mm) {
    const auto start = [&](double from, double length) {
        const double middle = from + (length - side_mm) / 2;
        double dots = std::round(middle / dot_mm);
        if (dots * dot_mm < from - 1e-9) dots += 1;
        return dots * dot_mm;
    };
    return {start(box.x_mm, box.width_mm), start(box.y_mm, box.height_mm), side_mm, side_mm};
}

}  // namespace

PageTemplate::PageTemplate(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
PageTemplate::~PageTemplate() = default;
PageTemplate::PageTemplate(PageTemplate&&) noexcept = default;
PageTemplate& PageTemplate::operator=(PageTemplate&&) noexcept = default;

double PageTemplate::width_mm() const {
    return parts_->width_mm;
}

double PageTemplate::height_mm() const {
    return parts_->height_mm;
}

const BoxMm& PageTemplate::symbol_box() const {
    return *parts_->symbol_box;
}

const std::vector<PagePlaceholder>& PageTemplate::placeholders() const {
    return parts_->placeholders;
}

const std::vector<PageBox>& PageTemplate::boxes() const {
    return parts_->boxes;
}

const std::vector<PageFont>& PageTemplate::fonts() const {
    return parts_->fonts;
}

Result<PageModel> PageTemplate::fill(const PageFill& fill) const {
    if (fill.data == nullptr || !fill.data->is_object())
        return Error{Errc::BadValue, 0, "page data"};
    PageModel page;
    page.width_mm = parts_->width_mm;
    page.height_mm = parts_->height_mm;
    page.title = fill.title;
    page.language = fill.language;
    page.created = fill.created;
    OUTPOST_TRY_VOID(PageFiller(page).add(parts_->root, Scope{*fill.data}));
    if (fill.symbol == nullptr) return page;

    SymbolBox symbol;
    symbol.module_mm = module_size_mm(fill.symbol->modules, *parts_->symbol_box, fill.dpi);
    if (symbol.module_mm <= 0) return Error{Errc::TooLong, 0, "the symbol does not fit its box"};
    symbol.matrix = *fill.symbol;
    symbol.description = parts_->symbol_description;
    symbol.box = place_symbol(*parts_->symbol_box,
                              symbol.module_mm * (fill.symbol->modules + 2 * quiet_zone_modules),
                              mm_per_inch / fill.dpi);
    page.symbol = std::move(symbol);
    return page;
}

double module_size_mm(std::int32_t modules, const BoxMm& box, std::int32_t dpi) {
    if (modules <= 0 || dpi <= 0) return 0;
    const double dot_mm = mm_per_inch / dpi;
    const double side_dots = std::min(box.width_mm, box.height_mm) / dot_mm;
    const double dots = std::floor(side_dots / (modules + 2 * quiet_zone_modules) + 1e-6);
    return dots < 1 ? 0 : dots * dot_mm;
}

}  // namespace outpost::render
