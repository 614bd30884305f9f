#include "core/render/vaccination_events.h"

#include "core/render/credential_parts.h"

#include <algorithm>
#include <functional>
#include <map>
#include <vector>

namespace outpost::render {

namespace {

/// One dose, from wherever it is known.
struct DoseEvent {
    double dose = 0;
    double total_doses = 0;
    std::string_view dose_text;
    std::string_view name, batch, manufacturer, date, country;
    std::string type;
    const json::Value* evidence = nullptr;
};

using EventsByDose = std::map<double, DoseEvent, std::greater<>>;

void add_credential(EventsByDose& events, const json::Value& credential) {
    const json::Value* evidence = first_evidence(credential);
    const json::Value* dose = member(evidence, "dose");
    if (dose == nullptr || !dose->is_number() || events.size() >= vaccination_events_max) return;
    DoseEvent event;
    event.dose = dose->as_double();
    event.dose_text = dose->number_text();
    event.total_doses = number(evidence, "totalDoses");
    event.name = text(evidence, "vaccine");
    event.batch = text(evidence, "batch");
    event.manufacturer = text(evidence, "manufacturer");
    event.date = text(evidence, "date");
    event.country = text(member(member(evidence, "facility"), "address"), "addressCountry");
    event.type = vaccine_type_text(text(evidence, "icd11Code"), text(evidence, "prophylaxis"));
    event.evidence = evidence;
    events.emplace(event.dose, event);
}

// meta.vaccinations of India's requests: {name, dose, manufacturer, date, batch}.
void add_meta(EventsByDose& events, const json::Value* meta, double total_doses) {
    const json::Value* list = member(meta, "vaccinations");
    if (list == nullptr || !list->is_array()) return;
    for (const auto& item : list->items()) {
        const json::Value* dose = item.find("dose");
        if (dose == nullptr || !dose->is_number() || events.size() >= vaccination_events_max)
            continue;
        DoseEvent event;
        event.dose = dose->as_double();
        event.dose_text = dose->number_text();
        event.total_doses = total_doses;
        event.name = item.text_of("name");
        event.batch = item.text_of("batch");
        event.manufacturer = item.text_of("manufacturer");
        event.date = item.text_of("date");
        events.emplace(event.dose, event);
    }
}

std::string number_string(double value) {
    json::Writer writer;
    const auto whole = static_cast<std::int64_t>(value);
    if (value == static_cast<double>(whole)) {
        writer.value(whole);
    } else {
        writer.value(value);
    }
    return std::move(writer).take();
}

std::string dose_type(const DoseEvent& event) {
    if (event.dose <= event.total_doses || event.total_doses <= 0)
        return "Primary Dose " + std::string(event.dose_text);
    return "Booster Dose " + number_string(event.dose - event.total_doses);
}

void write_details(json::Writer& writer, const DoseEvent& event) {
    writer.begin_object();
    writer.key("dose").value(event.dose_text).key("totalDoses").value(event.total_doses);
    writer.key("date").value(event.date).key("name").value(event.name);
    writer.key("vaxType").value(event.type).key("batch").value(event.batch);
    writer.key("manufacturer").value(event.manufacturer);
    writer.key("vaccinatedCountry").value(event.country);
    if (event.evidence != nullptr) writer.key("evidence").value(*event.evidence);
    writer.end_object();
}

}  // namespace

std::string vaccine_type_text(std::string_view icd11_code, std::string_view prophylaxis) {
    std::string out(icd11_code);
    if (!icd11_code.empty() && !prophylaxis.empty()) out += ", ";
    out += prophylaxis;
    return out.empty() ? "Not Available" : out;
}

Result<void> write_vaccination_events(json::Writer& writer, const EventSources& sources,
                                      const DateWriter& dates) {
    EventsByDose events;
    double total_doses = 0;
    if (sources.credential != nullptr) {
        add_credential(events, *sources.credential);
        total_doses = number(first_evidence(*sources.credential), "totalDoses");
    }
    std::vector<const json::Value*> earlier(sources.earlier.begin(), sources.earlier.end());
    earlier.erase(std::remove(earlier.begin(), earlier.end(), nullptr), earlier.end());
    // issuanceDate is UTC text of one form, so that its order is that of time.
    std::stable_sort(earlier.begin(), earlier.end(), [](const auto* a, const auto* b) {
        return a->text_of("issuanceDate") > b->text_of("issuanceDate");
    });
    for (const auto* credential : earlier) add_credential(events, *credential);
    add_meta(events, sources.meta, total_doses);

    writer.begin_array();
    for (const auto& [dose, event] : events) {
        OUTPOST_TRY(const auto date, dates.text(event.date));
        writer.begin_object();
        writer.key("dose").value(event.dose_text).key("doseType").value(dose_type(event));
        writer.key("vaxName").value(event.name).key("vaxBatch").value(event.batch);
        writer.key("vaxManufacturer").value(event.manufacturer).key("dateOfVax").value(date);
        writer.key("countryOfVax").value(event.country).key("validity").value("");
        writer.key("vaxType").value(event.type).key("vaxEvent");
        write_details(writer, event);
        writer.end_object();
    }
    writer.end_array();
    return {};
}

}  // namespace outpost::render
