// What each screen says aloud: its words by their keys, never a name or a date.
#include "firmware-app/session/machine.h"

namespace outpost::session {
namespace {

using Keys = std::vector<std::string>;

const char* hint_key(ScanHint hint) {
    switch (hint) {
        case ScanHint::None:
            return "scan.title";
        case ScanHint::TooFar:
            return "hint.too_far";
        case ScanHint::TooClose:
            return "hint.too_close";
        // The camera sees the person's right on its left, and says where to move the code.
        case ScanHint::CutLeft:
            return "hint.left";
        case ScanHint::CutTop:
            return "hint.down";
        case ScanHint::CutRight:
            return "hint.right";
        case ScanHint::CutBottom:
            return "hint.up";
        case ScanHint::Moving:
            return "hint.moving";
        case ScanHint::Blurred:
            return "hint.blurred";
        case ScanHint::Glare:
            return "hint.glare";
        case ScanHint::TooDark:
            return "hint.dark_paper";
        case ScanHint::TooBright:
            return "hint.bright";
        case ScanHint::Tilted:
            return "hint.tilted";
        case ScanHint::Curled:
            return "hint.curled";
        case ScanHint::ScreenMoire:
            return "hint.moire";
    }
    return "scan.title";
}

Keys verdict_keys(const VerdictShown& shown) {
    if (shown.names_differ && shown.verdict == Verdict::Unknown)
        return {"verdict.unknown", "verdict.names_differ", "verdict.see_staff"};
    switch (shown.verdict) {
        case Verdict::Accepted:
            return shown.identity_name.empty() ? Keys{"verdict.accepted", "verdict.accepted_go"}
                                               : Keys{"verdict.accepted", "verdict.accepted_id"};
        case Verdict::NotAccepted:
            return {"verdict.not_accepted", "verdict.not_accepted_sub", "verdict.see_staff"};
        case Verdict::Rejected:
            return {"verdict.rejected", "verdict.rejected_sub", "verdict.see_staff"};
        case Verdict::Unknown:
            break;
    }
    return {"verdict.unknown", "verdict.unknown_sub", "verdict.see_staff"};
}

struct Spoken {
    const State& state;

    Keys operator()(const StartUp&) const { return {"oos.start"}; }
    Keys operator()(const Attract&) const { return {"attract.hold", "attract.media"}; }
    Keys operator()(const Languages&) const { return {"lang.title"}; }
    Keys operator()(const Scan& screen) const {
        if (screen.for_registration && screen.hint == ScanHint::None) return {"issue.show_code"};
        return {hint_key(screen.hint)};
    }
    Keys operator()(const Parts&) const { return {"parts.next"}; }
    Keys operator()(const VerdictShown& screen) const { return verdict_keys(screen); }
    // Its values only into a headset, which the runtime knows of.
    Keys operator()(const Confirm&) const { return {"confirm.title"}; }
    Keys operator()(const WhatIsWrong& screen) const {
        return {screen.is_thanking ? "confirm.held" : "confirm.what"};
    }
    Keys operator()(const Issuing&) const { return {"print.making"}; }
    Keys operator()(const Printing&) const { return {"print.printing"}; }
    Keys operator()(const HandOver&) const { return {"print.take", "print.keep_flat"}; }
    Keys operator()(const PrinterHelp& screen) const {
        const bool is_paper = screen.cause == PrintState::OutOfPaper;
        return {is_paper ? "print.paper" : "print.stopped", "print.safe"};
    }
    Keys operator()(const OutcomeUnknown&) const { return {"print.safe"}; }
    Keys operator()(const Pin&) const { return {"pin.title"}; }
    Keys operator()(const EasyUse&) const { return {"access.button"}; }
    Keys operator()(const OutOfService&) const { return {"oos.title", "oos.other"}; }
    // The operator's pages are not read aloud.
    template <class T>
    Keys operator()(const T&) const {
        return {};
    }
};

}  // namespace

std::vector<std::string> spoken_keys(const State& state) {
    return std::visit(Spoken{state}, state.screen);
}

}  // namespace outpost::session
