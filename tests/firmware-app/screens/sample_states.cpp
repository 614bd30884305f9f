#include "tests/firmware-app/screens/sample_states.h"

#include "drivers/catalog/catalogs.h"

#include <catch2/catch.hpp>

#include <utility>

namespace outpost::tests {

using namespace session;

namespace {

constexpr std::int64_t now_ms = 1'000'000;
constexpr UtcInstant morning{1'795'000'920'000};

State base(Screen screen) {
    State state;
    state.screen = std::move(screen);
    state.since_ms = now_ms - 2'000;
    state.now_ms = now_ms;
    state.wall = morning;
    state.has_started = true;
    state.camera_width_px = 640;
    state.camera_height_px = 480;
    for (auto& part : state.health.parts) part.level = Level::Good;
    state.health.trust_age_days = 12;
    state.health.trust_next_expiry_days = 41;
    state.health.revocation_age_days = 2;
    state.queue = {42, 1, 118, 117, 1, morning};
    state.day = {{118, 4, 1, 7}, 42, 41, 2, 1};
    return state;
}

ConfirmView confirm_view() {
    return {7, "Amina Khalid Rahman", "14 March 1990", 2, 2, "12 November 2026"};
}

QueuePage queue_page() {
    QueuePage page;
    page.rows = {
        {1, "Khalid", "Amina", "1990", "2", "waiting", "", "", 0},
        {2, "Perera Wickramasinghe", "Nimal Chandrasiri", "1984", "1", "waiting", "", "", 0},
        {3, "Silva", "Ana", "2001", "1", "held", "other", "", 0},
        {4, "Tan", "Maria", "1979", "1", "trouble", "", "471900000018", 1}};
    page.total = 42;
    return page;
}

CheckOutcome outcome() {
    CheckOutcome out;
    out.verdict = Verdict::Unknown;
    out.format = "certify-v1";
    out.full_name = "Amina Khalid";
    out.findings = {{"unknown_key", "reason", "/proof/verificationMethod"},
                    {"claims_not_bound", "warning", "/evidence/0/dose"}};
    out.claims = {{"/credentialSubject/name", "Amina Khalid", "Amina Khalid", "bound"},
                  {"/evidence/0/dose", "1", "2", "interchangeable"},
                  {"/evidence/0/batch", "", "MB3428BX", "unsigned"},
                  {"/credentialSubject/dob", "1990-03-14", "1990-03-14", "bound"}};
    out.issuer = "https://example.org/issuer";
    out.key = "https://example.org/issuer#key-1";
    out.total_us = 3'400;
    return out;
}

State scanning() {
    Scan scan;
    scan.has_code_in_view = true;
    State state = base(scan);
    Outline seen;
    seen.corners = {{{200, 140}, {400, 150}, {395, 345}, {205, 340}}};
    state.outlines.push_back(seen);
    return state;
}

State hinting(ScanHint hint, bool is_large) {
    State state = scanning();
    auto& scan = std::get<Scan>(state.screen);
    scan.hint = hint;
    scan.is_hint_large = is_large;
    return state;
}

State verdict(Verdict verdict) {
    VerdictShown shown;
    shown.verdict = verdict;
    shown.until_ms = now_ms + 6'000;
    shown.dwell_ms = 8'000;
    shown.identity_name = "A. K.";
    shown.birth_day = 14;
    shown.birth_month = 3;
    return base(shown);
}

State with_operator(Screen screen) {
    State state = base(std::move(screen));
    state.operator_session = OperatorSession{"R. Fernando", Role::Supervisor};
    state.last_check = outcome();
    state.last_check_ms = now_ms - 20'000;
    return state;
}

void add_public(std::vector<SampleState>& out) {
    out.push_back({"start-up", base(StartUp{{"op.part.camera", "op.part.printer"}})});
    out.push_back({"attract", base(Attract{})});
    State troubled = base(Attract{});
    troubled.health.parts[static_cast<std::size_t>(Part::Printer)] = {Level::Fault, "K-PRN-02",
                                                                      "op.printer.jam"};
    troubled.health.data_is_ageing = true;
    out.push_back({"attract-no-print", troubled});
    State cleared = base(Attract{});
    cleared.is_cleared_notice = true;
    out.push_back({"attract-cleared", cleared});
    out.push_back({"languages", base(Languages{})});
    out.push_back({"scan", base(Scan{})});
    out.push_back({"scan-reading", scanning()});
    out.push_back({"scan-hint-left", hinting(ScanHint::CutLeft, false)});
    out.push_back({"scan-hint-glare", hinting(ScanHint::Glare, true)});
    State other = base(Scan{});
    std::get<Scan>(other.screen).notice = "scan.other_code";
    out.push_back({"scan-other", other});
    State failed = scanning();
    std::get<Scan>(failed.screen).is_giving_up = true;
    out.push_back({"scan-failed", failed});
    State already = base(Scan{});
    std::get<Scan>(already.screen).notice = "issue.already";
    out.push_back({"scan-already", already});
    Parts parts;
    parts.total = 6;
    parts.have = {true, true, false, true, false, false};
    out.push_back({"parts", base(parts)});
    Parts moving;
    moving.percent = 42;
    out.push_back({"parts-percent", base(moving)});
}

void add_verdicts(std::vector<SampleState>& out) {
    out.push_back({"verdict-accepted", verdict(Verdict::Accepted)});
    State plain = verdict(Verdict::Accepted);
    std::get<VerdictShown>(plain.screen).identity_name.clear();
    out.push_back({"verdict-accepted-plain", plain});
    out.push_back({"verdict-not-accepted", verdict(Verdict::NotAccepted)});
    out.push_back({"verdict-rejected", verdict(Verdict::Rejected)});
    State unknown = verdict(Verdict::Unknown);
    std::get<VerdictShown>(unknown.screen).has_ageing_data = true;
    out.push_back({"verdict-unknown", unknown});
    State joined = verdict(Verdict::Accepted);
    std::get<VerdictShown>(joined.screen).certificates = 2;
    out.push_back({"verdict-joined", joined});
    State differ = verdict(Verdict::Unknown);
    std::get<VerdictShown>(differ.screen).names_differ = true;
    out.push_back({"verdict-names-differ", differ});
    State waiting = verdict(Verdict::Rejected);
    std::get<VerdictShown>(waiting.screen).waits_for_ack = true;
    out.push_back({"verdict-acknowledge", waiting});
}

void add_issuing(std::vector<SampleState>& out) {
    out.push_back({"confirm", base(Confirm{confirm_view(), true})});
    out.push_back({"what-is-wrong", base(WhatIsWrong{confirm_view(), false})});
    out.push_back({"held-thanks", base(WhatIsWrong{confirm_view(), true})});
    out.push_back({"issuing", base(Issuing{7, IssueStep::Checking})});
    Printing printing;
    printing.pages = 2;
    out.push_back({"printing", base(printing)});
    out.push_back({"hand-over", base(HandOver{})});
    out.push_back({"printer-help", base(PrinterHelp{"471900000018", PrintState::OutOfPaper})});
    out.push_back({"outcome-unknown", base(OutcomeUnknown{"471900000018"})});
    out.push_back({"pin", base(Pin{3, false, false, -1, 0})});
    out.push_back({"pin-wrong", base(Pin{0, false, true, 2, 0})});
    out.push_back({"pin-locked", base(Pin{0, false, true, 0, now_ms + 29'500})});
    out.push_back({"easy-use", base(EasyUse{})});
    State warned = base(Confirm{confirm_view(), true});
    warned.warning = TimeWarning{now_ms + 17'000};
    out.push_back({"time-warning", warned});
    State out_of = base(OutOfService{Part::Camera});
    out_of.health.parts[static_cast<std::size_t>(Part::Camera)] = {Level::Fault, "K-CAM-01",
                                                                   "op.camera.unplugged"};
    out.push_back({"out-of-service", out_of});
}

void add_operator(std::vector<SampleState>& out) {
    Queue queue;
    queue.page = queue_page();
    queue.is_loading = false;
    const auto add = [&](const char* name, Screen screen) {
        out.push_back({name, with_operator(std::move(screen)), false});
    };
    add("queue", queue);
    Queue empty = queue;
    empty.page = {};
    add("queue-empty", empty);
    Queue search = queue;
    search.is_searching = true;
    search.search = "PER";
    add("queue-search", search);
    Queue all = queue;
    all.asks_print_all = true;
    add("queue-print-all", all);
    add("reprint", Reprint{queue_page().rows[3], KeyId::None});
    add("operator-home", OperatorHome{});
    State faulty = with_operator(HealthPage{});
    faulty.health.parts[static_cast<std::size_t>(Part::Printer)] = {Level::Fault, "K-PRN-02",
                                                                    "op.printer.jam"};
    faulty.health.parts[static_cast<std::size_t>(Part::Trust)] = {Level::Soon, "K-TRU-02",
                                                                  "op.trust.ageing"};
    out.push_back({"health", faulty, false});
    State unsure = with_operator(HealthPage{});
    unsure.health.parts[static_cast<std::size_t>(Part::Clock)] = {Level::Soon, "K-CLK-02",
                                                                  "op.clock.unconfirmed"};
    unsure.health.parts[static_cast<std::size_t>(Part::Journal)] = {Level::NotKnown, "K-JRN-02",
                                                                    "op.journal.waits"};
    out.push_back({"health-clock", unsure, false});
    add("clock", ClockPage{-3 * std::int64_t{3'600'000}});
    add("statistics", StatisticsPage{});
    add("settings", SettingsPage{});
    add("settings-restart", SettingsPage{KeyId::Restart});
    add("policy", PolicyPage{1});
    ImportPage import;
    import.offers = {
        { 1,
          "update-2026-11.json",
          "Ministry of Health",
          42,
          "2026-11-20",
          12,
          1,
          {"revocations national.json", "policy border.json"},
          "" }};
    add("import", import);
    ImportPage none;
    add("import-none", none);
    ImportPage done = import;
    done.outcome = "op.import.done";
    add("import-done", done);
    add("export", ExportPage{{"USB-STICK-1", "USB-STICK-2"}, false, ""});
    add("export-no-hub", ExportPage{{}, false, "op.export.no_hub"});
    add("detail", Detail{});
    add("detail-compare", Detail{0, true});
}

// The staff's halves of screens that the public sees too.
void add_attended(std::vector<SampleState>& out) {
    out.push_back({"printer-help-staff",
                   with_operator(PrinterHelp{"471900000018", PrintState::Jammed}), true});
    out.push_back({"outcome-staff", with_operator(OutcomeUnknown{"471900000018"}), true});
    out.push_back({"hand-over-staff", with_operator(HandOver{}), true});
}

}  // namespace

Settings sample_settings(const MessageCatalogs& catalogs) {
    Settings settings;
    settings.can_issue = true;
    for (const Language& language : catalogs.languages())
        settings.languages.push_back(language.tag);
    settings.purposes = {{"border", "Border entry"}, {"event", "Event"}, {"travel", "Travel"}};
    return settings;
}

std::vector<SampleState> sample_states() {
    std::vector<SampleState> out;
    add_public(out);
    add_verdicts(out);
    add_issuing(out);
    add_operator(out);
    add_attended(out);
    return out;
}

std::vector<SamplePanel> sample_panels() {
    return {{"800x480", {800, 480, 5.25, {}}},
            {"1024x600", {1024, 600, 4.63, {}}},
            {"1920x1080", {1920, 1080, 5.56, {}}},
            {"1080x1920", {1080, 1920, 4.03, {}}}};
}

std::unique_ptr<MessageCatalogs> shipped_catalogs() {
    auto catalogs = open_catalogs(OUTPOST_LOCALE_FOLDER);
    REQUIRE(catalogs);
    return std::move(*catalogs);
}

}  // namespace outpost::tests
