// Revocation lists: both JSON forms, the look-up rule, hostile lists.
#include "core/revocation/status.h"

#include "tests/support/vectors.h"

#include <catch2/catch.hpp>

#include <string>

using namespace outpost;
using namespace outpost::revocation;
using tests::outcome_of;

namespace {

constexpr std::string_view head =
    R"({"outpost_revocations":1,"issuer":"https://issuer.example/","sequence":12,)"
    R"("issued_at":"2026-01-01T00:00:00Z","next_update":"2026-01-08T00:00:00Z","records":[)";

std::string list_of(std::string_view records) {
    return std::string(head) + std::string(records) + "]}";
}

std::string parsed(std::string_view text) {
    return outcome_of(parse_status_list(text));
}

std::string record(std::string_view more) {
    return R"({"certificate_id":"123","kind":"revoked")" + std::string(more) + "}";
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

UtcInstant instant(std::string_view text) {
    return parse_rfc3339(text).value();
}

}  // namespace

TEST_CASE("revocation: look-up by id, dose and refId", "[revocation]") {
    const auto list = parse_status_list(
        list_of(R"({"certificate_id":"300","dose":1,"ref_id":"ref-3","kind":"revoked",)"
                R"("revoked_at":"2025-12-01T00:00:00Z"},)"
                R"({"certificate_id":"100","dose":2,"ref_id":"ref-1","kind":"superseded",)"
                R"("replacement_id":"101"},)"
                R"({"certificate_id":"200","kind":"revoked"})"));
    REQUIRE(list);
    CHECK(list->size() == 3);
    CHECK(list->issued_at() == instant("2026-01-01T00:00:00Z"));
    CHECK(list->next_update() == instant("2026-01-08T00:00:00Z"));

    const auto revoked = list->look_up({"300", {1}, {"ref-3"}});
    CHECK(revoked.status == Status::Revoked);
    CHECK(revoked.revoked_at == instant("2025-12-01T00:00:00Z"));
    const auto superseded = list->look_up({"100", {2}, {"uhid-1", "ref-1"}});
    CHECK(superseded.status == Status::Superseded);
    CHECK(superseded.replacement_id == "101");
    CHECK(list->look_up({"200", {}, {}}).status == Status::Revoked);
    CHECK(list->look_up({"200", {7}, {"any"}}).status == Status::Revoked);
    CHECK(list->look_up({"400", {1}, {"ref-3"}}).status == Status::NotListed);
    CHECK(list->look_up({"30", {1}, {"ref-3"}}).status == Status::NotListed);
    CHECK(list->look_up({"3000", {1}, {"ref-3"}}).status == Status::NotListed);
    CHECK(list->look_up({"", {1}, {"ref-3"}}).status == Status::NotListed);
}

TEST_CASE("revocation: a listed id with another dose or refId is suspicious", "[revocation]") {
    const auto list = parse_status_list(
        list_of(R"({"certificate_id":"300","dose":1,"ref_id":"ref-3","kind":"revoked"})"));
    REQUIRE(list);
    CHECK(list->look_up({"300", {2}, {"ref-3"}}).status == Status::Mismatch);
    CHECK(list->look_up({"300", {1}, {"ref-4"}}).status == Status::Mismatch);
    CHECK(list->look_up({"300", {}, {"ref-3"}}).status == Status::Mismatch);
    CHECK(list->look_up({"300", {1}, {}}).status == Status::Mismatch);
    // Any of the values that the certificate may mean is enough to be revoked.
    CHECK(list->look_up({"300", {2, 1}, {"ref-4", "ref-3"}}).status == Status::Revoked);
}

TEST_CASE("revocation: several records under one id", "[revocation]") {
    const auto list = parse_status_list(
        list_of(R"({"certificate_id":"9","dose":1,"kind":"superseded","replacement_id":"10",)"
                R"("revoked_at":"2025-01-01T00:00:00Z"},)"
                R"({"certificate_id":"9","dose":1,"kind":"superseded","replacement_id":"11",)"
                R"("revoked_at":"2025-02-01T00:00:00Z"},)"
                R"({"certificate_id":"9","dose":2,"kind":"superseded","replacement_id":"12"},)"
                R"({"certificate_id":"9","dose":2,"kind":"revoked"})"));
    REQUIRE(list);
    CHECK(list->look_up({"9", {1}, {}}).replacement_id == "11");
    CHECK(list->look_up({"9", {2}, {}}).status == Status::Revoked);
    CHECK(list->look_up({"9", {3}, {}}).status == Status::Mismatch);
}

TEST_CASE("revocation: records of DIVOC's registry", "[revocation]") {
    const auto list = parse_status_list(
        R"([{"preEnrollmentCode":"ref-1","certificateId":"","dose":1,)"
        R"("previousCertificateId":"100"},)"
        R"({"preEnrollmentCode":"ref-2","certificateId":"201","dose":2,)"
        R"("previousCertificateId":"200","osid":"1-ab","_osCreatedAt":"2021-08-01"}])");
    REQUIRE(list);
    CHECK_FALSE(list->issued_at());
    CHECK_FALSE(list->next_update());
    CHECK(list->look_up({"100", {1}, {"ref-1"}}).status == Status::Revoked);
    CHECK(list->look_up({"100", {2}, {"ref-1"}}).status == Status::Mismatch);
    const auto superseded = list->look_up({"200", {2}, {"ref-2"}});
    CHECK(superseded.status == Status::Superseded);
    CHECK(superseded.replacement_id == "201");
    CHECK(list->look_up({"201", {2}, {"ref-2"}}).status == Status::NotListed);

    CHECK(parsed(R"([{"certificateId":""}])") == "bad_syntax@0");
    CHECK(parsed(R"([{"previousCertificateId":""}])") == "bad_syntax@0");
    CHECK(parsed(R"([{"previousCertificateId":"1","dose":"1"}])") == "bad_syntax@0");
    CHECK(parsed(R"([{"previousCertificateId":"1","status":"x"}])") == "unsupported@0");
    CHECK(parsed(R"([7])") == "bad_syntax@0");
    CHECK(parsed("[]") == "OK");
}

TEST_CASE("revocation: header", "[revocation]") {
    const auto good = list_of(record(""));
    REQUIRE(parsed(good) == "OK");
    const auto with = [&](std::string_view from, std::string_view to) {
        return parsed(replaced(good, from, to));
    };
    CHECK(with("\"outpost_revocations\":1", "\"outpost_revocations\":2") == "unsupported@0");
    CHECK(with("\"outpost_revocations\":1,", "") == "bad_syntax@0");
    CHECK(with("\"sequence\":12", "\"sequence\":0") == "bad_value@0");
    CHECK(with("\"sequence\":12", "\"sequence\":\"12\"") == "bad_value@0");
    CHECK(with("\"sequence\":12,", "") == "OK");
    CHECK(with("\"issued_at\":\"2026-01-01T00:00:00Z\",", "") == "bad_syntax@0");
    CHECK(with("2026-01-01T00:00:00Z", "yesterday") == "bad_value@0");
    CHECK(with("2026-01-08T00:00:00Z", "2025-01-08T00:00:00Z") == "bad_value@0");
    CHECK(with("\"next_update\":\"2026-01-08T00:00:00Z\",", "") == "OK");
    CHECK(with("\"issuer\"", "\"signer\"") == "unsupported@0");
    CHECK(with("\"records\":[", "\"records\":7,\"x\":[") == "unsupported@0");
    CHECK(parsed(R"({"outpost_revocations":1,"issued_at":"2026-01-01T00:00:00Z"})") ==
          "bad_syntax@0");
    CHECK(parsed(R"({"outpost_revocations":1,"issued_at":"2026-01-01T00:00:00Z","records":{}})") ==
          "bad_syntax@0");
    CHECK(parsed("7") == "bad_syntax@0");
    CHECK(parsed(good + "]").starts_with("trailing_data"));
}

TEST_CASE("revocation: records", "[revocation]") {
    CHECK(parsed(list_of(record(R"(,"dose":3,"ref_id":"x")"))) == "OK");
    CHECK(parsed(list_of(record(R"(,"dose":-1)"))) == "bad_value@0");
    CHECK(parsed(list_of(record(R"(,"dose":1001)"))) == "bad_value@0");
    CHECK(parsed(list_of(record(R"(,"dose":1.5)"))) == "bad_syntax@0");
    CHECK(parsed(list_of(record(R"(,"dose":null)"))) == "bad_syntax@0");
    CHECK(parsed(list_of(record(R"(,"ref_id":7)"))) == "bad_syntax@0");
    CHECK(parsed(list_of(record(R"(,"ref_id":"a\u0000b")"))) == "bad_value@0");
    CHECK(parsed(list_of(record(R"(,"revoked_at":"2026")"))) == "bad_value@0");
    CHECK(parsed(list_of(record(R"(,"replacement_id":"5")"))) == "bad_value@0");
    CHECK(parsed(list_of(record(R"(,"reason":"x")"))) == "unsupported@0");
    CHECK(parsed(list_of(record(",\"ref_id\":\"" + std::string(257, 'x') + "\""))) ==
          "too_long@256");
    CHECK(parsed(list_of(R"({"certificate_id":"1","kind":"suspended"})")) == "bad_value@0");
    CHECK(parsed(list_of(R"({"certificate_id":"1"})")) == "bad_value@0");
    CHECK(parsed(list_of(R"({"kind":"revoked"})")) == "bad_syntax@0");
    CHECK(parsed(list_of(R"({"certificate_id":"https://x.example/vaccine/1","kind":"revoked"})")) ==
          "bad_value@0");
    CHECK(parsed(list_of("[]")) == "bad_syntax@0");
    CHECK(parsed(list_of("")) == "OK");
}

TEST_CASE("revocation: no prefix reads, no flipped bit ends us", "[revocation]") {
    const auto text = list_of(record(R"(,"dose":1,"ref_id":"ref-1")"));
    for (std::size_t size = 0; size < text.size(); ++size)
        CHECK_FALSE(parse_status_list(std::string_view(text).substr(0, size)));
    std::size_t read = 0;
    for (std::size_t bit = 0; bit < 8 * text.size(); ++bit) {
        auto damaged = text;
        damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
        if (parse_status_list(damaged)) ++read;
    }
    CHECK(read < 8 * text.size());
}

TEST_CASE("revocation: too many records", "[revocation]") {
    std::string records(2 * status_records_max + 1, '0');
    for (std::size_t i = 1; i < records.size(); i += 2) records[i] = ',';
    CHECK(parsed(list_of(records)) == "too_long@1000000");
    CHECK(parsed(std::string(status_list_bytes_max + 1, ' ')).starts_with("too_long"));
}

TEST_CASE("revocation: several lists in one", "[revocation]") {
    std::vector<StatusSnapshot> lists;
    lists.push_back(*parse_status_list(list_of(record(""))));
    lists.push_back(*parse_status_list(replaced(replaced(list_of(R"({"certificate_id":"7",)"
                                                                 R"("kind":"superseded"})"),
                                                         "2026-01-01", "2025-01-01"),
                                                "2026-01-08", "2026-02-08")));
    const auto merged = merge_status(lists);
    CHECK(merged.size() == 2);
    CHECK(merged.look_up({"123", {}, {}}).status == Status::Revoked);
    CHECK(merged.look_up({"7", {}, {}}).status == Status::Superseded);
    CHECK(merged.issued_at() == instant("2025-01-01T00:00:00Z"));
    CHECK(merged.next_update() == instant("2026-01-08T00:00:00Z"));
    lists.push_back(*parse_status_list("[]"));
    CHECK_FALSE(merge_status(lists).issued_at());
    CHECK(merge_status({}).size() == 0);
}
