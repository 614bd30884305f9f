#include "core/render/svg_document.h"

#include "core/bytes/utf8.h"

#include <algorithm>
#include <array>

namespace outpost::render {

namespace {

using namespace std::string_view_literals;

// What librsvg and Cairo bring to paper as vectors. Filters would become pixels.
constexpr std::array drawn_elements = {"svg"sv,
                                       "g"sv,
                                       "defs"sv,
                                       "symbol"sv,
                                       "use"sv,
                                       "path"sv,
                                       "rect"sv,
                                       "circle"sv,
                                       "line"sv,
                                       "ellipse"sv,
                                       "polyline"sv,
                                       "polygon"sv,
                                       "text"sv,
                                       "tspan"sv,
                                       "image"sv,
                                       "linearGradient"sv,
                                       "radialGradient"sv,
                                       "stop"sv,
                                       "pattern"sv,
                                       "clipPath"sv,
                                       "mask"sv,
                                       "marker"sv,
                                       "style"sv};

template <typename Names>
bool is_one_of(const Names& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::string lower_case(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
}

// url(#a), url('#a') and url("#a") stay inside the file; everything else would leave it. Escapes
// and at-rules have no honest use in artwork and could hide such a url.
bool css_leaves_file(std::string_view css) {
    const std::string text = lower_case(css);
    if (text.find('\\') != std::string::npos || text.find('@') != std::string::npos) return true;
    if (text.find("/*") != std::string::npos) return true;
    for (auto at = text.find("url("); at != std::string::npos; at = text.find("url(", at)) {
        at = text.find_first_not_of(" \t\r\n'\"", at + 4);
        if (at == std::string::npos || text[at] != '#') return true;
    }
    return false;
}

bool reference_leaves_file(std::string_view reference) {
    const auto start = reference.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos) return false;
    const auto text = lower_case(reference.substr(start, 32));
    return text.front() != '#' && text.rfind("data:image/png;", 0) != 0 &&
           text.rfind("data:image/jpeg;", 0) != 0;
}

bool is_reference(std::string_view attribute) {
    return attribute == "href" || attribute == "src" ||
           (attribute.size() > 5 && attribute.substr(attribute.size() - 5) == ":href");
}

// Inkscape's wrapped texts: SVG 1.2's flowRoot, SVG 2's shape-inside and inline-size. What prints
// them does not wrap.
bool flows_text(std::string_view css) {
    const auto text = lower_case(css);
    return text.find("shape-inside") != std::string::npos ||
           text.find("inline-size") != std::string::npos;
}

bool is_flowed_text(pugi::xml_node node) {
    const auto name = local_name(node);
    if (name == "flowRoot") return true;
    if (name != "text" && name != "tspan") return false;
    for (const auto attribute : node.attributes())
        if (flows_text(attribute.name()) ||
            (std::string_view(attribute.name()) == "style" && flows_text(attribute.value())))
            return true;
    return false;
}

constexpr const char* flowed_text_fault =
    "Flowed text is not wrapped in print: draw a rectangle and give it the text as its attribute "
    "data-text (artwork: unflow the text first, in Inkscape with Text > Unflow).";

bool is_drawn_attribute(std::string_view name) {
    if (name.rfind("data-", 0) == 0) return false;
    if (name.rfind("xmlns:", 0) == 0) return name == "xmlns:xlink" || name == "xmlns:svg";
    const bool has_prefix = name.find(':') != std::string_view::npos;
    return !has_prefix || name == "xlink:href" || name == "xml:space" || name == "xml:lang";
}

}  // namespace

void Faults::add(Errc code, std::int32_t line, std::string text) {
    if (count_++ == 0) first_ = code;
    if (out_ != nullptr && out_->size() < faults_max)
        out_->push_back(TemplateFault{line, std::move(text)});
}

bool SvgDocument::read(std::string_view text, Faults& faults) {
    if (text.size() > page_template_bytes_max) {
        faults.add(Errc::TooLong, 0, "The file is larger than 4 MiB.");
        return false;
    }
    line_starts_ = {0};
    for (std::size_t at = 0; at < text.size(); ++at)
        if (text[at] == '\n') line_starts_.push_back(at + 1);
    const auto line_at = [&](std::size_t offset) {
        const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
        return static_cast<std::int32_t>(after - line_starts_.begin());
    };
    const auto readable = bytes::utf8_prefix_bytes(text);
    const auto nul = text.find('\0');
    if (readable != text.size() || nul != std::string_view::npos) {
        faults.add(Errc::BadUtf8, line_at(std::min(readable, nul)),
                   "The file is not UTF-8 text; save it as UTF-8.");
        return false;
    }
    const auto parsed = document_.load_buffer(
        text.data(), text.size(),
        pugi::parse_default | pugi::parse_ws_pcdata | pugi::parse_doctype | pugi::parse_pi,
        pugi::encoding_utf8);
    if (!parsed) {
        const auto offset = static_cast<std::size_t>(std::max<std::ptrdiff_t>(parsed.offset, 0));
        faults.add(Errc::BadSyntax, line_at(offset),
                   std::string("This is not well-formed XML: ") + parsed.description() + ".");
        return false;
    }
    for (const auto node : document_.children()) {
        if (node.type() == pugi::node_doctype)
            faults.add(Errc::Unsupported, 1, "Remove the <!DOCTYPE ...> declaration.");
        if (node.type() == pugi::node_pi)
            faults.add(Errc::Unsupported, line_of(node), "Remove the <?...?> instruction.");
    }
    if (local_name(root()) != "svg") {
        faults.add(Errc::BadSyntax, line_of(root()), "The outermost element must be <svg>.");
        return false;
    }
    if (std::string_view(root().attribute("xmlns").value()) != "http://www.w3.org/2000/svg")
        faults.add(Errc::BadSyntax, line_of(root()),
                   "The outermost element needs xmlns=\"http://www.w3.org/2000/svg\".");
    guard_tree(root(), 1, faults);
    return nodes_ <= svg_nodes_max && faults.is_empty();
}

std::int32_t SvgDocument::line_of(pugi::xml_node node) const {
    const auto offset = node.offset_debug();
    if (offset < 0) return 0;
    const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(),
                                        static_cast<std::size_t>(offset));
    return static_cast<std::int32_t>(after - line_starts_.begin());
}

void SvgDocument::guard_tree(pugi::xml_node node, std::size_t depth, Faults& faults) {
    if (depth > svg_depth_max) {
        faults.add(Errc::TooDeep, line_of(node), "More than 64 elements lie within each other.");
        return;
    }
    // Told once; what lies in it would only add to it.
    if (is_flowed_text(node))
        return faults.add(Errc::Unsupported, line_of(node), flowed_text_fault);
    guard_element(node, faults);
    for (const auto child : node.children()) {
        if (++nodes_ > svg_nodes_max) {
            if (nodes_ == svg_nodes_max + 1)
                faults.add(Errc::TooLong, line_of(child),
                           "The drawing has more than 20,000 parts.");
            return;
        }
        if (child.type() == pugi::node_pi)
            faults.add(Errc::Unsupported, line_of(child), "Remove the <?...?> instruction.");
        if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
            const std::string_view text = child.value();
            if (local_name(node) == "style" && css_leaves_file(text))
                faults.add(Errc::Unsupported, line_of(child),
                           "A style sheet may not have @ rules, comments, backslashes or addresses "
                           "outside this file.");
            if (local_name(node) == "style" && flows_text(text))
                faults.add(Errc::Unsupported, line_of(child), flowed_text_fault);
            if (text.find("{{") != std::string_view::npos)
                faults.add(Errc::Unsupported, line_of(child),
                           "Plain text is not filled in: draw a rectangle and give it the text as "
                           "its attribute data-text.");
        }
        if (child.type() == pugi::node_element && !is_editor_data(child))
            guard_tree(child, depth + 1, faults);
    }
}

void SvgDocument::guard_element(pugi::xml_node node, Faults& faults) const {
    const auto line = line_of(node);
    const std::string name(local_name(node));
    if (!is_one_of(drawn_elements, name))
        faults.add(Errc::Unsupported, line, "The element <" + name + "> can not be printed.");
    for (const auto attribute : node.attributes()) {
        const std::string_view key = attribute.name();
        const std::string_view value = attribute.value();
        const bool is_ours = key.rfind("data-", 0) == 0;
        if (!is_ours && !is_drawn_attribute(key) && !is_reference(key) && key != "xml:base")
            continue;  // an editor's own
        if (lower_case(key.substr(0, 2)) == "on")
            faults.add(Errc::Unsupported, line, "Remove the event attribute " + std::string(key));
        if (key == "xml:base" || (is_reference(key) && reference_leaves_file(value)))
            faults.add(Errc::Unsupported, line,
                       "A reference leads outside this file: embed the picture (PNG or JPEG).");
        if (!is_ours && key != "id" && !is_reference(key) && key != "d" &&
            (key == "style"
                 ? css_leaves_file(value)
                 : lower_case(value).find("url(") != std::string::npos && css_leaves_file(value)))
            faults.add(
                Errc::Unsupported, line,
                "A style may not have comments, backslashes or addresses outside this file.");
        if (!is_ours && value.find("{{") != std::string_view::npos)
            faults.add(Errc::Unsupported, line,
                       "The attribute " + std::string(key) + " is not filled in.");
    }
}

bool is_editor_data(pugi::xml_node node) {
    const std::string_view name = node.name();
    const auto colon = name.find(':');
    if (colon != std::string_view::npos && name.substr(0, colon) != "svg") return true;
    const auto local = local_name(node);
    return local == "metadata" || local == "title" || local == "desc";
}

std::string_view local_name(pugi::xml_node node) {
    const std::string_view name = node.name();
    return name.rfind("svg:", 0) == 0 ? name.substr(4) : name;
}

void append_opening_tag(std::string& out, pugi::xml_node node, bool is_empty) {
    out += '<';
    out += node.name();
    for (const auto attribute : node.attributes()) {
        if (!is_drawn_attribute(attribute.name())) continue;
        out += ' ';
        out += attribute.name();
        out += "=\"";
        append_escaped(out, attribute.value());
        out += '"';
    }
    out += is_empty ? "/>" : ">";
}

void append_escaped(std::string& out, std::string_view text) {
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\n':
                out += "&#10;";
                break;
            default:
                out += c;
        }
    }
}

}  // namespace outpost::render
