// Checks of parts by their kind.
#include "core/sync/part_check.h"

#include "core/policy/policy_file.h"
#include "core/profile/profile.h"
#include "core/revocation/status.h"
#include "core/trust/display_text.h"

#include <algorithm>
#include <set>
#include <utility>

namespace outpost::sync {

namespace {

Result<void> check_message(std::string_view text) {
    if (text.size() > message_bytes_max) return Error{Errc::TooLong, message_bytes_max, "message"};
    while (!text.empty()) {
        const auto end = text.find('\n');
        if (!trust::is_display_text(text.substr(0, end)))
            return Error{Errc::BadValue, 0, "a message that cannot be shown"};
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return {};
}

Result<void> check_part(const trust::BundlePart& part, const ReadPart& read) {
    OUTPOST_TRY(const Bytes content, read(part));
    switch (part.name.kind) {
        case trust::PartKind::Revocations: {
            const auto list = revocation::parse_status_list(as_text(content));
            return list ? Result<void>() : list.error();
        }
        case trust::PartKind::Policy: {
            const auto policy = policy::parse_policy(as_text(content));
            return policy ? Result<void>() : policy.error();
        }
        case trust::PartKind::Message:
            return check_message(as_text(content));
        case trust::PartKind::Profile:
            break;
    }
    return {};  // one file says nothing yet
}

profile::ReadFile files_of(const std::string& name, const std::vector<trust::BundlePart>& parts,
                           const ReadPart& read) {
    return [name, &parts, &read](const std::string& file) -> Result<std::string> {
        const trust::PartName wanted{trust::PartKind::Profile, name + "/" + file};
        const auto part = std::find_if(parts.begin(), parts.end(),
                                       [&](const auto& each) { return each.name == wanted; });
        if (part == parts.end()) return Error{Errc::NotFound, 0, "no such file in the profile"};
        OUTPOST_TRY(const Bytes content, read(*part));
        return std::string(as_text(content));
    };
}

}  // namespace

std::vector<std::string> profile_names(const std::vector<trust::BundlePart>& parts) {
    std::set<std::string> names;
    for (const auto& part : parts)
        if (part.name.kind == trust::PartKind::Profile)
            names.insert(part.name.name.substr(0, part.name.name.find('/')));
    return {names.begin(), names.end()};
}

Result<void> check_parts(const std::vector<trust::BundlePart>& parts, const ReadPart& read,
                         trust::PartName& unusable) {
    bool has_policy = false;
    for (const auto& part : parts) {
        unusable = part.name;
        OUTPOST_TRY_VOID(check_part(part, read));
        if (part.name.kind != trust::PartKind::Policy) continue;
        if (has_policy) return Error{Errc::Duplicate, 0, "two policies"};
        has_policy = true;
    }
    for (const auto& name : profile_names(parts)) {
        unusable = {trust::PartKind::Profile, name};
        std::vector<profile::ProfileFault> faults;
        if (!profile::Profile::load(files_of(name, parts, read), faults))
            return Error{Errc::BadValue, 0, "a profile with faults"};
    }
    return {};
}

}  // namespace outpost::sync
