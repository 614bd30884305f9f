#include "core/operators/roster.h"

#include "core/base/check.h"
#include "core/crypto/hmac.h"
#include "core/operators/pin.h"
#include "core/trust/display_text.h"

#include <algorithm>

namespace outpost::operators {

namespace {

constexpr std::string_view tag_label = "outpost-operator/1";

/// The role and the name are under the tag: who can write the file but knows no PIN makes nobody a
/// supervisor. Everything before the name has a fixed length.
crypto::Sha256Digest tag_of(const crypto::SecretBytes& key, const crypto::PinSalt& salt, Role role,
                            std::string_view name) {
    Bytes data = to_bytes(as_bytes(tag_label));
    data.insert(data.end(), salt.begin(), salt.end());
    data.push_back(role == Role::Supervisor ? 2 : 1);
    const auto name_bytes = as_bytes(name);
    data.insert(data.end(), name_bytes.begin(), name_bytes.end());
    return crypto::hmac_sha256(key.view(), data);
}

/// Looks at all of them, whichever fits.
const Operator* match(const std::vector<Operator>& operators, const crypto::SecretBytes& key) {
    const Operator* found = nullptr;
    for (const auto& each : operators) {
        const auto tag = tag_of(key, each.salt, each.role, each.name);
        if (crypto::is_same_secret(tag, each.tag)) found = &each;
    }
    return found;
}

}  // namespace

Result<void> check_name(std::string_view name) {
    if (name.empty()) return Error{Errc::BadLength, 0, "a name is needed"};
    if (name.size() > name_bytes_max) return Error{Errc::TooLong, name_bytes_max, "name"};
    if (!trust::is_display_text(name) || name.front() == ' ' || name.back() == ' ')
        return Error{Errc::BadCharacter, 0, "the name cannot be shown as it is"};
    return {};
}

Result<OperatorRoster> OperatorRoster::with(const NewOperator& added,
                                            const crypto::SecretBytes& pin) const {
    OUTPOST_TRY_VOID(check_name(added.name));
    OUTPOST_TRY_VOID(check_new_pin(pin));
    if (find(added.name) != nullptr) return Error{Errc::Duplicate, 0, "the name is there already"};
    if (operators_.size() >= operators_max || next_number_ > operator_number_max)
        return Error{Errc::TooLong, operators_max, "no more operators can be added"};
    OUTPOST_TRY(const auto key, crypto::stretch_pin(pin, salt_, cost_));
    if (match(operators_, key) != nullptr)
        return Error{Errc::Duplicate, 0, "this PIN cannot be used: choose another one"};
    OperatorRoster next = *this;
    next.operators_.push_back({next_number_, added.name, added.role, added.salt,
                               tag_of(key, added.salt, added.role, added.name), added.added_at});
    ++next.next_number_;
    return next;
}

OperatorRoster OperatorRoster::with_salt(const crypto::PinSalt& salt) const {
    OUTPOST_CHECK(operators_.empty());
    OperatorRoster next(salt);
    next.next_number_ = next_number_;
    return next;
}

Result<OperatorRoster> OperatorRoster::without(std::string_view name) const {
    OperatorRoster next = *this;
    if (std::erase_if(next.operators_, [&](const Operator& each) { return each.name == name; }) ==
        0)
        return Error{Errc::NotFound, 0, "nobody has that name"};
    return next;
}

Result<std::optional<Operator>> OperatorRoster::find_by_pin(const crypto::SecretBytes& pin) const {
    OUTPOST_TRY(const auto key, crypto::stretch_pin(pin, salt_, cost_));
    const auto* found = match(operators_, key);
    return found == nullptr ? std::optional<Operator>() : std::optional<Operator>(*found);
}

const Operator* OperatorRoster::find(std::string_view name) const {
    const auto found = std::find_if(operators_.begin(), operators_.end(),
                                    [&](const Operator& each) { return each.name == name; });
    return found == operators_.end() ? nullptr : &*found;
}

bool OperatorRoster::has_supervisor() const {
    return std::any_of(operators_.begin(), operators_.end(),
                       [](const Operator& each) { return each.role == Role::Supervisor; });
}

}  // namespace outpost::operators
