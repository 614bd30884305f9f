// Pages: placeholders that nothing fills, and members of the QR content that no page shows.
#include "core/profile/cross_checks.h"

#include "core/json/pointer.h"

#include <algorithm>

namespace outpost::profile {

namespace {

constexpr std::string_view events_name = "vaxEvents";

bool is_among(std::span<const std::string_view> names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// Follows "a.b.c"; the first item stands for a list.
const json::Value* look_up(const json::Value& root, std::string_view name) {
    const json::Value* value = &root;
    while (value != nullptr && !name.empty()) {
        if (value->is_array()) {
            value = value->items().empty() ? nullptr : &value->items().front();
            continue;
        }
        const auto step = name.substr(0, name.find('.'));
        name.remove_prefix(std::min(step.size() + 1, name.size()));
        value = value->find(step);
    }
    return value;
}

bool is_filled(const CrossCheck& check, const json::Value& data, const std::string& name) {
    const auto head = std::string_view(name).substr(0, name.find('.'));
    const auto rest = std::string_view(name).substr(std::min(head.size() + 1, name.size()));
    if (head == events_name && !rest.empty())
        return is_among(render::vaccination_event_names(), rest);
    if (rest.empty() && is_among(render::page_data_names(), name)) return true;
    if (look_up(data, name) != nullptr) return true;
    // What an optional member of the request fills need not be in the sample; `meta` is free.
    std::string pointer = "/" + std::string(head == "request" ? rest : std::string_view(name));
    std::replace(pointer.begin(), pointer.end(), '.', '/');
    if (head != "request" && head != "meta") return false;
    return std::any_of(check.kinds.begin(), check.kinds.end(), [&](const auto* kind) {
        return check.parts.schema_of(*kind).knows(pointer);
    });
}

/// The last step of "credential.evidence.batch".
std::string_view last_step(std::string_view name) {
    const auto dot = name.rfind('.');
    return dot == std::string_view::npos ? name : name.substr(dot + 1);
}

/// Members beyond DIVOC's own were added on purpose; a page has to show them.
void check_shown(CrossCheck& check, const SampleCredential& credential) {
    std::set<std::string, std::less<>> shown;
    for (const auto& layout : check.parts.layouts)
        for (const auto& placeholder : layout.page->placeholders())
            shown.emplace(last_step(placeholder.name));
    json::walk_scalars(
        credential.document->root(), {}, [&](const std::string& pointer, const auto&) {
            const bool is_claim =
                pointer.rfind("/credentialSubject/", 0) == 0 || pointer.rfind("/evidence/", 0) == 0;
            const auto name = pointer.substr(pointer.rfind('/') + 1);
            const bool is_place = name.find_first_not_of("0123456789") == std::string::npos;
            if (!is_claim || is_place || check.divoc_terms.count(name) != 0 ||
                shown.count(name) != 0 || name == "id" || name == "type")
                return;
            check.fault(credential.kind->template_file, line_of(credential.lines, pointer),
                        "member_not_on_page", pointer + " is shown on no page of the profile");
        });
}

constexpr double touch_mm = 0.2;  // less is not seen

/// Whether two boxes lie over each other, the second one `shift_mm` lower.
bool lie_over(const BoxMm& a, const BoxMm& b, double shift_mm) {
    const double along =
        std::min(a.x_mm + a.width_mm, b.x_mm + b.width_mm) - std::max(a.x_mm, b.x_mm);
    const double down = std::min(a.y_mm + a.height_mm, b.y_mm + b.height_mm + shift_mm) -
                        std::max(a.y_mm, b.y_mm + shift_mm);
    return along > touch_mm && down > touch_mm;
}

/// With all its rows.
BoxMm whole_box(const render::PageBox& box) {
    auto whole = box.box;
    whole.height_mm += box.step_mm * static_cast<double>(box.rows - 1);
    return whole;
}

/// One is drawn whenever the other one is. Else they may be each other's alternative.
bool are_drawn_together(const render::PageBox& a, const render::PageBox& b) {
    const auto includes = [](const auto& all, const auto& some) {
        return std::all_of(some.begin(), some.end(), [&](const auto& condition) {
            return std::find(all.begin(), all.end(), condition) != all.end();
        });
    };
    return includes(a.conditions, b.conditions) || includes(b.conditions, a.conditions);
}

bool overlap(const render::PageBox& a, const render::PageBox& b) {
    if (!are_drawn_together(a, b)) return false;
    if (a.repeat_line == 0 || a.repeat_line != b.repeat_line)
        return lie_over(whole_box(a), whole_box(b), 0);
    // Boxes of one repeated group: of one row, or of one row and a later one. The part for further
    // items stands alone in the last row.
    const bool is_same_row_drawn = a.is_more_part == b.is_more_part && &a != &b;
    if (is_same_row_drawn && lie_over(a.box, b.box, 0)) return true;
    for (std::size_t row = 1; row < a.rows; ++row) {
        const double shift_mm = a.step_mm * static_cast<double>(row);
        if (lie_over(a.box, b.box, shift_mm) || lie_over(b.box, a.box, shift_mm)) return true;
    }
    return false;
}

/// The symbol is drawn last, with its quiet zone: it would cover the text.
void check_boxes(CrossCheck& check, const PageLayout& layout) {
    const auto& boxes = layout.page->boxes();
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        const auto& box = boxes[i];
        if (lie_over(whole_box(box), layout.page->symbol_box(), 0))
            check.fault(layout.file, box.line, "box_over_symbol",
                        "the box " + box.id +
                            " lies over the QR code's square, which has to stay free with all its "
                            "quiet zone");
        for (std::size_t j = box.rows > 1 ? i : i + 1; j < boxes.size(); ++j)
            if (overlap(box, boxes[j]))
                check.warn(layout.file, boxes[j].line, "boxes_overlap",
                           i == j ? "the rows of the box " + box.id + " lie over each other"
                                  : "the boxes " + box.id + " and " + boxes[j].id +
                                        " lie over each other");
    }
}

}  // namespace

void check_pages(CrossCheck& check) {
    for (const auto& layout : check.parts.layouts) check_boxes(check, layout);
    if (check.credentials.empty()) return;
    const auto& first = check.credentials.front();
    for (const auto& layout : check.parts.layouts) {
        render::PageDataInput input;
        input.credential = &first.document->root();
        input.request = &check.sample->root();
        input.issuer_name = check.profile.issuer().name;
        input.dates = layout.dates;
        const auto data = render::page_document(input);
        if (!data) {
            check.fault(layout.file, 0, "page_not_filled",
                        std::string("the sample gives no page: ") + data.error().what);
            continue;
        }
        for (const auto& placeholder : layout.page->placeholders())
            if (!is_filled(check, data->root(), placeholder.name))
                check.fault(layout.file, placeholder.line, "page_placeholder_unfilled",
                            "nothing fills {{" + placeholder.name + "}}" +
                                (placeholder.box.empty() ? "" : " in the box " + placeholder.box));
    }
    for (const auto& credential : check.credentials) check_shown(check, credential);
}

}  // namespace outpost::profile
