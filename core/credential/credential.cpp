// Look-ups in a verified credential.
#include "core/credential/credential.h"

#include <algorithm>

namespace outpost::credential {

std::string_view grade_name(Grade grade) {
    switch (grade) {
        case Grade::Bound:
            return "bound";
        case Grade::Interchangeable:
            return "interchangeable";
        case Grade::Unsigned:
            return "unsigned";
    }
    return "unsigned";
}

const Claim* VerifiedCredential::find(std::string_view pointer) const {
    const auto found = std::find_if(claims_.begin(), claims_.end(),
                                    [&](const Claim& claim) { return claim.pointer == pointer; });
    return found == claims_.end() ? nullptr : &*found;
}

std::string_view VerifiedCredential::signed_text(std::string_view pointer) const {
    const auto* claim = find(pointer);
    if (claim == nullptr || claim->grade == Grade::Unsigned || !claim->as_written->is_string())
        return {};
    return claim->as_written->as_string();
}

}  // namespace outpost::credential
