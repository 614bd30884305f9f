#include "firmware-app/kiosk/scan_feed.h"

#include "core/bytes/hex.h"
#include "core/bytes/utf8.h"
#include "core/crypto/digest.h"
#include "core/scanning/scan_hint.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace outpost::kiosk {

namespace {

/// A registration code as the issuing rules know it: short, printable text.
constexpr std::size_t code_chars_max = 64;

std::optional<std::string> code_of(ByteView payload) {
    const auto text = as_text(payload);
    const bool is_short = !text.empty() && text.size() <= code_chars_max;
    if (!is_short || !bytes::validate_utf8(text)) return std::nullopt;
    const bool has_control = std::any_of(text.begin(), text.end(),
                                         [](char c) { return (c >= 0 && c < 0x20) || c == 0x7F; });
    if (has_control) return std::nullopt;
    return std::string(text);
}

std::string certificate_id_of(const session::CheckOutcome& outcome) {
    constexpr std::string_view member = "/certificateId";
    for (const auto& claim : outcome.claims)
        if (claim.path.ends_with(member)) return claim.proven;
    return {};
}

}  // namespace

void ScanFeed::see(const Look& look) {
    session::CodesInView seen;
    seen.width_px = look.width_px;
    seen.height_px = look.height_px;
    for (const auto& corners : look.read) {
        auto& outline = seen.outlines.emplace_back();
        outline.corners = corners;
        outline.is_read = true;
        outline.verdict = verdict_;
    }
    const auto& trace = look.quality.symbol;
    const bool is_likely = trace && !trace->was_read && trace->finder_patterns >= 2;
    if (look.read.empty() && is_likely) seen.outlines.emplace_back().corners = trace->corners;
    seen.cause = scanning::hint_of(look.quality, {look.width_px, look.height_px});
    const bool has_view = !seen.outlines.empty();
    // Nothing, again: that was told.
    if (!has_view && !std::exchange(had_view_, has_view)) return;
    had_view_ = has_view;
    happen_(std::move(seen));
}

void ScanFeed::take(const Bytes& payload, const std::optional<SequencePart>& part) {
    if (!is_accepting_) return;
    const auto offer = parts_.offer(payload, part, clock_.monotonic_ms());
    if (std::holds_alternative<parts::NotAPart>(offer)) return take_whole(payload);
    if (const auto* progress = std::get_if<parts::PartProgress>(&offer)) {
        session::PartsProgress told;
        told.total = static_cast<std::int32_t>(progress->of);
        told.have.assign(progress->of, false);
        std::fill_n(told.have.begin(), std::min<std::size_t>(progress->have, progress->of), true);
        told.is_new = progress->is_new;
        if (progress->of > 0)
            told.percent = static_cast<std::int32_t>(progress->have * 100 / progress->of);
        happen_(std::move(told));
    } else if (const auto* joined = std::get_if<parts::JoinedMessage>(&offer)) {
        take_whole(joined->message);
    } else {
        session::PartsProgress told;
        told.is_other_set = true;
        told.is_new = false;
        happen_(std::move(told));
    }
}

void ScanFeed::take_whole(ByteView payload) {
    happen_(session::CodeRead{bytes::encode_hex(crypto::sha256(payload))});
    session::CheckOutcome outcome;
    outcome.is_certificate = false;
    if (checking_ != nullptr) outcome = checking_->check(payload);
    const auto code = code_of(payload);
    if (counter_ && is_for_reprint_) {
        const auto id = outcome.is_certificate ? certificate_id_of(outcome) : code.value_or("");
        if (!id.empty()) counter_(RegistrationCode{id, true});
        return;
    }
    // A short text that is no certificate may be somebody's registration.
    if (counter_ && !outcome.is_certificate && code)
        return counter_(RegistrationCode{*code, false});
    verdict_ = outcome.is_certificate ? std::optional(outcome.verdict) : std::nullopt;
    happen_(session::Checked{std::move(outcome)});
}

void ScanFeed::forget() {
    parts_ = parts::PartCollector();
    verdict_.reset();
}

}  // namespace outpost::kiosk
