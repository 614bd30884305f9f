// Sorting, merging and dating of what is trusted.
#include "core/trust/snapshot.h"

#include "core/bytes/hex.h"

#include <algorithm>
#include <map>
#include <utility>

namespace outpost::trust {

namespace {

using SharedWithdrawal = std::shared_ptr<const Withdrawal>;

bool same_withdrawal(const SharedWithdrawal& a, const SharedWithdrawal& b) {
    return a == b || (a != nullptr && b != nullptr && *a == *b);
}

bool same_entry(const VerificationMethod& a, const VerificationMethod& b) {
    return a.id == b.id && a.key == b.key && a.controller == b.controller && a.name == b.name &&
           a.issuers == b.issuers && a.contexts == b.contexts && a.purposes == b.purposes &&
           a.not_before == b.not_before && a.not_after == b.not_after && a.revoked == b.revoked &&
           same_withdrawal(a.withdrawal, b.withdrawal);
}

// `first` to `last` stand under one id. Few keys share an id, so comparing all pairs is cheap; a
// hostile list is bounded by the limits of whoever made it.
template <typename Iterator>
void withdraw_everywhere(Iterator first, Iterator last) {
    std::map<crypto::Sha256Digest, SharedWithdrawal> withdrawn;
    for (auto it = first; it != last; ++it) {
        if (!it->revoked) continue;
        const auto [known, is_new] = withdrawn.try_emplace(it->key.fingerprint(), it->withdrawal);
        if (is_new || same_withdrawal(known->second, it->withdrawal)) continue;
        const bool is_whole = known->second == nullptr || it->withdrawal == nullptr;
        known->second =
            is_whole
                ? nullptr
                : std::make_shared<const Withdrawal>(stricter_of(*known->second, *it->withdrawal));
    }
    if (withdrawn.empty()) return;
    for (auto it = first; it != last; ++it) {
        const auto found = withdrawn.find(it->key.fingerprint());
        if (found == withdrawn.end()) continue;
        it->revoked = true;
        it->withdrawal = found->second;
    }
}

std::vector<VerificationMethod> without_repetitions(std::vector<VerificationMethod> sorted) {
    std::vector<VerificationMethod> kept;
    kept.reserve(sorted.size());
    std::size_t group_at = 0;
    for (auto& method : sorted) {
        if (!kept.empty() && kept.back().id != method.id) group_at = kept.size();
        const auto begin = kept.begin() + static_cast<std::ptrdiff_t>(group_at);
        const bool seen = std::any_of(begin, kept.end(), [&](const VerificationMethod& earlier) {
            return same_entry(earlier, method);
        });
        if (!seen) kept.push_back(std::move(method));
    }
    return kept;
}

template <typename Choose>
void take(std::optional<UtcInstant>& merged, const std::optional<UtcInstant>& one, Choose choose) {
    if (one) merged = merged ? choose(*merged, *one) : *one;
}

}  // namespace

TrustAge age_of(const TrustOrigin& origin, UtcInstant at) {
    if (!origin.issued_at && !origin.expires_at) return TrustAge::Unknown;
    if (origin.issued_at && at < *origin.issued_at) return TrustAge::NotYet;
    if (origin.expires_at && at > *origin.expires_at) return TrustAge::Expired;
    return TrustAge::Current;
}

bool is_current(const VerificationMethod& method, UtcInstant at) {
    return !(method.not_before && at < *method.not_before) &&
           !(method.not_after && at > *method.not_after);
}

TrustSnapshot::TrustSnapshot(std::vector<VerificationMethod> methods, TrustOrigin origin)
    : origin_(std::move(origin)) {
    const auto by_id = [](const VerificationMethod& a, const VerificationMethod& b) {
        return a.id < b.id;
    };
    std::stable_sort(methods.begin(), methods.end(), by_id);
    for (auto first = methods.begin(); first != methods.end();) {
        const auto last = std::upper_bound(first, methods.end(), *first, by_id);
        withdraw_everywhere(first, last);
        first = last;
    }
    methods_ = without_repetitions(std::move(methods));
    for (auto& method : methods_) method.published = crypto::is_published(method.key);
}

std::span<const VerificationMethod> TrustSnapshot::find(std::string_view id) const {
    const auto first = std::lower_bound(
        methods_.begin(), methods_.end(), id,
        [](const VerificationMethod& method, std::string_view key) { return method.id < key; });
    auto last = first;
    while (last != methods_.end() && last->id == id) ++last;
    return {first, last};
}

VerificationMethod method_of(std::string id, crypto::PublicKey key) {
    return {.id = std::move(id),
            .controller = {},
            .name = {},
            .key = std::move(key),
            .issuers = {},
            .contexts = {},
            .purposes = {},
            .not_before = {},
            .not_after = {}};
}

std::shared_ptr<const TrustSnapshot> trust_in_one(VerificationMethod method) {
    std::vector<VerificationMethod> methods;
    methods.push_back(std::move(method));
    return std::make_shared<const TrustSnapshot>(std::move(methods), TrustOrigin{});
}

TrustSnapshot merge_snapshots(std::span<const TrustSnapshot> sources) {
    std::vector<VerificationMethod> methods;
    TrustOrigin merged;
    std::string bundle_ids;
    std::size_t bundles = 0;
    for (const auto& source : sources) {
        methods.insert(methods.end(), source.methods().begin(), source.methods().end());
        const auto& origin = source.origin();
        take(merged.issued_at, origin.issued_at,
             [](UtcInstant a, UtcInstant b) { return std::min(a, b); });
        take(merged.expires_at, origin.expires_at,
             [](UtcInstant a, UtcInstant b) { return std::min(a, b); });
        if (origin.bundle_id.empty()) continue;
        ++bundles;
        bundle_ids += origin.bundle_id;
        merged.bundle_id = origin.bundle_id;
        merged.sequence = origin.sequence;
    }
    if (bundles > 1) {
        merged.bundle_id = bytes::encode_hex(crypto::sha256(as_bytes(bundle_ids)));
        merged.sequence = 0;
    }
    return {std::move(methods), std::move(merged)};
}

}  // namespace outpost::trust
