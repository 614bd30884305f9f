// Settles interchangeable groups by facts that are bound: form, order, the node's own name, known
// product names.
#include "core/verify/divoc_reading.h"

#include "core/base/time.h"
#include "core/verify/binding_digest.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace outpost::verify {

namespace {

constexpr std::string_view evidence_path = "/evidence/0/";

const json::Value& evidence_of(const json::Value& document) {
    return document.find("evidence")->items().front();
}

Finding not_bound(std::string_view member) {
    return {FindingCode::ClaimsNotBound, Severity::Reason,
            std::string(evidence_path) + std::string(member)};
}

bool has_digit(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// What people write where a batch number is asked for and they have none.
bool says_nothing(std::string_view text) {
    constexpr std::array<std::string_view, 7> words{"NA",   "N/A", "UNKNOWN", "NIL",
                                                    "NONE", "-",   "TEST"};
    return std::find(words.begin(), words.end(), text) != words.end();
}

/// ICD-11 extension codes of vaccines: X and five letters or digits.
bool is_icd11_code(std::string_view text) {
    constexpr std::size_t code_chars = 6;
    return text.size() == code_chars && text.front() == 'X' &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); });
}

/// The node's name is bound, so the certificateId must be its last part.
bool id_is_tail(const json::Value& evidence) {
    const auto certificate_id = evidence.text_of("certificateId");
    return !certificate_id.empty() && certificate_id == evidence_id_tail(evidence.text_of("id"));
}

/// `date` is a date-time, the other two are days in order; only one way of naming three such
/// values.
/// @return the member that contradicts that, or an empty view
std::string_view contradicting_date(const json::Value& evidence) {
    if (!parse_rfc3339(evidence.text_of("date"))) return "date";
    // Without both days there is one value only, and its form says that it is the date.
    if (evidence.text_of("effectiveStart").empty() && evidence.text_of("effectiveUntil").empty())
        return {};
    const auto start = parse_civil_date(evidence.text_of("effectiveStart"));
    if (!start) return "effectiveStart";
    const auto until = parse_civil_date(evidence.text_of("effectiveUntil"));
    if (!until || *until < *start) return "effectiveUntil";
    return {};
}

bool names_product_only(const ProductTable& products, std::string_view text) {
    const auto* product = products.find(text);
    return product != nullptr && !product->also_manufacturer;
}

/// The members that share schema:id. Contradictions: another member holds what only a product, a
/// manufacturer or an ICD-11 code can be, while the member of that name does not.
std::string_view contradicting_name(const json::Value& evidence, const ProductTable& products) {
    const auto vaccine = evidence.text_of("vaccine");
    const auto manufacturer = evidence.text_of("manufacturer");
    const auto batch = evidence.text_of("batch");
    const auto icd11 = evidence.text_of("icd11Code");
    const auto certificate_id = evidence.text_of("certificateId");
    if (!icd11.empty() && !is_icd11_code(icd11)) return "icd11Code";
    // With the member absent, a code elsewhere is no contradiction: the v1 context has
    // no such term.
    if (evidence.find("icd11Code") != nullptr && icd11.empty() &&
        (is_icd11_code(vaccine) || is_icd11_code(manufacturer)))
        return "icd11Code";
    if (!names_product_only(products, vaccine))
        for (const auto other : {manufacturer, batch, certificate_id})
            if (names_product_only(products, other)) return "vaccine";
    if (!products.names_manufacturer(manufacturer) && products.names_manufacturer(batch))
        return "manufacturer";
    // Of an unknown product only this much is plain: a batch number has a digit in it.
    const auto* product = products.find(vaccine);
    if (product == nullptr && !batch.empty() && !has_digit(batch) && !says_nothing(batch))
        return "vaccine";
    // "Janssen" as the vaccine and an unknown word as its maker: the two may have changed places.
    if (product != nullptr && product->also_manufacturer && !manufacturer.empty() &&
        !products.names_manufacturer(manufacturer))
        return "vaccine";
    if (products.find(vaccine) == nullptr && products.names_manufacturer(vaccine) &&
        !manufacturer.empty() && !products.names_manufacturer(manufacturer))
        return "vaccine";
    return {};
}

bool is_test_result(std::string_view text) {
    constexpr std::array<std::string_view, 4> results{"Positive", "Negative", "Inconclusive",
                                                      "Void"};
    return std::find(results.begin(), results.end(), text) != results.end();
}

}  // namespace

DoseReading read_doses(std::int64_t written_dose, std::int64_t written_total,
                       std::optional<std::int64_t> series_doses) {
    const auto smaller = std::min(written_dose, written_total);
    const auto larger = std::max(written_dose, written_total);
    DoseReading reading{smaller, larger, false, false};
    // {2, 3} of a two-dose product: dose 3 after 2. {1, 2} of it: dose 1 of 2.
    if (series_doses && *series_doses == smaller && smaller != larger)
        reading = {larger, smaller, false, false};
    reading.differs_from_words = reading.dose != written_dose || reading.total != written_total;
    reading.words_help_holder = written_dose > reading.dose || written_total < reading.total;
    return reading;
}

DivocReading read_vaccination(const json::Value& document, const ProductTable& products) {
    const auto& evidence = evidence_of(document);
    DivocReading reading;
    if (!id_is_tail(evidence)) reading.findings.push_back(not_bound("certificateId"));
    if (const auto member = contradicting_date(evidence); !member.empty())
        reading.findings.push_back(not_bound(member));
    if (const auto member = contradicting_name(evidence, products); !member.empty())
        reading.findings.push_back(not_bound(member));
    reading.product = products.find(evidence.text_of("vaccine"));
    if (reading.product == nullptr)
        reading.findings.push_back({FindingCode::VaccineNotRecognised, Severity::Warning,
                                    std::string(evidence_path) + "vaccine"});
    const auto series = reading.product == nullptr
                            ? std::optional<std::int64_t>()
                            : std::optional(reading.product->primary_series_doses);
    reading.doses = read_doses(evidence.find("dose")->as_integer(),
                               evidence.find("totalDoses")->as_integer(), series);
    if (reading.doses->words_help_holder)
        reading.findings.push_back(not_bound("dose"));
    else if (reading.doses->differs_from_words)
        reading.findings.push_back(
            {FindingCode::ReadingDiffers, Severity::Warning, std::string(evidence_path) + "dose"});
    // refId and uhid share a predicate: equal values are one statement, so nothing proves that both
    // were there.
    const auto* subject = document.find("credentialSubject");
    if (!subject->text_of("uhid").empty() && subject->text_of("uhid") == subject->text_of("refId"))
        reading.findings.push_back(
            {FindingCode::ClaimsNotBound, Severity::Reason, "/credentialSubject/uhid"});
    return reading;
}

DivocReading read_test(const json::Value& document) {
    const auto& evidence = evidence_of(document);
    DivocReading reading;
    if (!id_is_tail(evidence)) reading.findings.push_back(not_bound("certificateId"));
    // The sample is taken before its result is known, so order tells the two instants apart.
    const auto sampled = parse_rfc3339(evidence.text_of("sampleCollectionTimestamp"));
    const auto resulted = parse_rfc3339(evidence.text_of("resultTimestamp"));
    if (!sampled || !resulted || *resulted < *sampled)
        reading.findings.push_back(not_bound("resultTimestamp"));
    bool is_settled = is_test_result(evidence.text_of("result"));
    for (const auto* other : {"batch", "testType", "manufacturer", "disease", "sampleOrigin"})
        is_settled = is_settled && !is_test_result(evidence.text_of(other));
    if (!is_settled) reading.findings.push_back(not_bound("result"));
    return reading;
}

}  // namespace outpost::verify
