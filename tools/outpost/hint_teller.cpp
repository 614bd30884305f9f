// What stands in the way of reading, told to a person in words and not too often.
#include "tools/outpost/hint_teller.h"

namespace outpost::tools {

std::string_view words_for(ScanHint hint) {
    switch (hint) {
        case ScanHint::None:
            return {};
        case ScanHint::TooFar:
            return "the code is too far away: move it closer";
        case ScanHint::TooClose:
            return "the code is too close: move it back a little";
        case ScanHint::CutLeft:
            return "the code leaves the picture on the left: move it to the right";
        case ScanHint::CutTop:
            return "the code leaves the picture at the top: move it down";
        case ScanHint::CutRight:
            return "the code leaves the picture on the right: move it to the left";
        case ScanHint::CutBottom:
            return "the code leaves the picture at the bottom: move it up";
        case ScanHint::Moving:
            return "the code moves: keep it still";
        case ScanHint::Blurred:
            return "the code is blurred: move it back slowly";
        case ScanHint::Glare:
            return "light falls on the code: turn it a little";
        case ScanHint::TooDark:
            return "too dark: hold it in the light, or make the phone's screen brighter";
        case ScanHint::TooBright:
            return "too bright: turn away from the sun";
        case ScanHint::Tilted:
            return "the code is tilted: hold it straight";
        case ScanHint::Curled:
            return "the paper is curled: make it flat";
        case ScanHint::ScreenMoire:
            return "the screen's pixels disturb: move the phone back a little";
    }
    return {};
}

std::optional<ScanHint> HintTeller::next(std::optional<ScanHint> hint, std::int64_t now_ms) {
    if (!hint) {
        // A frame or two without the symbol do not begin its time anew.
        if (in_view_since_ms_ && now_ms - in_view_at_ms_ >= out_of_view_ms) {
            in_view_since_ms_.reset();
            told_.reset();
        }
        cause_ = {ScanHint::None, now_ms};
        return std::nullopt;
    }
    if (!in_view_since_ms_) in_view_since_ms_ = now_ms;
    in_view_at_ms_ = now_ms;
    if (cause_.hint != *hint) cause_ = {*hint, now_ms};
    if (!is_due(*hint, now_ms)) return std::nullopt;
    told_ = {*hint, now_ms};
    return hint;
}

bool HintTeller::is_due(ScanHint hint, std::int64_t now_ms) const {
    if (hint == ScanHint::None || now_ms - cause_.at_ms < holds_ms) return false;
    if (now_ms - *in_view_since_ms_ < first_after_ms) return false;
    if (!told_) return true;
    return now_ms - told_->at_ms >= (told_->hint == hint ? again_after_ms : stays_ms);
}

}  // namespace outpost::tools
