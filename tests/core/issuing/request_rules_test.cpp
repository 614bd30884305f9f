// Rules beyond the schema: each error with its place and code, all at once, and the normal form.
#include "core/issuing/request_rules.h"
#include "core/json/reader.h"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

using namespace outpost;
using issuing::check_request;
using issuing::RequestRules;

namespace {

const UtcInstant now = parse_rfc3339("2022-02-08T09:15:42.318Z").value();

const std::string good = R"({"preEnrollmentCode":"K-1","enrollmentType":"PRE_ENRL",)"
                         R"("programId":"c19","recipient":{"name":"Asha","dob":"1984-06-17",)"
                         R"("age":"37","nationality":"Kenyan","identity":"did:x:1",)"
                         R"("contact":["mailto:a@example.org","tel:0700"]},)"
                         R"("vaccination":{"name":"COVISHIELD","manufacturer":"SII",)"
                         R"("date":"2022-02-08T09:10:00Z","effectiveStart":"2022-02-08",)"
                         R"("effectiveUntil":"2022-05-03","dose":1,"totalDoses":2},)"
                         R"("facility":{"name":"Clinic"},"meta":{"x":1}})";

/// The good request with one piece of its text exchanged.
std::string with(std::string_view from, std::string_view to) {
    auto text = good;
    const auto place = text.find(from);
    REQUIRE(place != std::string::npos);
    return text.replace(place, from.size(), to);
}

issuing::CheckedRequest check(const std::string& text, RequestRules rules = {false, true}) {
    const auto document = json::read(text);
    REQUIRE(document);
    auto checked = check_request(document->root(), rules, now);
    CHECK(checked.json.empty() == !checked.errors.empty());
    CHECK(checked.content.empty() == !checked.errors.empty());
    return checked;
}

/// "/path code" of each error, with a line between them.
std::string faults(const std::string& text, RequestRules rules = {false, true}) {
    std::string out;
    for (const auto& error : check(text, rules).errors) {
        if (!out.empty()) out += '\n';
        out += error.path + ' ' + std::string(intake::item_code_name(error.code));
        CHECK_FALSE(error.text.empty());
    }
    return out;
}

}  // namespace

TEST_CASE("request rules: a good one and its normal form", "[issuing]") {
    const auto checked = check(good);
    REQUIRE(checked.errors.empty());
    CHECK(checked.pre_enrollment_code == "K-1");
    CHECK(checked.program_id == "c19");
    CHECK(checked.dose == 1);
    CHECK(checked.previous_id.empty());
    CHECK(checked.json == with("09:10:00Z", "09:10:00.000Z"));
    CHECK(checked.content.find("meta") == std::string::npos);
    CHECK(checked.content.starts_with(R"({"enrollmentType":"PRE_ENRL","facility")"));
    // What only is written otherwise has the same content; what differs has not.
    CHECK(check(with(R"("dose":1)", R"("dose":1.0)")).json == checked.json);
    CHECK(check(with(R"("dose":1)", R"("dose":1e0)")).content == checked.content);
    CHECK(check(with("09:10:00Z", "09:10")).content == checked.content);
    CHECK(check(with(R"({"x":1})", R"({"y":[2]})")).content == checked.content);
    CHECK(check(with("Asha", "Asho")).content != checked.content);
    CHECK(check(with("Asha", "A\\u0073ha")).content == checked.content);
    // Unknown members are kept, in order; a name with a slash is no path.
    const auto unknown =
        check(with(R"("facility")", R"("vaccination/date":"2022-02-08T09:10","facility")"));
    CHECK(unknown.json.find(R"("vaccination/date":"2022-02-08T09:10","facility")") !=
          std::string::npos);
    CHECK(check(with(R"({"x":1})", R"({"previousCertificateId":"123"})")).previous_id == "123");
}

TEST_CASE("request rules: the key", "[issuing]") {
    CHECK(faults(with(R"("K-1")", R"("")")) == "/preEnrollmentCode required");
    CHECK(faults(with(R"("K-1")", "null")) == "/preEnrollmentCode required");
    CHECK(faults(with(R"("K-1")", "7")) == "/preEnrollmentCode wrong_type");
    CHECK(faults(with("K-1", std::string(65, 'k'))) == "/preEnrollmentCode too_long");
    CHECK(faults(with("K-1", std::string(64, 'k'))).empty());
    std::string wide;
    for (int i = 0; i < 64; ++i) wide += "\xE0\xA4\x95";
    CHECK(faults(with("K-1", wide)).empty());
    CHECK(faults(with("K-1", "K\\n1")) == "/preEnrollmentCode control_character");
    CHECK(faults(with(R"("programId":"c19",)", "")) == "/programId required");
    CHECK(faults(with(R"("c19")", R"("")")) == "/programId required");
    CHECK(faults(with(R"("programId":"c19",)", ""), {false, false}).empty());
    CHECK(faults(with(R"("c19")", "1"), {false, false}) == "/programId wrong_type");
}

TEST_CASE("request rules: doses", "[issuing]") {
    const auto dose = [](std::string_view text) {
        return faults(with(R"("dose":1)", R"("dose":)" + std::string(text)));
    };
    CHECK(dose("99").empty());
    CHECK(dose("3").empty());  // above totalDoses: a booster
    CHECK(dose("100") == "/vaccination/dose above_maximum");
    CHECK(dose("1e300") == "/vaccination/dose above_maximum");
    CHECK(dose("0") == "/vaccination/dose below_minimum");
    CHECK(dose("-1") == "/vaccination/dose below_minimum");
    CHECK(dose("1.5") == "/vaccination/dose not_integer");
    CHECK(dose("\"1\"") == "/vaccination/dose wrong_type");
    CHECK(dose("null") == "/vaccination/dose required");
    CHECK(faults(with(R"("totalDoses":2)", R"("totalDoses":2.5)")) ==
          "/vaccination/totalDoses not_integer");
    CHECK(dose("99999999999999999999").find("/vaccination/dose above_maximum") == 0);
}

TEST_CASE("request rules: dates", "[issuing]") {
    const auto date = [](std::string_view text) {
        return faults(with("2022-02-08T09:10:00Z", text));
    };
    CHECK(date("2022-02-08T09:15:42.318Z").empty());
    CHECK(date("2022-02-08T09:15:42.319Z") == "/vaccination/date date_ahead");
    CHECK(date("2022-02-08T14:45:00+05:30").empty());
    CHECK(date("2022-02-08T14:46:00+0530") == "/vaccination/date date_ahead");
    CHECK(date("2022-02-08") == "/vaccination/date bad_date");
    CHECK(date("0001-01-01T00:00:00Z") == "/vaccination/date bad_date");
    CHECK(date("1984-06-16T23:59:59Z") == "/vaccination/date before_birth");
    CHECK(date("1984-06-17T00:00:00Z").empty());
    // The day counts on the clock that wrote it: this instant is the 16th in UTC.
    CHECK(date("1984-06-17T01:00:00+05:30").empty());
    CHECK(faults(with("2022-05-03", "2022-02-07")) ==
          "/vaccination/effectiveUntil period_reversed");
    CHECK(faults(with("2022-05-03", "2022-02-08")).empty());
    CHECK(faults(with("2022-05-03", "2022-02-29")) == "/vaccination/effectiveUntil bad_date");
    CHECK(faults(with(R"("effectiveStart":"2022-02-08")", R"("effectiveStart":"0001-01-01")")) ==
          "/vaccination/effectiveStart bad_date");
    CHECK(faults(with("1984-06-17", "1900-12-31")) == "/recipient/dob bad_date");
    CHECK(faults(with("1984-06-17", "1984-02-30")) == "/recipient/dob bad_date");
    CHECK(faults(with("1984-06-17", "")) == "/recipient/dob bad_date");
    CHECK(faults(with("1984-06-17", "2022-02-09")) == "/recipient/dob bad_age");
    CHECK(faults(with(R"("1984-06-17")", "null")).empty());
}

TEST_CASE("request rules: age or date of birth", "[issuing]") {
    const std::string both = R"("dob":"1984-06-17","age":"37",)";
    CHECK(faults(with(both, "")) == "/recipient/age age_or_dob_missing");
    CHECK(faults(with(both, R"("dob":null,"age":"",)")) == "/recipient/age age_or_dob_missing");
    CHECK(faults(with(both, ""), {true, true}) == "/recipient/age age_or_dob_missing");
    CHECK(faults(with(both, R"("age":"0",)")).empty());
    CHECK(faults(with(both, R"("dob":"1984-06-17",)")).empty());
    for (const auto* age : {"-1", "+5", "3.5", "x", "37 ", "151", "99999999999999999999"}) {
        CAPTURE(age);
        CHECK(faults(with(R"("37")", "\"" + std::string(age) + "\"")) == "/recipient/age bad_age");
    }
}

TEST_CASE("request rules: contact and walk-in", "[issuing]") {
    CHECK(faults(with(R"(,"tel:0700")", "")) == "/recipient/contact contact_missing");
    CHECK(faults(with("tel:0700", "tel:")) == "/recipient/contact contact_missing");
    CHECK(faults(with("tel:0700", "0700")) == "/recipient/contact contact_missing");
    CHECK(faults(with(R"(["mailto:a@example.org","tel:0700"])", "[]")) ==
          "/recipient/contact contact_missing");
    CHECK(faults(with("PRE_ENRL", "WALK_IN")) ==
          "/recipient/address walk_in\n/vaccinator walk_in\n/facility/address walk_in");
    CHECK(faults(with("PRE_ENRL", "WALK_IN"), {true, true}).empty());
}

TEST_CASE("request rules: texts", "[issuing]") {
    // Quotes, backslashes, line feeds, tabs and every script may stand in a name.
    CHECK(faults(with("Asha", R"(A\"s\\h\na\t{{x}} 😀 आशा)")).empty());
    CHECK(faults(with("Asha", "A\\u0000")) == "/recipient/name control_character");
    CHECK(faults(with("Asha", "A\\u001b[2J")) == "/recipient/name control_character");
    CHECK(faults(with("Asha", "A\\u007f")) == "/recipient/name control_character");
    CHECK(faults(with("Asha", "A\xC2\x85")) == "/recipient/name control_character");
    CHECK(faults(with("Asha", "A\xC2\xA0")).empty());
    CHECK(faults(with("tel:0700", "tel:0700\\n")) == "/recipient/contact/1 control_character");
    CHECK(faults(with("did:x:1", "did:x:\\t1")) == "/recipient/identity control_character");
    std::string thousand;
    for (int i = 0; i < 1000; ++i) thousand += "\xF0\x9F\x98\x80";
    CHECK(faults(with("Asha", thousand)).empty());
    CHECK(faults(with("Asha", thousand + "x")) == "/recipient/name too_long");
    CHECK(faults(with(R"({"x":1})", R"({"x":[{"y":"\u0001"}]})")) ==
          "/meta/x/0/y control_character");
    CHECK(faults(with(R"("x":1)", R"("a/b~c":"\u0001")")) == "/meta/a~1b~0c control_character");
    CHECK(faults(with(R"("x":1)", R"("\u0001":1)")) == "/meta control_character");
    CHECK(faults(with(R"("x":1)", "\"" + std::string(1001, 'n') + "\":1")) ==
          "/meta control_character");
    CHECK(faults(with(R"("x":1)", R"("x":9007199254740992)")) == "/meta/x above_maximum");
    CHECK(faults(with(R"("x":1)", R"("x":9007199254740991)")).empty());
    CHECK(faults(with(R"("x":1)", R"("x":123456789012345678901234567890)")) ==
          "/meta/x above_maximum");
}

TEST_CASE("request rules: meta", "[issuing]") {
    CHECK(faults(with(R"({"x":1})", "[]")) == "/meta wrong_type");
    CHECK(faults(with(R"({"x":1})", "null")).empty());
    CHECK(faults(with(R"({"x":1})", R"({"previousCertificateId":1})")) ==
          "/meta/previousCertificateId wrong_type");
    std::string many = "[";
    for (int i = 0; i < 20; ++i) many += "\"" + std::string(900, 'x') + "\",";
    many += "1]";
    CHECK(faults(with(R"("x":1)", R"("x":)" + many)) == "/meta too_long");
}

TEST_CASE("request rules: every error at once, in the order of the members", "[issuing]") {
    const auto text = R"({"zzz":"\u0001","facility":{"name":"\u0001"},"vaccination":{"totalDoses":0,
        "dose":1.5,"effectiveUntil":"2020-01-01","effectiveStart":"2020-01-02","date":"x"},
        "recipient":{"contact":[],"name":"\u0002"},"meta":1})";
    CHECK(faults(text) ==
          "/preEnrollmentCode required\n/programId required\n/recipient/name control_character\n"
          "/recipient/age age_or_dob_missing\n/recipient/contact contact_missing\n"
          "/vaccination/date bad_date\n/vaccination/effectiveUntil period_reversed\n"
          "/vaccination/dose not_integer\n/vaccination/totalDoses below_minimum\n"
          "/facility/name control_character\n/meta wrong_type\n/zzz control_character");
}

TEST_CASE("request rules: other kinds of values are no crash", "[issuing]") {
    CHECK(faults("[]") == " wrong_type");
    CHECK(faults("\"x\"") == " wrong_type");
    CHECK(faults("{}") ==
          "/preEnrollmentCode required\n/programId required\n/vaccination/dose required");
    for (const auto* value : {"null", "1", "\"x\"", "[]", "[{}]", "true", "1.5"}) {
        const std::string v(value);
        CAPTURE(v);
        const auto text = "{\"preEnrollmentCode\":" + v + ",\"recipient\":" + v +
                          ",\"vaccination\":" + v + ",\"facility\":" + v + ",\"meta\":" + v + "}";
        CHECK_FALSE(faults(text).empty());
        const auto inner = "{\"recipient\":{\"age\":" + v + ",\"dob\":" + v + ",\"contact\":" + v +
                           "},\"vaccination\":{\"date\":" + v + ",\"effectiveStart\":" + v +
                           ",\"dose\":" + v + "}}";
        CHECK_FALSE(faults(inner).empty());
    }
    std::string many = "{\"a\":[";
    for (int i = 0; i < 500; ++i) many += "\"\\u0001\",";
    CHECK(check(many + "1]}").errors.size() == issuing::item_errors_max);
    // A date that grows in the normal form may not push the item over the limit.
    const auto edge = good.substr(0, good.size() - 1) + ",\"pad\":[";
    std::string pad;
    while (edge.size() + pad.size() + 1010 < 64 * 1024) pad += "\"" + std::string(990, 'p') + "\",";
    pad += "\"" + std::string(64 * 1024 - edge.size() - pad.size() - 4, 'q') + "\"]}";
    CHECK((edge + pad).size() == 64 * 1024);
    CHECK(faults(edge + pad) == " too_long");
}

TEST_CASE("request rules: texts that mislead are refused where they do", "[issuing]") {
    CHECK(faults(with("Asha", "A\\r\\nsha")) == "/recipient/name control_character");
    CHECK(faults(with("Asha", "A\\nsha")).empty());
    CHECK(faults(with("Asha", "A\\u2028sha")) == "/recipient/name control_character");
    CHECK(faults(with("Clinic", "\\u202Ecinilc\\u202C")) == "/facility/name control_character");
    CHECK(faults(with("Asha", "\\u2067Asha")) == "/recipient/name control_character");
    CHECK(faults(with("Asha", "\\u2067Asha\\u2069")).empty());
    CHECK(faults(with("SII", "\\u2066S")) == "/vaccination/manufacturer control_character");
    CHECK(faults(with("Asha", "\\u200B\\u200D\\uFEFF")) == "/recipient/name too_short");
    CHECK(faults(with("Asha", "\\u2068\\u2069")) == "/recipient/name too_short");
    CHECK(faults(with("Clinic", " \\u00A0")) == "/facility/name too_short");
    CHECK(faults(with("Kenyan", "\\u3164")) == "/recipient/nationality too_short");
    CHECK(faults(with("Asha", "A\\u200Dsha \\uD83D\\uDC69\\u200D\\u2695\\uFE0F")).empty());
    CHECK(faults(with(R"("name":"COVISHIELD")", R"("name":"")")).empty());  // as DIVOC takes it
    // Two codes that look the same would be two events.
    CHECK(faults(with("K-1", "K-\\u200B1")) == "/preEnrollmentCode control_character");
    CHECK(faults(with("c19", "c19\\uFEFF")) == "/programId control_character");
    CHECK(faults(with("did:x:1", "did:x:\\u200E1")) == "/recipient/identity control_character");
    CHECK(faults(with("did:x:1", "did:x:\u00C4")).empty());
}

TEST_CASE("request rules: numbers are what they are written as", "[issuing]") {
    for (const auto* age : {"007", "00", "037", "+37", " 37", "37 ", "3.0", "1e1"})
        CHECK(faults(with(R"("age":"37")", R"("age":")" + std::string(age) + "\"")) ==
              "/recipient/age bad_age");
    for (const auto* age : {"0", "7", "150"})
        CHECK(faults(with(R"("age":"37")", R"("age":")" + std::string(age) + "\"")).empty());
    const auto dose = [](const std::string& text) {
        return faults(with(R"("dose":1)", R"("dose":)" + text));
    };
    for (const auto* text : {"1.0000000000000000001", "0.99999999999999999999", "1.5", "15e-1",
                             "2.00000000000000000000000000001e0", "98.9999999999999999999",
                             "1000000000000000000001e-20"})
        CHECK(dose(text) == "/vaccination/dose not_integer");
    const auto plain = check(good);
    for (const auto* text : {"1.0", "1e0", "10e-1", "0.1e1", "1.000000000000000000000",
                             "100000000000000000000e-20", "0.01E+2"})
        CHECK(check(with(R"("dose":1)", R"("dose":)" + std::string(text))).content ==
              plain.content);
    CHECK(dose("1e300") == "/vaccination/dose above_maximum");
    CHECK(dose("1e-300") == "/vaccination/dose below_minimum");
    CHECK(faults(with(R"("totalDoses":2)", R"("totalDoses":2.0000000000000000001)")) ==
          "/vaccination/totalDoses not_integer");
}
