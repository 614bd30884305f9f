#include "core/profile/cross_checks.h"

#include <algorithm>

namespace outpost::profile {

std::vector<ProfileFault> cross_check(const Profile& profile, const ReadFile& read,
                                      const ShippedContext& shipped) {
    std::vector<ProfileFault> faults;
    CrossCheck check{profile, profile.parts(), read, shipped, faults, {}, {}, {}, {}, {}, {}};
    for (const auto* name : {"certify-v3", "certify-v1"})
        if (const auto* kind = profile.kind(name)) check.kinds.push_back(kind);
    if (check.kinds.empty()) return faults;
    check_sources(check);
    check_sample(check);
    check_contexts(check);
    check_pages(check);
    check_symbols(check);
    std::stable_sort(faults.begin(), faults.end(),
                     [](const auto& a, const auto& b) { return a.is_warning < b.is_warning; });
    return faults;
}

}  // namespace outpost::profile
