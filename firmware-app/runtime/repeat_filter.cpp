// Folds the many sightings of one symbol into one.
#include "firmware-app/runtime/repeat_filter.h"

#include <algorithm>

namespace outpost::runtime {

bool RepeatFilter::is_new(ByteView payload, std::string_view source, std::int64_t seen_at_ms) {
    if (out_of_view_ms_ <= 0) return true;
    const std::lock_guard lock(mutex_);
    std::erase_if(in_view_, [&](const InView& known) {
        return seen_at_ms - known.seen_at_ms >= out_of_view_ms_;
    });
    for (auto& known : in_view_) {
        if (!is_same(known, payload, source)) continue;
        known.seen_at_ms = std::max(known.seen_at_ms, seen_at_ms);  // workers finish out of order
        return false;
    }
    if (in_view_.size() == payloads_max) {
        in_view_.erase(std::min_element(
            in_view_.begin(), in_view_.end(),
            [](const InView& a, const InView& b) { return a.seen_at_ms < b.seen_at_ms; }));
    }
    in_view_.push_back({to_bytes(payload), std::string(source), seen_at_ms});
    return true;
}

void RepeatFilter::forget(ByteView payload, std::string_view source) {
    const std::lock_guard lock(mutex_);
    std::erase_if(in_view_, [&](const InView& known) { return is_same(known, payload, source); });
}

bool RepeatFilter::is_same(const InView& known, ByteView payload, std::string_view source) {
    return known.source == source &&
           std::equal(payload.begin(), payload.end(), known.payload.begin(), known.payload.end());
}

}  // namespace outpost::runtime
