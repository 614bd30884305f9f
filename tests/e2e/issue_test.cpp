// outpost issue and its neighbours, as a script sees them.
#include "core/json/reader.h"
#include "drivers/database/sqlite_database.h"
#include "tests/e2e/kiosk_folder.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace outpost;
using namespace outpost::tests;

namespace {

std::string text_of(const json::Document& line, std::string_view name) {
    return std::string(line.root().text_of(name));
}

std::set<std::string> codes_of(const json::Document& line) {
    std::set<std::string> codes;
    for (const auto& error : line.root().find("errors")->items())
        codes.insert(std::string(error.text_of("path")) + " " + std::string(error.text_of("code")));
    return codes;
}

std::string sample_queue(const char* name) {
    return (source_dir() / "assets" / "samples" / "queue" / name).string();
}

}  // namespace

TEST_CASE("e2e: the sample queue is issued, printed, verified, and never twice", "[e2e][issue]") {
    const auto kind = GENERATE(SigningKeyKind::Ed25519, SigningKeyKind::Rsa);
    const KioskFolder kiosk(kind);
    const auto first =
        kiosk.issue({"--kiosk", "7", "--at", first_instant, sample_queue("certify-v3.json")});
    INFO(first.err << first.out);
    REQUIRE(first.exit_code == 0);
    const auto lines = first.lines();
    REQUIRE(lines.size() == 6);
    std::set<std::string> ids;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        CHECK(lines[i].root().find("index")->as_integer() == static_cast<std::int64_t>(i));
        CHECK(text_of(lines[i], "status") == "issued");
        CHECK(text_of(lines[i], "print") == "printed");
        CHECK(text_of(lines[i], "certificate_id").size() == 12);
        CHECK(text_of(lines[i], "certificate_id").substr(0, 4) == "1007");
        ids.insert(text_of(lines[i], "certificate_id"));
        for (const char* file : {"credential", "qr", "page"}) {
            const auto checked = kiosk.verify({text_of(lines[i], file)});
            INFO(file << ": " << checked.out << checked.err);
            CHECK(checked.exit_code == 0);
            REQUIRE(checked.lines().size() == 1);
            CHECK(text_of(checked.lines()[0], "verdict") == "accepted");
            CHECK(checked.out.find("binding_digest_holds") != std::string::npos);
        }
    }
    CHECK(ids.size() == 6);
    CHECK(kiosk.spooled().size() == 6);

    const auto again = kiosk.issue({"--at", second_instant, sample_queue("certify-v3.json")});
    CHECK(again.exit_code == 0);
    const auto repeated = again.lines();
    REQUIRE(repeated.size() == 6);
    for (std::size_t i = 0; i < repeated.size(); ++i) {
        CHECK(text_of(repeated[i], "status") == "duplicate");
        CHECK(text_of(repeated[i], "certificate_id") == text_of(lines[i], "certificate_id"));
        CHECK(text_of(repeated[i], "page") == text_of(lines[i], "page"));
    }
    CHECK(kiosk.spooled().size() == 6);
    const auto chain = kiosk.with_state({"journal", "check", "--json"});
    CHECK(chain.exit_code == 0);
    CHECK(chain.lines()[0].root().find("holds")->as_boolean());
}

TEST_CASE("e2e: a correction supersedes, and the old certificate is then rejected",
          "[e2e][issue]") {
    const KioskFolder kiosk;
    const auto first = kiosk.issue({"--kiosk", "1", "--at", first_instant,
                                    kiosk.file("one.json", "[" + request_item("R1", 1) + "]")});
    REQUIRE(first.exit_code == 0);
    const auto old_id = text_of(first.lines()[0], "certificate_id");
    const auto changed = replaced_in(request_item("R1", 1), "Nadia Test", "Nadia Tester");

    // Without being asked for, a correction is held.
    const auto conflict = kiosk.issue({"--at", first_instant, kiosk.file("two.json", changed)});
    CHECK(conflict.exit_code == 1);
    CHECK(text_of(conflict.lines()[0], "status") == "held");
    CHECK(codes_of(conflict.lines()[0]) == std::set<std::string>{"/preEnrollmentCode conflict"});

    const auto update = kiosk.issue(
        {"--at", second_instant, "--kind", "update-v3", kiosk.file("three.json", changed)});
    INFO(update.err << update.out);
    REQUIRE(update.exit_code == 0);
    CHECK(text_of(update.lines()[0], "supersedes") == old_id);
    const auto list = kiosk.path("state/revocations.json");
    const auto old_page = text_of(first.lines()[0], "page");
    CHECK(kiosk.verify({"--revocations", list, old_page}).exit_code == 1);
    CHECK(kiosk.verify({"--revocations", list, old_page}).out.find("superseded") !=
          std::string::npos);
    CHECK(kiosk.verify({"--revocations", list, text_of(update.lines()[0], "page")}).exit_code == 0);
    // The old request again: the event's newest certificate, no new one.
    const auto late = kiosk.issue({"--at", second_instant, kiosk.path("one.json")});
    CHECK(text_of(late.lines()[0], "status") == "duplicate");
    CHECK(text_of(late.lines()[0], "certificate_id") ==
          text_of(update.lines()[0], "certificate_id"));
    const auto none = kiosk.issue({"--at", second_instant, "--kind", "update-v3",
                                   kiosk.file("four.json", request_item("R9", 1))});
    CHECK(none.exit_code == 1);
    CHECK(codes_of(none.lines()[0]) == std::set<std::string>{"/preEnrollmentCode no_certificate"});
}

TEST_CASE("e2e: a held conflict is released as a correction, or rejected", "[e2e][issue]") {
    const KioskFolder kiosk;
    const auto changed = replaced_in(request_item("R1", 1), "Nadia Test", "Nadia Tester");
    const auto both =
        kiosk.issue({"--kiosk", "1", "--at", first_instant,
                     kiosk.file("both.jsonl", request_item("R1", 1) + "\n" + changed + "\n")});
    INFO(both.err << both.out);
    CHECK(both.exit_code == 1);
    REQUIRE(both.lines().size() == 2);
    const auto listed = kiosk.with_state({"queue", "list", "--json"});
    REQUIRE(listed.lines().size() == 1);
    const auto number = std::to_string(listed.lines()[0].root().find("held")->as_integer());
    CHECK(text_of(listed.lines()[0], "reason") == "conflict");
    CHECK(text_of(listed.lines()[0], "certificate_id") ==
          text_of(both.lines()[0], "certificate_id"));

    const auto release = kiosk.with_state(
        {"queue", "release", "--json", "--profile", kiosk.profile, "--key", kiosk.path("key.json"),
         "--passphrase-file", kiosk.path("passphrase"), "--at", second_instant, number});
    INFO(release.err << release.out);
    CHECK(release.exit_code == 0);
    CHECK(text_of(release.lines()[0], "supersedes") == text_of(both.lines()[0], "certificate_id"));
    CHECK(kiosk.with_state({"queue", "list", "--json"}).out.empty());
    CHECK(kiosk.with_state({"queue", "reject", "77"}).exit_code == 2);
}

TEST_CASE("e2e: every error of an item is told at once, and the others are issued",
          "[e2e][issue]") {
    const KioskFolder kiosk;
    auto bad = replaced_in(request_item("R2", 1), "\"name\":\"Nadia Test\",", "");
    bad = replaced_in(bad, "\"dose\":1", "\"dose\":0");
    bad = replaced_in(bad, "tel:0700000001", "mailto:x@example.org");
    bad =
        replaced_in(bad, "\"effectiveUntil\":\"2027-02-08\"", "\"effectiveUntil\":\"2025-02-30\"");
    const auto run = kiosk.issue(
        {"--kiosk", "1", "--at", first_instant,
         kiosk.file("q.json", "[" + request_item("R1", 1) + "," + bad + ",{\"a\":1,\"a\":2}," +
                                  request_item("R3", 1) + "]")});
    INFO(run.out << run.err);
    CHECK(run.exit_code == 1);
    REQUIRE(run.lines().size() == 4);
    CHECK(text_of(run.lines()[0], "status") == "issued");
    CHECK(text_of(run.lines()[1], "status") == "rejected");
    CHECK(codes_of(run.lines()[1]) ==
          std::set<std::string>{"/recipient/name required", "/vaccination/dose below_minimum",
                                "/recipient/contact contact_missing",
                                "/vaccination/effectiveUntil bad_date"});
    CHECK(codes_of(run.lines()[2]) == std::set<std::string>{" duplicate_member"});
    CHECK(text_of(run.lines()[3], "status") == "issued");
}

TEST_CASE("e2e: odd names are data, never structure", "[e2e][issue]") {
    const KioskFolder kiosk;
    const std::vector<std::string> names = {R"(X\",\"dob\":\"1990-01-01)",
                                            R"(back\\slash)",
                                            R"(two\nlines)",
                                            "😀 emoji",
                                            "{{issuer}} {{{name}}}",
                                            std::string(200, 'M'),
                                            "สมชาย ใจดี",
                                            "Ἀλέξανδρος <b>&amp;</b>",
                                            "\\u200f right to left mark"};
    std::string queue = "[";
    for (std::size_t i = 0; i < names.size(); ++i)
        queue += (i == 0 ? "" : ",") +
                 replaced_in(request_item("N" + std::to_string(i), 1), "Nadia Test", names[i]);
    const auto run =
        kiosk.issue({"--kiosk", "1", "--at", first_instant, kiosk.file("q.json", queue + "]")});
    INFO(run.out << run.err);
    CHECK(run.exit_code == 0);
    REQUIRE(run.lines().size() == names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto checked = kiosk.verify({text_of(run.lines()[i], "page")});
        INFO(checked.out << checked.err);
        CHECK(checked.exit_code == 0);
        const auto wanted = json::read("\"" + names[i] + "\"");
        const auto lines = checked.lines();
        const auto* claims = lines[0].root().find("claims");
        REQUIRE(claims != nullptr);
        REQUIRE(claims->find("/credentialSubject/name") != nullptr);
        CHECK(claims->find("/credentialSubject/name")->text_of("value") ==
              wanted.value().root().as_string());
        CHECK(claims->find("/credentialSubject/dob")->text_of("value") == "1990-04-12");
    }
}

TEST_CASE("e2e: revoking follows DIVOC's rule and frees the dose", "[e2e][issue]") {
    const KioskFolder kiosk;
    const auto run = kiosk.issue(
        {"--kiosk", "1", "--at", first_instant,
         kiosk.file("q.json", "[" + request_item("R1", 1) + "," + request_item("R1", 2) + "]")});
    REQUIRE(run.exit_code == 0);
    const auto dose_1 = text_of(run.lines()[0], "certificate_id");
    const auto dose_2 = text_of(run.lines()[1], "certificate_id");
    CHECK(kiosk.with_state({"revoke", "--at", first_instant, dose_1}).exit_code == 1);
    CHECK(kiosk.with_state({"revoke", "--at", first_instant, dose_2}).exit_code == 0);
    CHECK(kiosk.with_state({"revoke", "--at", first_instant, "999999999999"}).exit_code == 2);
    const auto list = kiosk.path("state/revocations.json");
    const auto checked = kiosk.verify({"--revocations", list, text_of(run.lines()[1], "page")});
    CHECK(checked.exit_code == 1);
    CHECK(checked.out.find("\"revoked\"") != std::string::npos);
    const auto again = kiosk.issue({"--at", second_instant, kiosk.path("q.json")});
    CHECK(text_of(again.lines()[0], "status") == "duplicate");
    CHECK(text_of(again.lines()[1], "status") == "issued");
    CHECK(text_of(again.lines()[1], "certificate_id") != dose_2);
}

TEST_CASE("e2e: a reprint is counted, marked and needs a reason", "[e2e][issue]") {
    const KioskFolder kiosk;
    const auto run = kiosk.issue(
        {"--kiosk", "1", "--at", first_instant, kiosk.file("q.json", request_item("R1", 1))});
    REQUIRE(run.exit_code == 0);
    const auto id = text_of(run.lines()[0], "certificate_id");
    CHECK(kiosk.spooled() == std::vector<std::string>{id + "-1.pdf"});
    CHECK(kiosk.with_state({"print", "--profile", kiosk.profile, id}).exit_code == 2);
    const auto reprint = kiosk.with_state(
        {"print", "--profile", kiosk.profile, "--reason", "paper jam", "--at", second_instant, id});
    INFO(reprint.err << reprint.out);
    CHECK(reprint.exit_code == 0);
    CHECK(kiosk.spooled() == std::vector<std::string>{id + "-1.pdf", id + "-2.pdf"});
    CHECK(kiosk.verify({kiosk.path("state/spool/" + id + "-2.pdf")}).exit_code == 0);
    // The reason is a person's words: the journal shows that there was a reprint, not the words.
    const auto entries = kiosk.with_state({"journal", "list"}).out;
    CHECK(entries.find("\"attempt\":2") != std::string::npos);
    CHECK(entries.find("paper jam") == std::string::npos);
}

TEST_CASE("e2e: nothing is signed by a clock that went back", "[e2e][issue]") {
    const KioskFolder kiosk;
    REQUIRE(kiosk
                .issue({"--kiosk", "1", "--at", second_instant,
                        kiosk.file("a.json", request_item("R1", 1))})
                .exit_code == 0);
    const auto back =
        kiosk.issue({"--at", first_instant, kiosk.file("b.json", request_item("R2", 1))});
    CHECK(back.exit_code == 3);
    CHECK(back.out.empty());
    CHECK(back.err.find("newest instant") != std::string::npos);
    const auto before_build = kiosk.issue({"--at", "1999-01-01T00:00:00Z", kiosk.path("b.json")});
    CHECK(before_build.exit_code == 3);
}

TEST_CASE("e2e: a copied or restored state folder gives out no ids", "[e2e][issue]") {
    namespace fs = std::filesystem;
    KioskFolder kiosk;
    REQUIRE(kiosk
                .issue({"--kiosk", "1", "--at", first_instant,
                        kiosk.file("a.json", request_item("R1", 1))})
                .exit_code == 0);
    fs::copy(kiosk.path("state"), kiosk.path("copy"), fs::copy_options::recursive);
    const auto b = kiosk.file("b.json", request_item("R2", 1));
    REQUIRE(kiosk.issue({"--at", first_instant, b}).exit_code == 0);
    kiosk.state = "copy";
    const auto copy = kiosk.issue({"--at", first_instant, b});
    CHECK(copy.exit_code == 3);
    CHECK(copy.err.find("--kiosk") != std::string::npos);
    CHECK(kiosk.issue({"--kiosk", "1", "--at", first_instant, b}).exit_code == 3);
    const auto renewed = kiosk.issue({"--kiosk", "2", "--at", first_instant, b});
    INFO(renewed.err);
    REQUIRE(renewed.exit_code == 0);
    CHECK(text_of(renewed.lines()[0], "certificate_id").substr(0, 4) == "1002");
    // Moving the folder is no copy.
    fs::rename(kiosk.path("state"), kiosk.path("moved"));
    kiosk.state = "moved";
    CHECK(kiosk.issue({"--at", first_instant, kiosk.file("c.json", request_item("R3", 1))})
              .exit_code == 0);
    // An older copy put back in its place.
    fs::copy(kiosk.path("moved"), kiosk.path("backup"), fs::copy_options::recursive);
    REQUIRE(kiosk.issue({"--at", first_instant, kiosk.file("d.json", request_item("R4", 1))})
                .exit_code == 0);
    fs::copy(kiosk.path("backup"), kiosk.path("moved"),
             fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    CHECK(kiosk.issue({"--at", first_instant, kiosk.path("d.json")}).exit_code == 3);
}

TEST_CASE("e2e: bulk CSV, with row and column of each error", "[e2e][issue]") {
    const KioskFolder kiosk;
    const std::string header =
        "preEnrollmentCode,recipientName,recipientMobileNumber,recipientDOB,recipientAge,"
        "recipientGender,recipientNationality,recipientIdentity,recipientAddressLine1,"
        "recipientAddressLine2,recipientDistrict,recipientState,recipientPincode,"
        "vaccinationBatch,vaccinationDate,vaccinationDose,vaccinationTotalDoses,"
        "vaccinationEffectiveStart,vaccinationEffectiveEnd,vaccinationManufacturer,"
        "vaccinationName,vaccinatorName,facilityName,facilityAddressLine1,"
        "facilityAddressLine2,facilityDistrict,facilityState,facilityPincode\n";
    const std::string row =
        "C1,\"Test, Nadia\",0700000001,12-Apr-1990,,Female,Utopian,did:example:N77,1 Quay,,North,"
        "Coast,80100,B1,2026-02-08T09:10:00Z,1,2,2026-02-08,2027-02-08,Serum Institute,COVISHIELD,"
        "Nurse T.,Test Clinic,2 Quay,,North,Coast,80100\n";
    const auto bad = replaced_in(replaced_in(row, "C1,", "C2,"), "2027-02-08", "08/02/2027");
    const auto run = kiosk.issue({"--kiosk", "1", "--at", first_instant, "--kind", "certify-v1",
                                  kiosk.file("bulk.csv", header + row + bad)});
    INFO(run.out << run.err);
    CHECK(run.exit_code == 1);
    REQUIRE(run.lines().size() == 2);
    CHECK(text_of(run.lines()[0], "status") == "issued");
    CHECK(kiosk.verify({text_of(run.lines()[0], "page")}).exit_code == 0);
    CHECK(read_text(text_of(run.lines()[0], "credential")).find("Test, Nadia") !=
          std::string::npos);
    CHECK(text_of(run.lines()[1], "status") == "rejected");
    CHECK(codes_of(run.lines()[1]) ==
          std::set<std::string>{"/vaccination/effectiveUntil bad_date"});
    const auto lines = run.lines();
    const auto& error = lines[1].root().find("errors")->items()[0];
    CHECK(error.find("row")->as_integer() == 3);
    CHECK(error.text_of("column") == "vaccinationEffectiveEnd");
}

TEST_CASE("e2e: the tutorial's profile is checked, issued and verified", "[e2e][profile]") {
    namespace fs = std::filesystem;
    KioskFolder kiosk;
    CHECK(run_outpost({"profile", "check", kiosk.profile}).exit_code == 0);
    const auto copy = kiosk.path("profile");
    fs::copy(kiosk.profile, copy, fs::copy_options::recursive);
    const auto script = source_dir() / "docs" / "tutorials" / "parent-name" / "apply.sh";
    REQUIRE(std::system(("sh '" + script.string() + "' '" + copy + "' >/dev/null").c_str()) == 0);
    kiosk.profile = copy;
    const auto check = run_outpost({"profile", "check", copy});
    INFO(check.out << check.err);
    CHECK(check.exit_code == 0);
    const auto with_parent =
        replaced_in(request_item("R1", 1), "\"dob\"", "\"parentName\":\"Parent Test\",\"dob\"");
    const auto run =
        kiosk.issue({"--kiosk", "1", "--at", first_instant,
                     kiosk.file("q.json", "[" + with_parent + "," + request_item("R2", 1) + "]")});
    INFO(run.out << run.err);
    REQUIRE(run.lines().size() == 2);
    CHECK(text_of(run.lines()[0], "status") == "issued");
    CHECK(codes_of(run.lines()[1]) == std::set<std::string>{"/recipient/parentName required"});
    const auto verified = kiosk.verify({text_of(run.lines()[0], "page")});
    INFO(verified.out << verified.err);
    CHECK(verified.exit_code == 0);
    CHECK(verified.out.find("Parent Test") != std::string::npos);
    // Without the profile its context is not known: not forged, but not to be told.
    CHECK(run_outpost({"verify", "--trust", kiosk.path("trust"), "--at", second_instant,
                       text_of(run.lines()[0], "page")})
              .exit_code == 3);
    const auto explained = run_outpost({"profile", "explain", copy});
    CHECK(explained.exit_code == 0);
    CHECK(explained.out.find("/credentialSubject/parentName") != std::string::npos);
}

TEST_CASE("e2e: a credential that was changed in the journal's file reaches no paper",
          "[e2e][issue]") {
    const KioskFolder kiosk;
    const auto queue = kiosk.file("q.json", request_item("R1", 1));
    const auto run = kiosk.issue({"--kiosk", "1", "--at", first_instant, queue});
    REQUIRE(run.exit_code == 0);
    {
        auto database = SqliteDatabase::open(kiosk.path("state/journal.db"));
        REQUIRE(database);
        REQUIRE((*database)->run(
            "UPDATE payloads SET credential = replace(credential, 'Nadia', 'Nadja')"));
    }
    std::filesystem::remove_all(kiosk.path("state/issued"));
    CHECK(kiosk.issue({"--at", first_instant, queue}).exit_code == 3);
    const auto reprint =
        kiosk.with_state({"print", "--profile", kiosk.profile, "--reason", "lost", "--at",
                          first_instant, text_of(run.lines()[0], "certificate_id")});
    CHECK(reprint.exit_code == 3);
    CHECK(reprint.err.find("not the one that was signed") != std::string::npos);
    CHECK(kiosk.spooled().size() == 1);
    CHECK(kiosk.with_state({"journal", "check"}).exit_code == 1);
}

TEST_CASE("e2e: long texts get paper, a second update of a dose in one file does not pass",
          "[e2e][issue]") {
    const KioskFolder kiosk;
    const auto wordy = replaced_in(request_item("R1", 1), "Test Clinic", std::string(1000, 'B'));
    const auto run =
        kiosk.issue({"--kiosk", "1", "--at", first_instant, kiosk.file("q.json", wordy)});
    INFO(run.out << run.err);
    CHECK(run.exit_code == 0);
    CHECK(text_of(run.lines()[0], "print") == "printed");
    CHECK(kiosk.verify({text_of(run.lines()[0], "page")}).exit_code == 0);
    const auto one = replaced_in(wordy, "Nadia Test", "Nadia One");
    const auto two = replaced_in(wordy, "Nadia Test", "Nadia Two");
    const auto updates = kiosk.issue({"--at", second_instant, "--kind", "update-v3",
                                      kiosk.file("u.json", "[" + one + "," + two + "]")});
    INFO(updates.out << updates.err);
    REQUIRE(updates.lines().size() == 2);
    CHECK(text_of(updates.lines()[0], "status") == "issued");
    CHECK(codes_of(updates.lines()[1]) ==
          std::set<std::string>{"/preEnrollmentCode duplicate_in_file"});
}
