// Silence, prefix and suffix: see the header for what each means.
#include "core/framing/payload_cutter.h"

#include <algorithm>
#include <utility>

namespace outpost::framing {

namespace {

constexpr std::int64_t silence_ms_max = 10'000;

/// Lets `tail` keep the last `count` bytes that came.
void keep_tail(Bytes& tail, std::uint8_t byte, std::size_t count) {
    tail.push_back(byte);
    if (tail.size() > count) tail.erase(tail.begin());
}

}  // namespace

Result<void> check_rules(const FramingRules& rules) {
    if (rules.prefix.size() > mark_bytes_max || rules.suffix.size() > mark_bytes_max)
        return Error{Errc::TooLong, mark_bytes_max, "prefix or suffix of a scanner"};
    if (rules.idle_ms < 0 || rules.idle_ms > silence_ms_max || rules.pause_ms < rules.idle_ms ||
        rules.pause_ms < 1 || rules.pause_ms > silence_ms_max)
        return Error{Errc::BadValue, 0, "silence that ends a scan"};
    if (rules.idle_ms == 0 && rules.suffix.empty())
        return Error{Errc::BadValue, 0, "neither silence nor a suffix would end a scan"};
    if (rules.payload_bytes_max == 0 || rules.payload_bytes_max > payload_bytes_ceiling)
        return Error{Errc::BadValue, 0, "longest scan"};
    return {};
}

PayloadCutter::PayloadCutter(FramingRules rules) : rules_(std::move(rules)) {
    OUTPOST_CHECK(check_rules(rules_).has_value());
}

void PayloadCutter::step(ByteView arrived, std::int64_t now_ms) {
    if (arrived.empty()) {
        if (!is_between()) silence(now_ms - last_byte_ms_);
        return;
    }
    counts_.bytes += arrived.size();
    last_byte_ms_ = now_ms;
    for (const auto byte : arrived) take_byte(byte);
}

std::optional<Result<Bytes>> PayloadCutter::take() {
    if (ready_.empty()) return std::nullopt;
    auto oldest = std::move(ready_.front());
    ready_.pop_front();
    return oldest;
}

std::optional<std::int64_t> PayloadCutter::decides_in_ms(std::int64_t now_ms) const {
    if (is_between()) return std::nullopt;
    const bool idle_decides = by_silence() && (skipping_ || ends_with_suffix());
    const auto needed_ms = idle_decides ? rules_.idle_ms : rules_.pause_ms;
    return std::max<std::int64_t>(0, last_byte_ms_ + needed_ms - now_ms);
}

void PayloadCutter::hang_up() {
    drop_begun();
    forget();
}

void PayloadCutter::spoil(std::int64_t now_ms) {
    last_byte_ms_ = now_ms;
    if (skipping_) return;
    ++counts_.incomplete;
    refuse(Errc::Truncated, "the scan was cut off before its end");
    forget();
    skipping_ = true;
}

void PayloadCutter::take_byte(std::uint8_t byte) {
    if (skipping_) return skip_byte(byte);
    if (!by_silence() && !rules_.prefix.empty() && !in_frame_) return look_for_prefix(byte);
    held_.push_back(byte);
    if (!by_silence() && ends_with_suffix()) return finish();
    const auto prefix_bytes = by_silence() ? rules_.prefix.size() : 0;
    const auto whole_bytes_max = prefix_bytes + rules_.payload_bytes_max + rules_.suffix.size();
    if (held_.size() <= whole_bytes_max) return;
    ++counts_.too_long;
    refuse(Errc::TooLong, "the scan is longer than the limit");
    // The suffix may already have begun.
    const auto tail_bytes = by_silence() ? 0 : rules_.suffix.size();
    const Bytes tail(held_.end() - static_cast<std::ptrdiff_t>(tail_bytes), held_.end());
    forget();
    skipping_ = true;
    held_ = tail;
}

void PayloadCutter::look_for_prefix(std::uint8_t byte) {
    const auto had = held_.size();
    keep_tail(held_, byte, rules_.prefix.size());
    noise_ = noise_ || had == rules_.prefix.size();
    if (held_ != rules_.prefix) return;
    if (noise_) ++counts_.unframed;
    forget();
    in_frame_ = true;
}

void PayloadCutter::skip_byte(std::uint8_t byte) {
    if (by_silence()) return;  // only silence ends it
    keep_tail(held_, byte, rules_.suffix.size());
    if (held_ == rules_.suffix) forget();
}

void PayloadCutter::silence(std::int64_t quiet_ms) {
    if (skipping_) {
        if (quiet_ms >= (by_silence() ? rules_.idle_ms : rules_.pause_ms)) forget();
        return;
    }
    if (by_silence() && ends_with_suffix()) {
        if (quiet_ms >= rules_.idle_ms) finish();
        return;
    }
    if (quiet_ms < rules_.pause_ms) return;
    drop_begun();
    forget();
}

void PayloadCutter::finish() {
    auto whole = std::exchange(held_, {});
    forget();
    const auto prefix_bytes = by_silence() ? rules_.prefix.size() : 0;
    const auto suffix_bytes = rules_.suffix.size();
    const bool begins =
        whole.size() >= prefix_bytes + suffix_bytes &&
        std::equal(rules_.prefix.begin(),
                   rules_.prefix.begin() + static_cast<std::ptrdiff_t>(prefix_bytes),
                   whole.begin());
    if (!begins) {
        ++counts_.unframed;
        return refuse(Errc::BadSyntax, "the scan came without its prefix");
    }
    whole.erase(whole.end() - static_cast<std::ptrdiff_t>(suffix_bytes), whole.end());
    whole.erase(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(prefix_bytes));
    if (whole.empty()) return;  // a bare suffix says nothing
    if (whole.size() > rules_.payload_bytes_max) {
        ++counts_.too_long;
        return refuse(Errc::TooLong, "the scan is longer than the limit");
    }
    if (ready_.size() >= waiting_payloads_max) {
        ++counts_.dropped;
        return;
    }
    ++counts_.payloads;
    ready_.emplace_back(std::move(whole));
}

void PayloadCutter::refuse(Errc code, const char* what) {
    // A refusal that finds no room is still counted.
    if (ready_.size() < waiting_payloads_max) ready_.emplace_back(Error{code, 0, what});
}

void PayloadCutter::drop_begun() {
    if (is_between() || skipping_) return;
    if (!by_silence() && !rules_.prefix.empty() && !in_frame_) {
        ++counts_.unframed;
        return refuse(Errc::BadSyntax, "the scan came without its prefix");
    }
    ++counts_.incomplete;
    refuse(Errc::Truncated, "the scan was cut off before its end");
}

void PayloadCutter::forget() {
    held_.clear();
    in_frame_ = false;
    skipping_ = false;
    noise_ = false;
}

bool PayloadCutter::ends_with_suffix() const {
    return held_.size() >= rules_.suffix.size() &&
           std::equal(rules_.suffix.rbegin(), rules_.suffix.rend(), held_.rbegin());
}

}  // namespace outpost::framing
