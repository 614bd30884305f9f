// From the SVG file to PagePart: every rule of docs/formats/page-template.md is checked here.
#include "core/render/box_style.h"
#include "core/render/page_data.h"
#include "core/render/page_parts.h"
#include "core/render/svg_document.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>

namespace outpost::render {

namespace {

using namespace std::string_view_literals;

constexpr double page_side_mm_min = 20;
constexpr double page_side_mm_max = 1200;
constexpr double tolerance_mm = 0.05;
constexpr double font_size_mm_floor = 1.8;

constexpr std::array our_attributes = {
    "data-text"sv,   "data-align"sv, "data-valign"sv, "data-min-font-size"sv, "data-role"sv,
    "data-symbol"sv, "data-if"sv,    "data-unless"sv, "data-each"sv,          "data-step-mm"sv,
    "data-rows"sv,   "data-more"sv,  "data-name"sv};  // data-name: some drawing programs'
constexpr std::array roles = {"H1"sv, "H2"sv, "H3"sv, "P"sv, "Lbl"sv, "TH"sv, "TD"sv};

template <typename Names>
bool is_one_of(const Names& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

struct Place {
    BoxStyle style;
    const Repeat* repeat = nullptr;
    std::int32_t repeat_line = 0;
    bool is_more_part = false;
    std::vector<std::string> conditions;
};

/// "210mm" to 210.
std::optional<double> parse_mm(std::string_view text) {
    if (text.size() < 3 || text.substr(text.size() - 2) != "mm") return std::nullopt;
    text.remove_suffix(2);
    return text.substr(text.size() - 1) == "x" ? std::nullopt : parse_user_length(text);
}

class PageReader {
  public:
    PageReader(const SvgDocument& svg, PageTemplate::Parts& parts, Faults& faults)
        : svg_(svg), parts_(parts), faults_(faults) {}

    void read() {
        read_size();
        if (!faults_.is_empty()) return;
        Place place;
        apply_style(place.style, svg_.root(), svg_.line_of(svg_.root()), false, faults_);
        append_children(parts_.root, svg_.root(), place);
        if (!parts_.symbol_box)
            faults_.add(Errc::BadSyntax, 0,
                        "There is no place for the QR code: one rectangle needs data-symbol.");
    }

  private:
    void fault(pugi::xml_node node, std::string text, Errc code = Errc::BadSyntax) {
        faults_.add(code, svg_.line_of(node), std::move(text));
    }

    void read_size() {
        const auto root = svg_.root();
        const auto width = parse_mm(root.attribute("width").value());
        const auto height = parse_mm(root.attribute("height").value());
        if (!width || !height)
            return fault(root, "width and height must be in mm: width=\"210mm\".");
        if (*width < page_side_mm_min || *height < page_side_mm_min || *width > page_side_mm_max ||
            *height > page_side_mm_max)
            return fault(root, "A page measures 20 to 1200 mm along each side.", Errc::BadValue);
        std::array<double, 4> view{-1, -1, -1, -1};
        std::string_view rest = root.attribute("viewBox").value();
        for (auto& number : view) {
            const auto start = rest.find_first_not_of(", \t\r\n");
            if (start == std::string_view::npos) break;
            rest.remove_prefix(start);
            const auto end = rest.find_first_of(", \t\r\n");
            if (const auto value = parse_user_length(rest.substr(0, end))) number = *value;
            rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end);
        }
        if (view[0] != 0 || view[1] != 0 || std::abs(view[2] - *width) > tolerance_mm ||
            std::abs(view[3] - *height) > tolerance_mm)
            return fault(root,
                         "viewBox must be \"0 0 width height\" in mm, so that one unit is 1 mm.");
        parts_.width_mm = *width;
        parts_.height_mm = *height;
        append_opening_tag(parts_.root.opening, root, false);
        parts_.root.closing = std::string("</") + root.name() + ">";
    }

    void append_children(PagePart& parent, pugi::xml_node node, const Place& place) {
        for (const auto child : node.children()) {
            if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
                PagePart text;
                append_escaped(text.opening, child.value());
                append(parent, std::move(text));
            }
            if (child.type() != pugi::node_element || is_editor_data(child)) continue;
            Place inner = place;
            apply_style(inner.style, child, svg_.line_of(child),
                        child.attribute("data-text") || child.attribute("data-symbol"), faults_);
            if (auto part = read_element(child, inner)) append(parent, std::move(*part));
        }
    }

    // Neighbouring static artwork becomes one string.
    static void append(PagePart& parent, PagePart part) {
        if (part.is_static() && !parent.children.empty() && parent.children.back().is_static()) {
            parent.children.back().opening += part.opening;
        } else {
            parent.children.push_back(std::move(part));
        }
    }

    std::optional<PagePart> read_element(pugi::xml_node node, Place& place) {
        check_attributes(node, place);
        PagePart part;
        read_conditions(part, node, place);
        if (node.attribute("data-symbol")) {
            read_symbol(node, place);
            return std::nullopt;
        }
        if (node.attribute("data-text")) {
            part.box = read_box(node, place);
            if (part.box == nullptr) return std::nullopt;
            return part;
        }
        if (node.attribute("data-each")) read_repeat(part, node);
        if (part.repeat) {
            place.repeat = &*part.repeat;
            place.repeat_line = svg_.line_of(node);
        }
        if (local_name(node) == "text" || local_name(node) == "tspan")
            add_font(place.style, svg_.line_of(node));
        const bool is_empty = node.first_child() == nullptr;
        append_opening_tag(part.opening, node, is_empty);
        if (is_empty) return part;
        part.closing = std::string("</") + node.name() + ">";
        append_children(part, node, place);
        if (part.repeat)
            part.repeat->has_more_part =
                std::any_of(part.children.begin(), part.children.end(),
                            [](const PagePart& child) { return child.is_more_part; });
        flatten(part);
        return part;
    }

    // A subtree without anything to decide is one string.
    static void flatten(PagePart& part) {
        if (part.repeat || part.children.size() > 1) return;
        if (!part.children.empty()) {
            if (!part.children.front().is_static()) return;
            part.opening += part.children.front().opening;
            part.children.clear();
        }
        part.opening += part.closing;
        part.closing.clear();
    }

    void check_attributes(pugi::xml_node node, const Place& place) {
        const auto name = local_name(node);
        for (const auto attribute : node.attributes()) {
            const std::string_view key = attribute.name();
            if (key.rfind("data-", 0) == 0 && !is_one_of(our_attributes, key))
                fault(node, "The attribute " + std::string(key) + " is not known.");
        }
        const bool is_box = node.attribute("data-text") || node.attribute("data-symbol");
        if (is_box && name != "rect")
            fault(node, "data-text and data-symbol may only stand on a <rect>.");
        if (node.attribute("data-text") && node.attribute("data-symbol"))
            fault(node, "A rectangle is a text box or the QR code's place, not both.");
        if (!is_box && (node.attribute("data-align") || node.attribute("data-valign") ||
                        node.attribute("data-min-font-size") || node.attribute("data-role")))
            fault(node,
                  "data-align, data-valign, data-min-font-size and data-role need data-text.");
        if (node.attribute("data-each") && name != "g")
            fault(node, "data-each may only stand on a <g> (a group).");
        if (node.attribute("data-each") && place.repeat != nullptr)
            fault(node, "A repeated group may not lie within another one.", Errc::Unsupported);
        if (!node.attribute("data-each") &&
            (node.attribute("data-rows") || node.attribute("data-step-mm")))
            fault(node, "data-rows and data-step-mm need data-each.");
        if (node.attribute("data-more") && !node.parent().attribute("data-each"))
            fault(node, "data-more may only stand directly within a repeated group.");
    }

    void read_conditions(PagePart& part, pugi::xml_node node, Place& place) {
        const auto read_name = [&](const char* attribute) {
            const std::string name = node.attribute(attribute).value();
            if (!node.attribute(attribute)) return name;
            if (name.empty() || name.find_first_of("{} \t\"") != std::string::npos)
                fault(node, std::string(attribute) + " takes one name, without braces.");
            add_placeholder(name, node, place);
            place.conditions.push_back((attribute + "data-"sv.size()) + (" " + name));
            return name;
        };
        part.conditions.if_name = read_name("data-if");
        part.conditions.unless_name = read_name("data-unless");
        part.is_more_part = static_cast<bool>(node.attribute("data-more"));
        place.is_more_part = place.is_more_part || part.is_more_part;
    }

    void read_repeat(PagePart& part, pugi::xml_node node) {
        Repeat repeat;
        repeat.list = node.attribute("data-each").value();
        const auto step = parse_user_length(node.attribute("data-step-mm").value());
        const std::string_view rows = node.attribute("data-rows").value();
        std::int64_t count = 0;
        const auto [end, error] = std::from_chars(rows.data(), rows.data() + rows.size(), count);
        if (repeat.list.empty() || !step || *step <= 0 || error != std::errc{} ||
            end != rows.data() + rows.size() || count < 1 || count > rows_max)
            return fault(node,
                         "A repeated group needs data-each=\"list\", data-step-mm (more than 0) "
                         "and data-rows (1 to 64).");
        repeat.step_mm = *step;
        repeat.rows = static_cast<std::size_t>(count);
        parts_.placeholders.push_back(
            {repeat.list, svg_.line_of(node), node.attribute("id").value()});
        part.repeat = repeat;
    }

    std::optional<BoxMm> read_rectangle(pugi::xml_node node, const Place& place) {
        const auto x = parse_user_length(node.attribute("x").as_string("0"));
        const auto y = parse_user_length(node.attribute("y").as_string("0"));
        const auto width = parse_user_length(node.attribute("width").value());
        const auto height = parse_user_length(node.attribute("height").value());
        if (!x || !y || !width || !height || *width <= 0 || *height <= 0) {
            fault(node, "x, y, width and height must be plain numbers (millimetres).");
            return std::nullopt;
        }
        if (place.style.bent_line != 0) {
            faults_.add(
                Errc::Unsupported, place.style.bent_line,
                "Only shifts (translate) may be applied to boxes and the groups around them.");
            return std::nullopt;
        }
        const BoxMm box{*x + place.style.shift_x_mm, *y + place.style.shift_y_mm, *width, *height};
        const double last_row_mm =
            place.repeat == nullptr
                ? 0
                : place.repeat->step_mm * static_cast<double>(place.repeat->rows - 1);
        if (box.x_mm < -tolerance_mm || box.y_mm < -tolerance_mm ||
            box.x_mm + box.width_mm > parts_.width_mm + tolerance_mm ||
            box.y_mm + box.height_mm + last_row_mm > parts_.height_mm + tolerance_mm) {
            fault(node, "The box lies partly outside the page.", Errc::BadValue);
            return std::nullopt;
        }
        return box;
    }

    void read_symbol(pugi::xml_node node, const Place& place) {
        if (parts_.symbol_box) fault(node, "There may be only one rectangle with data-symbol.");
        if (!place.conditions.empty() || place.repeat != nullptr || place.style.is_hidden)
            fault(node, "The QR code's place may not be hidden, conditional or repeated.");
        if (const auto box = read_rectangle(node, place)) parts_.symbol_box = *box;
        parts_.symbol_description = node.attribute("data-symbol").value();
    }

    std::unique_ptr<NamedBox> read_box(pugi::xml_node node, const Place& place) {
        const std::string id = node.attribute("id").value();
        if (id.empty() || !ids_.insert(id).second)
            fault(node, "A text box needs an id of its own.", Errc::Duplicate);
        if (ids_.size() > boxes_max) {
            fault(node, "A page may have 400 text boxes.", Errc::TooLong);
            return nullptr;
        }
        if (node.attribute("class"))
            fault(node, "A text box has its style in attributes or style=\"\", not in a class.");
        auto text = templates::Template::parse(node.attribute("data-text").value());
        if (!text) {
            fault(node, "The placeholders in data-text are not well-formed.", text.error().code);
            return nullptr;
        }
        const auto box = read_rectangle(node, place);
        if (!box) return nullptr;
        add_text_placeholders(*text, node, place);
        auto named = std::make_unique<NamedBox>(NamedBox{TextBox{}, std::move(*text)});
        named->look.box = *box;
        named->look.id = id;
        read_look(named->look, node, place);
        if (place.style.is_hidden) return nullptr;  // as a drawing program shows it
        PageBox known{id,
                      svg_.line_of(node),
                      *box,
                      place.repeat_line,
                      1,
                      0,
                      place.is_more_part,
                      place.conditions};
        if (place.repeat != nullptr) {
            known.rows = place.repeat->rows;
            known.step_mm = place.repeat->step_mm;
        }
        parts_.boxes.push_back(std::move(known));
        add_font(place.style, svg_.line_of(node));
        return named;
    }

    void add_font(const BoxStyle& style, std::int32_t line) {
        if (style.is_hidden) return;
        const bool is_known =
            std::any_of(parts_.fonts.begin(), parts_.fonts.end(),
                        [&](const auto& font) { return font.families == style.font_family; });
        if (!is_known && parts_.fonts.size() < boxes_max)
            parts_.fonts.push_back({style.font_family, line});
    }

    void read_look(TextBox& look, pugi::xml_node node, const Place& place) {
        const auto& style = place.style;
        look.font_family = style.font_family;
        look.font_size_mm = style.font_size_mm;
        look.font_size_min_mm =
            std::min(style.font_size_mm, std::max(font_size_mm_floor, style.font_size_mm * 0.6));
        look.is_bold = style.is_bold;
        look.is_italic = style.is_italic;
        look.colour = style.colour;
        look.language = style.language;
        look.along = style.along;
        const auto read_alignment = [&](const char* attribute, Alignment& alignment) {
            if (!node.attribute(attribute)) return;
            const auto parsed = parse_alignment(node.attribute(attribute).value());
            if (!parsed) return fault(node, std::string(attribute) + " is start, middle or end.");
            alignment = *parsed;
        };
        read_alignment("data-align", look.along);
        read_alignment("data-valign", look.across);
        if (const auto attribute = node.attribute("data-min-font-size")) {
            const auto size = parse_user_length(attribute.value());
            if (!size || *size < 0.5 || *size > look.font_size_mm)
                return fault(node,
                             "data-min-font-size is a number of mm from 0.5 to the font size.",
                             Errc::BadValue);
            look.font_size_min_mm = *size;
        }
        if (const auto attribute = node.attribute("data-role")) {
            look.role = attribute.value();
            if (!is_one_of(roles, look.role))
                fault(node, "data-role is one of H1, H2, H3, P, Lbl, TH, TD.", Errc::BadValue);
        }
    }

    void add_text_placeholders(const templates::Template& text, pugi::xml_node node,
                               const Place& place) {
        for (const auto& tag : text.tags()) {
            using templates::TagKind;
            if (tag.kind == TagKind::SectionEnd || tag.kind == TagKind::Comment) continue;
            if (tag.name != ".") add_placeholder(tag.name, node, place);
        }
    }

    // Within a repeated group a name is the row's where the row has it, else the page's.
    void add_placeholder(const std::string& name, pugi::xml_node node, const Place& place) {
        std::string full = name;
        if (place.repeat != nullptr) {
            if (name == row_number_name || name == row_is_even_name || name == more_count_name)
                return;
            const auto head = std::string_view(name).substr(0, name.find('.'));
            const bool is_row_name =
                place.repeat->list != "vaxEvents" || is_one_of(vaccination_event_names(), head);
            if (is_row_name) full = place.repeat->list + "." + name;
        }
        parts_.placeholders.push_back({full, svg_.line_of(node), node.attribute("id").value()});
    }

    const SvgDocument& svg_;
    PageTemplate::Parts& parts_;
    Faults& faults_;
    std::set<std::string> ids_;
};

}  // namespace

Result<PageTemplate> PageTemplate::parse(std::string_view svg, std::vector<TemplateFault>* faults) {
    Faults collected(faults);
    SvgDocument document;
    auto parts = std::make_unique<Parts>();
    if (document.read(svg, collected)) PageReader(document, *parts, collected).read();
    if (!collected.is_empty()) return collected.first();
    return PageTemplate(std::move(parts));
}

}  // namespace outpost::render
