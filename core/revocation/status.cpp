// Look-up in a sorted list of records.
#include "core/revocation/status.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace outpost::revocation {

namespace {

template <typename Item>
bool contains(const std::vector<Item>& items, const Item& item) {
    return std::find(items.begin(), items.end(), item) != items.end();
}

// A record without dose or refId speaks about every certificate with that id.
bool fits(const StatusRecord& record, const CertificateKey& key) {
    if (record.dose && !contains(key.doses, *record.dose)) return false;
    return record.ref_id.empty() || contains(key.ref_ids, std::string_view(record.ref_id));
}

// Revoked before Superseded, later before earlier: the first record that fits is the answer.
bool comes_before(const StatusRecord& a, const StatusRecord& b) {
    return std::tie(a.certificate_id, a.status, b.revoked_at) <
           std::tie(b.certificate_id, b.status, a.revoked_at);
}

std::optional<UtcInstant> older(std::optional<UtcInstant> a, std::optional<UtcInstant> b) {
    if (!a || !b) return std::nullopt;
    return std::min(*a, *b);
}

}  // namespace

StatusSnapshot::StatusSnapshot(std::vector<StatusRecord> records,
                               std::optional<UtcInstant> issued_at,
                               std::optional<UtcInstant> next_update)
    : records_(std::move(records)), issued_at_(issued_at), next_update_(next_update) {
    std::stable_sort(records_.begin(), records_.end(), comes_before);
}

StatusAnswer StatusSnapshot::look_up(const CertificateKey& key) const {
    auto at = std::lower_bound(
        records_.begin(), records_.end(), key.evidence_tail,
        [](const StatusRecord& record, std::string_view id) { return record.certificate_id < id; });
    bool listed = false;
    for (; at != records_.end() && at->certificate_id == key.evidence_tail; ++at) {
        listed = true;
        if (fits(*at, key)) return {at->status, at->replacement_id, at->revoked_at};
    }
    return {listed ? Status::Mismatch : Status::NotListed, {}, std::nullopt};
}

StatusSnapshot merge_status(std::vector<StatusSnapshot> lists) {
    if (lists.size() == 1) return std::move(lists.front());
    std::vector<StatusRecord> records;
    std::optional<UtcInstant> issued_at;
    std::optional<UtcInstant> next_update;
    for (std::size_t i = 0; i < lists.size(); ++i) {
        // One list without dates makes the age of the whole unknown.
        issued_at = i == 0 ? lists[i].issued_at() : older(issued_at, lists[i].issued_at());
        next_update = i == 0 ? lists[i].next_update() : older(next_update, lists[i].next_update());
        records.insert(records.end(), lists[i].records().begin(), lists[i].records().end());
    }
    return {std::move(records), issued_at, next_update};
}

}  // namespace outpost::revocation
