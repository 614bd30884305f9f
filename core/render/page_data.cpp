#include "core/render/page_data.h"

#include "core/json/reader.h"
#include "core/json/writer.h"
#include "core/render/credential_parts.h"
#include "core/render/date_text.h"
#include "core/render/vaccination_events.h"

#include <algorithm>
#include <array>
#include <set>

namespace outpost::render {

namespace {

using namespace std::string_view_literals;

constexpr std::array divoc_names = {
    "name"sv, "age"sv, "gender"sv, "nationality"sv, "identity"sv, "beneficiaryId"sv,
    "recipientAddress"sv, "vaccine"sv, "vaccineBatch"sv, "vaccineManufacturer"sv,
    "vaccinationDate"sv, "vaccineICD11Code"sv, "vaccineProphylaxis"sv, "vaccineType"sv,
    "vaccineValidDays"sv, "vaccinatedBy"sv, "vaccinatedAt"sv, "dose"sv, "totalDoses"sv,
    "isFinalDose"sv, "isBoosterDose"sv, "isBoosterOrFinalDose"sv, "currentDoseText"sv,
    "certificateId"sv, "vaxEvents"sv, "meta"sv, "raw"sv,
    // ours
    "credential"sv, "subject"sv, "evidence"sv, "request"sv, "issuerName"sv, "issuedOn"sv,
    "isReprint"sv, "validFrom"sv, "validUntil"sv};

constexpr std::array event_names = {
    "dose"sv,      "doseType"sv,     "vaxName"sv,  "vaxBatch"sv, "vaxManufacturer"sv,
    "dateOfVax"sv, "countryOfVax"sv, "validity"sv, "vaxType"sv,  "vaxEvent"sv};

std::string joined(std::string_view a, std::string_view b) {
    const auto is_blank = [](std::string_view part) {
        return part.find_first_not_of(" \t\r\n") == std::string_view::npos;
    };
    std::string out(is_blank(a) ? ""sv : a);
    if (!out.empty() && !is_blank(b)) out += ", ";
    if (!is_blank(b)) out += b;
    return out;
}

bool contains_ignoring_case(std::string_view text, std::string_view lower_case_word) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::search(text.begin(), text.end(), lower_case_word.begin(), lower_case_word.end(),
                       [&](char a, char b) { return lower(a) == b; }) != text.end();
}

/// The last `count` code points.
std::string_view tail(std::string_view text, std::size_t count) {
    auto at = text.size();
    while (at > 0 && count > 0) {
        --at;
        if ((static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U) --count;
    }
    return text.substr(at);
}

// DIVOC's formatId. Its search for "aadhaar" is case-sensitive and so misses "Aadhaar Card"; we
// mask both, as paper must not show more than intended.
std::string identity_text(std::string_view id) {
    struct Wording {
        std::string_view word, title;
    };
    constexpr std::array wordings = {Wording{"Driving", "Driver\u2019s License # "},
                                     Wording{"MNREGA", "MNREGA Job Card # "},
                                     Wording{"PAN", "PAN Card # "},
                                     Wording{"Passbooks", "Passbook # "},
                                     Wording{"Passport", "Passport # "},
                                     Wording{"Pension", "Pension Document # "},
                                     Wording{"Voter", "Voter ID # "}};
    const auto colon = id.rfind(':');
    const auto fragment = colon == std::string_view::npos ? id : id.substr(colon + 1);
    if (contains_ignoring_case(id, "aadhaar") && fragment.size() >= 4)
        return "Aadhaar # XXXX XXXX XXXX " + std::string(tail(fragment, 4));
    for (const auto& wording : wordings)
        if (id.find(wording.word) != std::string_view::npos)
            return std::string(wording.title) + std::string(fragment);
    return std::string(fragment);
}

/// "(1 st Dose)": DIVOC's spelling, space included.
std::string dose_text(std::string_view dose) {
    if (dose.empty() || dose.find_first_not_of("0123456789") != std::string_view::npos) return {};
    const auto last_two = dose.size() >= 2 ? dose.substr(dose.size() - 2) : dose;
    const bool is_teen = last_two.size() == 2 && last_two[0] == '1';
    const char last = dose.back();
    const auto suffix = is_teen       ? "th"
                        : last == '1' ? "st"
                        : last == '2' ? "nd"
                        : last == '3' ? "rd"
                                      : "th";
    return "(" + std::string(dose) + " " + suffix + " Dose)";
}

/// "after N days", or empty where one of the days is not known.
std::string valid_days_text(std::string_view from, std::string_view until) {
    const auto first = parse_civil_date(from);
    const auto last = parse_civil_date(until);
    if (!first || !last) return {};
    return "after " + std::to_string(days_since_epoch(*last) - days_since_epoch(*first)) + " days";
}

struct Sources {
    const json::Value* credential;
    const json::Value* subject;
    const json::Value* evidence;
    const json::Value* request;
    const json::Value* meta;
};

void write_person(json::Writer& w, const Sources& from) {
    const auto* address = member(from.subject, "address");
    const auto gender = text(from.subject, "gender");
    auto place = joined(text(address, "streetAddress"), text(address, "district"));
    w.key("name").value(text(from.subject, "name")).key("age").value(text(from.subject, "age"));
    w.key("gender").value(gender.empty() ? text(from.subject, "sex") : gender);
    w.key("nationality").value(text(from.subject, "nationality"));
    w.key("identity").value(identity_text(text(from.subject, "id")));
    w.key("beneficiaryId").value(text(from.subject, "refId"));
    w.key("recipientAddress").value(place.empty() ? std::string("NA") : place);
}

Result<void> write_vaccination(json::Writer& w, const Sources& from, const DateWriter& dates) {
    const auto* e = from.evidence;
    const auto* facility = member(e, "facility");
    const auto start = text(e, "effectiveStart");
    const auto until = text(e, "effectiveUntil");
    OUTPOST_TRY(const auto date, dates.text(text(e, "date")));
    OUTPOST_TRY(const auto first_day, dates.text(start));
    OUTPOST_TRY(const auto last_day, dates.text(until));
    OUTPOST_TRY(const auto issued, dates.text(text(from.credential, "issuanceDate")));
    w.key("vaccine").value(text(e, "vaccine")).key("vaccineBatch").value(text(e, "batch"));
    w.key("vaccineManufacturer").value(text(e, "manufacturer")).key("vaccinationDate").value(date);
    w.key("vaccineICD11Code").value(text(e, "icd11Code"));
    w.key("vaccineProphylaxis").value(text(e, "prophylaxis"));
    w.key("vaccineType").value(vaccine_type_text(text(e, "icd11Code"), text(e, "prophylaxis")));
    w.key("vaccineValidDays").value(valid_days_text(start, until));
    w.key("vaccinatedBy").value(text(member(e, "verifier"), "name"));
    w.key("vaccinatedAt")
        .value(joined(text(facility, "name"), text(member(facility, "address"), "district")));
    const double dose = number(e, "dose");
    const double total = number(e, "totalDoses");
    w.key("dose").value(text(e, "dose")).key("totalDoses").value(text(e, "totalDoses"));
    w.key("isFinalDose").value(dose > 0 && dose == total);
    w.key("isBoosterDose").value(dose > total);
    w.key("isBoosterOrFinalDose").value(dose > 0 && dose >= total);
    w.key("currentDoseText").value(dose_text(text(e, "dose")));
    w.key("certificateId").value(text(e, "certificateId")).key("issuedOn").value(issued);
    w.key("validFrom").value(first_day).key("validUntil").value(last_day);
    return {};
}

void write_tree(json::Writer& w, std::string_view name, const json::Value* tree) {
    w.key(name);
    if (tree == nullptr) {
        w.begin_object().end_object();
    } else {
        w.value(*tree);
    }
}

// DIVOC's registry record, as far as there is one here.
void write_raw(json::Writer& w, const Sources& from) {
    w.key("raw").begin_object();
    w.key("certificateId").value(text(from.evidence, "certificateId"));
    w.key("name").value(text(from.subject, "name"));
    w.key("preEnrollmentCode").value(text(from.subject, "refId"));
    w.key("programId").value(text(from.request, "programId"));
    if (const auto* contact = member(member(from.request, "recipient"), "contact"))
        w.key("contact").value(*contact);
    write_tree(w, "certificate", from.credential);
    write_tree(w, "meta", from.meta);
    w.end_object();
}

/// Every scalar of the object whose name is not taken yet.
Result<void> write_scalars(json::Writer& w, const json::Value* object,
                           std::set<std::string_view>& taken, const DateWriter& dates) {
    if (object == nullptr || !object->is_object()) return {};
    for (const auto& [name, value] : object->members()) {
        if (!value.is_scalar() || value.is_null() || !taken.insert(name).second) continue;
        w.key(name);
        if (value.is_string()) {
            OUTPOST_TRY(const auto shown, dates.text(value.as_string()));
            w.value(shown);
        } else {
            w.value(value);
        }
    }
    return {};
}

}  // namespace

Result<std::string> page_data(const PageDataInput& input) {
    if (input.credential == nullptr || !input.credential->is_object())
        return Error{Errc::BadValue, 0, "no credential"};
    OUTPOST_TRY(const auto dates, DateWriter::make(input.dates));
    Sources from{};
    from.credential = input.credential;
    from.subject = input.credential->find("credentialSubject");
    from.evidence = first_evidence(*input.credential);
    from.request = input.request;
    from.meta = member(input.request, "meta");

    json::Writer w;
    w.begin_object();
    write_person(w, from);
    OUTPOST_TRY_VOID(write_vaccination(w, from, dates));
    EventSources events;
    events.credential = input.credential;
    events.earlier = input.earlier;
    events.meta = from.meta;
    w.key("vaxEvents");
    OUTPOST_TRY_VOID(write_vaccination_events(w, events, dates));
    write_tree(w, "meta", from.meta);
    write_raw(w, from);
    write_tree(w, "credential", from.credential);
    write_tree(w, "subject", from.subject);
    write_tree(w, "evidence", from.evidence);
    write_tree(w, "request", from.request);
    w.key("issuerName").value(input.issuer_name).key("isReprint").value(input.is_reprint);
    std::set<std::string_view> taken(divoc_names.begin(), divoc_names.end());
    taken.insert("id");  // of the subject: `identity` is the form for paper, where need be masked
    OUTPOST_TRY_VOID(write_scalars(w, from.subject, taken, dates));
    OUTPOST_TRY_VOID(write_scalars(w, from.evidence, taken, dates));
    w.end_object();
    return std::move(w).take();
}

Result<json::Document> page_document(const PageDataInput& input) {
    OUTPOST_TRY(const auto text, page_data(input));
    json::ReadLimits limits;
    limits.bytes_max = std::size_t{4} * 1024 * 1024;  // the credential stands in it several times
    limits.depth_max = 64;
    limits.values_max = std::size_t{256} * 1024;
    return json::read(text, limits);
}

std::span<const std::string_view> page_data_names() {
    return divoc_names;
}

std::span<const std::string_view> vaccination_event_names() {
    return event_names;
}

}  // namespace outpost::render
