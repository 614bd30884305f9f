#include "tests/firmware-app/session/rig.h"

#include <sstream>

namespace outpost::session::tests {
namespace {

struct Walk {
    std::ostringstream out;

    template <class... Values>
    void put(const Values&... values) {
        ((out << values << '|'), ...);
    }
    void key(const std::optional<Key>& key) {
        if (key) put(static_cast<int>(key->id), key->index);
        put("k");
    }
    void outcome(const CheckOutcome& o) {
        put(static_cast<int>(o.verdict), o.is_certificate, o.payload_digest, o.format, o.person,
            o.initials, o.full_name, o.birth_day, o.birth_month, o.issuer, o.key);
        for (const auto& f : o.findings) put(f.code, f.severity, f.path);
        for (const auto& c : o.claims) put(c.path, c.proven, c.as_written, c.grade);
    }
    void row(const QueueRow& r) {
        put(r.number, r.family_name, r.given_name, r.birth_year, r.dose, r.state, r.reason,
            r.certificate_id, r.prints);
    }
    void view(const ConfirmView& v) {
        put(v.number, v.name, v.birth_date, v.dose, v.doses, v.vaccination_date);
    }
    void offers(const std::vector<ImportOffer>& all) {
        for (const auto& o : all) {
            put(o.number, o.file, o.signer, o.sequence, o.made_on, o.refusal);
            for (const auto& change : o.changes) put(change);
        }
    }
    void texts(const std::vector<std::string>& all) {
        for (const auto& text : all) put(text);
    }

    void operator()(const StartUp& s) { texts(s.slow_tests); }
    void operator()(const Attract& s) { put(s.is_dimmed); }
    void operator()(const Scan& s) {
        put(s.has_code_in_view, s.code_since_ms, s.code_last_seen_ms, static_cast<int>(s.cause),
            s.cause_since_ms, static_cast<int>(s.hint), s.hint_since_ms, s.is_hint_large,
            s.is_checking, s.checking_since_ms, s.is_giving_up, s.notice, s.notice_until_ms,
            s.shows_help, s.for_registration);
    }
    void operator()(const Parts& s) {
        put(s.total, s.have.size(), s.percent, s.last_new_ms, s.notice);
        for (const bool have : s.have) put(have);
    }
    void operator()(const VerdictShown& s) {
        put(static_cast<int>(s.verdict), s.certificates, s.names_differ, s.has_ageing_data,
            s.identity_name, s.birth_day, s.birth_month, s.until_ms, s.dwell_ms, s.longer_used,
            s.waits_for_ack, s.shows_identity);
    }
    void operator()(const Detail& s) { put(s.finding, s.compares_id); }
    void operator()(const Queue& s) {
        put(s.is_for_reprint, s.is_searching, s.search, static_cast<int>(s.sort), s.first,
            s.is_loading, s.asks_print_all, s.opening, s.page.first, s.page.total);
        for (const auto& r : s.page.rows) row(r);
    }
    void operator()(const Confirm& s) { view(s.view), put(s.by_person); }
    void operator()(const WhatIsWrong& s) { view(s.view), put(s.is_thanking, s.by_person); }
    void operator()(const Issuing& s) { put(s.number, static_cast<int>(s.step)); }
    void operator()(const Printing& s) {
        put(s.certificate_id, s.page, s.pages, s.accepted_ms, s.page_since_ms);
    }
    void operator()(const PrinterHelp& s) { put(s.certificate_id, static_cast<int>(s.cause)); }
    void operator()(const OutcomeUnknown& s) { put(s.certificate_id); }
    void operator()(const Reprint& s) { row(s.row), put(static_cast<int>(s.reason)); }
    void operator()(const Pin& s) {
        put(s.digits, s.is_checking, s.was_wrong, s.tries_left, s.locked_until_ms);
    }
    void operator()(const SettingsPage& s) { put(static_cast<int>(s.asks)); }
    void operator()(const PolicyPage& s) { put(s.chosen); }
    void operator()(const ImportPage& s) {
        offers(s.offers), put(s.shown, s.is_running, s.percent, s.outcome);
    }
    void operator()(const ExportPage& s) { texts(s.targets), put(s.is_running, s.outcome); }
    void operator()(const OutOfService& s) { put(static_cast<int>(s.part)); }
    void operator()(const Languages&) {}
    void operator()(const HandOver&) {}
    void operator()(const OperatorHome&) {}
    void operator()(const HealthPage&) {}
    void operator()(const ClockPage& s) { put(s.shift_ms); }
    void operator()(const StatisticsPage&) {}
    void operator()(const EasyUse&) {}

    void screen(const Screen& s) {
        put(screen_name(s));
        std::visit(*this, s);
    }
};

}  // namespace

std::string walk(const State& s) {
    Walk w;
    w.screen(s.screen);
    w.put(s.since_ms, s.last_input_ms, s.wall.since_epoch_ms, s.language, s.access.large_text,
          s.access.contrast, s.access.lower_keys, s.access.speech, s.access.more_time, s.volume,
          s.brightness, s.purpose, s.scanning_locked_until_ms, s.pressed_ms, s.last_press_ms,
          s.has_started, s.is_operator_suspended, s.resumes_queue, s.has_new_offers, s.volume_base,
          s.last_check_ms, s.warnings_extended, s.is_cleared_notice, s.camera_width_px,
          s.camera_height_px, s.print_all_left, s.pin_locked_until_ms, s.has_headset);
    w.key(s.focus), w.key(s.pressed), w.key(s.last_press);
    for (const auto& part : s.health.parts)
        w.put(static_cast<int>(part.level), part.code, part.words);
    if (s.person) {
        w.put(s.person->last_code_ms, s.person->names_differ);
        for (const auto& o : s.person->outcomes) w.outcome(o);
        if (s.person->waiting) w.outcome(*s.person->waiting);
    }
    if (s.operator_session) w.put(s.operator_session->name);
    w.offers(s.offers), w.texts(s.targets);
    for (const auto& seen : s.seen_codes)
        w.put(seen.payload_digest, seen.last_seen_ms, seen.is_decided);
    if (s.last_check) w.outcome(*s.last_check);
    if (s.warning) w.put("warning", s.warning->ends_ms);
    for (const auto& outline : s.outlines) w.put(outline.is_read, outline.payload_digest);
    for (const auto& below : s.below) w.screen(below);
    return w.out.str();
}

bool has_personal(const State& state) {
    return walk(state).find(secret) != std::string::npos;
}

Settings both_modes() {
    Settings settings;
    settings.can_issue = true;
    settings.languages = {"en", "hi", "ar"};
    settings.purposes = {{"border", "Border entry"}, {"school", "School"}};
    return settings;
}

CheckOutcome outcome_of(Verdict verdict, const std::string& digest, const std::string& person) {
    CheckOutcome outcome;
    outcome.verdict = verdict;
    outcome.payload_digest = digest;
    outcome.format = "divoc";
    outcome.person = person;
    outcome.initials = secret + " A K";
    outcome.full_name = secret + " Khalid";
    outcome.birth_day = 14;
    outcome.birth_month = 3;
    outcome.findings = {{"claims_not_bound", "warning", "/" + secret},
                        {"key_unknown", "reason", ""}};
    outcome.claims = {{"/name", secret, secret, "bound"}};
    outcome.issuer = secret + " issuer";
    return outcome;
}

ConfirmView view_of(std::int64_t number) {
    return {number, secret + " Khalid", secret + " 14 March 1990", 2, 2, secret + " 12 Nov 2026"};
}

QueuePage page_of(std::int64_t rows, const std::string& state) {
    QueuePage page;
    for (std::int64_t i = 0; i < rows; ++i)
        page.rows.push_back({i + 1, secret, secret, "1990", "2", state, "", "c-1", 0});
    page.total = rows;
    return page;
}

Health all_good() {
    Health health;
    for (auto& part : health.parts) part.level = Level::Good;
    return health;
}

}  // namespace outpost::session::tests
