#include "core/render/page_data.h"
#include "core/json/reader.h"
#include "core/json/writer.h"

#include <catch2/catch.hpp>

using namespace outpost;
using namespace outpost::render;

namespace {

std::string certificate(const std::string& dose, const std::string& more_subject = "",
                        const std::string& more_evidence = "") {
    return R"({"credentialSubject":{"type":"Person","id":"did:x:Passport:P123","refId":"R-1",
        "name":"Asha \"A\" Rao","sex":"Female","gender":"","age":"37","nationality":"Kenyan",
        "address":{"streetAddress":"14 Harbour Lane","district":"Kilindini"})" +
           more_subject +
           R"(},"issuer":"https://example.org/","issuanceDate":"2022-02-08T20:00:00.000Z",
        "evidence":[{"id":"https://example.org/v/9","certificateId":"9)" +
           dose + R"(","vaccine":"COVISHIELD","batch":"B)" + dose + R"(",
        "manufacturer":"SII","icd11Code":"XM9QW8","prophylaxis":"non-replicating viral vector",
        "date":"2022-02-08T20:00:00.000Z","effectiveStart":"2022-02-08","effectiveUntil":"2022-05-03",
        "dose":)" +
           dose + R"(,"totalDoses":2,"verifier":{"name":"Nurse J."},
        "facility":{"name":"Kiosk 3","address":{"district":"Kilindini","addressCountry":"KEN"}})" +
           more_evidence + "}]}";
}

json::Document parsed(const std::string& text) {
    auto document = json::read(text);
    REQUIRE(document);
    return std::move(*document);
}

/// The page data of one certificate.
struct Data {
    json::Document credential;
    json::Document request;
    json::Document document;

    explicit Data(const std::string& text, const std::string& request_text = "{}")
        : credential(parsed(text)), request(parsed(request_text)), document(made()) {}

    json::Document made(std::vector<const json::Value*> earlier = {}) {
        PageDataInput input;
        input.credential = &credential.root();
        input.request = &request.root();
        input.earlier = std::move(earlier);
        input.issuer_name = "Ministry";
        input.dates.time_zone = "Asia/Kolkata";
        auto made = page_document(input);
        REQUIRE(made);
        return std::move(*made);
    }
    std::string operator[](std::string_view name) const {
        const auto* value = document.root().find(name);
        if (value == nullptr) return "absent";
        return value->is_string() ? std::string(value->as_string()) : json::write(*value);
    }
};

std::string identity_of(const std::string& id) {
    auto text = certificate("1");
    text.replace(text.find("did:x:Passport:P123"), 19, id);
    return Data(text)["identity"];
}

/// "dose/doseType/batch/date" of each event.
std::string events_of(const json::Document& document) {
    std::string out;
    for (const auto& event : document.root().find("vaxEvents")->items()) {
        out += event.text_of("dose");
        out += '/';
        out += event.text_of("doseType");
        out += '/';
        out += event.text_of("vaxBatch");
        out += '/';
        out += event.text_of("dateOfVax");
        out += '\n';
    }
    return out;
}

}  // namespace

TEST_CASE("page data: DIVOC's names", "[render]") {
    const Data data(certificate("1"));
    CHECK(data["name"] == "Asha \"A\" Rao");
    CHECK(data["gender"] == "Female");  // from sex
    CHECK(data["age"] == "37");
    CHECK(data["identity"] == "Passport # P123");
    CHECK(data["beneficiaryId"] == "R-1");
    CHECK(data["recipientAddress"] == "14 Harbour Lane, Kilindini");
    CHECK(data["vaccinationDate"] == "09-Feb-2022");
    CHECK(data["vaccineType"] == "XM9QW8, non-replicating viral vector");
    CHECK(data["vaccineValidDays"] == "after 84 days");
    CHECK(data["vaccinatedBy"] == "Nurse J.");
    CHECK(data["vaccinatedAt"] == "Kiosk 3, Kilindini");
    CHECK(data["dose"] == "1");
    CHECK(data["totalDoses"] == "2");
    CHECK(data["certificateId"] == "91");
    CHECK(data["issuerName"] == "Ministry");
    CHECK(data["issuedOn"] == "09-Feb-2022");
    CHECK(data["validUntil"] == "03-May-2022");
    CHECK(data["isReprint"] == "false");
    for (const auto name : page_data_names()) CHECK(data.document.root().find(name) != nullptr);
    const auto& event = data.document.root().find("vaxEvents")->items().front();
    for (const auto name : vaccination_event_names()) CHECK(event.find(name) != nullptr);
}

TEST_CASE("page data: the state of the dose", "[render]") {
    struct Case {
        const char* dose;
        const char* text;
        const char* states;  // final, booster, booster or final
    };
    for (const auto& c :
         {Case{"1", "(1 st Dose)", "false false false"},
          Case{"2", "(2 nd Dose)", "true false true"}, Case{"3", "(3 rd Dose)", "false true true"},
          Case{"11", "(11 th Dose)", "false true true"},
          Case{"21", "(21 st Dose)", "false true true"}, Case{"1.5", "", "false false false"}}) {
        const Data data(certificate(c.dose));
        CHECK(data["currentDoseText"] == c.text);
        CHECK(data["isFinalDose"] + " " + data["isBoosterDose"] + " " +
                  data["isBoosterOrFinalDose"] ==
              c.states);
    }
}

TEST_CASE("page data: identities as DIVOC words them, Aadhaar masked in any spelling", "[render]") {
    CHECK(identity_of("did:in.gov.uidai.aadhaar:222244448888") == "Aadhaar # XXXX XXXX XXXX 8888");
    CHECK(identity_of("did:Aadhaar Card:123412345678") == "Aadhaar # XXXX XXXX XXXX 5678");
    CHECK(identity_of("did:AADHAAR:12é4ñ") == "Aadhaar # XXXX XXXX XXXX 2é4ñ");
    CHECK(identity_of("did:Driving License:D1") == "Driver\u2019s License # D1");
    CHECK(identity_of("did:PAN Card:P1") == "PAN Card # P1");
    CHECK(identity_of("did:Voter ID:V1") == "Voter ID # V1");
    CHECK(identity_of("did:x:KX447") == "KX447");
    CHECK(identity_of("872550100V") == "872550100V");
}

TEST_CASE("page data: new members have their own names and do not replace DIVOC's", "[render]") {
    const Data data(
        certificate("1", R"(,"parentName":"Meera","dob":"1984-06-17","dose":99,"isMinor":true)",
                    R"(,"disease":"COVID-19","parentName":"not this")"));
    CHECK(data["parentName"] == "Meera");
    CHECK(data["dob"] == "17-Jun-1984");
    CHECK(data["isMinor"] == "true");
    CHECK(data["disease"] == "COVID-19");
    CHECK(data["dose"] == "1");
    CHECK(data["id"] == "absent");  // unmasked: only `identity` is for paper
    CHECK(data["nothing"] == "absent");
}

TEST_CASE("page data: trees of the request and the credential", "[render]") {
    const Data data(certificate("1"), R"({"programId":"c19","meta":{"lane":"B"},
                                         "recipient":{"contact":["tel:1"]}})");
    const auto& root = data.document.root();
    CHECK(root.find("meta")->text_of("lane") == "B");
    CHECK(root.find("request")->text_of("programId") == "c19");
    CHECK(root.find("credential")->text_of("issuer") == "https://example.org/");
    CHECK(root.find("evidence")->text_of("batch") == "B1");
    CHECK(root.find("raw")->text_of("programId") == "c19");
    CHECK(root.find("raw")->find("meta")->text_of("lane") == "B");
}

TEST_CASE("page data: one event a dose, latest first, the newest of one dose", "[render]") {
    Data third(certificate("3"), R"({"meta":{"vaccinations":[
        {"name":"A","dose":1,"date":"2021-01-01T20:00:00Z","batch":"M1"},
        {"name":"A","dose":2,"date":"2021-02-01","batch":"M2"},
        {"name":"A","dose":3,"date":"2021-03-01","batch":"M3"},
        {"name":"no dose"}, 7]}})");
    const auto old_second = parsed(certificate("2", "", R"(,"x":1)"));
    auto text = certificate("2");
    text.replace(text.find("2022-02-08T20:00:00.000Z"), 24, "2022-03-01T00:00:00.000Z");
    text.replace(text.find("\"B2\""), 4, "\"C2\"");
    const auto new_second = parsed(text);
    CHECK(events_of(third.document) ==
          "3/Booster Dose 1/B3/09-Feb-2022\n"
          "2/Primary Dose 2/M2/01-Feb-2021\n"
          "1/Primary Dose 1/M1/02-Jan-2021\n");
    for (const bool is_swapped : {false, true}) {
        const auto* a = &old_second.root();
        const auto* b = &new_second.root();
        if (is_swapped) std::swap(a, b);
        CHECK(events_of(third.made({a, nullptr, b})) ==
              "3/Booster Dose 1/B3/09-Feb-2022\n"
              "2/Primary Dose 2/C2/09-Feb-2022\n"
              "1/Primary Dose 1/M1/02-Jan-2021\n");
    }
}

TEST_CASE("page data: parts that are missing or of another kind", "[render]") {
    for (const char* text :
         {"{}", R"({"evidence":[]})", R"({"evidence":[7],"credentialSubject":"x"})",
          R"({"evidence":{"dose":"two","facility":[]},"credentialSubject":{"address":3}})"}) {
        const Data data(text, R"({"meta":{"vaccinations":{"dose":1}}})");
        CHECK(data["recipientAddress"] == "NA");
        CHECK(data["vaccineType"] == "Not Available");
        CHECK(data["vaccineValidDays"] == "");
        CHECK(data["currentDoseText"] == "");
        CHECK(data["isBoosterOrFinalDose"] == "false");
        CHECK(data["vaxEvents"] == "[]");
    }
    PageDataInput input;
    const auto none = page_data(input);
    REQUIRE_FALSE(none);
    CHECK(none.error().code == Errc::BadValue);
    const auto empty = parsed("{}");
    input.credential = &empty.root();
    CHECK(page_data(input));  // a purged request is no error
    input.dates.time_zone = "Nowhere";
    CHECK(page_data(input).error().code == Errc::Unsupported);
}
