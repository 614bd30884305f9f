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

}  // namespace

void check_pages(CrossCheck& check) {
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
