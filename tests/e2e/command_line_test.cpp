// verify, scan, canon, to-rdf and doctor: fields, codes and exit codes of the contract.
#include "core/json/reader.h"
#include "tests/e2e/run_program.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <map>

using namespace outpost;
using namespace outpost::tests;

namespace {

std::string sample(const std::string& name) {
    return (source_dir() / "assets" / "samples" / name).string();
}
std::string data(const std::string& name) {
    return (data_dir() / "verify" / name).string();
}

const std::string at = "2026-01-01T00:00:00Z";

std::vector<std::string> verify_with(const std::vector<std::string>& inputs) {
    std::vector<std::string> arguments{"verify", "--json", "--at", at, "--trust", sample("trust")};
    arguments.insert(arguments.end(), inputs.begin(), inputs.end());
    return arguments;
}

bool has_finding(const json::Value& line, std::string_view code) {
    const auto findings = line.find("findings")->items();
    return std::any_of(findings.begin(), findings.end(),
                       [&](const json::Value& finding) { return finding.text_of("code") == code; });
}

}  // namespace

TEST_CASE("e2e: verify answers for each sample as expected.json says", "[e2e][verify]") {
    const auto expected = json::read(read_text(sample("expected.json"))).value();
    for (const auto& file : expected.root().find("files")->items()) {
        DYNAMIC_SECTION(file.text_of("file")) {
            const auto result =
                run_outpost(verify_with({sample(std::string(file.text_of("file")))}));
            INFO(result.out << result.err);
            const auto lines = result.lines();
            REQUIRE(lines.size() == 1);
            const auto verdict = lines[0].root().text_of("verdict");
            const auto verdicts = file.find("verdicts")->items();
            CHECK(std::any_of(verdicts.begin(), verdicts.end(),
                              [&](const json::Value& one) { return one.as_string() == verdict; }));
            if (file.find("finding") != nullptr)
                CHECK(has_finding(lines[0].root(), file.text_of("finding")));
            const std::map<std::string_view, int> exit_codes{
                {"accepted", 0}, {"not_accepted", 1}, {"rejected", 1}, {"unknown", 3}};
            CHECK(result.exit_code == exit_codes.at(verdict));
        }
    }
}

TEST_CASE("e2e: the fields of a JSON line", "[e2e][verify]") {
    const auto result = run_outpost(verify_with({sample("swapped-doses.png")}));
    const auto lines = result.lines();
    REQUIRE(lines.size() == 1);
    const auto& line = lines[0].root();
    CHECK(line.text_of("input") == sample("swapped-doses.png"));
    CHECK(line.text_of("payload_sha256").size() == 64);
    CHECK(line.text_of("format") == "divoc");
    CHECK(line.text_of("proof") == "proven");
    CHECK(line.text_of("key") == "did:india");
    CHECK(line.text_of("issuer") == "https://divoc.dev/");
    const auto* dose = line.find("claims")->find("/evidence/0/dose");
    REQUIRE(dose != nullptr);
    CHECK(dose->find("value")->as_integer() == 1);
    CHECK(dose->find("as_written")->as_integer() == 2);
    CHECK(dose->text_of("grade") == "interchangeable");
    CHECK(line.find("binding")->find("unsigned")->items().empty());
    CHECK(line.find("binding")->find("interchangeable")->items().size() == 5);
    for (const auto* name : {"decode", "parse", "canonicalize", "signature", "total"})
        CHECK(line.find("timings_us")->find(name)->as_integer() >= 0);
    const auto& finding = line.find("findings")->items()[0];
    CHECK(finding.text_of("severity") == "reason");
    CHECK_FALSE(finding.text_of("text").empty());
}

TEST_CASE("e2e: payloads, zips, JSON and stdin", "[e2e][verify]") {
    for (const auto* file : {"v3-dose1.ed25519.qr-payload.zip", "v3-dose1.ed25519.signed.json",
                             "v3-dose1.rsa.qr-payload.datadescriptor.zip"}) {
        INFO(file);
        const auto result = run_outpost(verify_with({data(file)}));
        CHECK(result.exit_code == 0);
        CHECK(result.lines().at(0).root().find("payload_sha256")->is_null());
        const auto piped = run_outpost(verify_with({"-"}), read_text(data(file)));
        CHECK(piped.exit_code == 0);
        CHECK(piped.lines().at(0).root().text_of("input") == "-");
    }
}

TEST_CASE("e2e: an unreadable input is exit code 2, and the others still run", "[e2e][verify]") {
    const auto result =
        run_outpost(verify_with({"/nonexistent", data("v3-dose1.ed25519.signed.json")}));
    CHECK(result.exit_code == 2);
    CHECK(result.lines().size() == 1);
    CHECK(result.err.find("/nonexistent") != std::string::npos);
    CHECK(run_outpost({"verify"}).exit_code == 2);
    CHECK(run_outpost({"verify", "--trust", "/nonexistent", "x"}).exit_code == 2);
    CHECK(run_outpost({"verify", "--at", "yesterday", "x"}).exit_code == 2);
    CHECK(run_outpost({"dance"}).exit_code == 2);
    CHECK(run_outpost({"--help"}).exit_code == 0);
}

TEST_CASE("e2e: rejected counts before unknown", "[e2e][verify]") {
    const auto result =
        run_outpost(verify_with({sample("unknown-issuer.png"), sample("altered-name.png"),
                                 sample("good-v3-dose1-rsa.png")}));
    CHECK(result.exit_code == 1);
    CHECK(result.lines().size() == 3);
}

TEST_CASE("e2e: hostile text never reaches a terminal raw", "[e2e][hostile]") {
    const auto result = run_outpost(
        {"verify", "--trust", sample("trust"), "-"},
        "{\"@context\":[],\"proof\":{\"type\":\"Ed25519Signature2018\",\"created\":\"x\","
        "\"proofPurpose\":\"assertionMethod\",\"verificationMethod\":\"\\u001b[2J\","
        "\"jws\":\"a..b\"}}");
    CHECK(result.out.find('\x1b') == std::string::npos);
    CHECK(result.err.find('\x1b') == std::string::npos);
    CHECK(run_outpost(verify_with({"-"}), "$(reboot)").exit_code == 3);
}

TEST_CASE("e2e: scan looks at every picture of a folder", "[e2e][scan]") {
    const auto result = run_outpost({"scan", "--json", "--at", at, "--trust", sample("trust"),
                                     "--camera", sample(""), "--seconds", "120"});
    INFO(result.err);
    CHECK(result.exit_code == 1);
    std::map<std::string, int> verdicts;
    for (const auto& line : result.lines()) ++verdicts[std::string(line.root().text_of("verdict"))];
    CHECK(verdicts["accepted"] == 4);
    CHECK(verdicts["rejected"] == 1);
    CHECK(verdicts["unknown"] + verdicts["not_accepted"] == 2);
    const auto one = run_outpost({"scan", "--at", at, "--trust", sample("trust"), "--camera",
                                  sample("good-v3-dose1-rsa.png"), "--count", "1"});
    CHECK(one.exit_code == 0);
    CHECK(one.out.find("ACCEPTED") == 0);
    CHECK(run_outpost({"scan", "--camera", "/nonexistent"}).exit_code == 3);
}

TEST_CASE("e2e: canon prints what is signed", "[e2e][canon]") {
    const auto canonical = read_text(data_dir() / "rdf" / "divoc-credential.nq");
    const auto result = run_outpost({"canon", "--algorithm", "urdna2015", "--without-proof",
                                     data("v3-dose1.ed25519.signed.json")});
    CHECK(result.exit_code == 0);
    CHECK(result.out == canonical);
    const auto again = run_outpost({"canon", "--format", "nquads", "-"}, canonical);
    CHECK(again.exit_code == 0);
    CHECK(again.out == canonical);
    CHECK(run_outpost({"canon", "-"},
                      "{\"@context\":{\"name\":\"http://schema.org/name\"},\"name\":\"x\"}")
              .out == "_:c14n0 <http://schema.org/name> \"x\" .\n");
    const auto refused = run_outpost({"canon", "-"}, "{\"@context\":\"https://evil.example/\"}");
    CHECK(refused.exit_code == 1);
    CHECK(refused.err.find("context_not_allowed") != std::string::npos);
    CHECK(run_outpost({"canon", "--algorithm", "md5", "-"}).exit_code == 2);
}

TEST_CASE("e2e: to-rdf takes contexts from a folder and a base", "[e2e][to-rdf]") {
    const TemporaryFolder folder;
    std::filesystem::create_directories(folder.path());
    const auto write = [&](const char* name, const char* text) {
        std::FILE* file = std::fopen((folder.path() / name).c_str(), "w");
        REQUIRE(file != nullptr);
        std::fputs(text, file);
        std::fclose(file);
    };
    write("index.json", R"({"https://example.org/c":{"file":"c.json"}})");
    write("c.json", R"({"@context":{"name":"http://schema.org/name"}})");
    const auto result = run_outpost(
        {"to-rdf", "--contexts", folder.path().string(), "--base", "http://a.example/", "-"},
        R"({"@context":"https://example.org/c","@id":"b","name":"x"})");
    CHECK(result.exit_code == 0);
    CHECK(result.out == "<http://a.example/b> <http://schema.org/name> \"x\" .\n");
}

TEST_CASE("e2e: a profile admits its own context and may not replace a shipped one",
          "[e2e][verify]") {
    const TemporaryFolder folder;
    std::filesystem::create_directories(folder.path() / "contexts");
    const auto write = [&](const std::string& name, const std::string& text) {
        std::ofstream(folder.path() / "contexts" / name) << text;
    };
    const std::string document =
        R"({"@context":["https://www.w3.org/2018/credentials/v1","https://moh.example/v1"],"type":"VerifiableCredential",)"
        R"("proof":{"type":"Ed25519Signature2018","created":"2022-02-08T09:15:42Z","verificationMethod":"did:india",)"
        R"("proofPurpose":"assertionMethod","jws":"eyJhbGciOiJFZERTQSIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19..)" +
        std::string(86, 'A') + "\"}}";
    const auto verify = [&] {
        return run_outpost({"verify", "--json", "--trust", sample("trust"), "--profile",
                            folder.path().string(), "-"},
                           document);
    };
    CHECK(run_outpost({"verify", "--json", "--trust", sample("trust"), "-"}, document)
              .out.find("context_not_allowed") != std::string::npos);
    CHECK(verify().exit_code == 2);  // no index.json
    write("index.json", R"({"https://moh.example/v1":{"file":"moh.json"}})");
    write("moh.json", R"({"@context":{"ward":"https://moh.example/ward"}})");
    CHECK(verify().out.find("signature_mismatch") != std::string::npos);
    write("index.json", R"({"https://www.w3.org/2018/credentials/v1":{"file":"moh.json"}})");
    CHECK(verify().exit_code == 2);
    // A copy of what ships, as a profile folder has it, replaces nothing.
    std::filesystem::copy(outpost::tests::source_dir() / "assets/contexts/credentials-v1.json",
                          folder.path() / "contexts/same.json");
    write("index.json", R"({"https://www.w3.org/2018/credentials/v1":{"file":"same.json"},)"
                        R"("https://moh.example/v1":{"file":"moh.json"}})");
    CHECK(verify().out.find("signature_mismatch") != std::string::npos);
    write("index.json", R"({"https://moh.example/v1":{"file":"../moh.json"}})");
    CHECK(verify().exit_code == 2);
}

TEST_CASE("e2e: doctor", "[e2e][doctor]") {
    const TemporaryFolder folder;
    const auto result =
        run_outpost({"doctor", "--json", "--trust", sample("trust"), "--state",
                     folder.path().string(), "--camera", sample("good-v3-dose1-rsa.png")});
    INFO(result.out << result.err);
    CHECK(result.exit_code == 0);
    const auto lines = result.lines();
    for (const auto* part : {"contexts", "verifier", "clock", "trust", "state", "camera"})
        CHECK(lines.at(0).root().find(part)->text_of("state") == "well");
    CHECK(run_outpost({"doctor"}).exit_code == 1);
    CHECK(run_outpost({"doctor", "--trust", "/nonexistent"}).exit_code == 3);
}

TEST_CASE("e2e: the manual is made from the help texts", "[e2e][manual]") {
    const auto result = run_outpost({"manual"});
    CHECK(result.exit_code == 0);
    CHECK(result.out.find(".TH OUTPOST 1") == 0);
    for (const auto* command :
         {"outpost verify", "outpost scan", "outpost canon", "outpost to\\-rdf",
          "outpost keys generate", "outpost trust sign", "outpost doctor"})
        CHECK(result.out.find(command) != std::string::npos);
}
