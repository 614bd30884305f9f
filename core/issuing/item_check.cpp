#include "core/issuing/item_check.h"

#include "core/json/reader.h"

#include <algorithm>
#include <utility>

namespace outpost::issuing {

CheckedRequest check_item(const profile::Profile& profile, const profile::RequestKind& kind,
                          std::string_view text, UtcInstant now) {
    const auto document = json::read(text);
    if (!document) {
        CheckedRequest unreadable;
        unreadable.errors.push_back(
            {{}, intake::ItemCode::BadSyntax, "this item is not JSON", 0, {}});
        return unreadable;
    }
    auto checked =
        check_request(document->root(), {kind.is_v1(), profile.requires_program_id()}, now);
    auto errors = profile.check_request(kind, document->root());
    for (auto& error : checked.errors) {
        const bool is_known = std::any_of(errors.begin(), errors.end(),
                                          [&](const auto& e) { return e.path == error.path; });
        if (!is_known) errors.push_back(std::move(error));
    }
    checked.errors = std::move(errors);
    return checked;
}

}  // namespace outpost::issuing
