// The conservative reading of interchangeable groups, case by case (docs/claim-
// binding.md, point 3).
#include "core/verify/divoc_reading.h"
#include "core/verify/divoc_shape.h"

#include "core/json/reader.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <string>

using namespace outpost;
using namespace outpost::verify;

namespace {

std::string genuine() {
    return tests::read_text(tests::data_dir() / "verify" / "v3-dose1.ed25519.signed.json");
}

std::string with(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

/// Paths of the members that contradict what is settled.
std::string contradictions(const std::string& text) {
    const auto document = json::read(text).value();
    REQUIRE_FALSE(misfit_of(document.root()));
    std::string out;
    for (const auto& finding : read_vaccination(document.root(), shipped_products()).findings)
        if (finding.severity == Severity::Reason) out += finding.path + " ";
    return out;
}

std::string misfit(const std::string& text) {
    return misfit_of(json::read(text).value().root()).value_or("fits");
}

}  // namespace

TEST_CASE("reading: the series length settles the dose group", "[verify][binding]") {
    struct Case {
        std::int64_t dose, total;
        std::optional<std::int64_t> series;
        std::int64_t read_dose, read_total;
        bool helps_holder;
    };
    const Case cases[] = {
        {1, 2, 2, 1, 2, false},  // first of two
        {2, 1, 2, 1, 2, true},   // swapped: still the first of two
        {2, 2, 2, 2, 2, false},  // complete
        {3, 2, 2, 3, 2, false},  // a genuine booster
        {2, 3, 2, 3, 2, false},  // booster, words the other way round: not to the holder's good
        {2, 1, 1, 2, 1, false},  // second after a one-dose product
        {1, 2, 1, 2, 1, false},  // the same, words the other way round
        {1, 1, 1, 1, 1, false},  {1, 3, 2, 1, 3, false},  // neither is the series: worst reading
        {3, 1, 2, 1, 3, true},   {3, 2, {}, 2, 3, true},  // unknown product: worst reading
        {1, 2, {}, 1, 2, false}, {2, 2, {}, 2, 2, false},
    };
    for (const auto& c : cases) {
        INFO(c.dose << " of " << c.total << ", series " << c.series.value_or(0));
        const auto reading = read_doses(c.dose, c.total, c.series);
        CHECK(reading.dose == c.read_dose);
        CHECK(reading.total == c.read_total);
        CHECK(reading.words_help_holder == c.helps_holder);
        CHECK(reading.differs_from_words == (c.dose != c.read_dose || c.total != c.read_total));
    }
}

TEST_CASE("reading: a genuine certificate contradicts nothing", "[verify][binding]") {
    CHECK(contradictions(genuine()).empty());
    CHECK(contradictions(with(genuine(), "COVISHIELD", "Some new vaccine")).empty());
    CHECK(contradictions(with(with(genuine(), "COVISHIELD", "B142224"), "4121Z104", "CoVax")) ==
          "/evidence/0/vaccine ");
    CHECK(contradictions(with(with(genuine(), "COVISHIELD", "AZD1222"), "Serum Institute of India",
                              "AstraZeneca"))
              .empty());
}

TEST_CASE("reading: exchanged members contradict form, order or known names", "[verify][binding]") {
    const auto swapped = [](std::string_view a, std::string_view b) {
        auto text = with(genuine(), a, "@@");
        text = with(text, b, a);
        return with(text, "@@", b);
    };
    CHECK(contradictions(swapped("\"COVISHIELD\"", "\"Serum Institute of India\"")) ==
          "/evidence/0/vaccine ");
    CHECK(contradictions(swapped("\"4121Z104\"", "\"Serum Institute of India\"")) ==
          "/evidence/0/manufacturer ");
    CHECK(contradictions(swapped("\"4121Z104\"", "\"COVISHIELD\"")) == "/evidence/0/vaccine ");
    CHECK(contradictions(swapped("\"XM9QW8\"", "\"4121Z104\"")) == "/evidence/0/icd11Code ");
    CHECK(contradictions(swapped("\"certificateId\":\"417283905\"", "\"batch\":\"4121Z104\""))
              .empty());
    CHECK(contradictions(with(genuine(), "\"certificateId\":\"417283905\"",
                              "\"certificateId\":\"4121Z104\"")) == "/evidence/0/certificateId ");
    CHECK(contradictions(swapped("\"2022-05-03\"", "\"2022-02-08\"")) ==
          "/evidence/0/effectiveUntil ");
    CHECK(contradictions(swapped("\"2022-02-08T09:10:00.000Z\"", "\"2022-02-08\"")) ==
          "/evidence/0/date ");
    CHECK(contradictions(with(genuine(), "\"dose\":1,\"totalDoses\":2",
                              "\"dose\":2,\"totalDoses\":1")) == "/evidence/0/dose ");
}

TEST_CASE("reading: a maker's name as the vaccine is settled by its maker only",
          "[verify][binding]") {
    const auto with_names = [](const char* vaccine, const char* manufacturer) {
        return with(with(genuine(), "COVISHIELD", vaccine), "Serum Institute of India",
                    manufacturer);
    };
    CHECK(contradictions(with_names("Janssen", "Janssen Pharmaceutica")).empty());
    CHECK(contradictions(with_names("Sinopharm", "Beijing Bio-Institute")).empty());
    CHECK(contradictions(with_names("Janssen", "Zabdeno")) == "/evidence/0/vaccine ");
    CHECK(contradictions(with_names("Pfizer", "Prevenar 13")) == "/evidence/0/vaccine ");
}

TEST_CASE("reading: missing days and batch numbers are no contradiction", "[verify][binding]") {
    const auto without_days =
        with(with(genuine(), "\"effectiveStart\":\"2022-02-08\"", "\"effectiveStart\":\"\""),
             "\"effectiveUntil\":\"2022-05-03\"", "\"effectiveUntil\":\"\"");
    CHECK(contradictions(without_days).empty());
    CHECK(contradictions(with(genuine(), "\"effectiveUntil\":\"2022-05-03\"",
                              "\"effectiveUntil\":\"\"")) == "/evidence/0/effectiveUntil ");
    CHECK(contradictions(with(with(genuine(), "COVISHIELD", "New vaccine"), "4121Z104", "UNKNOWN"))
              .empty());
}

TEST_CASE("shape: only the form that DIVOC's templates write fits", "[verify][shape]") {
    CHECK(misfit(genuine()) == "fits");
    CHECK(misfit(with(genuine(), "\"dose\":1", "\"dose\":[1,2]")) == "/evidence/0/dose");
    CHECK(misfit(with(genuine(), "\"dose\":1,", "")) == "/evidence/0/dose");
    CHECK(misfit(with(genuine(), "\"dose\":1", "\"dose\":1.0")) == "/evidence/0/dose");
    CHECK(misfit(with(genuine(), "\"dose\":1", "\"dose\":100")) == "/evidence/0/dose");
    CHECK(misfit(with(genuine(), "\"name\":\"Asha Perera-Okoye\"",
                      "\"name\":{\"@value\":\"Asha Perera-Okoye\"}")) == "/credentialSubject/name");
    CHECK(misfit(with(genuine(), "\"gender\"", "\"https://schema.org/gender\"")) ==
          "/credentialSubject/https://schema.org/gender");
    CHECK(misfit(with(genuine(), "\"refId\"", "\"uhid\"")) == "/credentialSubject/refId");
    CHECK(misfit(with(genuine(), "\"infoUrl\":\"https://divoc.dev/?417283905\",", "")) ==
          "/evidence/0/infoUrl");
    CHECK(misfit(with(genuine(), "\"type\":\"Person\"", "\"type\":\"Dog\"")) ==
          "/credentialSubject/type");
    CHECK(misfit(with(genuine(), "\"postalCode\":\"80100\"", "\"postalCode\":9007199254740993")) ==
          "/credentialSubject/address/postalCode");
    CHECK(misfit(with(genuine(), "\"postalCode\":\"80100\"", "\"postalCode\":80100")) == "fits");
    CHECK(misfit(with(genuine(), "\"issuer\":\"https://divoc.dev/\"", "\"issuer\":null")) ==
          "/issuer");
    CHECK(misfit(with(genuine(), "\"nonTransferable\":\"true\",", "")) == "fits");
    CHECK(misfit(with(genuine(), "\"age\":\"37\"", "\"age\":null")) == "fits");
    CHECK(misfit(with(genuine(), "Kilindini", "Kili\\u0000ndini")) ==
          "/credentialSubject/address/district");
}

TEST_CASE("products: names are found as parts, without case and white space",
          "[verify][products]") {
    const auto& table = shipped_products();
    CHECK(table.find("Covi Shield")->primary_series_doses == 2);
    CHECK(table.find("JANSSEN (Johnson & Johnson)")->primary_series_doses == 1);
    CHECK(table.find("Sputnik Light")->primary_series_doses == 1);
    CHECK(table.find("Sputnik V")->primary_series_doses == 2);
    CHECK(table.find("ZyCoV-D")->primary_series_doses == 3);
    CHECK(table.find("") == nullptr);
    CHECK(table.find("water") == nullptr);
    CHECK(table.names_manufacturer("Serum Institute of India"));
    CHECK_FALSE(table.names_manufacturer("4121Z104"));
}
